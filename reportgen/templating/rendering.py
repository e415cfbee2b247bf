"""Render templates into markup or text; what stops one is told with its file and line."""

import html
import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2.exceptions import SecurityError

from reportgen.base.codes import Code
from reportgen.base.paths import shown
from reportgen.base.problems import ConfigurationError, Place, Problem
from reportgen.markup.wellformed import places_in
from reportgen.sources.names import packaged_templates
from reportgen.templating import filtering, lint
from reportgen.templating.beside import CLOSING, OPENING, contradicted, unmarked
from reportgen.templating.sandbox import FOLDER, Environment
from reportgen.templating.values import plain_mapping

# what neither XML nor a file can hold: control characters, lone surrogates, noncharacters
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(f"{OPENING}([^{OPENING}{CLOSING}]*){CLOSING}")
_LONGEST = 200  # characters of what an engine says
_WHY: dict[type[Exception], str] = {
    MemoryError: "用尽了内存",
    RecursionError: "自己套自己，停不下来",
    SecurityError: "用了沙箱不允许的功能",
}


def _parted(text: str) -> str:
    """Put a name in quotation marks where its digits would join those of a number beside it."""

    def name(match: re.Match[str]) -> str:
        found = match[1]
        before, after = _beyond(text, match.start() - 1, -1), _beyond(text, match.end(), 1)
        joined = (before.isdigit() and found[0].isdigit()) or (
            after.isdigit() and found[-1].isdigit()
        )
        return f"“{found}”" if joined else found

    return _NAME.sub(name, text)


def _beyond(text: str, at: int, step: int) -> str:
    """Return the first character from a place on that isn't a mark; nothing at the text's end."""
    while 0 <= at < len(text) and text[at] in (OPENING, CLOSING):
        at += step
    return text[at] if 0 <= at < len(text) else ""


def render(environment: Environment, name: str, context: Mapping[str, object]) -> str:
    """Render a template; raise ConfigurationError naming the template's file and line.

    Where templates may be those of an earlier version, it says which. Raises TypeError for a
    context that isn't made of plain values and records.
    """
    try:
        return _render(environment, name, context)
    except ConfigurationError as error:
        first, *others = error.problems
        hint = _hint_of_age(environment, [first, *others])
        raise ConfigurationError(
            [replace(first, remedy=f"{first.remedy}{hint}"), *others]
        ) from error


def _hint_of_age(environment: Environment, problems: Sequence[Problem]) -> str:
    """Say which templates aren't as the program brings them, if one that fails isn't, nor another."""
    assert isinstance(environment.loader, jinja2.FileSystemLoader)
    own, folder = packaged_templates(), Path(environment.loader.searchpath[0])
    both = [(each.relative_to(own), each) for each in sorted(own.rglob("*.html"))]
    other = [
        f"{FOLDER}{path}"
        for path, each in both
        if (folder / path).is_file() and (folder / path).read_bytes() != each.read_bytes()
    ]
    if len(other) < 2 or not {each.place.file for each in problems if each.place} & {*other}:
        return ""
    return (
        f"{'、'.join(other)}与本版程序自带的不同，可能是从前版本的：没有自己改过的，用 reportgen new "
        "另建一个工作区，从它的 templates 里拷来替换；改过的，照它改。"
    )


def _render(environment: Environment, name: str, context: Mapping[str, object]) -> str:
    environment.printed.clear()
    values = plain_mapping(context)
    try:
        text = _parted(_rendered(environment, name, values))
        if (found := _NO_CHARACTER.search(text)) is None:
            return text
        marks = [Place(FOLDER + name), *places_in(text[: found.start()])]
        message = f"模板印出了不是文字的字符 U+{ord(found.group()):04X}"
        problem = Code.MARKUP_INVALID.problem(message, marks[-1])
    except lint.FigureTyped as error:
        file = FOLDER + (error.name or name)
        raise ConfigurationError(
            [code.problem(message, Place(file, line)) for line, code, message in error.found]
        ) from error
    except jinja2.TemplateSyntaxError as error:
        place = Place(FOLDER + (error.name or name), error.lineno)
        problem = Code.TEMPLATE_SYNTAX.problem(f"写法不对（引擎的提示：“{error.message}”）", place)
    except ConfigurationError:
        raise
    except jinja2.TemplateNotFound as error:
        message = f"没有模板 {shown(str(error.name))}"
        problem = Code.FILE_NOT_FOUND.problem(message, Place(FOLDER + name))
    except jinja2.UndefinedError as error:
        place = _failing_line(error, environment, name)
        problem = Code.TEMPLATE_UNDEFINED.problem(str(error.message), place)
    except Exception as error:  # a template can raise anything
        place = _failing_line(error, environment, name)
        problem = Code.TEMPLATE_FAILED.problem(_why(error), place)
    raise ConfigurationError([problem])


def _rendered(environment: Environment, name: str, values: Mapping[str, object]) -> str:
    """Return what a template prints; raise ConfigurationError where that contradicts its figures."""
    environment.names = {} if name.endswith(".html") else None
    try:
        markup = environment.get_template(name).render(values)
        names = list(environment.names or ())
    finally:
        environment.names = None
    held = markup
    if not name.endswith(".html"):  # a text has no names, but quotients
        held = "".join(f"<p>{html.escape(each)}</p>" for each in markup.splitlines())
    if problems := list(contradicted(held, names, values)):
        raise ConfigurationError(problems)
    return unmarked(markup)


def _why(error: Exception) -> str:
    """Say what stopped a template; what an engine says of it in English is quoted."""
    if isinstance(error, filtering.Refused):
        return str(error.message)
    reason = next((said for kind, said in _WHY.items() if isinstance(error, kind)), "运行不下去")
    return f"{reason}（{type(error).__name__}：“{str(error)[:_LONGEST]}”）"


def phrase(environment: Environment, text: str, values: Mapping[str, object], place: Place) -> str:
    """Fill the variables of a short text that stands at a place; raise ConfigurationError for faults."""
    try:
        return _parted(_compiled_text(environment, text).render(values))
    except Exception as error:
        raise _unfit(text, error, place) from error


@lru_cache(maxsize=64)  # a thousand documents of a kind have one heading
def _compiled_text(environment: Environment, text: str) -> jinja2.Template:
    return environment.from_string(text)


def holds(
    environment: Environment, condition: str, values: Mapping[str, object], place: Place
) -> bool:
    """Tell whether a condition holds of values; raise ConfigurationError for a faulty one."""
    try:
        return bool(environment.compile_expression(condition, undefined_to_none=False)(values))
    except Exception as error:
        raise _unfit(condition, error, place) from error


def _unfit(text: str, error: Exception, place: Place) -> ConfigurationError:
    own = (jinja2.UndefinedError, lint.FigureTyped)
    said = error.message if isinstance(error, own) else _why(error)
    return ConfigurationError([Code.HEAD_INVALID.problem(f"“{text}”不能用：{said}", place)])


def render_text(environment: Environment, name: str, context: Mapping[str, object]) -> str:
    """Render a template into plain text: no markup, no blank lines, no indents."""
    text = html.unescape(render(environment, name, context))
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


def _failing_line(error: Exception, environment: Environment, name: str) -> Place:
    """Return the innermost template line of an error's traceback."""
    assert isinstance(environment.loader, jinja2.FileSystemLoader)
    root = Path(environment.loader.searchpath[0])
    known = {str(root / each): each for each in environment.list_templates()}
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in known:
            return Place(FOLDER + known[frame.filename], frame.lineno)
    return Place(FOLDER + name)

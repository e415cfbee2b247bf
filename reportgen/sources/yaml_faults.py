"""Say in plain Chinese why YAML couldn't be parsed, and where the slip really is.

The parser stops where it can't go on, often a line below the slip. Each diagnosis looks at what the
parser was doing and at the lines around it; the first that recognises the case speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import yaml

from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem

_KEY = r"(?:[A-Za-z_][A-Za-z0-9_.-]*|[\u4e00-\u9fff]{1,12}|\"[^\"]*\"|'[^']*')"
_START = r"[ ]*(?:-[ ]+)*"
_FULLWIDTH_KEY = re.compile(rf"({_START}({_KEY})[ ]*)：")
_CLOSE_KEY = re.compile(rf"({_START}({_KEY})):[^ \t]")
_CLOSE_DASH = re.compile(r"([ ]*)-[^ \t-]")
_WIDE_INDENT = re.compile(r"[ \t-]*[\u3000\xa0]")


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where and why the parser stopped; lines and columns count from 0."""

    name: str
    lines: Sequence[str]
    problem: str
    line: int
    column: int
    context: str
    context_line: int
    context_column: int

    def place(self, line: int, column: int) -> Place:
        return Place(self.name, line + 1, column + 1)

    def text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    @property
    def character(self) -> str:
        return self.text(self.line)[self.column : self.column + 1]

    @property
    def before(self) -> str:
        return self.text(self.line)[: self.column]

    @property
    def line_above(self) -> int:
        """Return the nearest line above that has content, or -1."""
        for line in range(self.line - 1, -1, -1):
            text = self.text(line).strip()
            if text and not text.startswith("#"):
                return line
        return -1

    @property
    def wants_colon(self) -> bool:
        return "could not find expected ':'" in self.problem

    @property
    def has_stray_colon(self) -> bool:
        return "mapping values are not allowed" in self.problem

    @property
    def wants_key(self) -> bool:
        signs = (
            "expected key",
            "expected <block end>",
            "expected '-' indicator",
            "<document start>",
        )
        return any(sign in self.problem for sign in signs)

    @property
    def suspects(self) -> tuple[int, ...]:
        """Return the lines where the slip may be, likeliest first."""
        if self.wants_colon:
            return (self.context_line,)
        return (self.line_above, self.line)


def syntax_problems(error: Exception, text: str, name: str) -> list[Problem]:
    """Translate what PyYAML raised for ``text`` into problems with line and column."""
    stop = _stop(error, text, name)
    for diagnose in _DIAGNOSES:
        if problems := diagnose(stop):
            return problems
    message = f"YAML 写法有误，读到这里读不下去（解析器的提示：{stop.problem}）"
    return [Code.YAML_SYNTAX.problem(message, stop.place(stop.line, stop.column))]


def fullwidth_colons(lines: Sequence[str], name: str) -> list[Problem]:
    """Find the lines that write a key with ``：`` and so became prose."""
    return [problem for line in range(len(lines)) for problem in _fullwidth(lines, line, name)]


def fullwidth_key(text: str) -> str | None:
    """Return the key that ``text`` begins with if ``：`` follows it, as in ``标题：甲``."""
    match = _FULLWIDTH_KEY.match(text)
    return match[2] if match else None


def _fullwidth(lines: Sequence[str], line: int, name: str) -> list[Problem]:
    match = _FULLWIDTH_KEY.match(lines[line])
    if match is None:
        return []
    place = Place(name, line + 1, len(match[1]) + 1)
    return [Code.YAML_FULLWIDTH_COLON.problem(f"键“{match[2]}”后面是全角冒号“：”", place)]


def _stop(error: Exception, text: str, name: str) -> _Stop:
    lines = text.split("\n")
    if not isinstance(error, yaml.MarkedYAMLError):
        return _Stop(name, lines, str(error).split("\n")[0], 0, 0, "", 0, 0)
    line, column = _within(lines, error.problem_mark or error.context_mark)
    context_line, context_column = _within(lines, error.context_mark or error.problem_mark)
    return _Stop(
        name,
        lines,
        error.problem or "",
        line,
        column,
        error.context or "",
        context_line,
        context_column,
    )


def _within(lines: Sequence[str], mark: yaml.Mark | None) -> tuple[int, int]:
    """Return the mark's line and column; a mark after all content moves to the content's end."""
    if mark is None:
        return 0, 0
    last = len(lines) - 1
    while last > 0 and not lines[last].strip():
        last -= 1
    return (mark.line, mark.column) if mark.line <= last else (last, len(lines[last]))


def _syntax(stop: _Stop, line: int, column: int, message: str, remedy: str) -> list[Problem]:
    return [Code.YAML_SYNTAX.problem(message, stop.place(line, column), remedy)]


def _tab(stop: _Stop) -> list[Problem]:
    if stop.character != "\t" and "tab character" not in stop.problem:
        return []
    column = stop.text(stop.line).find("\t")
    return _syntax(
        stop, stop.line, max(column, 0), "缩进用了制表符（Tab）", "把制表符换成空格，每层两个"
    )


def _wide_indent(stop: _Stop) -> list[Problem]:
    for line in (stop.line, *stop.suspects):
        if match := _WIDE_INDENT.match(stop.text(line)):
            message = "缩进用了全角空格或不间断空格"
            return _syntax(stop, line, match.end() - 1, message, "缩进只用半角空格")
    return []


def _fullwidth_colon(stop: _Stop) -> list[Problem]:
    if not (stop.wants_colon or stop.has_stray_colon or stop.wants_key):
        return []
    for suspect in stop.suspects:
        if _FULLWIDTH_KEY.match(stop.text(suspect)):
            return _fullwidth_run(stop, suspect)
    return []


def _fullwidth_run(stop: _Stop, line: int) -> list[Problem]:
    """Report the neighbouring lines with the same slip too."""
    first = last = line
    while _FULLWIDTH_KEY.match(stop.text(first - 1)):
        first -= 1
    while _FULLWIDTH_KEY.match(stop.text(last + 1)):
        last += 1
    return [
        problem
        for number in range(first, last + 1)
        for problem in _fullwidth(stop.lines, number, stop.name)
    ]


def _unclosed_quote(stop: _Stop) -> list[Problem]:
    ended = "end of stream" in stop.problem or "document indicator" in stop.problem
    if not ended and "document separator" not in stop.problem:
        return []
    if "quot" not in stop.context:
        return []
    return _syntax(
        stop,
        stop.context_line,
        stop.context_column,
        "引号没有成对：从这里开始的引号一直没有结束",
        "在这段文字末尾补上同样的引号",
    )


def _text_after_quote(stop: _Stop) -> list[Problem]:
    if not stop.before.rstrip(" ").endswith(('"', "'")) or stop.character in ("", ":", "："):
        return []
    return _syntax(
        stop,
        stop.line,
        stop.column,
        "引号在这里已经结束，后面却还有文字",
        "检查本行和上面几行的引号是否成对；文字里要有引号的，改用中文引号“”",
    )


def _escape(stop: _Stop) -> list[Problem]:
    if "escape" not in stop.problem:
        return []
    return _syntax(
        stop,
        stop.line,
        stop.column,
        "双引号里的反斜杠“\\”有特殊含义，这里的写法不对",
        "把双引号换成单引号，或把“\\”写成“\\\\”",
    )


def _special_start(stop: _Stop) -> list[Problem]:
    sign = stop.text(stop.context_line)[stop.context_column : stop.context_column + 1]
    if sign in ("*", "&", "!") and any(word in stop.context for word in ("alias", "anchor", "tag")):
        place = stop.place(stop.context_line, stop.context_column)
        message = f"“{sign}”在值的开头有特殊含义，不支持"
        return [Code.YAML_FEATURE.problem(message, place, "给这段文字加引号")]
    cannot_start = "cannot start any token" in stop.problem or "node content" in stop.problem
    if not cannot_start or not stop.character or stop.character in "\t\n":
        return []
    message = f"值不能以“{stop.character}”开头"
    return _syntax(stop, stop.line, stop.column, message, "给这段文字加引号")


def _directive(stop: _Stop) -> list[Problem]:
    for line in (stop.context_line, stop.line):
        if stop.text(line).startswith("%"):
            message = "不支持以“%”开头的行（YAML 指令）"
            return [Code.YAML_FEATURE.problem(message, stop.place(line, 0), "删去这一行")]
    return []


def _block_header(stop: _Stop) -> list[Problem]:
    if "block scalar" not in stop.context:
        return []
    return _syntax(
        stop, stop.line, stop.column, "“|”或“>”后面只能换行", "文字从下一行写起，并多缩进两格"
    )


def _brackets(stop: _Stop) -> list[Problem]:
    if "flow" not in stop.context:
        return []
    line, column = _opening_bracket(stop)
    opening = stop.text(line)[column : column + 1]
    closing = "}" if opening == "{" else "]"
    return _syntax(
        stop,
        line,
        column,
        f"从“{opening}”开始的内容没有用“{closing}”结束，或项与项之间缺少逗号",
        "补上另一半括号，项与项之间用半角逗号加空格；只是文字的，整段加引号",
    )


def _opening_bracket(stop: _Stop) -> tuple[int, int]:
    """Return where the bracket stands that the parser was in, or the last one it had read."""
    line, end = stop.context_line, stop.context_column + 1
    while line >= 0:
        text = stop.text(line)[:end]
        column = max(text.rfind("["), text.rfind("{"))
        if column >= 0:
            return line, column
        line, end = line - 1, len(stop.text(line - 1))
    return stop.context_line, stop.context_column


def _second_colon(stop: _Stop) -> list[Problem]:
    if not stop.has_stray_colon or ": " not in stop.before:
        return []
    return _syntax(
        stop,
        stop.line,
        stop.column,
        "一行里出现了两个“: ”（半角冒号加空格）",
        "值里含冒号的，整段加引号，或用全角冒号",
    )


def _close_colon(stop: _Stop) -> list[Problem]:
    if not (stop.wants_colon or stop.has_stray_colon or stop.wants_key):
        return []
    for suspect in stop.suspects:
        if match := _CLOSE_KEY.match(stop.text(suspect)):
            message = f"键“{match[2]}”的冒号后面没有空格"
            return _syntax(stop, suspect, len(match[1]), message, "在冒号后面加一个空格")
    return []


def _close_dash(stop: _Stop) -> list[Problem]:
    if not (stop.wants_key or stop.has_stray_colon or stop.wants_colon):
        return []
    for suspect in stop.suspects:
        if match := _CLOSE_DASH.match(stop.text(suspect)):
            message = "列表符号“-”后面没有空格"
            return _syntax(stop, suspect, len(match[1]), message, "在“-”后面加一个空格")
    return []


def _without_colon(stop: _Stop) -> list[Problem]:
    if not stop.wants_colon:
        return []
    return _syntax(
        stop,
        stop.context_line,
        stop.context_column,
        "这一行不是“键: 值”的写法，缺少冒号",
        "补上半角冒号和空格；是上一行文字的续行的，比上一行的键多缩进两格",
    )


def _indentation(stop: _Stop) -> list[Problem]:
    if not (stop.has_stray_colon or stop.wants_key):
        return []
    text = stop.text(stop.line)
    indent = len(text) - len(text.lstrip(" "))
    above = stop.text(stop.line_above)
    if stop.has_stray_colon:
        if indent <= len(above) - len(above.lstrip(" ")):
            return []
        message = "缩进不对：这一行比上一行多缩进，而上一行已经有值"
    elif stop.column != indent or stop.line_above < 0:
        return []
    else:
        message = "缩进不对：这一行没有和同一层的各行对齐"
    return _syntax(
        stop, stop.line, indent, message, "同一层的各行左端对齐，下一层多缩进两格，只用空格"
    )


_DIAGNOSES: tuple[Callable[[_Stop], list[Problem]], ...] = (
    _tab,
    _unclosed_quote,
    _escape,
    _text_after_quote,
    _wide_indent,
    _fullwidth_colon,
    _directive,
    _block_header,
    _second_colon,
    _close_colon,
    _close_dash,
    _brackets,
    _special_start,
    _without_colon,
    _indentation,
)

"""The sandbox of Jinja2 templates: it reaches only the workspace's, and calls only what they define.

Each tag written in a template gets ``data-at="file:line"``, so that whatever a later stage
refuses can be traced to the template.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import is_dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from reportgen.base.paths import is_litter, path_fault
from reportgen.base.problems import reason
from reportgen.fonts.folders import cache_folder
from reportgen.markup.wellformed import AT
from reportgen.templating import filtering, lint
from reportgen.templating.beside import CLOSING, OPENING, marked, unmarked
from reportgen.templating.named import Name, name_of
from reportgen.wording import prose

FOLDER = "templates/"
_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9]*")
# of a table that a macro fills in, the line that calls it is what its author looks for
_TAG_IN_MACRO = re.compile(r"<(?!(?:colgroup|col|thead|tbody|tr|th|td)\b)[A-Za-z][A-Za-z0-9]*")
_LETTER = re.compile(r"[^\W\d_]")
_CALLABLE = Macro | BlockReference | LoopContext | jinja2.Undefined
_FORBIDDEN_FILTERS = ("safe", "pprint", "urlize", "xmlattr", "random")
# how records and lists look that were joined to a text
_INSIDE = re.compile(r"mappingproxy\(|\{'\w+': |\(\{'|^(?:True|False|None)")


class _TagPlaces(Extension):
    """Write the template's name and line into every tag of its literal text."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        tag = _TAG
        for token in stream:
            if token.test_any("name:macro", "name:endmacro"):
                tag = _TAG_IN_MACRO if token.value == "macro" else _TAG
            if token.type == "data":
                place = partial(_placed, token, stream.name or "")
                token = Token(token.lineno, "data", tag.sub(place, token.value))
            yield token


def _placed(text: Token, name: str, tag: re.Match[str]) -> str:
    line = text.lineno + text.value.count("\n", 0, tag.start())
    return f'{tag.group()} {AT}="{FOLDER}{name}:{line}"'


class _InsideLoader(jinja2.FileSystemLoader):
    """Load templates of the folder; links aren't followed."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        if path_fault(Path(self.searchpath[0]), *template.split("/")):
            raise jinja2.TemplateNotFound(template)
        try:
            return super().get_source(environment, template)
        except jinja2.TemplateNotFound:  # an OSError too
            raise
        except UnicodeDecodeError as error:
            raise jinja2.TemplateSyntaxError("文件不是 UTF-8 编码", 1, template) from error
        except OSError as error:
            message = f"文件读不出来：{reason(error)}"
            raise jinja2.TemplateSyntaxError(message, 1, template) from error

    def list_templates(self) -> list[str]:
        """Leave out what is hidden or an editor's own."""
        names = super().list_templates()
        return [each for each in names if not any(map(is_litter, each.split("/")))]


class _Undefined(jinja2.StrictUndefined):
    """A variable that isn't there, named in Chinese."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is jinja2.utils.missing:
            return f"没有变量“{self._undefined_name}”"
        return f"这里没有“{self._undefined_name}”这一项"


class _Generator(CodeGenerator):
    """Cut and join by the environment's own functions."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 jinja2's name
        self.write("environment.joined((")
        for each in node.nodes:
            self.visit(each, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 jinja2's name
        if isinstance(node.arg, nodes.Slice):
            bounds = (node.arg.start, node.arg.stop, node.arg.step)
            part = [each or nodes.Const(None) for each in bounds]
            self.write("environment.getitem(")
            for before, each in zip(
                (", slice(", ", ", ", ", "))"), (node.node, *part), strict=True
            ):
                self.visit(each, frame)
                self.write(before)
        else:
            super().visit_Getitem(node, frame)


class Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which nothing can be called but what templates themselves define.

    It remembers what the expressions of the template rendered last have printed, the source of the
    number ledger; and which templates were used.
    """

    code_generator_class = _Generator
    printed: set[str]
    used: set[str]
    names: dict[Name, int] | None = None  # of what was printed; text files and phrases have none

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, object] | None = None,  # noqa: A002 jinja2's name
    ) -> jinja2.Template:
        """Note every template that is rendered, included, imported or extended."""
        if isinstance(name, str):
            self.used.add(name)
        return super().get_template(name, parent, globals)

    def compile(  # type: ignore[override]  # jinja2's is overloaded
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> str | CodeType:
        """Compile no template that types or reckons figures; what is kept compiled has none."""
        if isinstance(source, str):
            found: Sequence[lint.Found] = ()
            with suppress(jinja2.TemplateSyntaxError, RecursionError):  # says itself what is wrong
                found = lint.figures_typed(source)
            if found:
                raise lint.FigureTyped(found, name)
        return super().compile(source, name, filename, raw, defer_init)  # type: ignore[call-overload,no-any-return]

    def is_safe_callable(self, obj: object) -> bool:
        """Allow macros, blocks, recursive loops and ``namespace``; what isn't there says so itself."""
        return obj is Namespace or isinstance(obj, _CALLABLE)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Show no method, which would print as an address in memory, and no record."""
        reachable = self.is_safe_callable(value) or not (callable(value) or is_dataclass(value))
        return reachable and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> None:
        """Make no exception for ``format``: it is a method too."""

    def joined(self, parts: tuple[object, ...]) -> object:
        """Join by ``~`` what isn't two numbers."""
        for one, other in pairwise(unmarked(str(each)) for each in parts):
            if one[-1:].isdigit() and other[:1].isdigit():
                raise filtering.Refused(f"{one} 和 {other} 连在一起成了另一个数")
        return filtering.put_together(self, parts, markup_join)

    def getitem(self, obj: object, argument: object) -> object:
        """Cut lists; a part of a text may be another figure."""
        if isinstance(obj, str) and not isinstance(argument, str):
            raise filtering.Refused("文字不能截取：截下来的可能是另一个数")
        found: object = super().getitem(obj, argument)
        return found

    def getattr(self, obj: object, attribute: str) -> object:
        """Take a mapping's entry, even where it is called like a method, such as ``items``."""
        look_up = self.getitem if isinstance(obj, Mapping) else super().getattr
        found: object = look_up(obj, attribute)
        return found


def make_environment(folder: Path, filters: Mapping[str, Callable[..., object]]) -> Environment:
    """Make the sandbox for the templates of one folder, with the project's own filters."""
    environment = Environment(
        loader=_InsideLoader(folder),
        autoescape=True,
        undefined=_Undefined,
        extensions=[_TagPlaces],
        bytecode_cache=_compiled(),
        optimized=False,  # what a filter makes of a constant must not be kept
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.printed = set()
    environment.used = set()
    environment.globals = {"namespace": Namespace}
    for name in _FORBIDDEN_FILTERS:
        environment.filters.pop(name, None)
    environment.filters.update(filtering.filters_of(filters))
    environment.finalize = _noted
    return environment


def _compiled() -> jinja2.BytecodeCache:
    """Keep compiled templates for other runs of this very code; compiling takes a quarter of them."""
    own = b"".join(Path(each).read_bytes() for each in (__file__, lint.__file__, prose.__file__))
    code = hashlib.sha256(own + jinja2.__version__.encode())
    return jinja2.FileSystemBytecodeCache(
        str(cache_folder()), f"%s.{code.hexdigest()[:8]}.template"
    )


@jinja2.pass_context  # so that constants are noted each time, not folded into the template
def _noted(context: Context, value: object) -> object:
    """Remember a value on its way into the text; what a macro made was printed inside it."""
    assert isinstance(context.environment, Environment)
    if (
        value is None
        or isinstance(value, bool | Mapping | tuple | list)
        or _INSIDE.search(str(value))
    ):
        raise filtering.Refused("印的不是一个值，是一组值、是非或空值，要写明是哪一项")
    if isinstance(value, Markup):
        return value
    text = str(value)
    bare = unmarked(text)
    context.environment.printed.add(bare)
    if _LETTER.search(bare) and (bare[0].isdigit() or bare[-1].isdigit()):
        text = f"{OPENING}{text}{CLOSING}"
    name, names = name_of(value), context.environment.names
    if name is None or names is None:
        return text
    return marked(text, names.setdefault(name, len(names)))

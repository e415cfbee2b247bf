"""Read templates without rendering them: figures typed or reckoned in them, the names that they use.

A template prints figures by name. What it may reckon itself is counted or compared, never a figure:
lengths, ``loop.index``, sums by filter, differences by ``less``, bounds of slices, conditions.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import jinja2
from jinja2 import nodes

from reportgen.base.codes import Code
from reportgen.base.paths import shown
from reportgen.base.problems import Place, Problem
from reportgen.wording.prose import amounts_in

_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_PRINTED = re.compile(r'\b(?:data-mark|summary|alt|content)="([^"]*)"', re.DOTALL)
_REFERENCE = re.compile(r"&#?\w+;")
_CLASS = re.compile(r'class="([^"]*)')
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_HAN = re.compile(r"[\u3400-\u9fff]")
# beside what an expression prints, these are a part of its number
_SCALED = re.compile("(?<=\0)[十百千万亿]+")
_PLAIN: Final = jinja2.Environment(autoescape=True)  # without our own extension's marks
_CHOOSING = frozenset(("selectattr", "rejectattr", "select", "reject"))
_RECKONING = frozenset(
    ("int", "float", "round", "replace", "format", "truncate", "filesizeformat", "wordcount")
)
_COUNTING = frozenset(("length", "count"))
# of lists only, so that a sum before them puts lists together
_LISTING = _CHOOSING | _COUNTING | {"list", "join", "first", "last", "map", "sort", "unique"}
_LOOP = frozenset(("index", "index0", "revindex", "revindex0", "length"))
_Literal = nodes.Const | nodes.List | nodes.Tuple | nodes.Dict
_ARITHMETIC = (
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow),
    *(nodes.Neg, nodes.Pos),
)
Found = tuple[int, Code, str]


class FigureTyped(jinja2.TemplateSyntaxError):
    """A template types or reckons figures; ``found`` are all of them."""

    def __init__(self, found: list[Found], name: str | None) -> None:
        super().__init__(found[0][2], found[0][0], name)
        self.found = found


def bare_numbers(environment: jinja2.Environment) -> Iterator[Problem]:
    """Check every template of an environment; text marked with the filter ``fixed`` is let be."""
    for name in environment.list_templates(extensions=("html", "txt")):
        assert environment.loader is not None
        place = Place(f"templates/{shown(name)}")
        try:
            source, _, _ = environment.loader.get_source(environment, name)
        except jinja2.TemplateError as error:
            lost = isinstance(error, jinja2.TemplateNotFound)
            message = "这里的文件是链接，或名称读不懂" if lost else str(error.message)
            yield Code.TEMPLATE_UNREADABLE.problem(message, place)
            continue
        with suppress(
            jinja2.TemplateSyntaxError, RecursionError
        ):  # rendering says it with its line
            for line, code, message in figures_typed(source):
                yield code.problem(message, Place(f"templates/{name}", line))


def figures_typed(source: str) -> list[Found]:
    """Return the figures that a template types or reckons, with their lines."""
    return sorted(
        {*_in_text(source), *_in_node(_PLAIN.parse(source))}, key=lambda found: (found[0], found[2])
    )


def names_in(environment: jinja2.Environment) -> frozenset[str]:
    """Return every class and every quoted text of all templates: the names that they may use."""
    found: set[str] = set()
    for name in environment.list_templates(extensions=("html", "txt")):
        assert environment.loader is not None
        with suppress(jinja2.TemplateError):  # told elsewhere
            source, _, _ = environment.loader.get_source(environment, name)
            for _, kind, value in environment.lex(source):
                if kind == "data":
                    found.update(*(each.split() for each in _CLASS.findall(value)))
                elif kind == "string":
                    found.update(value[1:-1].split())
    return frozenset(found)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", "\0", text)


def _in_text(source: str) -> Iterator[Found]:
    """Yield the figures outside expressions: between tags, and in attributes that are printed."""

    def of_tag(match: re.Match[str]) -> str:
        tag, kept, end = match.group(), "", 0
        for each in _PRINTED.finditer(tag):
            kept += _blank(tag[end : each.start(1)]) + each[1]
            end = each.end(1)
        return kept + _blank(tag[end:])

    literal = "".join(
        value if kind == "data" else _blank(value) for _, kind, value in _PLAIN.lex(source)
    )
    text = _REFERENCE.sub(lambda match: html.unescape(match.group()), _TAG.sub(of_tag, literal))
    for line, words in enumerate(text.split("\n"), start=1):
        yield from ((line, Code.BARE_NUMBER_TYPED, _typed(each)) for each in _written_in(words))


def _written_in(text: str) -> set[str]:
    """Return all numbers that are written in a text: any digits, amounts in other signs."""
    amounts = {each.text for each in amounts_in(text) if not _NUMBER.match(each.text)}
    return {*_NUMBER.findall(text), *amounts, *_SCALED.findall(text)}


def _typed(number: str) -> str:
    return f"模板文字里直接写了数 {number}"


def _in_node(node: nodes.Node) -> Iterator[Found]:
    """Yield the constants and the reckoning that an expression may print."""
    match node:
        case nodes.Const(value=value):
            if number := _of_constant(value):
                yield node.lineno, Code.BARE_NUMBER_TYPED, _typed(number)
        case nodes.Filter(name="fixed"):
            yield from _misused(node)
        case nodes.Filter(name=name) if _reckons(node):
            yield node.lineno, Code.FIGURE_RECKONED, f"模板里用 {name} 算出或改动了数"
        case nodes.UnaryExpr() | nodes.BinExpr() if isinstance(node, _ARITHMETIC):
            yield from _reckoned(node)
        case _:
            for each in _printable(node):
                yield from _in_node(each)


def _printable(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield those parts of a node that may be printed, not what only compares, chooses or cuts."""
    match node:
        case nodes.TemplateData() | nodes.Compare() | nodes.Slice():
            return
        case nodes.Filter(name=name, node=below) if name in _LISTING and below is not None:
            yield from (below.left, below.right) if isinstance(below, nodes.Add) else (below,)
            yield from () if name in _CHOOSING else (*node.args, *node.kwargs)
        case nodes.Test(node=below) | nodes.Getitem(node=below):
            yield below
        case nodes.For(iter=nodes.Add(left=left, right=right)):
            yield from (left, right, *node.body, *node.else_)
        case nodes.If(test=test) | nodes.CondExpr(test=test):
            yield from (each for each in node.iter_child_nodes() if each is not test)
        case _:
            yield from node.iter_child_nodes()


def _reckons(node: nodes.Filter) -> bool:
    """Tell whether a filter makes another figure, or counts what the template itself lists."""
    if node.name == "map" and node.args and isinstance(node.args[0], nodes.Const):
        return node.args[0].value in _RECKONING
    counts_own = node.name in _COUNTING and isinstance(node.node, _Literal)
    return node.name in _RECKONING or counts_own


def _of_constant(value: object) -> str | None:
    """Return the number that a constant prints, if it does."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value)
    if not isinstance(value, str) or _NUMBER.fullmatch(text) or _HAN.search(text):
        return next(iter(sorted(_written_in(text))), None)
    return next((each.text for each in amounts_in(text) if not each.text[0].isdigit()), None)


def _misused(node: nodes.Filter) -> Iterator[Found]:
    """Find an amount that is called fixed without a word why."""
    for const in node.find_all(nodes.Const):
        if const in node.args:
            continue
        text = str(const.value)
        if not node.args and next(amounts_in(text), None):
            message = f'固定文字“{text}”是数，要写明是什么，如 fixed("一年的月数")'
            yield node.lineno, Code.BARE_NUMBER_TYPED, message


def _reckoned(node: nodes.Expr) -> Iterator[Found]:
    """Let be what counts, and lists that are put together; find all other reckoning."""
    if _counts(node):
        return
    if isinstance(node, nodes.BinExpr) and (_is_list(node.left) or _is_list(node.right)):
        for each in (node.left, node.right):
            if not (isinstance(node, nodes.Mul) and isinstance(each, nodes.Const)):
                yield from _in_node(each)
        return
    yield node.lineno, Code.FIGURE_RECKONED, "模板里计算了数"


def _counts(node: nodes.Node) -> bool:
    match node:
        case nodes.Filter(name=name, node=below):
            return name in _COUNTING and not isinstance(below, _Literal)
        case nodes.Getattr(node=nodes.Name(name="loop"), attr=attr):
            return attr in _LOOP
        case nodes.Add(left=left, right=right) | nodes.Sub(left=left, right=right):
            return _counts(left) and _counts(right)
    return False


def _is_list(node: nodes.Node) -> bool:
    match node:
        case nodes.List() | nodes.Tuple() | nodes.Filter(name="list"):
            return True
        case nodes.Add(left=left, right=right) | nodes.Mul(left=left, right=right):
            return _is_list(left) or _is_list(right)
    return False

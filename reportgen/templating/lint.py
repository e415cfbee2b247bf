"""Read templates without rendering them: figures typed or reckoned in them, the names that they use.

A template prints figures by name. What it may reckon itself is counted or compared, never a figure:
lengths, ``loop.index``, sums by filter, differences by ``less``, bounds of slices, conditions. What
it cuts out of a text, the sandbox refuses.
"""

import html
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Final

import jinja2
from jinja2 import nodes

from reportgen.base.codes import Code
from reportgen.base.paths import shown
from reportgen.base.problems import Place, Problem
from reportgen.wording.prose import amounts_in

_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_PRINTED = re.compile(
    r"""\b(?:data-mark|summary|alt|content)\s*=\s*["'](.*?)["'](?=[\s/>])""", re.DOTALL
)
_REFERENCE = re.compile(r"&#?\w+;")
_HEAD = re.compile(r"\{#---.*?---#\}", re.DOTALL)
_HEAD_TEXT = re.compile(r"(?:title|heading|file):\s*(.*)")
_CLASS = re.compile(r'class="([^"]*)')
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_DIGITS = "一二两三四五六七八九"
# what a note may say and a template mustn't, since it prints any period of any office
_SAID = re.compile(
    rf"前?[一二三四]个?季度|[上下]半年|[一二][零〇{_DIGITS}]{{3}}年|[数几][十百千万]+|[壹贰叁肆伍陆柒捌玖][拾佰仟]"
    rf"|第[{_DIGITS}十百]+(?=期|号|次|批|季度|稿|届|页)|[{_DIGITS}十百]+(?=天|[日年周]内|小时)"
    rf"|(?!十[{_DIGITS}]五)(?:[{_DIGITS}][十百千万]|十[{_DIGITS}])[{_DIGITS}十百千万零]*+(?!、)"
)
_NUMERALS = re.compile(f"[〇零{_DIGITS}十百千万亿]+")
_NAMES = re.compile(r"[A-Za-z_][\w.#-]*(?:\s+[A-Za-z_][\w.#-]*)*")
# beside what an expression prints, these are a part of its number
_SCALED = re.compile("(?<=\0)[十百千万亿]+(?![一二三四五六七八九、])")
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

    def __init__(self, found: Sequence[Found], name: str | None) -> None:
        super().__init__(found[0][2], found[0][0], name)
        self.found = found


def bare_numbers(environment: jinja2.Environment) -> Iterator[Problem]:
    """Check every template of an environment; text marked with the filter ``fixed`` is let be."""
    for name in environment.list_templates(extensions=("html", "txt", "csv")):
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


@lru_cache(maxsize=128)  # each template is asked for by check and again before it is rendered
def figures_typed(source: str) -> tuple[Found, ...]:
    """Return the figures that a template types or reckons, with their lines."""
    tree = _PLAIN.parse(source)
    found = {*_in_text(source), *_in_head(source), *_in_node(tree), *_own_counted(tree)}
    return tuple(sorted(found, key=lambda each: (each[0], each[2])))


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


def _in_head(source: str) -> Iterator[Found]:
    """Yield the figures of the texts that a template's head gives documents."""
    head = _HEAD.match(source)
    for line, words in enumerate(head.group().split("\n") if head else (), start=1):
        if text := _HEAD_TEXT.match(words):
            with suppress(jinja2.TemplateSyntaxError):
                yield from ((line, code, said) for _, code, said in figures_typed(text[1]))


def _own_counted(tree: nodes.Template) -> Iterator[Found]:
    """Yield where a list that the template itself wrote down and named is counted."""
    own = {
        each.target.name
        for each in tree.find_all(nodes.Assign)
        if isinstance(each.target, nodes.Name) and isinstance(each.node, _Literal)
    }
    for each in tree.find_all(nodes.Filter):
        if each.name in _COUNTING and isinstance(each.node, nodes.Name) and each.node.name in own:
            yield each.lineno, Code.FIGURE_RECKONED, "模板里数了自己写的一组"


def _written_in(text: str) -> set[str]:
    """Return all numbers that are written in a text: any digits, amounts in other signs."""
    bare = _SCALED.sub("", text)
    amounts = {each.text for each in amounts_in(bare) if not _NUMBER.match(each.text)}
    told = "\n".join(amounts)
    said = {each.group() for each in _SAID.finditer(text) if each.group() not in told}
    return {*_NUMBER.findall(text), *amounts, *said, *_SCALED.findall(text)}


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
        return node.args[0].value in _RECKONING | _COUNTING
    below = node.node
    of_own = isinstance(below, _Literal) and node.name in {*_COUNTING, "sum"}
    twice = isinstance(below, nodes.Filter) and node.name == below.name == "less"
    cut = node.name == "trim" and bool(node.args)
    return node.name in _RECKONING or of_own or twice or cut


def _of_constant(value: object) -> str | None:
    """Return the number that a constant prints, if it does."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value)
    if isinstance(value, str) and _NAMES.fullmatch(text):
        return None
    found = _written_in(text) or set(_NUMERALS.findall(text) if _NUMERALS.fullmatch(text) else ())
    return next(iter(sorted(found)), None)


def _misused(node: nodes.Filter) -> Iterator[Found]:
    """Find an amount that is called fixed without a word why."""
    for const in node.find_all(nodes.Const):
        if any(const is each for each in node.args):
            continue
        text = str(const.value)
        why = node.args[0] if node.args else None
        said = isinstance(why, nodes.Const) and _HAN.search(str(why.value))
        if not said and next(amounts_in(text), None):
            message = f'固定文字“{text}”是数，要写明是什么，如 fixed("一年的月数")'
            yield node.lineno, Code.BARE_NUMBER_TYPED, message


def _reckoned(node: nodes.Expr) -> Iterator[Found]:
    """Let be what counts, and lists that are put together; find all other reckoning."""
    if _counts(node):
        return
    if isinstance(node, nodes.BinExpr) and (_is_list(node.left) or _is_list(node.right)):
        for each in (node.left, node.right):
            if not isinstance(node, nodes.Mul):
                yield from _in_node(each)
            elif not isinstance(each, nodes.Const) and not _is_constant(each):
                yield node.lineno, Code.FIGURE_RECKONED, "模板里把一个数重复写成一组"
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


def _is_constant(node: nodes.Node) -> bool:
    with suppress(nodes.Impossible):
        return isinstance(node, nodes.Expr) and node.as_const() is not None
    return False


def _is_list(node: nodes.Node) -> bool:
    match node:
        case nodes.List() | nodes.Tuple() | nodes.Filter(name="list"):
            return True
        case nodes.Add(left=left, right=right) | nodes.Mul(left=left, right=right):
            return _is_list(left) or _is_list(right)
    return False

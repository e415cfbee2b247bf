"""Read templates without rendering them: 裸数字 typed into their prose, the names that they use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import jinja2
from jinja2 import nodes

from reportgen.base.codes import Code
from reportgen.base.paths import shown
from reportgen.base.problems import Place, Problem

_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_CLASS = re.compile(r'class="([^"]*)')
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_HAN = re.compile(r"[\u3400-\u9fff]")


def bare_numbers(environment: jinja2.Environment) -> Iterator[Problem]:
    """Check every template of an environment; text marked with the filter ``fixed`` is let be."""
    plain = jinja2.Environment(autoescape=True)  # without our own extension's marks
    plain.filters.update(environment.filters)
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
        try:
            found = [*_in_text(plain, source), *_in_expressions(plain, source)]
        except (jinja2.TemplateSyntaxError, RecursionError):
            continue  # rendering says it with its line
        for line, number in sorted(found):
            message = f"模板文字里直接写了数 {number}"
            yield Code.BARE_NUMBER_TYPED.problem(message, Place(f"templates/{name}", line))


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


def _in_text(environment: jinja2.Environment, source: str) -> Iterator[tuple[int, str]]:
    """Yield the digits between tags and outside expressions, with their lines."""
    literal = "".join(
        value if kind == "data" else re.sub(r"[^\n]", "\0", value)
        for _, kind, value in environment.lex(source)
    )
    text = _TAG.sub(lambda match: re.sub(r"[^\n]", "\0", match.group()), literal)
    for match in _NUMBER.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group()


def _in_expressions(environment: jinja2.Environment, source: str) -> Iterator[tuple[int, str]]:
    """Yield digits in Chinese texts, and numbers, that expressions print as they are."""
    tree = environment.parse(source)
    fixed = {
        id(const)
        for each in tree.find_all(nodes.Filter)
        if each.name == "fixed"
        for const in each.find_all(nodes.Const)
    }
    for const in tree.find_all(nodes.Const):
        value = const.value
        if id(const) not in fixed and isinstance(value, str) and _HAN.search(value):
            yield from ((const.lineno, number) for number in _NUMBER.findall(value))
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if isinstance(node, nodes.Const) and _NUMBER.fullmatch(str(node.value)):
                yield node.lineno, str(node.value)

"""Every test of this house asserts something, whatever happens to be in a list or not."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1]


class Name(NamedTuple):
    """A function by its module and its own name."""

    module: str
    own: str


def functions() -> tuple[dict[Name, ast.FunctionDef], dict[Name, Name]]:
    """Return all functions below ``tests``, and what modules call those that they import."""
    known: dict[Name, ast.FunctionDef] = {}
    imported: dict[Name, Name] = {}
    for path in TESTS.rglob("*.py"):
        module = ".".join(path.relative_to(TESTS.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                known[Name(module, node.name)] = node
            elif isinstance(node, ast.ImportFrom):
                for each in node.names:
                    imported[Name(module, each.asname or each.name)] = Name(
                        node.module or "", each.name
                    )
    return known, imported


def asserting(
    known: Mapping[Name, ast.FunctionDef], imported: Mapping[Name, Name]
) -> frozenset[Name]:
    """Return the functions that assert something whenever they are called and return."""
    found: frozenset[Name] = frozenset()
    while True:
        checkers = found | {name for name, origin in imported.items() if origin in found}
        more = frozenset(
            name
            for name, node in known.items()
            if asserts(node.body, {each.own for each in checkers if each.module == name.module})
        )
        if more == found:
            return found
        found = more


def asserts(body: Iterable[ast.stmt], checkers: set[str]) -> bool:
    """Tell whether some statement is surely reached that asserts, expects an error, or checks."""
    for each in body:
        match each:
            case ast.Assert():
                return True
            case ast.For(iter=over, body=inside) if not_empty(over) and asserts(inside, checkers):
                return True
            case ast.If(body=one, orelse=other) if asserts(one, checkers):
                if asserts(other, checkers):
                    return True
            case ast.With(items=items, body=inside):
                if any(calls(item, {"raises"}) for item in items) or asserts(inside, checkers):
                    return True
            case ast.Try(body=inside, finalbody=after) if asserts([*inside, *after], checkers):
                return True
            case ast.Expr() | ast.Assign() | ast.Return() if calls(each, checkers):
                return True
    return False


def not_empty(over: ast.expr) -> bool:
    """Tell whether there is something to go over: written here, a constant, or a range."""
    match over:
        case ast.Tuple() | ast.List() | ast.Constant() | ast.Call(func=ast.Name(id="range")):
            return True
        case ast.Name(id=name):
            return name.isupper()
    return False


def calls(node: ast.AST, names: set[str]) -> bool:
    called = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    return any(getattr(each, "id", getattr(each, "attr", "")) in names for each in called)


def test_every_test_asserts_something_whatever_happens() -> None:
    known, imported = functions()
    tests = {name for name in known if name.own.startswith("test_")}
    assert len(tests) > 500
    assert tests - asserting(known, imported) == set()


def test_what_may_assert_nothing_is_found() -> None:
    source = """
def test_nothing(): make()
def test_what_may_be_empty():
    for each in made: assert each
def test_one_way():
    if made: assert made
def check(each): assert each
def test_all():
    for each in (1, 2): check(each)
def test_both():
    if made: assert made
    else: check(made)
def test_error():
    with pytest.raises(OSError): make()
"""
    known = {
        Name("m", each.name): each
        for each in ast.parse(source).body
        if isinstance(each, ast.FunctionDef)
    }
    sure = {name.own for name in asserting(known, {})}
    assert sure == {"check", "test_all", "test_both", "test_error"}

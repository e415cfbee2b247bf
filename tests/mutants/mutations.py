"""Mutations of a source text: an operator, a constant, a comparison, a return, an argument.

One at a time, inside functions and in the tables of a module. Words are let be: what the program
says is held by the goldens, and a mutant of a sentence tells nothing about a rule.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
}
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
# what only a reader or the type checker sees
_UNSEEN = ("strict", "bound")
_SKIPPED = (ast.Assert, ast.JoinedStr, ast.Import, ast.ImportFrom, ast.pattern)


@dataclass(frozen=True)
class Mutant:
    """A change of one place of a file, in a function or, without one, in a module's table."""

    file: str
    function: str | None
    line: int
    old: str
    new: str
    start: int
    end: int
    # of the statement, or of a compound one's head: tests that run none of them can't tell
    lines: range

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.change}"

    @property
    def change(self) -> str:
        """Return what stood there and what stands there now."""
        old, new = (" ".join(each.split()) for each in (self.old, self.new))
        return f"{old} → {new}"

    def source(self, original: bytes) -> bytes:
        """Return the file with the change."""
        return original[: self.start] + self.new.encode() + original[self.end :]


def mutants_of(root: Path, file: str) -> Iterator[Mutant]:
    """Yield all mutants of a file, in the order of its lines."""
    content = (root / file).read_bytes()
    starts = [0]
    for line in content.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for name, part in _parts(ast.parse(content), ""):
        for node, new, statement in _changes(part, part):
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            old = content[start:end].decode()
            lines = range(statement.lineno, max(_last_of_head(statement), node.end_lineno) + 1)
            yield Mutant(file, name, node.lineno, old, new, start, end, lines)


def _last_of_head(statement: ast.stmt) -> int:
    body: list[ast.stmt] = getattr(statement, "body", [])
    return body[0].lineno - 1 if body else statement.end_lineno or 0


def _parts(tree: ast.Module | ast.ClassDef, inside: str) -> Iterator[tuple[str | None, ast.stmt]]:
    """Yield the statements of all functions with their names, and a module's own."""
    for each in tree.body:
        if isinstance(each, ast.FunctionDef):
            yield from ((inside + each.name, part) for part in each.body)
        elif isinstance(each, ast.ClassDef):
            yield from _parts(each, f"{inside}{each.name}.")
        elif isinstance(tree, ast.Module) and isinstance(each, ast.Assign | ast.AnnAssign):
            yield None, each


def _changes(
    tree: ast.AST, statement: ast.stmt
) -> Iterator[tuple[ast.expr | ast.stmt, str, ast.stmt]]:
    """Yield the parts of a statement that can be changed, the change, the innermost statement."""
    if isinstance(tree, ast.stmt):
        statement = tree
        yield from ((tree, new, tree) for new in _statements(tree))
    elif isinstance(tree, ast.expr):
        yield from ((tree, f"({new})", statement) for new in _expressions(tree))
    for field, value in ast.iter_fields(tree):
        if field in ("annotation", "returns", "args" if isinstance(tree, ast.FunctionDef) else ""):
            continue
        if isinstance(tree, ast.keyword) and tree.arg in _UNSEEN:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, _SKIPPED):
                yield from _changes(child, statement)


def _statements(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) != "None":
            yield "return None"
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield "pass"
        case ast.Continue():
            yield "break"
        case ast.Break():
            yield "continue"
        case ast.AugAssign(target, op, value) if type(op) in _RECKONED:
            yield ast.unparse(ast.AugAssign(target, _RECKONED[type(op)](), value))


def _expressions(node: ast.expr) -> Iterator[str]:  # noqa: C901 a table of cases
    match node:
        case ast.Compare(left, ops, comparators):
            for at, op in enumerate(ops):
                changed = [*ops[:at], _COMPARED[type(op)](), *ops[at + 1 :]]
                yield ast.unparse(ast.Compare(left, changed, comparators))
        case ast.BoolOp(op, values):
            yield ast.unparse(ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), values))
            for at in range(len(values)):
                rest = [*values[:at], *values[at + 1 :]]
                yield ast.unparse(ast.BoolOp(op, rest) if len(rest) > 1 else rest[0])
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield ast.unparse(operand)
        case ast.BinOp(left, op, right) if type(op) in _RECKONED:
            yield ast.unparse(ast.BinOp(left, _RECKONED[type(op)](), right))
            yield ast.unparse(left)
        case ast.Constant(value=bool() as value):
            yield str(not value)
        case ast.Constant(value=int() | float() as value):
            yield str(value + 1)
        case ast.IfExp(test, body, orelse):
            yield ast.unparse(ast.IfExp(test, orelse, body))
        case ast.Name(id=name) if name in _NAMES:
            yield _NAMES[name]
        case ast.Call(func, args, keywords):
            symmetrical = isinstance(func, ast.Name) and func.id in (*_NAMES, "TypeVar")
            if (
                len(args) > 1
                and not symmetrical
                and not any(isinstance(each, ast.Starred) for each in args)
            ):
                swapped = [args[1], args[0], *args[2:]]
                yield ast.unparse(ast.Call(func, swapped, keywords))
            for at, each in enumerate(keywords):
                if each.arg and each.arg not in _UNSEEN:
                    rest = [*keywords[:at], *keywords[at + 1 :]]
                    yield ast.unparse(ast.Call(func, args, rest))

"""What commands print: problems for people on stderr, one object for programs on stdout."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reportgen.base.problems import Problem, Severity

if TYPE_CHECKING:
    from reportgen.desk.making import FileRecord, Output

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
Progress = Callable[[str], None]


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems, the gravest last, where they are seen."""
    order = [Severity.NOTE, Severity.WARNING, Severity.ERROR]
    for problem in sorted(problems, key=lambda each: order.index(each.severity)):
        first, _, rest = str(problem).partition("\n")
        click.secho(first, fg=_COLOURS[problem.severity], err=True)
        click.echo(rest, err=True)


def print_aside(words: str) -> None:
    """Print what people should know while they wait; results go to stdout."""
    click.echo(words, err=True)


def print_counts(problems: Sequence[Problem]) -> None:
    """Print how many problems of each severity there are."""
    counts = [
        f"{severity.label} {count} 项"
        for severity in Severity
        if (count := sum(problem.severity is severity for problem in problems))
    ]
    click.echo("，".join(counts) or "没有问题", err=True)


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns."""
    for line in in_columns(rows):
        click.echo(line)


def in_columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines; a Chinese character takes two places on a terminal."""
    widths = [max(map(_places, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            text + " " * (width - _places(text)) for text, width in zip(row, widths, strict=True)
        )
        yield "  ".join(cells).rstrip()


def _places(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def print_json(
    outputs: Sequence[Output], problems: Iterable[Problem], inputs: Sequence[FileRecord] = ()
) -> None:
    """Print the one object that ``build --json`` and ``check --json`` promise."""
    record = {
        "outputs": [
            {
                "kind": output.kind,
                "format": output.format,
                "path": str(output.path),
                "pages": output.pages,
                "sha256": output.sha256,
            }
            for output in outputs
        ],
        "inputs": [{"path": each.path, "sha256": each.sha256} for each in inputs],
        "problems": [problem.to_json() for problem in problems],
    }
    click.echo(json.dumps(record, ensure_ascii=False, indent=2))


def terminal_progress(total: int) -> Progress:
    """Return what shows progress on a terminal, and nothing in a log."""
    if not (sys.stderr and sys.stderr.isatty()):  # none where it is closed
        return lambda _: None
    done = 0

    def show(name: str) -> None:
        nonlocal done
        done += 1
        click.echo(f"［{done}/{total}］{name}", err=True)

    return show

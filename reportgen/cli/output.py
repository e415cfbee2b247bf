"""What commands print: problems for people on stderr, one object for programs on stdout."""

import json
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import click

from reportgen.base.codes import find_code
from reportgen.base.problems import Problem, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

_MOST_FILES = 3
_MANY = 20  # documents


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems, the gravest last, where they are seen."""
    order = [Severity.NOTE, Severity.WARNING, Severity.ERROR]
    for problem in sorted(problems, key=lambda each: order.index(each.severity)):
        first, _, rest = str(problem).partition("\n")
        click.secho(first, fg=_COLOURS[problem.severity], err=True)
        click.echo(rest, err=True)


def print_grouped(problems: Iterable[Problem]) -> None:
    """Print errors one by one; of warnings and notes a line for each code, with their places counted."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.code, []).append(problem)
    print_problems(
        each
        for group in groups.values()
        for each in (group if group[0].severity is Severity.ERROR else [_summary(group)])
    )


def _summary(group: Sequence[Problem]) -> Problem:
    """Return one problem for all of a code: how many, in which files, and the first of them."""
    first = group[0]
    if len(group) == 1:
        return first
    code = find_code(first.code)
    files = Counter(each.place.file for each in group if each.place)
    where = "、".join(f"{name} {number} 处" for name, number in files.most_common(_MOST_FILES))
    more = f"等 {len(files)} 个文件" if len(files) > _MOST_FILES else ""
    title = code.title if code else first.message
    there = f"（{where}{more}）" if files else ""
    said = f"{title}，共 {len(group)} 项{there}；如：{first.message}"
    return replace(first, message=said, place=None)


def print_aside(words: str) -> None:
    """Print what people should know, also while they wait; results go to stdout."""
    click.echo(words, err=True)


def print_table(rows: Sequence[Sequence[object]]) -> None:
    """Print rows in columns, nothing for None."""
    for line in in_columns(rows):
        click.echo(line)


def in_columns(rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Yield rows as lines; a Chinese character takes two places on a terminal."""
    texts = [["" if cell is None else str(cell) for cell in row] for row in rows]
    widths = [max(map(_places, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        cells = (
            text + " " * (width - _places(text)) for text, width in zip(row, widths, strict=True)
        )
        yield "  ".join(cells).rstrip()


def _places(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def print_json(record: object) -> None:
    """Print one object or array for programs, decimal numbers as numbers."""
    click.echo(json.dumps(record, ensure_ascii=False, indent=2, default=float))


def print_list(entries: Sequence[Mapping[str, object]], *, as_json: bool) -> None:
    """Print the entries of a list, one a line or as an array."""
    if as_json:
        print_json(entries)
    else:
        print_table([list(each.values()) for each in entries])


def print_findings(
    problems: Iterable[Problem],
    outputs: Sequence[Mapping[str, object]] = (),
    inputs: Sequence[Mapping[str, object]] = (),
    data: str = "",
) -> None:
    """Print the one object that ``build --json`` and ``check --json`` promise."""
    found = [problem.to_json() for problem in problems]
    print_json({"outputs": outputs, "inputs": inputs, "data": data, "problems": found})


def terminal_progress(total: int) -> Callable[[str], None]:
    """Return what shows progress on a terminal, and nothing in a log; of many, how long they take."""
    if not (sys.stderr and sys.stderr.isatty()):  # none where it is closed
        return lambda _: None
    done, begun = 0, time.monotonic()

    def show(name: str) -> None:
        nonlocal done
        done += 1
        rate = done / max(time.monotonic() - begun, 0.001)
        left = timedelta(seconds=round((total - done) / rate))
        pace = f"　每秒 {rate:.1f} 份，还要 {left}" if total > _MANY else ""
        print_aside(f"［{done}/{total}］{name}{pace}")

    return show

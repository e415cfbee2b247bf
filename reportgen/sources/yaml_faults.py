"""Say in plain Chinese why YAML couldn't be parsed, and where the slip really is.

The parser stops where it can't go on, often a line below the slip. Each kind of slip is a line of
``yaml_faults.csv``, the first that fits speaks: what the parser ``said`` (what it was doing, a line
break, why it stopped), where to look, what that ``looks`` like. The group ``slip`` begins where the
slip is; message and remedy may name the other groups.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Template

import yaml

from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem
from reportgen.base.tables import rows_beside

_START = r"\A[ ]*(?:-[ ]+)*"
_KEY = r"(?P<key>[A-Za-z_][A-Za-z0-9_.-]*|[\u4e00-\u9fff]{1,12}|\"[^\"]*\"|'[^']*')"
_FULLWIDTH_KEY = re.compile(rf"{_START}{_KEY}[ ]*(?P<slip>：)")
FULLWIDTH_COLON = "键“{key}”后面是全角冒号“：”"
_MARK = "\0"  # put where the parser stopped; no text that comes to the parser has one
_CLOSING = {"[": "]", "{": "}"}

_WANTS_COLON = "could not find expected ':'"
_STRAY_COLON = "mapping values are not allowed"
_WANTS_KEY = "expected key|expected <block end>|expected '-' indicator|<document start>"
# what patterns of the table are made of
_PARTS = {
    "START": _START,
    "KEY": _KEY,
    "FULLWIDTH_KEY": _FULLWIDTH_KEY.pattern,
    "MARK": _MARK,
    "HERE": rf"(?P<slip>{_MARK})",
    "WANTS_COLON": _WANTS_COLON,
    "STRAY_COLON": _STRAY_COLON,
    "WANTS_KEY": _WANTS_KEY,
    "LOST": f"{_WANTS_COLON}|{_STRAY_COLON}|{_WANTS_KEY}",
}


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where and why the parser stopped, and where that began; lines and columns count from 0."""

    lines: Sequence[str]
    problem: str
    context: str
    stopped: tuple[int, int]
    began: tuple[int, int]

    def here(self) -> Iterator[tuple[int, str]]:
        """Yield the line where it stopped, marked, below the nearest line with content."""
        above = self.lines[self.line_above] if self.line_above >= 0 else ""
        yield self.stopped[0], f"{above}\n{self._marked(*self.stopped)}"

    def beginning(self) -> Iterator[tuple[int, str]]:
        """Yield the line where what it was reading began, marked."""
        yield self.began[0], self._marked(*self.began)

    def before(self) -> Iterator[tuple[int, str]]:
        """Yield what stands up to there, backwards line by line."""
        line, column = self.began
        yield line, self.lines[line][: column + 1]
        yield from ((above, self.lines[above]) for above in range(line - 1, -1, -1))

    def suspects(self) -> Iterator[tuple[int, str]]:
        """Yield the lines where the slip may be, likeliest first."""
        wants_colon = _WANTS_COLON in self.problem
        for line in (self.began[0],) if wants_colon else (self.line_above, self.stopped[0]):
            if line >= 0:
                yield line, self.lines[line]

    def around(self) -> Iterator[tuple[int, str]]:
        """Yield the line where it stopped, then the suspects."""
        yield self.stopped[0], self.lines[self.stopped[0]]
        yield from self.suspects()

    @property
    def line_above(self) -> int:
        """Return the nearest line above that has content, or -1."""
        for line in range(self.stopped[0] - 1, -1, -1):
            text = self.lines[line].strip()
            if text and not text.startswith("#"):
                return line
        return -1

    def _marked(self, line: int, column: int) -> str:
        text = self.lines[line]
        return f"{text[:column]}{_MARK}{text[column:]}"


_PLACES: Mapping[str, Callable[[_Stop], Iterator[tuple[int, str]]]] = {
    each.__name__: each
    for each in (_Stop.here, _Stop.beginning, _Stop.before, _Stop.suspects, _Stop.around)
}


def syntax_problems(error: Exception, text: str, name: str) -> list[Problem]:
    """Translate what PyYAML raised for ``text`` into problems with line and column."""
    stop = _stop(error, text.split("\n"))
    said = f"{stop.context}\n{stop.problem}"
    slip, line, match = next(
        (slip, line, match)
        for slip in rows_beside(__file__)
        if re.search(_pattern(slip["said"]), said)
        for line, looks in _PLACES[slip["where"]](stop)
        if (match := re.search(_pattern(slip["looks"]), looks, re.MULTILINE))
    )
    code = Code(slip["code"])
    if code is Code.YAML_FULLWIDTH_COLON:
        return _fullwidth_run(stop.lines, line, name)
    start = match.start("slip")
    column = start - match.string.rfind("\n", 0, start)
    words = match.groupdict()
    words["closing"] = _CLOSING.get(words.get("sign", ""), "")
    message = slip["message"].format_map(words)
    return [code.problem(message, Place(name, line + 1, column), slip["remedy"])]


def _pattern(written: str) -> str:
    return Template(written).substitute(_PARTS)


def fullwidth_colons(lines: Sequence[str], name: str, first: int = 1) -> list[Problem]:
    """Find the lines, counted from ``first``, that write a key with ``：`` and so became prose."""
    return [
        Code.YAML_FULLWIDTH_COLON.problem(
            FULLWIDTH_COLON.format_map(match.groupdict()),
            Place(name, line, match.start("slip") + 1),
        )
        for line, text in enumerate(lines, start=first)
        if (match := _FULLWIDTH_KEY.match(text))
    ]


def fullwidth_key(text: str) -> str | None:
    """Return the key that ``text`` begins with if ``：`` follows it, as in ``标题：甲``."""
    match = _FULLWIDTH_KEY.match(text)
    return match["key"] if match else None


def _fullwidth_run(lines: Sequence[str], line: int, name: str) -> list[Problem]:
    """Report the neighbouring lines with the same slip too."""
    first = last = line
    while first > 0 and fullwidth_key(lines[first - 1]):
        first -= 1
    while last < len(lines) and fullwidth_key(lines[last]):
        last += 1
    return fullwidth_colons(lines[first:last], name, first + 1)


def _stop(error: Exception, lines: Sequence[str]) -> _Stop:
    if not isinstance(error, yaml.MarkedYAMLError):
        return _Stop(lines, str(error).split("\n")[0], "", (0, 0), (0, 0))
    stopped = _within(lines, error.problem_mark or error.context_mark)
    began = _within(lines, error.context_mark or error.problem_mark)
    return _Stop(lines, error.problem or "", error.context or "", stopped, began)


def _within(lines: Sequence[str], mark: yaml.Mark | None) -> tuple[int, int]:
    """Return the mark's line and column; a mark after all content moves to the content's end."""
    if mark is None:
        return 0, 0
    last = len(lines) - 1
    while last > 0 and not lines[last].strip(" "):
        last -= 1
    return (mark.line, mark.column) if mark.line <= last else (last, len(lines[last]))

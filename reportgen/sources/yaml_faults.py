"""Say in plain Chinese why YAML couldn't be parsed, and where the slip really is.

The parser stops where it can't go on, often a line below the slip. Each kind of slip is an entry of
a table: what the parser says, which lines to look at, what they look like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem

_START = r"\A[ ]*(?:-[ ]+)*"
_KEY = r"(?P<key>[A-Za-z_][A-Za-z0-9_.-]*|[\u4e00-\u9fff]{1,12}|\"[^\"]*\"|'[^']*')"
_FULLWIDTH_KEY = re.compile(rf"{_START}{_KEY}[ ]*(?P<slip>：)")
FULLWIDTH_COLON = "键“{key}”后面是全角冒号“：”"
_MARK = "\0"  # put where the parser stopped; no text that comes to the parser has one
_HERE = rf"(?P<slip>{_MARK})"
_CLOSING = {"[": "]", "{": "}"}

_WANTS_COLON = "could not find expected ':'"
_STRAY_COLON = "mapping values are not allowed"
_WANTS_KEY = "expected key|expected <block end>|expected '-' indicator|<document start>"
_LOST = f"{_WANTS_COLON}|{_STRAY_COLON}|{_WANTS_KEY}"


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


@dataclass(frozen=True, slots=True)
class _Slip:
    """A kind of slip: patterns of what the parser ``said`` and of a line's ``looks``.

    ``said`` is sought in what the parser was doing, a line break, and why it stopped. In ``looks``
    the group ``slip`` begins where the slip is; message and remedy may name its other groups.
    """

    said: str
    lines: Callable[[_Stop], Iterator[tuple[int, str]]]
    looks: str
    message: str
    remedy: str | None
    code: Code = Code.YAML_SYNTAX


# the first that fits speaks
_SLIPS = (
    _Slip(
        "",
        _Stop.here,
        rf"^(?=.*{_MARK}\t)[^\t]*?(?P<slip>{_MARK}?\t)",
        "缩进用了制表符（Tab）",
        "把制表符换成空格，每层两个",
    ),
    _Slip(
        r"quot.*\n.*(end of stream|document indicator|document separator)",
        _Stop.beginning,
        _HERE,
        "引号没有成对：从这里开始的引号一直没有结束",
        "在这段文字末尾补上同样的引号",
    ),
    _Slip(
        r"\n.*escape",
        _Stop.here,
        _HERE,
        "双引号里的反斜杠“\\”有特殊含义，这里的写法不对",
        "把双引号换成单引号，或把“\\”写成“\\\\”",
    ),
    _Slip(
        "",
        _Stop.here,
        f"[\"'] *{_HERE}[^:：]",
        "引号在这里已经结束，后面却还有文字",
        "检查本行和上面几行的引号是否成对；文字里要有引号的，改用中文引号“”",
    ),
    _Slip(
        "",
        _Stop.around,
        r"\A[ \t-]*(?P<slip>[\u3000\xa0])",
        "缩进用了全角空格或不间断空格",
        "缩进只用半角空格",
    ),
    _Slip(
        _LOST,
        _Stop.suspects,
        _FULLWIDTH_KEY.pattern,
        FULLWIDTH_COLON,
        None,
        Code.YAML_FULLWIDTH_COLON,
    ),
    _Slip(
        "",
        _Stop.around,
        r"\A(?P<slip>%)",
        "不支持以“%”开头的行（YAML 指令）",
        "删去这一行",
        Code.YAML_FEATURE,
    ),
    _Slip(
        r"block scalar.*\n",
        _Stop.here,
        _HERE,
        "“|”或“>”后面只能换行",
        "文字从下一行写起，并多缩进两格",
    ),
    _Slip(
        _STRAY_COLON,
        _Stop.here,
        f": .*{_HERE}",
        "一行里出现了两个“: ”（半角冒号加空格）",
        "值里含冒号的，整段加引号，或用全角冒号",
    ),
    _Slip(
        _LOST,
        _Stop.suspects,
        rf"{_START}{_KEY}(?P<slip>:)[^ \t]",
        "键“{key}”的冒号后面没有空格",
        "在冒号后面加一个空格",
    ),
    _Slip(
        _LOST,
        _Stop.suspects,
        r"\A[ ]*(?P<slip>-)[^ \t-]",
        "列表符号“-”后面没有空格",
        "在“-”后面加一个空格",
    ),
    _Slip(
        r"flow.*\n",
        _Stop.before,
        r".*(?P<slip>(?P<sign>[\[{]))",
        "从“{sign}”开始的内容没有用“{closing}”结束，或项与项之间缺少逗号",
        "补上另一半括号，项与项之间用半角逗号加空格；只是文字的，整段加引号",
    ),
    _Slip(
        r"(alias|anchor|tag).*\n",
        _Stop.beginning,
        f"{_HERE}(?P<sign>[*&!])",
        "“{sign}”在值的开头有特殊含义，不支持",
        "给这段文字加引号",
        Code.YAML_FEATURE,
    ),
    _Slip(
        r"\n.*(cannot start any token|node content)",
        _Stop.here,
        rf"{_HERE}(?P<sign>[^\t])",
        "值不能以“{sign}”开头",
        "给这段文字加引号",
    ),
    _Slip(
        _WANTS_COLON,
        _Stop.beginning,
        _HERE,
        "这一行不是“键: 值”的写法，缺少冒号",
        "补上半角冒号和空格；是上一行文字的续行的，比上一行的键多缩进两格",
    ),
    _Slip(
        _STRAY_COLON,
        _Stop.here,
        r"\A( *)(?! ).*\n\1 +(?P<slip>)",
        "缩进不对：这一行比上一行多缩进，而上一行已经有值",
        "同一层的各行左端对齐，下一层多缩进两格，只用空格",
    ),
    _Slip(
        _WANTS_KEY,
        _Stop.here,
        rf"\A.+\n *{_HERE}(?! )",
        "缩进不对：这一行没有和同一层的各行对齐",
        "同一层的各行左端对齐，下一层多缩进两格，只用空格",
    ),
    _Slip(
        _STRAY_COLON,
        _Stop.here,
        _HERE,
        "这里的半角冒号前面不是键",
        "文字里含冒号的，整段加引号，或用全角冒号；缩进要与同一层的各行对齐",
    ),
    _Slip(
        "sequence entries are not allowed",
        _Stop.here,
        _HERE,
        "列表符号“-”不能写在这里",
        "列表从键的下一行写起，各项左端对齐；只是文字的，整段加引号",
    ),
    _Slip("", _Stop.here, _HERE, "YAML 写法有误，从这里起读不下去", None),
)


def syntax_problems(error: Exception, text: str, name: str) -> list[Problem]:
    """Translate what PyYAML raised for ``text`` into problems with line and column."""
    stop = _stop(error, text.split("\n"))
    said = f"{stop.context}\n{stop.problem}"
    slip, line, match = next(
        (slip, line, match)
        for slip in _SLIPS
        if re.search(slip.said, said)
        for line, looks in slip.lines(stop)
        if (match := re.search(slip.looks, looks, re.MULTILINE))
    )
    if slip.code is Code.YAML_FULLWIDTH_COLON:
        return _fullwidth_run(stop.lines, line, name)
    start = match.start("slip")
    column = start - match.string.rfind("\n", 0, start)
    words = match.groupdict()
    words["closing"] = _CLOSING.get(words.get("sign", ""), "")
    message = slip.message.format_map(words)
    return [slip.code.problem(message, Place(name, line + 1, column), slip.remedy)]


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

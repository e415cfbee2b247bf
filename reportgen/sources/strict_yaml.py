"""Read YAML strictly, so that a data file means what it seems to say and nothing else.

PyYAML's own loader lets the last of two equal keys win, turns ``NO`` into false and ``12:30`` into
750, follows aliases into memory bombs, and forgets where a value stood. Here only plain numbers,
``true``, ``false`` and ``null`` are typed, and every value keeps its line and column.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from reportgen.base.codes import Code
from reportgen.base.numbers import PLAIN_INTEGER, PLAIN_NUMBER
from reportgen.base.paths import open_file
from reportgen.base.problems import (
    DataError,
    MissingInputError,
    OutputError,
    Place,
    Problem,
    reason,
)
from reportgen.sources.yaml_faults import fullwidth_colons, syntax_problems

Location: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | Decimal | bool | None"

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_DEPTH: Final = 20
MAX_NODES: Final = 1_000_000  # 5,500 targets have 210,000

_LOADER: Final = getattr(yaml, "CLoader", yaml.Loader)
_WORDS: Final = {"": None, "~": None, "null": None, "true": True, "false": False}
# what YAML forbids, and the line separators that the parser counts as lines but editors don't
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_MOST_FORBIDDEN_CHARACTERS: Final = 20


@dataclass(frozen=True, eq=False)
class Document:
    """The values of one file; ``places`` tells where each stands, ``key_places`` where its key does.

    ``comments`` are those that have a line of their own.
    """

    name: str
    value: Value
    places: Mapping[Location, Place]
    key_places: Mapping[Location, Place]
    comments: tuple[tuple[Place, str], ...] = ()

    def place(self, location: Location) -> Place:
        """Return where the value at ``location`` stands, or the nearest value around it."""
        for length in range(len(location), -1, -1):
            if place := self.places.get(location[:length]):
                return place
        return Place(self.name)

    @cached_property
    def texts(self) -> tuple[tuple[Location, str], ...]:
        """Return every string among the values, in its order, as it will be printed."""
        return tuple(_texts(self.value, ()))


def _texts(value: Value, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str):
        yield location, unicodedata.normalize("NFC", value)
    elif isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(below, (*location, key))


def read_yaml(path: Path, name: str) -> Document:
    """Read a file that users know as ``name``.

    Raises MissingInputError, OutputError when it can't be read, DataError for what is in it.
    """
    return parse_yaml(read_text(path, name), name)


def read_text(path: Path, name: str) -> str:
    """Read a file of text as far as a data file may be long; raises what ``read_yaml`` does."""
    try:
        with open_file(path) as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        problem = Code.FILE_NOT_FOUND.problem(f"找不到文件 {name}", Place(name))
        raise MissingInputError([problem]) from error
    except OSError as error:
        problem = Code.FILE_UNREADABLE.problem(f"{name} 读不出来：{reason(error)}", Place(name))
        raise OutputError([problem]) from error
    _refuse_oversize(content, name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"这里的字节不是 UTF-8 编码{_guessed_encoding(content)}"
        raise DataError([Code.YAML_ENCODING.problem(message, place)]) from error


def parse_yaml(text: str, name: str) -> Document:
    """Parse one YAML document; raise DataError with everything that was found wrong in it."""
    _refuse_oversize(text, name)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if problems := _forbidden_characters(text, name):
        raise DataError(problems)
    builder = _Builder(text, name)
    try:
        value = builder.build()
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        builder.problems.extend(syntax_problems(error, text, name))
    if builder.problems:
        raise DataError(in_order(dict.fromkeys(builder.problems)))
    comments = tuple(
        (Place(name, number, line.index("#") + 1), line.lstrip(" \t#").rstrip())
        for number, line in enumerate(text.split("\n"), start=1)
        if line.lstrip(" \t").startswith("#")
    )
    return Document(name, value, builder.places, builder.key_places, comments)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort the problems of a file by their lines and columns."""
    return sorted(
        problems,
        key=lambda each: (each.place.line or 0, each.place.column or 0) if each.place else (0, 0),
    )


def _refuse_oversize(content: str | bytes, name: str) -> None:
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise DataError([Code.YAML_LIMIT.problem(f"文件超过 {limit} MB", Place(name, 1, 1))])


def _guessed_encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "，文件像是 UTF-16（记事本的“Unicode”）"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，文件像是 GBK（记事本的“ANSI”）"


def _forbidden_characters(text: str, name: str) -> list[Problem]:
    problems = []
    for match in itertools.islice(_FORBIDDEN.finditer(text), _MOST_FORBIDDEN_CHARACTERS):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        problems.append(
            Code.CHARACTER_FORBIDDEN.problem(
                f"这里有看不见的字符 U+{ord(match[0]):04X}", Place(name, line, column)
            )
        )
    return problems


def _typed(text: str) -> Value:
    if text in _WORDS:
        return _WORDS[text]
    if PLAIN_INTEGER.fullmatch(text):
        return int(text)
    if PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    return text


class _Builder:
    """Builds one document's values from the parser's events, noting places and problems."""

    def __init__(self, text: str, name: str) -> None:
        self.problems: list[Problem] = []
        self.places: dict[Location, Place] = {}
        self.key_places: dict[Location, Place] = {}
        self._text = text
        self._name = name
        self._nodes = 0
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_LOADER))

    def build(self) -> Value:
        """Consume every event; raise yaml's errors, or DataError where a limit is passed."""
        self.places[()] = Place(self._name, 1, 1)
        value: Value = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    self._refuse("不支持以“%”开头的行（YAML 指令）", event, "删去这一行")
                if documents > 1:
                    self._refuse("一个文件只能有一份文档，这里又开始了一份", event, "删去“---”")
                    break
            elif isinstance(event, yaml.NodeEvent):
                value = self._value(event, ())
                if isinstance(event, yaml.ScalarEvent) and not event.style:
                    self.problems.extend(fullwidth_colons(self._text.split("\n"), self._name))
        return value

    def _value(self, event: yaml.Event, location: Location) -> Value:
        self._look_at(event, location)
        self.places[location] = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else _typed(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(location)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(location)
        return None

    def _sequence(self, location: Location) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*location, len(items))))
        return items

    def _mapping(self, location: Location) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, location)
            if key is None:
                self._value(next(self._events), (*location, ""))
                continue
            below = (*location, key)
            place = self._place(event)
            if key in fields:
                first = self.key_places[below].line
                message = f"键“{key}”在第 {first} 行已经写过，第 {place.line} 行又写了一次"
                self._note(Code.YAML_DUPLICATE_KEY, message, event)
            self.key_places.setdefault(below, place)
            event = next(self._events)
            value = self._value(event, below)
            if value is None:
                self.places[below] = place  # an empty value has no line of its own
            fields.setdefault(key, value)
        return fields

    def _key(self, event: yaml.Event, location: Location) -> str | None:
        """Return the key, or None after noting why it can't be one."""
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse("键必须是一个词", event, "值以 { 或 [ 开头的，整段加引号")
            self._value(event, (*location, ""))
            return None
        self._look_at(event, location)
        key = event.value
        if event.style:
            return key
        if key == "<<":
            self._refuse("不支持合并（<<）", event)
        elif key != key.strip("\u3000\xa0"):
            message = "缩进用了全角空格或不间断空格"
            self._note(Code.YAML_SYNTAX, message, event, "缩进只用半角空格")
        elif "：" in key:
            self._note(Code.YAML_FULLWIDTH_COLON, f"键“{key}”里有全角冒号", event)
        elif not isinstance(_typed(key), str):
            seen = f"键必须是文字，这里是“{key}”" if key else "冒号前面没有键"
            self._refuse(seen, event, "改正键名，或给键加引号")
        else:
            return key
        return None

    def _look_at(self, event: yaml.Event, location: Location) -> None:
        """Note what isn't supported; raise DataError where a limit is passed."""
        self._nodes += 1
        message = f"嵌套超过 {MAX_DEPTH} 层" if len(location) > MAX_DEPTH else ""
        if self._nodes > MAX_NODES:
            message = f"文件里的值超过 {MAX_NODES} 个"
        if message:
            self._note(Code.YAML_LIMIT, message, event)
            raise DataError(self.problems)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(f"不支持引用（*{event.anchor}）", event)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.anchor is not None:
                self._refuse(f"不支持锚点（&{event.anchor}）", event)
            if event.tag:
                self._refuse(f"不支持标签（{event.tag}）", event)

    def _refuse(self, message: str, event: yaml.Event, remedy: str | None = None) -> None:
        self._note(Code.YAML_FEATURE, message, event, remedy)

    def _note(self, code: Code, message: str, event: yaml.Event, remedy: str | None = None) -> None:
        self.problems.append(code.problem(message, self._place(event), remedy))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return (
            Place(self._name, mark.line + 1, mark.column + 1) if mark else Place(self._name, 1, 1)
        )

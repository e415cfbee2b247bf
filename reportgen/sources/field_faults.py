"""Say in Chinese why a value doesn't fit its field, and what to write instead.

Faults are told apart by pydantic's error *type*; its English sentences are never read. What is said
stands in ``field_faults.csv``, the first line with which a type begins speaks (date_type,
date_parsing, date_from_datetime_inexact); a remedy that no text can tell is ``told_by`` a function.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from reportgen.base.codes import Code
from reportgen.base.numbers import MOST_DIGITS, is_ordinary, plain, scaled
from reportgen.base.problems import Place, Problem
from reportgen.base.tables import rows_beside
from reportgen.model.records import IDENTIFIER
from reportgen.sources.expectations import Expectation, Fault
from reportgen.sources.yaml_faults import fullwidth_key

_LONGEST_SHOWN = 30
_NUMBER_WITH_UNIT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?(万|亿|) ?[^0-9.\s:/-]{0,6}", re.ASCII)
_LIST = "每项写一行，行首用“- ”（减号加空格）；没有内容的写 []"
_DAY = "写成 年-月-日，如 {name}: 2012-12-31"
_RECORD_WANTED = ("model_type", "model_attributes_type", "dict_type", "mapping_type")
_LIST_WANTED = ("tuple_type", "list_type", "set_type")
_DATE = re.compile(
    r"([0-9]{4})[年./ -]([0-9]{1,2})[月./ -]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})"
)


def shown(value: object) -> str:
    """Show the value that was found, shortened to a line."""
    match value:
        case None:
            return "空"
        case bool():
            return f"真假值 {str(value).lower()}"
        case int() | Decimal():
            return f"数 {value}"
        case str():
            text = " ".join(value.split())
            return f"“{text[:_LONGEST_SHOWN]}{'…' if len(text) > _LONGEST_SHOWN else ''}”"
        case list() | tuple():
            return f"列表（{len(value)} 项）"
        case dict():
            return "一组“键: 值”"
        case _:
            return f"“{value}”"


def field_problem(expectation: Expectation, fault: Fault, place: Place) -> Problem:
    """Translate a fault; of the types that aren't known here a general sentence is said."""
    case = _case(fault)
    saying = next(row for row in rows_beside(__file__) if case.startswith(row["case"]))
    words = {
        **fault.context,
        "kind": fault.kind,
        "words": expectation.words,
        "name": expectation.name,
        "title": expectation.title,
        "value": fault.value,
        "seen": shown(fault.value),
        "key": fullwidth_key(str(fault.value)),
        "list": _LIST,
        "day": _DAY.format(name=expectation.name),
        "digits": MOST_DIGITS,
        "description": expectation.description or "",
    }
    tell = _REMEDIES.get(saying["told_by"])
    remedy = tell(expectation, fault) if tell else saying["remedy"].format_map(words)
    return Code(saying["code"]).problem(saying["message"].format_map(words), place, remedy)


def nearest(text: str, labels: Mapping[str, str], *, cutoff: float) -> str | None:
    """Return the word that a text means, by its label or by likeness.

    ``labels`` gives each word's Chinese label; ``cutoff`` is how like to one a text must be (0–1).
    """
    words = {label: word for word, label in labels.items()}
    if text in words:
        return words[text]
    if near := difflib.get_close_matches(text.lower().replace("-", "_"), labels, n=1):
        return near[0]
    near = difflib.get_close_matches(text, words, n=1, cutoff=cutoff)
    return words[near[0]] if near else None


def _case(fault: Fault) -> str:
    """Return pydantic's type, or a case of ours where more can be said."""
    kind, value = fault.kind, fault.value
    if value is None:
        return "nothing" if fault.location else "nothing in the file"
    if kind == "string_too_short" and value == "":
        return "blank"
    if kind.startswith("date_") and _date_parts(value) and not _meant_date(value):
        return "no such day"
    if kind.startswith(("decimal_", "int_")):
        number = _meant_number(value)
        return kind if number is None or is_ordinary(number) else "too many digits"
    if kind in _RECORD_WANTED and isinstance(value, str) and fullwidth_key(value):
        return "fullwidth colon"
    return kind


def _field(expectation: Expectation, _fault: Fault) -> str:
    hint = f"，{expectation.description}" if expectation.description else ""
    return f"补上 {expectation.name}: …（{expectation.title}{hint}）"


def _filling(expectation: Expectation, fault: Fault) -> str:
    if not expectation.required:
        return "填上内容；不需要这一项的，删去这一行"
    return _LIST if fault.kind in _LIST_WANTED else "填上内容"


def _filling_text(expectation: Expectation, _fault: Fault) -> str:
    return "填上内容" if expectation.required else "填上内容，或删去这一行"


def _fields(expectation: Expectation, fault: Fault) -> str:
    required = (name for name, field in expectation.fields.items() if field.required)
    example = next((f"，如 {name}: …" for name in required), "")
    return f"{'在下一行缩进' if fault.location else '逐行'}写各字段{example}"


def _quoting(expectation: Expectation, fault: Fault) -> str:
    value = fault.value
    if isinstance(value, dict):
        return "文字里有“: ”（半角冒号加空格）的，整段加引号"
    if isinstance(value, list):
        return "写成一段文字；以 [ 或“- ”开头的，整段加引号"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    key = "-" if expectation.item is not None else f"{expectation.name}:"
    return f'加引号：{key} "{text}"'


def _whole_number(expectation: Expectation, fault: Fault) -> str:
    number = _meant_number(fault.value)
    if number is None or number != number.to_integral_value():
        return "只填半角数字"
    return f"写成 {expectation.name}: {plain(number)}"


def _number(expectation: Expectation, fault: Fault) -> str:
    number = _meant_number(fault.value)
    if number is None:
        return f"只填半角数字，不带单位、逗号和“约”等字，如 {expectation.name}: 95.5"
    return f"只填数字：{expectation.name}: {plain(number)}"


def _meant_number(value: object) -> Decimal | None:
    """Guess the number in ``95%``, ``1,200件``, ``6万批次`` or ``１２``."""
    if not isinstance(value, str):
        return None
    text = unicodedata.normalize("NFKC", value).replace(",", "").replace("_", "").strip()
    match = _NUMBER_WITH_UNIT.fullmatch(text)
    return scaled(match[1], match[2]) if match and len(text) <= _LONGEST_SHOWN else None


def _day(expectation: Expectation, fault: Fault) -> str:
    meant = _meant_date(fault.value)
    return f"写成 {expectation.name}: {meant}" if meant else _DAY.format(name=expectation.name)


def _date_parts(value: object) -> tuple[int, int, int] | None:
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", str(value).strip()))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    return year, month, day


def _meant_date(value: object) -> date | None:
    try:
        return date(*parts) if (parts := _date_parts(value)) else None
    except ValueError:
        return None


def _switch(expectation: Expectation, fault: Fault) -> str:
    word = "false" if str(fault.value).lower() in ("否", "no") else "true"
    return f"写成 {expectation.name}: {word}（不加引号）"


def _choice(expectation: Expectation, fault: Fault) -> str:
    kind = expectation.annotation
    assert isinstance(kind, type)
    assert issubclass(kind, Enum)
    labels = {str(member.value): str(getattr(member, "label", "")) for member in kind}
    allowed = "、".join(f"{word}（{label}）" if label else word for word, label in labels.items())
    meant = nearest(str(fault.value), labels, cutoff=0.7)
    return f"改成 {meant}；可选：{allowed}" if meant else f"可选：{allowed}"


def _writing(expectation: Expectation, fault: Fault) -> str:
    pattern = str(fault.context["pattern"])
    if pattern != IDENTIFIER:
        return expectation.description or f"应符合 {pattern}"
    rule = "以英文字母开头，只用半角英文字母、数字、“.”、“_”和“-”，如 W1.2"
    halfwidth = unicodedata.normalize("NFKC", str(fault.value)).strip()
    return f"改成 {halfwidth}；{rule}" if re.fullmatch(IDENTIFIER, halfwidth) else rule


def _period(_expectation: Expectation, fault: Fault) -> str:
    named = re.search("[12][0-9]{3}", str(fault.value))
    year = named[0] if named else "2012"
    return f"季度写成 {year}Q1，月份写成 {year}-08"


# what tells a remedy that no text of the table can; none is the code's own
_REMEDIES: Mapping[str, Callable[[Expectation, Fault], str]] = {
    each.__name__.removeprefix("_"): each
    for each in (
        *(_field, _filling, _filling_text, _fields, _quoting, _whole_number, _number, _day),
        *(_switch, _choice, _writing, _period),
    )
}

"""Say in Chinese why a value doesn't fit its field, and what to write instead.

Faults are told apart by pydantic's error *type*; its English sentences are never read.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from reportgen.base.codes import Code
from reportgen.base.numbers import MOST_DIGITS, is_ordinary, plain, scaled
from reportgen.base.problems import Place, Problem
from reportgen.model.records import IDENTIFIER
from reportgen.sources.expectations import Expectation, Fault
from reportgen.sources.yaml_faults import FULLWIDTH_COLON, fullwidth_key

_LONGEST_SHOWN = 30
_NUMBER_WITH_UNIT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?(万|亿|) ?[^0-9.\s:/-]{0,6}", re.ASCII)
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
    saying = next(saying for start, saying in _SAYINGS.items() if case.startswith(start))
    words = {
        **fault.context,
        "kind": fault.kind,
        "words": expectation.words,
        "name": expectation.name,
        "title": expectation.title,
        "value": fault.value,
        "seen": shown(fault.value),
        "key": fullwidth_key(str(fault.value)),
    }
    remedy = saying.remedy
    if callable(remedy):
        remedy = remedy(expectation, fault)
    elif remedy is not None:
        remedy = remedy.format_map(words)
    return saying.code.problem(saying.message.format_map(words), place, remedy)


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


@dataclass(frozen=True, slots=True)
class _Saying:
    """What is said of a kind of fault; no ``remedy`` is the code's own."""

    code: Code
    message: str
    remedy: str | Callable[[Expectation, Fault], str | None] | None


_LIST = "每项写一行，行首用“- ”（减号加空格）；没有内容的写 []"
_DAY = "写成 年-月-日，如 {name}: 2012-12-31"
_RECORD_WANTED = ("model_type", "model_attributes_type", "dict_type", "mapping_type")
_LIST_WANTED = ("tuple_type", "list_type", "set_type")
_A_RECORD = _Saying(Code.FIELD_TYPE, "{words}应是一组“键: 值”，现在是{seen}", _fields)
_A_LIST = _Saying(Code.FIELD_TYPE, "{words}应是列表，现在是{seen}", _LIST)
_A_NUMBER = _Saying(Code.FIELD_TYPE, "{words}要填数，现在是{seen}", _number)
_RIGHT = "核对并改正这个数"
# by how their types begin: families such as date_type, date_parsing, date_from_datetime_inexact
_SAYINGS = {
    "nothing in the file": _Saying(Code.FIELD_MISSING, "文件是空的", "填写{title}的内容"),
    "nothing": _Saying(Code.FIELD_MISSING, "{words}没有填", _filling),
    "blank": _Saying(Code.FIELD_VALUE, "{words}是空的", _filling_text),
    "no such day": _Saying(Code.FIELD_VALUE, "{words}：没有 {value} 这一天", _DAY),
    "fullwidth colon": _Saying(Code.YAML_FULLWIDTH_COLON, FULLWIDTH_COLON, None),
    "too many digits": _Saying(
        Code.FIELD_VALUE,
        "{words}位数太多：{seen}",
        f"{MOST_DIGITS}；数大的以万、亿计，小数四舍五入",
    ),
    "missing": _Saying(Code.FIELD_MISSING, "缺少{words}", _field),
    **dict.fromkeys(_RECORD_WANTED, _A_RECORD),
    **dict.fromkeys(_LIST_WANTED, _A_LIST),
    **dict.fromkeys(("decimal_", "float_", "finite_number"), _A_NUMBER),
    "int_": _Saying(Code.FIELD_TYPE, "{words}要填整数，现在是{seen}", _whole_number),
    "date_": _Saying(Code.FIELD_TYPE, "{words}要填日期，现在是{seen}", _day),
    "bool_": _Saying(
        Code.FIELD_TYPE, "{words}只能填 true（是）或 false（否），现在是{seen}", _switch
    ),
    "enum": _Saying(Code.FIELD_VALUE, "{words}不能填{seen}", _choice),
    "greater_than_equal": _Saying(Code.FIELD_VALUE, "{words}应不小于 {ge}，现在是{seen}", _RIGHT),
    "greater_than": _Saying(Code.FIELD_VALUE, "{words}应大于 {gt}，现在是{seen}", _RIGHT),
    "less_than_equal": _Saying(Code.FIELD_VALUE, "{words}应不大于 {le}，现在是{seen}", _RIGHT),
    "less_than": _Saying(Code.FIELD_VALUE, "{words}应小于 {lt}，现在是{seen}", _RIGHT),
    "too_short": _Saying(Code.FIELD_VALUE, "{words}至少要有 {min_length} 项", "补上内容"),
    "too_long": _Saying(Code.FIELD_VALUE, "{words}最多 {max_length} 项", "删去多余的"),
    "string_type": _Saying(Code.FIELD_TYPE, "{words}要填文字，现在是{seen}", _quoting),
    "string_too_short": _Saying(Code.FIELD_VALUE, "{words}至少 {min_length} 个字", "补全"),
    "string_too_long": _Saying(Code.FIELD_VALUE, "{words}最多 {max_length} 个字", "缩短"),
    "string_pattern_mismatch": _Saying(Code.FIELD_VALUE, "{words}的写法不对：{seen}", _writing),
    "period": _Saying(Code.FIELD_VALUE, "{words}读不懂：{seen}", _period),
    "document_number": _Saying(Code.CIRCULAR_NUMBER, "发文字号{seen}：{reason}", None),
    **dict.fromkeys(("value_error", "assertion_error"), _Saying(Code.FIELD_VALUE, "{error}", None)),
    "": _Saying(
        Code.FIELD_VALUE,
        "{words}不符合要求（{kind}），现在是{seen}",
        lambda expectation, _: expectation.description,
    ),
}

"""Say in Chinese why a single value doesn't fit its field, and what to write instead."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from reportgen.base.codes import Code
from reportgen.base.numbers import plain
from reportgen.base.problems import Place, Problem
from reportgen.sources.expectations import Expectation

_LONGEST_SHOWN = 30
_MULTIPLES = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_NUMBER_WITH_UNIT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?) ?(万|亿|) ?[^0-9.\s:/-]{0,6}", re.ASCII)
_DATE_PARTS = re.compile(
    r"([0-9]{4})[年./ -]([0-9]{1,2})[月./ -]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")


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


def value_problem(
    kind: str,
    expectation: Expectation,
    value: object,
    context: Mapping[str, object],
    place: Place,
) -> Problem:
    """Translate one of pydantic's error types; the types unknown here get a general sentence."""
    if describe := _DESCRIPTIONS.get(kind):
        code, message, remedy = describe(expectation, value, context)
        return code.problem(message, place, remedy)
    for prefix, describe in _FAMILIES.items():
        if kind.startswith(prefix):
            code, message, remedy = describe(expectation, value, context)
            return code.problem(message, place, remedy)
    message = f"{expectation.words}不符合要求（{kind}），现在是{shown(value)}"
    return Code.FIELD_VALUE.problem(message, place, expectation.description)


_Description = tuple[Code, str, str | None]
_Context = Mapping[str, object]


def _not_text(expectation: Expectation, value: object, _context: _Context) -> _Description:
    message = f"{expectation.words}要填文字，现在是{shown(value)}"
    if isinstance(value, dict):
        return Code.FIELD_TYPE, message, "文字里有“: ”（半角冒号加空格）的，整段加引号"
    if isinstance(value, list):
        return Code.FIELD_TYPE, message, "写成一段文字；以 [ 或“- ”开头的，整段加引号"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    key = "-" if expectation.item is not None else f"{expectation.name}:"
    return Code.FIELD_TYPE, message, f'加引号：{key} "{text}"'


def _not_integer(expectation: Expectation, value: object, _context: _Context) -> _Description:
    message = f"{expectation.words}要填整数，现在是{shown(value)}"
    number = _meant_number(value)
    if number is None or number != number.to_integral_value():
        return Code.FIELD_TYPE, message, "只填半角数字"
    return Code.FIELD_TYPE, message, f"写成 {expectation.name}: {plain(number)}"


def _not_number(expectation: Expectation, value: object, _context: _Context) -> _Description:
    message = f"{expectation.words}要填数，现在是{shown(value)}"
    number = _meant_number(value)
    if number is None:
        return (
            Code.FIELD_TYPE,
            message,
            f"只填半角数字，不带单位、逗号和“约”等字，如 {expectation.name}: 95.5",
        )
    return Code.FIELD_TYPE, message, f"只填数字：{expectation.name}: {plain(number)}"


def _meant_number(value: object) -> Decimal | None:
    """Guess the number in ``95%``, ``1,200件``, ``6万批次`` or ``１２``."""
    if not isinstance(value, str):
        return None
    text = unicodedata.normalize("NFKC", value).replace(",", "").replace("_", "").strip()
    match = _NUMBER_WITH_UNIT.fullmatch(text)
    if match is None or len(text) > _LONGEST_SHOWN:
        return None
    return Decimal(match[1]) * _MULTIPLES[match[2]]


def _not_a_date(expectation: Expectation, value: object, _context: _Context) -> _Description:
    example = f"写成 年-月-日，如 {expectation.name}: 2012-12-31"
    match = _DATE_PARTS.fullmatch(unicodedata.normalize("NFKC", str(value).strip()))
    if match is None:
        return Code.FIELD_TYPE, f"{expectation.words}要填日期，现在是{shown(value)}", example
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        meant = date(year, month, day)
    except ValueError:
        return Code.FIELD_VALUE, f"{expectation.words}：没有 {value} 这一天", example
    message = f"{expectation.words}要填日期，现在是{shown(value)}"
    return Code.FIELD_TYPE, message, f"写成 {expectation.name}: {meant.isoformat()}"


def _not_a_switch(expectation: Expectation, value: object, _context: _Context) -> _Description:
    message = f"{expectation.words}只能填 true（是）或 false（否），现在是{shown(value)}"
    meaning = {"是": "true", "yes": "true", "否": "false", "no": "false"}
    word = meaning.get(str(value).lower())
    return Code.FIELD_TYPE, message, f"写成 {expectation.name}: {word or 'true'}（不加引号）"


def _not_a_choice(expectation: Expectation, value: object, _context: _Context) -> _Description:
    labels = _choices(expectation.annotation)
    allowed = "、".join(f"{word}（{label}）" if label else word for word, label in labels.items())
    message = f"{expectation.words}不能填{shown(value)}"
    if nearest := _nearest_choice(labels, str(value)):
        return Code.FIELD_VALUE, message, f"改成 {nearest}；可选：{allowed}"
    return Code.FIELD_VALUE, message, f"可选：{allowed}"


def _choices(annotation: object) -> dict[str, str]:
    """Map the words that may be written to the labels that documents print."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {str(member.value): str(getattr(member, "label", "")) for member in annotation}
    return {}


def _nearest_choice(labels: Mapping[str, str], text: str) -> str | None:
    for word, label in labels.items():
        if text == label:
            return word
    if near := difflib.get_close_matches(text.lower().replace("-", "_"), labels, n=1):
        return near[0]
    words = {label: word for word, label in labels.items()}
    near = difflib.get_close_matches(text, words, n=1, cutoff=0.7)
    return words[near[0]] if near else None


def _out_of_range(words: str, limit: str) -> Callable[..., _Description]:
    def describe(expectation: Expectation, value: object, context: _Context) -> _Description:
        bound = context.get(limit)
        message = f"{expectation.words}应{words} {bound}，现在是{shown(value)}"
        return Code.FIELD_VALUE, message, "核对并改正这个数"

    return describe


def _too_few(expectation: Expectation, _value: object, context: _Context) -> _Description:
    least = context.get("min_length")
    return Code.FIELD_VALUE, f"{expectation.words}至少要有 {least} 项", "补上内容"


def _too_many(expectation: Expectation, _value: object, context: _Context) -> _Description:
    most = context.get("max_length")
    return Code.FIELD_VALUE, f"{expectation.words}最多 {most} 项", "删去多余的"


def _too_short(expectation: Expectation, value: object, context: _Context) -> _Description:
    if value == "":
        remedy = "填上内容" if expectation.required else "填上内容，或删去这一行"
        return Code.FIELD_VALUE, f"{expectation.words}是空的", remedy
    least = context.get("min_length")
    return Code.FIELD_VALUE, f"{expectation.words}至少 {least} 个字", "补全"


def _too_long(expectation: Expectation, _value: object, context: _Context) -> _Description:
    most = context.get("max_length")
    return Code.FIELD_VALUE, f"{expectation.words}最多 {most} 个字", "缩短"


def _wrong_pattern(expectation: Expectation, value: object, context: _Context) -> _Description:
    message = f"{expectation.words}的写法不对：{shown(value)}"
    pattern = str(context.get("pattern", ""))
    if pattern != f"^{_IDENTIFIER.pattern}$":
        return Code.FIELD_VALUE, message, expectation.description or f"应符合 {pattern}"
    rule = "以英文字母开头，只用半角英文字母、数字、“.”、“_”和“-”，如 W1.2"
    halfwidth = unicodedata.normalize("NFKC", str(value)).strip()
    if _IDENTIFIER.fullmatch(halfwidth):
        rule = f"改成 {halfwidth}；{rule}"
    return Code.FIELD_VALUE, message, rule


def _not_a_period(expectation: Expectation, value: object, _context: _Context) -> _Description:
    named = re.search("[12][0-9]{3}", str(value))
    year = named[0] if named else "2012"
    remedy = f"季度写成 {year}Q1，月份写成 {year}-08"
    return Code.FIELD_VALUE, f"{expectation.words}读不懂：{shown(value)}", remedy


def _not_a_document_number(_: Expectation, value: object, context: _Context) -> _Description:
    return Code.CIRCULAR_NUMBER, f"发文字号{shown(value)}：{context['reason']}", None


def _own_rule(_expectation: Expectation, _value: object, context: _Context) -> _Description:
    return Code.FIELD_VALUE, str(context.get("error", "不符合要求")), None


_DESCRIPTIONS: dict[str, Callable[[Expectation, object, _Context], _Description]] = {
    "document_number": _not_a_document_number,
    "enum": _not_a_choice,
    "finite_number": _not_number,
    "greater_than": _out_of_range("大于", "gt"),
    "greater_than_equal": _out_of_range("不小于", "ge"),
    "less_than": _out_of_range("小于", "lt"),
    "less_than_equal": _out_of_range("不大于", "le"),
    "period": _not_a_period,
    "string_pattern_mismatch": _wrong_pattern,
    "string_too_long": _too_long,
    "string_too_short": _too_short,
    "string_type": _not_text,
    "too_long": _too_many,
    "too_short": _too_few,
    "value_error": _own_rule,
    "assertion_error": _own_rule,
}
# families such as date_type, date_parsing, date_from_datetime_inexact
_FAMILIES: dict[str, Callable[[Expectation, object, _Context], _Description]] = {
    "int_": _not_integer,
    "decimal_": _not_number,
    "float_": _not_number,
    "date_": _not_a_date,
    "bool_": _not_a_switch,
}

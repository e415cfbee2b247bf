"""How templates print numbers and dates; the only place where figures become text."""

import html
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from jinja2 import UndefinedError
from markupsafe import Markup

from reportgen.base.numbers import HUNDRED, Shown, after_number, percentage, plain, rounded
from reportgen.model.labels import Comparator, Labelled
from reportgen.model.punctuation import MINUS, normalise

MISSING = "〔未报〕"
_FORMULA = ("=", "+", "-", "@")


def number(value: Decimal | None) -> str:
    """Print a number as it was reported, or 〔未报〕."""
    return MISSING if value is None else _with_minus(plain(value))


def rounded_number(value: Decimal) -> str:
    """Print a computed number with at most one decimal, one that was rounded before as it is."""
    return _with_minus(plain(value if isinstance(value, Shown) else rounded(value)))


def _with_minus(text: str) -> str:
    """Print a negative number with the minus sign of GB 2312, which is no hyphen."""
    return "0" if text == "-0" else text.replace("-", MINUS)


def percent(value: Decimal | None) -> str:
    """Print per cent with at most one decimal: 97.5%."""
    return MISSING if value is None else f"{rounded_number(value)}%"


def portion(value: Decimal) -> str:
    """Print a share of one in per cent: 0.6 as 60%."""
    if not 0 <= value <= 1:
        raise UndefinedError(f"portion 印 0 到 1 的份额，这里是 {plain(value)}")
    return percent(value * HUNDRED)


def points(value: Decimal) -> str:
    """Print a distance in 百分点, without its sign."""
    return f"{rounded_number(value).removeprefix(MINUS)}个百分点"


def signed(value: Decimal) -> str:
    """Print a distance with its sign: +3.2."""
    text = rounded_number(value)
    return f"+{text}" if value > 0 and text != "0" else text


def less(value: Decimal | int, other: Decimal | int) -> Decimal | int:
    """Return how much one figure is more than another."""
    return value - other


def reduced_to(before: Decimal, now: Decimal) -> Decimal:
    """Return by how much a figure was reduced, in per cent."""
    return percentage(before - now, before)


def chinese_date(value: date) -> str:
    """Print a date as 7.3.5.4 wants it: no leading zeros."""
    return f"{value.year}年{value.month}月{value.day}日"


def file_name(path: str) -> str:
    """Print a file's name without its folders: a long path parts badly in a narrow column."""
    return path.rpartition("/")[2]


def cell(value: object) -> str:
    """Print a value as a cell of a CSV file, on one line and never as a formula."""
    text = plain(value) if isinstance(value, Decimal) else "" if value is None else str(value)
    text = " ".join((html.unescape(text) if isinstance(value, Markup) else text).split())
    if not isinstance(value, Decimal) and text.startswith(_FORMULA):
        text = f"'{text}"
    return '"{}"'.format(text.replace('"', '""'))


def demand(display: str, comparator: Comparator, value: Decimal) -> str:
    """Print a target value in words: 不少于130条次."""
    return comparator.around(display, value)


def label(value: Labelled) -> str:
    """Print a status, a light or a kind in words."""
    return value.label


def given(value: object, name: str | None = None) -> str:
    """Print — for what isn't given or doesn't apply, anything else by the filter of that name."""
    if name not in (None, *_TEXTS):
        raise UndefinedError(f"没有过滤器“{name}”；given 可用：{'、'.join(_TEXTS)}")
    if value is None or value == "":
        return "—"
    return _TEXTS[name](value) if name else str(value)


_TEXTS: Mapping[str, Callable[..., str]] = {
    each.__name__: each
    for each in (
        *(number, rounded_number, percent, portion, points, signed),
        *(chinese_date, normalise, file_name, cell, demand, after_number, label, given),
    )
}
# beside how figures become text, the two ways in which a template may reckon with them
FILTERS: Mapping[str, Callable[..., object]] = {**_TEXTS, "less": less, "reduced_to": reduced_to}

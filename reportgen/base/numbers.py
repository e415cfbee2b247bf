"""Decimal arithmetic with the one rounding rule (half up, as clerks round) and Chinese display."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
# no count of an office has more, and the data files take no more
_TOO_MUCH, _MOST_DECIMALS = Decimal(10) ** 15, 12
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def rounded(value: Decimal, places: int = 1) -> Decimal:
    """Round half up to ``places`` decimals; the only rounding in the program."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """Return ``part`` of ``whole`` in per cent, not rounded; ``whole`` must not be zero."""
    return part * HUNDRED / whole


def is_ordinary(value: Decimal) -> bool:
    """Tell whether a number is of a size that data files take."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and abs(value) < _TOO_MUCH and -exponent <= _MOST_DECIMALS


def json_number(value: Decimal) -> int | float:
    """Return a number as JSON writes it: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def scaled(digits: str, scale: str) -> Decimal:
    """Multiply out 万 and 亿: ``6`` and ``万`` → 60000; thousands marks are dropped."""
    value = Decimal(digits.replace(",", "").replace("，", ""))
    for each in scale:
        value *= _SCALES[each]
    return value


def plain(value: Decimal) -> str:
    """Print a number without exponent, trailing zeros or thousands marks: 2.50 → 2.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Decimal arithmetic with the one rounding rule (half up, as clerks round) and Chinese display."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final

HUNDRED = Decimal(100)
# figures are reckoned exactly; no count of an office has more digits, and no column holds more
PLAIN_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
MOST_DECIMALS: Final = 6
PLAIN_NUMBER: Final = re.compile(
    rf"(?!-?[0-9.]{{18}}){PLAIN_INTEGER.pattern}(?:\.[0-9]{{1,{MOST_DECIMALS}}})?"
)
MOST_DIGITS: Final = f"整数部分最多 15 位，小数最多 {MOST_DECIMALS} 位，一共最多 16 位"
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


def rounded(value: Decimal, places: int = 1) -> Decimal:
    """Round half up to ``places`` decimals; the only rounding in the program."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


class Shown(Decimal):
    """A number as documents print it: rounded already, no filter rounds it again."""


def told_apart(value: Decimal, *others: Decimal, least: int = 1) -> tuple[Shown, ...]:
    """Round figures that stand side by side to the fewest places that tell ``value`` from others.

    So 24.97 is not printed as the 25 that it falls short of. ``least`` is the places at least;
    what the most places that are printed don't tell is printed a step away from the other.
    """
    places = least
    while places < MOST_DECIMALS and any(
        other != value and rounded(other, places) == rounded(value, places) for other in others
    ):
        places += 1
    shown = rounded(value, places)
    if close := [each for each in others if each != value and rounded(each, places) == shown]:
        least_step = Decimal(1).scaleb(-places)
        shown += least_step if value > close[0] else -least_step
    rest = (rounded(each, places) for each in others)
    return tuple(Shown(plain(each)) for each in (shown, *rest))


def adding_up(parts: Sequence[Decimal], *, places: int = 1) -> tuple[Shown, ...]:
    """Round parts so that they add to their rounded sum (largest remainder).

    Equal parts are printed alike wherever the sum allows.
    """
    unit = Decimal(1).scaleb(-places)
    cut = {part: part.quantize(unit, rounding=ROUND_DOWN) for part in parts}
    raised = Counter[Decimal]()
    total = rounded(sum(parts, Decimal(0)), places)
    short = int((total - sum(cut[part] for part in parts)) / unit)
    number, largest = (
        Counter(parts),
        sorted(set(parts) - set(cut.values()), key=lambda part: cut[part] - part),
    )
    for whole in (True, False):
        for part in largest:
            rest = number[part] - raised[part]
            more = rest if rest <= short else 0 if whole else short
            raised[part] += more
            short -= more
    shown = []
    for part in parts:
        shown.append(Shown(plain(cut[part] + unit * (raised[part] > 0))))
        raised[part] -= 1
    return tuple(shown)


def decimals(value: Decimal) -> int:
    """Return how many decimals a number is written with: 99.95 → 2."""
    return len(plain(value).partition(".")[2])


def percentage(part: Decimal, whole: Decimal) -> Decimal:
    """Return ``part`` of ``whole`` in per cent, not rounded; ``whole`` must not be zero."""
    return part * HUNDRED / whole


def is_ordinary(value: Decimal) -> bool:
    """Tell whether a number has no more digits than data files take."""
    return PLAIN_NUMBER.fullmatch(plain(value)) is not None


def json_number(value: Decimal) -> int | float:
    """Return a number as JSON writes it: whole ones without a point."""
    return int(value) if value == value.to_integral_value() else float(value)


def after_number(unit: str) -> str:
    """Return a unit as it stands behind its number: 3.5个工作日, 2个百分点."""
    return f"个{unit}" if unit in ("工作日", "百分点", "千分点") else unit


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

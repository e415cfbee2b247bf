"""Read one cell as a number, a rate, a date or a choice; what can't be read is asked, not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.base.numbers import HUNDRED, is_ordinary, plain
from reportgen.model.labels import Grade, State

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_DIGITS = 12
_CERTAIN_RATE = Decimal("1.5")


@dataclass(frozen=True, slots=True)
class CellValue:
    """What stands in a cell, a date as its text; ``formula`` is set where it is computed."""

    value: bool | int | float | str | None
    number_format: str
    formula: str | None

    @property
    def empty(self) -> bool:
        """Tell whether nothing was filled in."""
        blank = self.value is None or (isinstance(self.value, str) and not self.value.strip())
        return blank and self.formula is None

    @property
    def shown(self) -> str:
        """Return the cell as a message quotes it."""
        if self.formula is not None and self.value is None:
            return self.formula
        if isinstance(self.value, float | int) and not isinstance(self.value, bool):
            return plain(_decimal(self.value))
        return str(self.value).strip()


class Unreadable(ValueError):  # noqa: N818 it is a finding, not an error
    """A cell that can't be taken: what is expected there, with an example."""


def read_number(cell: CellValue, unit: str) -> Decimal:
    """Read a count; its own unit behind it is tolerated, anything else is refused."""
    return _number(cell, unit, "应为数，只写数字，如 130")


def read_rate(cell: CellValue) -> Decimal:
    """Read per cent: 95.2, “95.2%”, or a cell in percentage format; a bare 0.952 is asked."""
    example = "应为百分数，如 95.2"
    is_number = isinstance(cell.value, float | int) and not isinstance(cell.value, bool)
    if is_number and "%" in cell.number_format:
        return _of_size(_decimal(_computed(cell, example)) * HUNDRED)
    text = _normal(str(cell.value))
    written = text.endswith("%")
    number = _number(cell, "%", example)
    if not written and 0 < number < _CERTAIN_RATE and number != 0:
        as_share = plain(number * HUNDRED)
        raise Unreadable(f"是 {plain(number)}% 还是 {as_share}%？请写百分数，如 {as_share}%")
    return number


def read_date(cell: CellValue, year: int) -> date:
    """Read a date, also one written as text or without its year."""
    expected = f"应为日期，如 {year}-09-30"
    value = _computed(cell, expected)
    match = _DAY.fullmatch(_normal(str(value)))
    if match is None:
        raise Unreadable(expected)
    try:
        return date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        raise Unreadable(f"没有这一天；{expected}") from None


def read_choice(cell: CellValue, choices: Sequence[State | Grade]) -> State | Grade:
    """Read a word of a drop-down."""
    text = _normal(str(_computed(cell, "请从下拉列表中选")))
    for choice in choices:
        if text in (_normal(choice.label), choice.value):
            return choice
    words = "、".join(choice.label for choice in choices)
    raise Unreadable(f"应从下拉列表中选：{words}")


def read_text(cell: CellValue) -> str:
    """Read words; line ends and outer blanks go, and the full stop that the report adds itself."""
    value = _computed(cell, "应为文字")
    if isinstance(value, bool):
        raise Unreadable("应为文字")
    text = plain(_decimal(value)) if isinstance(value, float | int) else str(value)
    return "".join(line.strip() for line in text.splitlines()).rstrip("。")


def _number(cell: CellValue, unit: str, expected: str) -> Decimal:
    value = _computed(cell, expected)
    if isinstance(value, bool):
        raise Unreadable(expected)
    if isinstance(value, float | int):
        return _of_size(_decimal(value))
    text = _normal(str(value))
    bare = text.removesuffix(_normal(unit)).strip() if unit != "—" else text
    if not _NUMBER.fullmatch(bare):
        raise Unreadable(expected)
    return _of_size(Decimal(bare.replace(",", "")))


def _of_size(number: Decimal) -> Decimal:
    """Refuse what no count of an office is, and what the data files wouldn't take back."""
    if not is_ordinary(number):
        raise Unreadable("位数太多，请核对")
    return number


def _computed(cell: CellValue, expected: str) -> bool | int | float | str | None:
    if cell.formula is not None and cell.value is None:
        raise Unreadable(
            f"公式没有计算结果；{expected}。请用 WPS 或 Excel 打开保存一次，或直接填数"
        )
    if isinstance(cell.value, str) and cell.value.startswith("#"):
        raise Unreadable(f"公式出错；{expected}")
    return cell.value


def _decimal(value: object) -> Decimal:
    """Turn a stored number into the decimal that was typed: 0.1 is not 0.1000000000000000055."""
    return (
        Decimal(plain(Decimal(f"{value:.{_DIGITS}g}")))
        if isinstance(value, float)
        else Decimal(str(value))
    )


def _normal(text: str) -> str:
    """Make full-width digits and marks half-width and drop blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())

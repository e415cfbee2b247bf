"""Read one cell as a number, a rate, a date or a choice; what can't be read is asked, not guessed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.base.numbers import HUNDRED, MOST_DECIMALS, MOST_DIGITS, is_ordinary, plain
from reportgen.model.labels import Grade, State
from reportgen.model.targets import ScopeItem
from reportgen.sources.strict_yaml import Value
from reportgen.wording.amounts import same_unit

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?")
_BARE_DAY = re.compile(r"^(20\d\d)(\d\d)(\d\d)$")  # 20260930
_DIGITS = 12
_CERTAIN_RATE = Decimal("1.5")
_BETWEEN = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class CellValue:
    """What stands in a cell, a date as its text; ``formula`` is one that has no result.

    ``name`` is like E7; ``merged`` says that the cell is one with others, ``unseen`` that nobody
    sees what is in it.
    """

    value: bool | int | float | str | None
    number_format: str = ""
    formula: str | None = None
    name: str = ""
    merged: bool = False
    unseen: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether nothing was filled in."""
        return not self.shown

    @property
    def number(self) -> Decimal | None:
        """Return the number in it as it was typed: 0.1 is not 0.1000000000000000055.

        What a formula made, 2 of 3 in per cent, has the decimals that data files take.
        """
        if isinstance(self.value, float):
            places = MOST_DECIMALS + 2 * ("%" in self.number_format)
            return Decimal(plain(Decimal(f"{Decimal(f'{self.value:.{_DIGITS}g}'):.{places}f}")))
        is_number = isinstance(self.value, int) and not isinstance(self.value, bool)
        return Decimal(str(self.value)) if is_number else None

    @property
    def shown(self) -> str:
        """Return the cell as a message quotes it."""
        if self.value is None:
            return self.formula or ""
        return plain(self.number) if self.number is not None else str(self.value).strip()


class Unreadable(ValueError):  # noqa: N818 it is a finding, not an error
    """A cell that can't be taken: what is expected there, with an example."""


def read_number(cell: CellValue, unit: str, expected: str = "应为数，只写数字，如 130") -> Decimal:
    """Read a count; its unit behind it is tolerated, also 8200万元 for 亿元, nothing else is."""
    value, number = _computed(cell, expected), cell.number
    if number is None:
        match = _NUMBER.match(text := _normal(str(value)))
        behind, (scale, base) = text[match.end() if match else 0 :], same_unit(unit)
        own_scale, own_base = same_unit(behind) if behind != _normal(unit) else (scale, base)
        if isinstance(value, bool) or match is None or (behind and own_base != base):
            raise Unreadable(expected)
        number = Decimal(match[0].replace(",", "")) * (own_scale / scale if behind else 1)
    return _of_size(number)


def read_rate(cell: CellValue, from_base: int = 0) -> Decimal:
    """Read per cent: 95.2, “95.2%”, or a cell in percentage format; a bare 0.952 is asked.

    A bare 1 is a rise (``from_base`` 1) or a fall (-1) of one per cent; as the rate of what is
    done it may mean all.
    """
    if cell.number is not None and "%" in cell.number_format:
        return _of_size(cell.number * HUNDRED)
    number = read_number(cell, "%", "应为百分数，如 95.2")
    written = _normal(str(cell.value)).endswith("%")
    certain = Decimal(1) if from_base else _CERTAIN_RATE
    if not written and 0 < abs(number) < certain:
        ways = f"{plain(number)}%", f"{plain(number * HUNDRED)}%"
        raise Unreadable(f"是 {ways[0]} 还是 {ways[1]}？请连百分号写，如 {ways[0]} 或 {ways[1]}")
    return number


def read_date(cell: CellValue, year: int) -> date:
    """Read a date, also one written as text or without its year."""
    expected = f"应为日期，如 {year}-09-30"
    value = _computed(cell, expected)
    match = _DAY.fullmatch(_BARE_DAY.sub(r"\1-\2-\3", _normal(str(value))))
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


def read_items(cell: CellValue, known: Sequence[ScopeItem]) -> list[Value]:
    """Read which sub-items are done: their ids or names, one behind the other."""
    expected = f"应为办结的子项编号，用顿号分开，如 {'、'.join(each.id for each in known[:2])}"
    ids = {_normal(name): each.id for each in known for name in (each.name, each.id)}
    words = _BETWEEN.split(str(_computed(cell, expected)).strip())
    if unknown := [word for word in words if _normal(word) not in ids]:
        raise Unreadable(f"没有子项“{unknown[0]}”；{expected}")
    return list(dict.fromkeys(ids[_normal(word)] for word in words))


def read_text(cell: CellValue) -> str:
    """Read words; line ends and outer blanks go, and the full stop that the report adds itself."""
    value = _computed(cell, "应为文字")
    if isinstance(value, bool):
        raise Unreadable("应为文字")
    text = plain(cell.number) if cell.number is not None else str(value)
    return "".join(line.strip() for line in text.splitlines()).rstrip("。")


def _of_size(number: Decimal) -> Decimal:
    """Refuse what no count of an office is, and what the data files wouldn't take back."""
    if not is_ordinary(number):
        raise Unreadable(f"位数太多（{MOST_DIGITS}），请核对")
    return number


def _computed(cell: CellValue, expected: str) -> bool | int | float | str | None:
    if cell.formula is not None:
        raise Unreadable(
            f"公式没有计算结果；{expected}。请用 WPS 或 Excel 打开保存一次，或直接填数"
        )
    if isinstance(cell.value, str) and cell.value.startswith("#"):
        raise Unreadable(f"公式出错；{expected}")
    return cell.value


def _normal(text: str) -> str:
    """Make full-width digits and marks half-width and drop blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())

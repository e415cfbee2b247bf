"""When the words around a number leave something open, and what a person should look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.base.numbers import plain
from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.wording import phrases
from reportgen.wording.amounts import Amount


@dataclass(frozen=True, slots=True)
class Doubt:
    """How sure a reading is, and what a person should look at, if anything.

    ``open`` is a doubt of what the words say, not of what is to be filled in besides.
    """

    confidence: Decimal
    review: str | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount with the words around it, and what they make of it."""

    amount: Amount
    unit: str
    before: str
    after: str
    found: tuple[Comparator, ...]
    kind: Kind
    comparator: Comparator


_BASE = "与什么基数比、基数是多少，请核实后填基期值"
# when an amount is doubtful, how sure one still is, what to look at, whether the words are open
_DOUBTS: tuple[tuple[Callable[[Measure], object], str, str | None, bool], ...] = (
    (lambda m: m.kind is Kind.REDUCTION and phrases.SINCE.search(m.before), "0.8", _BASE, False),
    (lambda m: m.kind is Kind.REDUCTION and not phrases.SINCE.search(m.before), "0.5", _BASE, False),
    (lambda m: m.kind is Kind.GROWTH, "0.7", "请填上年基数（基期值）", False),
    (lambda m: m.unit == "百分点", "0.5", "“百分点”是两个比率之差，请核实基数和算法", True),
    (lambda m: m.kind is Kind.COVERAGE, "0.7", f"按固定的总数累计覆盖考核；如每期各算各的，类型请改为{Kind.RATE.words}", False),
    (lambda m: m.kind is Kind.LEVEL and m.unit != "百分点", "0.7", f"按现在的水平考核，不累计；如是全年累计数，类型请改为{Kind.COUNT.words}或{Kind.CAP.words}", False),
    (lambda m: m.kind is Kind.SCOPE, "0.7", f"这是任务的范围（共几项），按办结几项考核；如指要完成的数，类型请改为{Kind.COUNT.words}", False),
    (lambda m: m.comparator is Comparator.APPROXIMATELY, "0.6", "“左右”“约”允许偏差多少，请填允许的偏差（tolerance）", False),
    (lambda m: m.kind is Kind.COUNT and not m.found, "0.8", None, False),
    (lambda m: m.comparator is Comparator.AT_MOST and not m.found, "0.6", "原文没有写“不超过”，按越低越好读作上限，请确认", True),
    (lambda m: m.unit in ("名", "位") and m.before.endswith(("前", "前移")), "0.3", "这是名次，不是数量，请确认怎样考核", True),
    (lambda m: m.amount.loose, "0.6", "“余”“多”是约数，请确认目标值", True),
    (lambda m: m.amount.rounded, "0.5", "分数换算成百分数时作了四舍五入，请核对", True),
)  # fmt: skip


def doubts_about(measure: Measure) -> Iterator[Doubt]:
    """Yield what is doubtful about an amount and its reading."""
    for is_doubtful, confidence, review, unclear in _DOUBTS:
        if is_doubtful(measure):
            yield Doubt(Decimal(confidence), review, unclear)
    amount = measure.amount
    if not amount.known:
        review = f"计量单位“{amount.unit}”不在已知之列，请核对单位和名称"
        yield Doubt(Decimal("0.5"), review, open=True)
    if amount.in_words:
        review = f"“{plain(amount.value)}{amount.unit}”原文是中文数字，请确认是不是考核指标"
        yield Doubt(Decimal("0.5"), review)
    if match := phrases.EACH.search(measure.before):
        review = f"原文是“{match.group()}”，这个数是每期（每个）的，请确认全年数"
        yield Doubt(Decimal("0.5"), review, open=True)

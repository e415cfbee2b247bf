"""Propose indicators: what in a target's content can be measured, and how sure that is.

The reading is ``wording``'s; here statements become records that ``check`` accepts, and what can't
become one is named.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.base.numbers import plain
from reportgen.model.labels import Comparator, DeadlineBasis
from reportgen.model.targets import Baseline, Indicator
from reportgen.typeset.words import words
from reportgen.wording import phrases
from reportgen.wording.doubts import Doubt
from reportgen.wording.statements import Statement, read

UNKNOWN_UNIT = "待定"
_NAME_LENGTH = 20
_NO_DAY = re.compile(r"持续|长期|常年|每|按|适时|动态|日常|^[-—–/无 ]*$")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An indicator as it could be, and the doubt about it."""

    indicator: Indicator
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Source:
    """What a target's indicators take from it; ``due`` is what a 完成时限 column says."""

    target: str
    year: int
    due: str = ""
    lead_unit: str = UNKNOWN_UNIT


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a content's numbers became: indicators, or nothing (``left``: which, and why)."""

    made: tuple[Proposal, ...]
    left: tuple[str, ...]


def propose(content: str, source: Source) -> Proposals:
    """Propose the indicators of a target's content."""
    made: list[Proposal] = []
    left: list[str] = []
    for each in read(content, source.year):
        why = each.aside or ("" if each.form else "这样的要求登记不成指标")
        if why:
            left.append(f"“{content[each.amount.start : each.amount.end]}”（{why}）")
        else:
            made.append(_proposal(each, content, f"{source.target}.{len(made) + 1}", source))
    return Proposals(tuple(made), tuple(left))


def shortened(text: str) -> str:
    """Make a name of a text that is too long for one: no number, word or bracket is cut."""
    if len(text) <= _NAME_LENGTH:
        return text
    name = ""
    for word in words(text):
        if len(name + word) >= _NAME_LENGTH:
            break
        name += word
    listed = name.rfind("、")
    if listed > 0 and not re.search(r"[（(][^）)]*$", name[:listed]):
        return f"{name[:listed]}等"
    name = re.sub(r"[（(“《][^）)”》]*$", "", name)
    return re.sub(r"(?:等|共|约|[、和及与的])+$", "", name) or text[:_NAME_LENGTH]


def _proposal(said: Statement, content: str, id_: str, source: Source) -> Proposal:
    """Make an indicator of what a statement says, with the likeliest form that holds it."""
    assert said.form is not None
    kind, comparator = said.form
    amount, doubts = said.amount, list(said.doubts)
    dues = phrases.deadlines(source.due, source.year)
    stated = said.due or (dues[-1] if dues else None)
    if not said.due and len({each.day for each in dues}) > 1:
        doubts.append(Doubt(Decimal("0.5"), f"完成时限栏写的是“{source.due[:20]}”，取最后的日期"))
    if stated is None and source.due and not _NO_DAY.search(source.due):
        review = f"完成时限栏写的是“{source.due[:20]}”，看不出是哪一天，暂按年底"
        doubts.append(Doubt(Decimal("0.5"), review))
    if stated and stated.day.year != source.year:
        doubts.append(Doubt(Decimal("0.5"), f"原文时限“{stated.day}”不在本年度，请核对完成时限"))
        stated = None
    name = said.name
    indicator = Indicator(
        id=id_,
        name=name,
        kind=kind,
        comparator=comparator,
        value=amount.value,
        upper=amount.upper if comparator is Comparator.BETWEEN else None,
        unit=amount.unit,
        display=f"{plain(amount.value)}{amount.unit}"
        if amount.shared
        else content[amount.start : amount.end],
        deadline=stated.day if stated else date(source.year, 12, 31),
        deadline_basis=DeadlineBasis.STATED if stated else DeadlineBasis.IMPLIED,
        definition="待填：怎样算完成，比率写明分子、分母",
        lead_unit=source.lead_unit,
        quote=said.quote,
        baseline=None
        if said.base is None
        else Baseline(
            value=said.base, unit=amount.unit, meaning="原文写明的上年数或原有数", confirmed=True
        ),
    )
    if amount.upper is not None and comparator is not Comparator.BETWEEN:
        review = (
            f"原文是区间 {indicator.display}，暂取下限；上限 {plain(amount.upper)} 是否也要考核"
        )
        doubts.append(Doubt(Decimal("0.4"), review))
    doubts.append(Doubt(Decimal("0.95")))
    reviews = "；".join(dict.fromkeys(each.review for each in doubts if each.review))
    return Proposal(indicator, Doubt(min(each.confidence for each in doubts), reviews or None))

"""What the references in a circular's text print: figures of its period, by name."""

import html
import re
from collections.abc import Mapping
from decimal import Decimal
from difflib import SequenceMatcher

from reportgen.base.codes import Code
from reportgen.base.numbers import after_number
from reportgen.base.problems import DataError, Place
from reportgen.model.punctuation import MINUS
from reportgen.model.references import COUNTS, Reference, replaced, without_references
from reportgen.reports.figures import Figures
from reportgen.reports.filters import number, percent, rounded_number
from reportgen.reports.views import IndicatorView
from reportgen.templating.beside import contradicted, marked, unmarked
from reportgen.templating.named import Name, name_for, owner_of
from reportgen.templating.values import plain_mapping
from reportgen.templating.words import denied

_PERCENT = ("completion_rate", "schedule_progress", "good_share")
_REMEDY = "引用换成说的那一项，或改正旁边的话。"
_UNIT = re.compile("[项件次期篇户份条家处场个](?=[，。；、）]|$)")
_BARE = ("numerator", "denominator")
_FEWEST_ALIKE = 4


def with_figures(text: str, figures: Figures | None, place: Place) -> str:
    """Return a text with its references replaced by the figures that they name.

    A unit is printed with its number, unless it stands in the text already. Raises DataError for
    what the period doesn't have, and for what isn't what the words and names beside it say.
    """
    names: list[Name] = []
    views = {each.id: each for each in figures.indicators} if figures else {}

    def called(printed: str, record: object, field: str, value: object) -> str:
        names.append(name_for(record, field, value, owner_of(record)))
        return marked(printed, len(names) - 1)

    def printed(reference: Reference, after: str) -> str:
        if figures is None:
            raise ValueError(f"{reference}：要有 about，才知道是哪一期的数")
        if reference.of == COUNTS:
            value, record = _total(figures, reference)
            return called(_text_of(value, reference.field), record, reference.field, value)
        if not (view := views.get(reference.of)):
            raise ValueError(f"没有指标 {reference.of}")
        value = getattr(view, reference.field, None)
        return called(_of_indicator(view, reference, after), view, reference.field, value)

    def mentioned(match: re.Match[str]) -> str:
        return called(match.group(), by_name[match.group()], "name", match.group())

    said = next(denied(without_references(text), plain_mapping(figures)), None) if figures else None
    if said:
        raise DataError([Code.FIGURE_MISNAMED.problem(said, place, _REMEDY)])
    try:
        made = replaced(text, printed)
    except ValueError as error:
        problem = Code.FIGURE_TYPED.problem(f"引用印不出来：{error}", place)
        raise DataError([problem]) from error
    by_name = {each.name: each for each in views.values()}
    by_name |= _shortened(text, by_name)
    known = "|".join(map(re.escape, sorted(by_name, key=len, reverse=True)))
    told = re.sub(known, mentioned, made) if known else made
    if found := list(contradicted(f"<p>{html.escape(told)}</p>", names)):
        raise DataError([Code.FIGURE_MISNAMED.problem(e.message, place, _REMEDY) for e in found])
    return unmarked(made)


def _shortened(text: str, by_name: Mapping[str, IndicatorView]) -> dict[str, IndicatorView]:
    """Return parts of names by which a text speaks of what it refers to: 专项检查 of 开展专项检查."""
    found = {}
    for name, view in by_name.items():
        if f"{view.id}." in text:
            match = SequenceMatcher(None, text, name, autojunk=False).find_longest_match()
            part = name[match.b : match.b + match.size]
            if match.size >= _FEWEST_ALIKE and not any(part in n for n in by_name if n != name):
                found[part] = view
    return found


def _total(figures: Figures, reference: Reference) -> tuple[object, object]:
    """Return a figure of the whole period, and the record that it is a field of."""
    name = reference.field
    if name == "targets":
        return sum(each.size for each in figures.categories), figures
    record = figures.scores if name == "score" else figures
    return getattr(record, name, None), record


def _text_of(value: object, field: str) -> str:
    if isinstance(value, tuple):
        value = len(value)
    if isinstance(value, Decimal):
        return percent(value) if field in _PERCENT else rounded_number(value)
    if not isinstance(value, int):
        raise ValueError(f"这一期没有 {COUNTS}.{field}")
    return str(value)


def _of_indicator(view: IndicatorView, reference: Reference, after: str) -> str:
    name = reference.field
    if name == "value":
        return view.display
    value: object = getattr(view, name, None)
    if not isinstance(value, Decimal):
        raise ValueError(f"{view.id}（{view.name}）没有 {name}")
    unit = view.unit
    if name in _PERCENT:
        unit = "%"
    elif name in _BARE:
        unit = ""
    elif name == "current" and view.baseline:
        unit = view.baseline.unit
    elif name == "schedule_gap":
        unit = "百分点" if view.goal is None else {"%": "百分点", "‰": "千分点"}.get(unit, unit)
    rounding = unit in ("%", "百分点") or name == "expected"
    text = (rounded_number if rounding else number)(value)
    if name == "schedule_gap":
        text = text.removeprefix(MINUS)
    unit = after_number(unit)
    if unit and after.startswith((unit, unit.removeprefix("个"))):
        return text
    if unit and (other := _UNIT.match(after)):
        raise ValueError(f"{reference} 的单位是“{unit}”，后面写的是“{other.group()}”")
    return text + unit

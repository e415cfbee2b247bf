"""What the references in a circular's text print: figures of its period, by name."""

from __future__ import annotations

from decimal import Decimal

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place
from reportgen.model.references import COUNTS, Reference, replaced
from reportgen.reports.figures import Figures
from reportgen.reports.filters import number, percent, points, rounded_number
from reportgen.reports.views import IndicatorView

_PERCENT = ("completion_rate", "schedule_progress", "good_share")
_BARE = ("numerator", "denominator")


def with_figures(text: str, figures: Figures | None, place: Place) -> str:
    """Return a text with its references replaced by the figures that they name.

    A unit is printed with its number, unless it stands in the text already. Raises DataError for
    what the period doesn't have.
    """

    def printed(reference: Reference, after: str) -> str:
        if figures is None:
            raise ValueError(f"{reference}：要有 about，才知道是哪一期的数")
        if reference.of == COUNTS:
            return _total(figures, reference)
        views = {each.id: each for each in figures.indicators}
        view = views.get(reference.of)
        if view is None:
            raise ValueError(f"没有指标 {reference.of}")
        return _of_indicator(view, reference, after)

    try:
        return replaced(text, printed)
    except ValueError as error:
        problem = Code.FIGURE_TYPED.problem(f"引用印不出来：{error}", place)
        raise DataError([problem]) from error


def _total(figures: Figures, reference: Reference) -> str:
    known = {
        "targets": sum(each.size for each in figures.categories),
        "score": figures.scores.score,
    }
    name = reference.field
    value: object = known[name] if name in known else getattr(figures, name, None)
    if isinstance(value, tuple):
        value = len(value)
    if isinstance(value, Decimal):
        return percent(value) if name in _PERCENT else rounded_number(value)
    if not isinstance(value, int):
        raise ValueError(f"这一期没有 {reference}")
    return str(value)


def _of_indicator(view: IndicatorView, reference: Reference, after: str) -> str:
    name = reference.field
    if name == "value":
        return view.display
    value: object = getattr(view, name, None)
    if not isinstance(value, Decimal):
        raise ValueError(f"{view.id}（{view.name}）没有 {name}")
    if name in _PERCENT:
        text, unit = percent(value).removesuffix("%"), "%"
    elif name == "schedule_gap":
        text, unit = points(value).removesuffix("个百分点"), "个百分点"
    elif view.unit == "%" and name not in (*_BARE, "current"):
        text, unit = percent(value).removesuffix("%"), "%"
    else:
        unit = view.unit
        if name == "current":
            unit = view.baseline.unit if view.baseline else view.unit
        text = rounded_number(value) if name == "expected" else number(value)
        unit = "" if name in _BARE else unit
    return text if unit and after.startswith(unit) else text + unit

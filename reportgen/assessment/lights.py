"""亮灯: green, yellow or red by the distance to what is due (rules: ``lights``)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reportgen.assessment.verdicts import Verdict
from reportgen.model.labels import Light, Status
from reportgen.model.rules import LightRules
from reportgen.model.targets import Indicator, Milestone

_ALWAYS = {
    Status.DONE: Light.GREEN,
    Status.WITHIN_CAP: Light.GREEN,
    Status.RATE_MET: Light.GREEN,
    Status.CAP_WARNING: Light.YELLOW,
    Status.CAP_EXCEEDED: Light.RED,
}


def light_of(indicator: Indicator, verdict: Verdict, rules: LightRules) -> Light | None:
    """Return an indicator's light; None where nothing was reported or nothing is due yet."""
    if verdict.unreachable:
        return Light.RED
    if verdict.status in _ALWAYS:
        return _ALWAYS[verdict.status]
    if verdict.status in (Status.MISSING, Status.UNDER_WAY):
        return None
    gap, not_done = verdict.schedule_gap, verdict.status is Status.NOT_DONE
    if gap is None:
        return Light.RED if not_done else Light.YELLOW
    green_from, yellow_from = rules.green_from, rules.yellow_from
    if not indicator.kind.traits.scheduled:
        green_from, yellow_from = Decimal(0), rules.rate_yellow_from
    if gap >= green_from:  # 突破 reaches its target without being done
        return Light.YELLOW if not_done else Light.GREEN
    return Light.YELLOW if gap >= yellow_from else Light.RED


def milestone_light(
    milestone: Milestone, status: Status | None, day: date, rules: LightRules
) -> Light | None:
    """Return a milestone's light: overdue is yellow for a while, then red."""
    match status:
        case Status.DONE:
            return Light.GREEN
        case Status.NOT_DONE:
            return Light.RED
        case Status.OVERDUE if milestone.deadline is not None:
            late = (day - milestone.deadline).days
            return Light.YELLOW if late <= rules.overdue_yellow_days else Light.RED
        case _:
            return None

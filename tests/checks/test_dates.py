"""Days that meet, and points beside their reasons, on both sides of what is allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.checks.agreement import briefs_in_order, contradicted_points
from reportgen.checks.circulars import contradictory_elements
from reportgen.model.briefs import IssuedBriefs
from reportgen.model.circulars import Circular
from reportgen.sources.binding import bind
from reportgen.sources.strict_yaml import parse_yaml
from tests.checks.small_workspace import FILES, build

CIRCULAR = """\
kind: bulletin
title: 关于2012年第一季度目标完成情况的通报
recipients: [各有关单位]
number: 青政办字〔2012〕5号
about: 2012Q1
body:
  - text: 现通报如下。
"""


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ("", None),  # a draft
        ("date: 2012-03-31", None),  # the period's last day
        ("date: 2012-03-30", "早于所说期间"),
        ("date: 2012-04-20\nprinted_on: 2012-04-20", None),
        ("date: 2012-04-20\nprinted_on: 2012-04-19", "早于成文日期"),
    ],
)
def test_a_circular_is_signed_when_its_period_ends_and_printed_when_signed(
    dates: str, said: str | None
) -> None:
    text = CIRCULAR + dates + "\n"
    circulars = {(2012, "通报"): bind(Circular, parse_yaml(text, "circular.yaml"))}
    found = [
        each.message for each in contradictory_elements(replace(build(FILES), circulars=circulars))
    ]
    assert len(found) == (said is not None)
    assert all(said in each for each in found if said)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("2012-04-05", "2012-05-04", []),
        ("2012-03-31", "2012-04-30", []),  # the month's last day
        ("2012-05-04", "2012-05-04", []),  # two on one day
        ("2012-05-05", "2012-05-04", ["早于上一期的 2012-05-05"]),
        ("2012-03-30", "2012-05-04", ["在3月结束（2012-03-31）之前"]),
        ("2012-04-05", "2012-04-29", ["在4月结束（2012-04-30）之前"]),
    ],
)
def test_briefs_are_issued_in_order_and_after_their_months(
    first: str, second: str, said: list[str]
) -> None:
    text = (
        "issued:\n"
        f"  - {{number: 1, period: 2012-03, date: {first}}}\n"
        f"  - {{number: 2, period: 2012-04, date: {second}}}\n"
    )
    issued = {2012: bind(IssuedBriefs, parse_yaml(text, "issued.yaml"))}
    found = [each.message for each in briefs_in_order(replace(build(FILES), issued_briefs=issued))]
    assert len(found) == len(said)
    assert all(map(str.endswith, found, said))


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("获省表彰", 0),
        ("获省表彰，加2分", 0),
        ("两次获省表彰，加0.5分、加1.5分", 0),  # which add up to the points
        ("获省表彰，加3分", 1),
        ("通报批评，扣2分", 1),
    ],
)
def test_points_are_those_of_their_reason(reason: str, told: int) -> None:
    bonus = f"adjustments:\n  - {{target: W1, kind: bonus, points: 2, reason: {reason}}}\n"
    files = {**FILES, "2012Q2": FILES["2012Q2"] + bonus}
    assert len(list(contradicted_points(build(files)))) == told

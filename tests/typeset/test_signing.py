"""Signatures, dates and the places of seals, to the hundredth of a point (GB/T 9704-2012 7.3.5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.typeset.layout import Layout
from reportgen.typeset.looks import Setup
from reportgen.typeset.signing import seal_places, tightened
from reportgen.workshop import Workshop

Made = Callable[[str], Layout]
MM = 72 / 25.4
LEFT, TOP, LINE, PITCH = 28 * MM, 37 * MM, 28.95, 15.75
ROOM = 28 * PITCH
SHORT, LONG = "某某局", "某某市人民代表大会常务委员会办公厅"
DATE = "2012年5月4日"


@pytest.fixture(scope="module")
def setup(workshop: Workshop) -> Setup:
    return workshop.setup


def paragraphs(*texts: tuple[str, str]) -> str:
    return "".join(f'<p class="{style}">{text}</p>' for style, text in texts)


def at(ready: Layout) -> list[tuple[float, float]]:
    """Return where the lines below the first begin: from the left edge, from the upper."""
    return [(each.left_pt - LEFT, each.top_pt - TOP) for each in ready.lines[1:]]


@pytest.mark.parametrize(("name", "chars"), [(SHORT, 3), (LONG, 17)])
def test_a_sealed_signature_and_its_date_are_centred_in_one_box(
    name: str, chars: int, setup: Setup, typeset_body: Made
) -> None:
    ready = typeset_body(
        f"<section><p>文。</p>{paragraphs(('signature', name), ('signature-date', DATE))}</section>"
    )
    date = setup.width_pt(DATE, setup.looks["signature-date"])
    width = chars * PITCH
    box = max(8 * PITCH + date, width)  # the date ends four characters from the edge
    over = (156 * MM - ROOM) / 2  # of the text block, wider than its characters
    middle = ROOM - box / 2 + over
    assert at(ready) == [
        pytest.approx((middle - width / 2, 3 * LINE), abs=0.01),
        pytest.approx((middle - date / 2, 4 * LINE), abs=0.01),
    ]


@pytest.mark.parametrize(("name", "chars"), [(SHORT, 3), (LONG, 17)])
def test_an_unsealed_date_begins_two_characters_right_of_the_names(
    name: str, chars: int, setup: Setup, typeset_body: Made
) -> None:
    signed = paragraphs(*[("unsealed-signature", each) for each in (name, SHORT)])
    ready = typeset_body(
        f"<section><p>文。</p>{signed}{paragraphs(('unsealed-date', DATE))}</section>"
    )
    date = setup.width_pt(DATE, setup.looks["unsealed-date"])
    left = ROOM - 2 * PITCH - max(chars * PITCH, date + 2 * PITCH)
    assert at(ready) == [
        pytest.approx((left, 2 * LINE), abs=0.01),
        pytest.approx((left, 3 * LINE), abs=0.01),  # the second organ's, without room above it
        pytest.approx((left + 2 * PITCH, 4 * LINE), abs=0.01),
    ]
    styles = [each.made.paragraph.style for each in ready.sections[0].blocks[1:]]
    assert styles == ["unsealed-signature", "unsealed-cosignature", "unsealed-date"]
    assert seal_places(ready, setup) == ()


def test_a_seal_presses_the_signature_and_the_date(setup: Setup, typeset_body: Made) -> None:
    signed = paragraphs(("signature", SHORT), ("signature-date", DATE))
    ready = typeset_body(f"<section>{'<p>文。</p>' * 20}{signed}</section>")
    date = setup.width_pt(DATE, setup.looks["signature-date"]) / MM
    left, top = ready.lines[-1].left_pt / MM, ready.lines[-2].top_pt / MM
    box = (left, top, date, 2 * LINE / MM)
    (place,) = seal_places(ready, setup)
    assert (place.organ, place.page, place.diameter_mm) == (SHORT, 2, 42.0)
    assert place.text_mm == tuple(round(each, 1) for each in box)
    assert place.centre_mm == (round(left + date / 2, 1), round(top + LINE / MM, 1))


def test_of_joint_signatures_each_has_a_seal_the_last_one_with_the_date(
    setup: Setup, typeset_body: Made
) -> None:
    names = paragraphs(("joint-signature", "甲局"), ("joint-signature", "乙局"))
    ready = typeset_body(
        f'<section><p>文。</p><table class="seal-panel"><tbody><tr><td>{names}</td></tr><tr>'
        f'<td class="joint-date">{DATE}</td></tr></tbody></table></section>'
    )
    one, other = seal_places(ready, setup)
    third = 156 / 3
    assert (one.organ, other.organ) == ("甲局", "乙局")
    assert one.centre_mm == pytest.approx((28 + 1.5 * third, 37 + 3.5 * LINE / MM), abs=0.06)
    assert other.centre_mm == pytest.approx((28 + 2.5 * third, 37 + 4 * LINE / MM), abs=0.06)
    assert one.text_mm[2:] == pytest.approx((2 * PITCH / MM, LINE / MM), abs=0.06)


def test_where_room_is_short_seals_have_what_they_need_and_the_imprint_none_above(
    setup: Setup,
) -> None:
    tight = tightened(setup)
    assert tight.profile.pagination.imprint_gap_lines == 0
    changed = {
        role: look.before_pt for role, look in tight.looks.items() if look != setup.looks[role]
    }
    least = pytest.approx((42 * MM - 2 * LINE) / 2)
    assert changed == {"signature": least, "joint-signature": least}

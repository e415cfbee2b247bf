"""Stand-ins are as wide as the official faces, whole, and say that they were changed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from reportgen.fonts.derived import derive, differing_advances
from reportgen.fonts.faces import Face, find_face
from reportgen.fonts.files import advances, families
from reportgen.fonts.folders import font_folder
from reportgen.fonts.fontconfig import activate
from reportgen.fonts.install import STAND_INS, StandIn
from reportgen.workshop import Workshop

ASCII = range(0x20, 0x7F)
JOINERS = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
SYMBOLS = "，。、；：？！“”‘’—…·《》〈〉〔〕（）【】％‰℃°±×÷①⑩№§※αΩЖя"
every_stand_in = pytest.mark.parametrize(
    "stand_in", STAND_INS, ids=lambda each: each.postscript_name
)
as_wide_as_ascii = pytest.mark.parametrize(
    "stand_in",
    [each for each in STAND_INS if each.ascii_advance],
    ids=lambda each: each.postscript_name,
)


@cache
def _font(name: str) -> TTFont:
    return TTFont(font_folder() / name)


def _source(stand_in: StandIn) -> TTFont:
    return _font(stand_in.source.name)


def _made(stand_in: StandIn) -> TTFont:
    return _font(stand_in.file_name)


def _points(file: Path) -> set[int]:
    known = advances(file)
    runs = zip(known.firsts, known.lasts, strict=True)
    return {point for first, last in runs for point in range(first, last + 1)}


def _drawn_widths(font: TTFont, points: Iterable[int]) -> set[int]:
    """Return the advances that the outlines themselves carry, which must agree with hmtx."""
    cmap, outlines = font.getBestCmap(), font["CFF "].cff.topDictIndex[0].CharStrings
    drawn = [outlines[cmap[point]] for point in points]
    for outline in drawn:
        outline.calcBounds(None)
    return {outline.width for outline in drawn}


@as_wide_as_ascii
def test_every_ascii_character_is_half_an_em(stand_in: StandIn) -> None:
    font = _made(stand_in)
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    assert {metrics[cmap[point]][0] for point in ASCII} == {500}
    assert _drawn_widths(font, ASCII) == {500}


@every_stand_in
def test_every_character_of_gb2312_is_a_whole_em(stand_in: StandIn) -> None:
    font = _made(stand_in)
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    han = [bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    points = {ord(each) for each in SYMBOLS}
    points |= {ord(text) for code in han if (text := code.decode("gb2312", "ignore"))}
    assert len(points) == 6763 + len(SYMBOLS)
    assert {metrics[cmap[point]][0] for point in points} == {1000}
    assert _drawn_widths(font, map(ord, SYMBOLS)) == {1000}


def test_latin_of_unknown_widths_stays_as_it_was() -> None:
    (stand_in,) = (each for each in STAND_INS if each.ascii_advance is None)
    source, made = _source(stand_in), _made(stand_in)
    for point in ASCII:
        glyph = source.getBestCmap()[point]
        assert made["hmtx"][made.getBestCmap()[point]] == source["hmtx"][glyph]


@every_stand_in
def test_outlines_keep_inside_their_new_advance(stand_in: StandIn) -> None:
    source, made = _source(stand_in), _made(stand_in)
    glyphs = made.getGlyphSet()
    refitted = 0
    for point, before in source.getBestCmap().items():
        glyph = made.getBestCmap()[point]
        advance, left = made["hmtx"][glyph]
        if advance != source["hmtx"][before][0]:
            pen = BoundsPen(glyphs)
            glyphs[glyph].draw(pen)
            first, _, last, _ = pen.bounds or (0, 0, advance, 0)
            assert 0 <= first <= last <= advance, chr(point)
            assert left == round(first), chr(point)
            refitted += 1
    assert refitted >= 40


@every_stand_in
def test_all_characters_are_there_and_joiners_print_nothing(stand_in: StandIn) -> None:
    made = font_folder() / stand_in.file_name
    assert _points(made) == _points(font_folder() / stand_in.source.name) | JOINERS
    font = _made(stand_in)
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    for point in JOINERS:
        pen = BoundsPen(glyphs)
        glyphs[cmap[point]].draw(pen)
        assert pen.bounds is None
        assert font["hmtx"][cmap[point]][0] == 0
    assert _drawn_widths(font, JOINERS) == {0}


@every_stand_in
def test_nothing_moves_glyphs_nor_joins_them(stand_in: StandIn) -> None:
    assert not {"GPOS", "GSUB", "kern"} & set(_made(stand_in).keys())


@every_stand_in
def test_names_are_new_and_copyright_and_licence_stay(stand_in: StandIn) -> None:
    source, made = _source(stand_in)["name"], _made(stand_in)
    names = made["name"]
    assert "Fandol" not in "".join(families(font_folder() / stand_in.file_name))
    for number in (1, 3, 4, 6, 16):
        assert "Fandol" not in (names.getDebugName(number) or "")
    assert made["CFF "].cff.fontNames == [stand_in.postscript_name]
    assert "Fandol" in names.getDebugName(0)
    for number in (0, 13, 14):
        assert names.getDebugName(number) == source.getDebugName(number)
    assert f"Modified on 2026-11-26 by reportgen (recipe 2) from {source.getDebugName(6)}" in (
        names.getDebugName(10)
    )


@every_stand_in
def test_the_same_bytes_are_made_each_time(stand_in: StandIn) -> None:
    content = derive((font_folder() / stand_in.source.name).read_bytes(), stand_in)
    assert content == (font_folder() / stand_in.file_name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == stand_in.sha256


@every_stand_in
def test_a_glyph_is_found_by_its_number(stand_in: StandIn) -> None:
    """A PDF reader looks for CIDs where WeasyPrint writes the numbers of glyphs."""
    order = _made(stand_in).getGlyphOrder()
    assert order[1:] == [f"cid{number:05}" for number in range(1, len(order))]


def test_a_width_that_differs_is_found() -> None:
    stand_in = STAND_INS[0]
    made = TTFont(font_folder() / stand_in.file_name, recalcBBoxes=False)
    made["hmtx"][made.getBestCmap()[ord("%")]] = (501, 0)
    changed = io.BytesIO()
    made.save(changed)
    assert differing_advances(changed.getvalue(), stand_in) == "%"


def test_a_pdf_embeds_the_stand_ins(workshop: Workshop) -> None:
    activate(workshop.fonts)
    from reportgen.writers.pdf.weasy import weasyprint

    faces = [each for each in workshop.fonts.faces.values() if each.substituted]
    text = "".join(f'<p style="font-family: {each.face.official}">增长12%' for each in faces)
    with pikepdf.open(io.BytesIO(weasyprint.HTML(string=text).write_pdf())) as pdf:
        descriptors = [each for each in pdf.objects if "/FontFile3" in _keys(each)]
        embedded = [TTFont(io.BytesIO(each.FontFile3.read_bytes())) for each in descriptors]
    found = {font["CFF "].cff.fontNames[0] for font in embedded}
    assert found == {TTFont(each.file)["name"].getDebugName(6) for each in faces}


def _keys(found: pikepdf.Object) -> Iterable[str]:
    return found.keys() if isinstance(found, pikepdf.Dictionary) else ()


@every_stand_in
def test_a_face_whose_glyphs_have_other_numbers_is_not_taken(stand_in: StandIn) -> None:
    source, made = (font_folder() / name for name in (stand_in.source.name, stand_in.file_name))
    name = min(families(source))
    found = find_face(Face("body", name, (), source.name), [source])
    assert found
    assert (found.file, found.substituted) == (made, True)

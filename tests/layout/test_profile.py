"""A profile says each measure once, and what its names mean: no name is known to the program."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.problems import DataError, Problem, Severity
from reportgen.fonts.fontconfig import activate
from reportgen.layout.loading import profile_of, read_profile, unused_names
from reportgen.layout.profile import LayoutProfile
from reportgen.reports.filters import FILTERS
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.workspace import Workspace
from reportgen.templating.lint import names_in
from reportgen.templating.sandbox import make_environment
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop, compose_markup
from reportgen.writers.formats import DOCX, PDF
from tests import documents
from tests.conftest import ROOT, around
from tests.parity.comparison import glyphs
from tests.parity.judges import LIBREOFFICE

NAME = "gbt9704-2012"
TEXT = (ROOT / "templates" / "profiles" / f"{NAME}.yaml").read_text(encoding="utf-8")
FULL = around(f"<section><p>{'国' * 26}{'国' * 28 * 50}</p></section>")


def made(text: str) -> LayoutProfile:
    return profile_of(parse_yaml(text, "p.yaml")).record


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def told(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(DataError) as raised:
        profile_of(parse_yaml(text, "p.yaml"))
    problems = dict.fromkeys(raised.value.problems)
    return [(each.place and each.place.line, each.message) for each in problems]


def test_the_grid_says_line_pitch_and_size_and_they_stand_there_once() -> None:
    assert TEXT.count("line_pt: 28.95") == 1
    assert TEXT.count("letter_spacing_pt") == 1  # the blank line's, which has none
    body = made(TEXT).styles["body"]
    assert (float(body.size_pt), float(body.line_pt)) == (16, 28.95)
    assert float(body.letter_spacing_pt) == -0.25


def test_what_is_like_another_takes_over_all_but_its_name_in_word() -> None:
    styles = made(TEXT).styles
    tenth, item, note = (styles[name] for name in ("annex-tenth", "annex-item", "annex-note"))
    assert tenth.part is item.part is note.part
    assert (float(tenth.left_indent_chars), float(item.left_indent_chars)) == (6.5, 6)
    assert len({tenth.word, item.word, note.word}) == 3
    tables = made(TEXT).tables
    assert tables["list-table"].padding_mm == tables["detail-table"].padding_mm
    assert tables["list-table"].columns.keys() != tables["detail-table"].columns.keys()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("like: annex-item", "like: annex-itme", "styles 中没有“annex-itme”"),
        (
            "{word: 附件说明, part: listed,",
            "{word: 附件说明, like: annex-tenth, part: listed,",
            "like 绕成了圈：annex-note → annex-tenth → annex-item → annex-note",
        ),
        ("like: progress-chart, kind: stacked", "like: bars, kind: stacked", "charts 中没有“bars”"),
        ("  page_mark: page-mark", "  page_mark: mark-of-page", "styles 中没有“mark-of-page”"),
        ("  page_number: page-number\n", "", "缺少“页码”（page_number）"),
        ("face: xiaobiaosong, size_pt: 22", "face: xiaobiao, size_pt: 22", "faces 中没有“xiaobiao”"),
        ("owner: {width_mm: 26, style: small-center}", "owner: {width_mm: 26, style: smal}", "“smal”"),
        ("{word: 附件标题, like: title}", "{word: Title, like: title}", "Word 样式名“Title”"),
        ("{word: 附件标题, like: title}", "{like: title}", "缺少“Word 样式名”（word）"),
        ("lines: 22, characters: 28", "lines: 22, characters: 40", "放不下 40 个 16 磅的字"),
        ("size_pt: 16, line_pt: 28.95}", "size_pt: 16, line_pt: 29}", "放不下 22 行，每行 29 磅"),
        ("signing: {right", "# signing: {right", "没有写 signing"),
        ('"{arabic}.", "（{arabic}）"], list', '"{arabic}."], list', "标题有 4 级，序数只有 3 级"),
        ("  brief-panel: {", "  body: {", "“body”在 styles 中已经有了"),
        ("{word: 附件编号, face: heiti, align: left,", "{word: 附件编号, face: heiti, algin: left,", "“algin”"),
    ],
)  # fmt: skip
def test_a_wrong_name_or_measure_is_told_by_its_line(old: str, new: str, message: str) -> None:
    text = changed((old, new))
    found = [line for line, each in told(text) if message in each]
    assert found, told(text)
    if "绕成" in message:
        assert found[0] == line_of(text, "like: annex-note, indent")
    elif new and "signing" not in new:
        assert found[0] in (
            line_of(text, new),
            line_of(text, new) - 1,
            line_of(text, "\nroles:") + 1,
        )


def test_a_fault_that_is_inherited_is_told_once() -> None:
    text = changed(("face: fangsong, size_pt: 12,", "face: fangsong, size_pt: zwölf,"))
    assert told(text) == [(line_of(text, "zwölf"), told(text)[0][1])]


@given(data=st.data())
def test_whatever_stands_in_a_profile_is_taken_or_told_by_its_line(data: st.DataObject) -> None:
    lines = TEXT.split("\n")
    values = [at for at, line in enumerate(lines) if re.search(r"[:,] ", line) and line[0] != "#"]
    at = data.draw(st.sampled_from(values))
    found = data.draw(st.sampled_from(list(re.finditer(r"[\w.-]+(?=[,}\]\s:]|$)", lines[at]))))
    new = data.draw(
        st.sampled_from(["", "x", "0", "-1", "title", "[a]", "{like: body}", "[]", "~"])
    )
    lines[at] = lines[at][: found.start()] + new + lines[at][found.end() :]
    problems: tuple[Problem, ...] = ()
    try:
        profile_of(parse_yaml("\n".join(lines), "p.yaml"))
    except DataError as error:
        problems = error.problems
    assert all(each.place and each.place.line for each in problems)


def test_what_nothing_names_is_told_by_its_line(workshop: Workshop) -> None:
    written = names_in(workshop.environment)
    assert not list(unused_names(profile_of(parse_yaml(TEXT, "p.yaml")), written))
    text = changed(
        ("  brief-head: {", "  base: {word: 底, face: kaiti, align: left}\n  brief-head: {"),
        ("  brief-center: {word: 简报表居中, like: brief-text,", "  brief-center: {word: 简报表居中, like: base,"),
        ("  brief-panel: {", "  spare: {columns_mm: [78, 78]}\n  brief-panel: {"),
        ("  heiti: {", "  lishu: {official: 隶书, stand_in: FandolKai-Regular.otf}\n  heiti: {"),
    )  # fmt: skip
    found = list(unused_names(profile_of(parse_yaml(text, "p.yaml")), written))
    lines = [line_of(text, "  lishu:"), line_of(text, "  spare:")]
    assert [each.place and each.place.line for each in found] == lines
    assert {each.severity for each in found} == {Severity.WARNING}


@pytest.fixture(scope="module")
def tighter(workshop: Workshop) -> Workshop:
    """Return a workshop with the same profile but for lines 27 pt apart, 26 characters in each."""
    activate(workshop.fonts)
    changes = ("lines: 22, characters: 28, size_pt: 16, line_pt: 28.95", "lines: 22, characters: 26, size_pt: 16, line_pt: 27")  # fmt: skip
    return Workshop(ROOT, made(changed(changes)), workshop.environment)


def test_the_grids_line_pitch_is_that_of_the_pdf(tighter: Workshop, tmp_path: Path) -> None:
    composed = compose_markup(FULL, tighter.profile, tighter.load_image)
    file = tmp_path / "full.pdf"
    file.write_bytes(tighter.written(tighter.typeset(composed), PDF))
    assert_grid(file, tighter.profile)


def test_the_grids_line_pitch_is_that_of_word(tighter: Workshop) -> None:
    composed = compose_markup(FULL, tighter.profile, tighter.load_image)
    word = docx.Document(io.BytesIO(tighter.written(tighter.typeset(composed), DOCX)))
    for style in ("公文正文", "Title", "heading 1"):
        assert word.styles[style].paragraph_format.line_spacing == Pt(27)
    assert 'w:linePitch="540"' in word.sections[0]._sectPr.xml


@pytest.mark.slow
def test_word_lays_out_the_grids_line_pitch(
    tighter: Workshop, official_fonts: Path, tmp_path: Path
) -> None:
    if reason := LIBREOFFICE.missing():
        pytest.skip(reason)
    composed = compose_markup(FULL, tighter.profile, tighter.load_image)
    file = tmp_path / "full.docx"
    file.write_bytes(tighter.written(tighter.typeset(composed), DOCX))
    (pdf,) = LIBREOFFICE.lay_out([file], official_fonts, tmp_path)
    assert_grid(pdf, tighter.profile)


def assert_grid(file: Path, profile: LayoutProfile) -> None:
    page = [glyph for glyph in glyphs(file, profile) if glyph.page == 1]
    lines = [list(line) for _, line in groupby(page, key=lambda glyph: round(glyph.y))]
    assert len(lines) == 23  # 225 mm hold one more of 27 pt
    assert {len(line) for line in lines[1:]} == {26}
    distances = [above[0].y - below[0].y for above, below in pairwise(lines)]
    assert distances == pytest.approx([27] * 22, abs=0.1)


def renamed(text: str, names: dict[str, str]) -> str:
    """Rename what stands as a class or as a whole quoted string."""

    def classes(match: re.Match[str]) -> str:
        return f'class="{" ".join(names.get(each, each) for each in match[1].split(" "))}"'

    text = re.sub(r'class="([\w -]*)"', classes, text)
    return re.sub(r'(?<![=\w])"([\w-]+)"', lambda found: f'"{names.get(found[1], found[1])}"', text)


def in_profile(text: str, names: dict[str, str]) -> str:
    """Rename the styles of a profile where they are defined, and wherever an entry names one."""
    before, rest = text.split("\nroles:", 1)
    roles, rest = rest.split("\n\n", 1)
    after = rest.split("\nnumbering:", 1)
    styles = re.sub(
        r"(?m)^  ([\w-]+):", lambda found: f"  {names.get(found[1], found[1])}:", after[0]
    )
    styles = re.sub(
        r"((?:like|then): )([\w-]+)", lambda found: found[1] + names.get(found[2], found[2]), styles
    )
    others = re.sub(
        r"((?:style|head): )([\w-]+)", lambda found: found[1] + names[found[2]], after[1]
    )
    roles = re.sub(
        r"(?<=[\[ ])([\w-]+)(?=[],\n]|$)", lambda found: names.get(found[1], found[1]), roles
    )
    return f"{before}\nroles:{roles}\n\n{styles}\nnumbering:{others}"  # fmt: skip


def test_no_name_of_a_style_means_anything_to_the_program(
    workspace: Workspace, workshop: Workshop, tmp_path: Path
) -> None:
    names = {name: f"s{index}" for index, name in enumerate(workshop.profile.styles)}
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    for template in (tmp_path / "templates").rglob("*.html"):
        template.write_text(renamed(template.read_text(encoding="utf-8"), names), encoding="utf-8")
    file = tmp_path / "templates" / "profiles" / f"{NAME}.yaml"
    file.write_text(in_profile(TEXT, names), encoding="utf-8")
    profile = read_profile(tmp_path, NAME).record
    assert not profile.styles.keys() & workshop.profile.styles.keys()
    other = Workshop(tmp_path, profile, make_environment(tmp_path / "templates", FILTERS))
    period = max(each for each in workspace.progress if each.is_quarter)
    month = max(each for each in workspace.progress if not each.is_quarter)
    jobs = [
        documents.job(workspace, "target-table", 2012),
        documents.job(workspace, "quarterly", str(period)),
        documents.job(workspace, "brief", str(month)),
    ]
    for job in jobs:
        assert list(places(other.make(job))) == list(places(workshop.make(job)))


def places(layout: Layout) -> Iterator[object]:
    for page in layout.pages:
        yield page.number, page.end
        for piece in page.pieces:
            yield piece.top_pt, piece.height_pt
            yield from ((line.text, line.left_pt, line.line.spread_pt) for line in piece.lines)

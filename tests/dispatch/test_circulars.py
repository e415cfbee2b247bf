"""Circulars stand where GB/T 9704-2012 has them, in both formats; attachments name themselves."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest

from reportgen.base.problems import DataError
from reportgen.checks import check_workspace
from reportgen.dispatch.composing import parts_of
from reportgen.dispatch.packing import file_stem, packed
from reportgen.dispatch.vetting import vet
from reportgen.model.periods import Period
from reportgen.publish import MadeFile
from reportgen.sources.workspace import Workspace, load_workspace
from reportgen.typeset.layout import Layout
from reportgen.typeset.signing import seal_places
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF
from tests import documents
from tests.dispatch.sample import (
    SCAN,
    bad_pdfs,
    harmless_pdfs,
    in_printers_colours,
    scanned,
    workspace_at,
)
from tests.parity.comparison import Parity
from tests.parity.judges import LIBREOFFICE, Judge

MM = 72 / 25.4
TOP, LEFT, RIGHT, BOTTOM = 37.0, 28.0, 184.0, 262.0
CIRCULARS = ("印发目标表", "前三季度通报", "letter", "report", "joint")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workspace_at(tmp_path_factory.mktemp("office") / "w")


@pytest.fixture(scope="module")
def office(root: Path) -> Workspace:
    return load_workspace(root)


@pytest.fixture(scope="module")
def made(office: Workspace, workshop: Workshop) -> Callable[[str], Layout]:
    known: dict[str, Layout] = {}

    def make(name: str) -> Layout:
        if name not in known:
            known[name] = workshop.make(documents.dispatch(office, name))
        return known[name]

    return make


def line(ready: Layout, text: str) -> tuple[int, float, float, float]:
    """Return page, left, top and right of the first line that begins with a text, in mm."""
    found = next(each for each in ready.lines if each.text.startswith(text))
    return found.page, found.left_pt / MM, found.top_pt / MM, found.right_pt / MM


def test_the_head_of_a_circular_stands_by_the_clauses(made: Callable[[str], Layout]) -> None:
    ready = made("前三季度通报")
    body_line = 28.95 / MM
    page, left, top, right = line(ready, "青岛市人民政府办公厅文件")
    assert page == 1
    assert top == pytest.approx(TOP + 35, abs=1.5)  # 7.2.4, the line's box a little above its ink
    assert (left + right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    assert left >= LEFT - 0.1
    mark_end = top + (right - left) / 12  # twelve characters on one line: as high as wide
    _, left, number_top, right = line(ready, "青政办字〔2012〕65号")
    assert number_top - mark_end == pytest.approx(2 * body_line, abs=1.5)  # 7.2.5
    assert (left + right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    _, _, title_top, _ = line(ready, "关于2012年前三季度目标完成情况的通报")
    assert title_top > number_top + 3 * body_line  # 7.3.1
    assert line(ready, "市政府办公厅各处室")[1] == pytest.approx(LEFT, abs=0.1)  # 7.3.2
    assert any(each.page == 1 and each.text.startswith("根据") for each in ready.lines)


def test_the_signature_is_centred_over_the_date_four_characters_in(
    made: Callable[[str], Layout],
) -> None:
    ready = made("前三季度通报")
    _, left, top, right = _last(ready, "青岛市人民政府办公厅")
    _, date_left, date_top, date_right = line(ready, "2012年10月20日")
    assert (left + right) / 2 == pytest.approx((date_left + date_right) / 2, abs=0.2)
    assert RIGHT - date_right == pytest.approx(4 * 15.75 / MM, abs=1)  # 7.3.5.1
    assert date_top > top


def test_a_note_gets_the_punctuation_that_check_promises(tmp_path: Path) -> None:
    root = workspace_at(tmp_path / "w")
    path = root / "data/2012/circulars/前三季度通报.yaml"
    text = re.sub("^note:.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text + "note: 联系人:张某,电话见通讯录\n", encoding="utf-8")
    context = documents.dispatch(load_workspace(root), "前三季度通报").context
    assert context["note"] == "联系人：张某，电话见通讯录"


def _last(ready: Layout, text: str) -> tuple[int, float, float, float]:
    """Return the last line of exactly this text before the imprint."""
    found = [each for each in ready.lines if each.text == text][-2]
    return found.page, found.left_pt / MM, found.top_pt / MM, found.right_pt / MM


def test_without_a_seal_the_date_begins_two_characters_after_the_name(
    made: Callable[[str], Layout],
) -> None:
    ready = made("report")
    _, left, _, right = _last(ready, "青岛市人民政府办公厅")
    _, date_left, _, _ = line(ready, "2012年7月12日")
    assert date_left - left == pytest.approx(2 * 15.75 / MM, abs=0.2)  # 7.3.5.2
    assert RIGHT - right == pytest.approx(2 * 15.75 / MM, abs=0.5)


def test_an_upward_report_has_its_number_on_the_last_signers_line(
    made: Callable[[str], Layout],
) -> None:
    ready = made("report")
    _, left, top, _ = line(ready, "青政办〔2012〕31号")
    assert left - LEFT == pytest.approx(15.75 / MM, abs=0.2)  # 7.2.5
    assert line(ready, "赵某某")[2] == pytest.approx(top, abs=0.1)  # 7.2.6
    assert line(ready, "赵某某")[1] == pytest.approx(line(ready, "李某某")[1], abs=0.1)


def test_the_letters_mark_stands_30_mm_from_the_edge(
    made: Callable[[str], Layout], workshop: Workshop
) -> None:
    ready = made("letter")
    top, number = line(ready, "青岛市人民政府办公厅")[2], line(ready, "青政办函")
    assert top == pytest.approx(30, abs=1.5)  # 10.1
    assert number[3] == pytest.approx(RIGHT, abs=0.3)
    assert line(ready, "000012")[2] == pytest.approx(number[2], abs=0.1)
    page = pypdfium2.PdfDocument(workshop.written(ready, PDF))[0]
    assert "— 1 —" not in page.get_textpage().get_text_range()


@pytest.mark.parametrize("name", ["印发目标表", "前三季度通报", "report", "joint"])
def test_the_imprint_stands_at_the_foot_of_the_last_page(
    made: Callable[[str], Layout], name: str
) -> None:
    ready = made(name)
    box = ready.pages[-1].pieces[-1]
    assert box.made in [each.imprint.made for each in ready.sections if each.imprint]
    assert (box.top_pt + box.height_pt) / MM == pytest.approx(BOTTOM, abs=0.3)  # 7.4.1


@pytest.mark.parametrize("name", CIRCULARS)
def test_signatures_stand_on_a_page_with_text(made: Callable[[str], Layout], name: str) -> None:
    ready = made(name)
    lines = ready.lines
    dates = [
        at
        for at, each in enumerate(lines)
        if each.text.startswith("2012年") and each.text.endswith("日")
    ]
    page = lines[dates[-1]].page if "印发" not in lines[dates[-1]].text else lines[dates[-2]].page
    above = [each for each in lines[: dates[0]] if each.page == page]
    assert len(above) > 1  # 7.3.5.5


def test_the_seal_is_left_free_and_its_place_told(
    made: Callable[[str], Layout], workshop: Workshop
) -> None:
    ready = made("前三季度通报")
    (place,) = seal_places(ready, workshop.setup)
    radius = place.diameter_mm / 2
    assert place.organ == "青岛市人民政府办公厅"
    assert place.centre_mm[0] + radius <= 210 - 20
    above = [
        each.top_pt / MM + 28.95 / MM
        for each in ready.lines
        if each.page == place.page and each.top_pt / MM < place.text_mm[1] - 1
    ]
    room = place.centre_mm[1] - radius - max(above)
    assert -0.05 <= room <= 28.95 / MM  # 7.3.5.1: within a line; places are told in tenths of mm


def test_joint_names_are_as_wide_as_each_other(
    made: Callable[[str], Layout], workshop: Workshop
) -> None:
    ready = made("joint")
    office, bureau = line(ready, "青岛市人民政府办公厅"), line(ready, "青岛市监察局")
    assert office[1] == pytest.approx(bureau[1], abs=0.2)  # 7.2.4
    places = seal_places(ready, workshop.setup)
    assert len(places) == 3
    centres = [place.centre_mm for place in places]
    for first, second in ((0, 1), (1, 2), (0, 2)):
        away = [a - b for a, b in zip(centres[first], centres[second], strict=True)]
        assert away[0] ** 2 + away[1] ** 2 > places[0].diameter_mm ** 2  # 7.3.5.1: never touch


def test_without_number_or_date_it_is_a_draft(
    office: Workspace, made: Callable[[str], Layout]
) -> None:
    dispatch = documents.dispatch(office, "印发目标表")
    assert dispatch.stem == "印发目标表（待发）"
    ready = made("印发目标表")
    assert all(section.mark and "待发" in section.mark for section in ready.document.sections)
    assert line(ready, "青政办字〔2012〕　　号")


@pytest.fixture(scope="module")
def packs(built: Path) -> dict[str, list[Path]]:
    """Return the files of each circular, by its name."""
    folders = (each for each in (built / "build").iterdir() if each.is_dir())
    return {each.name.removesuffix("（待发）"): sorted(each.iterdir()) for each in folders}


def file(packs: dict[str, list[Path]], name: str, part: str) -> Path:
    return next(each for each in packs[name] if part in each.name)


def pages(file: Path) -> int:
    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


def test_attachments_bear_the_titles_that_the_circular_lists(
    packs: dict[str, list[Path]],
) -> None:
    circular = docx.Document(file(packs, "前三季度通报", "的通报.docx"))
    texts = [each.text for each in circular.paragraphs]
    at = next(index for index, text in enumerate(texts) if text.startswith("附件："))
    listed = [text.removeprefix("附件：").split(".", 1)[1] for text in texts[at : at + 2]]
    assert len(listed) == 2
    for number, title in enumerate(listed, start=1):
        attachment = docx.Document(file(packs, "前三季度通报", f"附件{number}　"))
        first, second, *_ = [each.text for each in attachment.paragraphs if each.text]
        assert (first, second) == (f"附件{number}", title)
        assert not title.endswith(("。", "，"))


def test_detached_attachments_carry_the_number_and_their_own_pages(
    packs: dict[str, list[Path]],
) -> None:
    attachment = docx.Document(file(packs, "印发目标表", "附件　"))
    assert attachment.paragraphs[0].text == "青政办字〔2012〕　　号附件"
    with pikepdf.open(file(packs, "印发目标表", "合订本")) as book:
        assert [page.label for page in book.pages][:4] == ["1", "2", "附件-1", "附件-2"]


def test_bound_pages_are_counted_through(packs: dict[str, list[Path]]) -> None:
    first = pages(file(packs, "joint", "考核工作的通知.pdf"))
    second = docx.Document(file(packs, "joint", "附件1"))
    start = second.sections[0]._sectPr.xpath("./w:pgNumType/@w:start")
    assert start == [str(first + 1)]
    with pikepdf.open(file(packs, "joint", "合订本")) as book:
        assert [page.label for page in book.pages] == [str(n + 1) for n in range(len(book.pages))]
        with book.open_outline() as outline:
            assert [item.title for item in outline.root][1].startswith("附件1　")
            assert outline.root[2].children


def test_the_bound_file_keeps_every_tag(packs: dict[str, list[Path]]) -> None:
    whole = _reachable(file(packs, "前三季度通报", "合订本"))
    parts = [
        _reachable(each)
        for each in packs["前三季度通报"]
        if each.suffix == ".pdf" and "合订本" not in each.name
    ]
    assert whole == sum(parts)
    assert whole > 100


def _reachable(file: Path) -> int:
    """Count the marked pieces of all pages that the structure tree leads back to their page."""
    with pikepdf.open(file) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        tree = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        found = 0
        for page in pdf.pages:
            for element in tree[int(page.StructParents)]:
                found += element.get("/Pg", page.obj).objgen == page.obj.objgen
        return found


def _claims(content: bytes) -> tuple[str, str]:
    """Return the level of PDF/A-3 and the part of PDF/UA that a file claims, empty for none."""
    with pikepdf.open(BytesIO(content)) as book, book.open_metadata() as metadata:
        found = (metadata.get("pdfaid:conformance", ""), metadata.get("pdfuaid:part", ""))
        return str(found[0]), str(found[1])


def test_a_foreign_part_is_bound_as_it_is(packs: dict[str, list[Path]], root: Path) -> None:
    original = root / "data" / "2012" / "circulars" / SCAN
    assert file(packs, "letter", "附件　").read_bytes() == original.read_bytes()


def test_a_bound_file_claims_what_was_checked(
    office: Workspace, workshop: Workshop, packs: dict[str, list[Path]], root: Path
) -> None:
    assert _claims(file(packs, "joint", "合订本").read_bytes()) == ("A", "1")
    letter = documents.dispatch(office, "letter")
    parts = {
        "a scan": (scanned(), ("B", "")),
        # what it says of itself isn't proved
        "one of ours": (file(packs, "joint", "工作目标.pdf").read_bytes(), ("B", "")),
        "printers' colours": (scanned(in_printers_colours), ("", "")),
    }
    for name, (content, claims) in parts.items():
        path = root / f"{name}.pdf"
        path.write_bytes(content)
        enclosures = (replace(letter.enclosures[0], source=path),)
        files = packed(workshop, replace(letter, enclosures=enclosures), (PDF,))
        again = packed(workshop, replace(letter, enclosures=enclosures), (PDF,))
        bound = next(each.content for each in files if "合订本" in each.name)
        assert _claims(bound) == claims, name
        assert bound == next(each.content for each in again if "合订本" in each.name)
        assert path.read_bytes() == content


def word_file(path: Path) -> Path:
    document = docx.Document()
    for number in range(60):
        document.add_paragraph(f"第{number}条，附件的内容。")
    document.save(str(path))
    return path


def test_a_word_file_is_bound_where_it_can_be(
    office: Workspace, workshop: Workshop, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = documents.dispatch(office, "letter")
    enclosure = replace(letter.enclosures[0], source=word_file(root / "附件.docx"))
    letter = replace(letter, bound=True, enclosures=(enclosure,))

    def of(name: str) -> MadeFile:
        files = packed(workshop, letter, (PDF,))
        return next(each for each in files if each.name.endswith(name))

    monkeypatch.setenv("PATH", str(root))
    alone = of("合订本.pdf")
    assert "合订本里没有“附件" in of("清单.txt").content.decode()
    monkeypatch.undo()
    if LIBREOFFICE.missing():
        pytest.skip("no LibreOffice")
    bound = of("合订本.pdf")
    assert bound.pages >= alone.pages + 2
    assert len(pypdfium2.PdfDocument(bound.content)) == bound.pages
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(bound.content)]
    assert any("附件的内容" in text for text in texts)
    assert "合订本里没有" not in of("清单.txt").content.decode()


def test_the_packing_list_tells_of_every_file(packs: dict[str, list[Path]]) -> None:
    listed = json.loads(file(packs, "joint", "发文清单.json").read_bytes())
    names = {each.name for each in packs["joint"]}
    kept = {name for name in names if name.endswith("数据来源.csv")}  # of the report, not sent
    assert len(kept) == 1
    assert {each["file"] for each in listed} == names - {"发文清单.json", "发文清单.txt"} - kept
    counted = {each.stem: pages(each) for each in packs["joint"] if each.suffix == ".pdf"}
    for each in listed:
        assert each["pages"] == counted.get(Path(each["file"]).stem, 0)


def test_data_go_inside_when_asked(office: Workspace, workshop: Workshop, root: Path) -> None:
    dispatch = documents.dispatch(office, "印发目标表")
    table = root / "data" / "2012" / "targets.yaml"
    dispatch = replace(dispatch, data_files=(table,))
    files = packed(workshop, dispatch, (PDF,))
    again = packed(workshop, dispatch, (PDF,))
    assert [each.content for each in files] == [each.content for each in again]
    bound = next(each for each in files if "合订本" in each.name)
    with pikepdf.open(BytesIO(bound.content)) as book:
        assert book.attachments["targets.yaml"].get_file().read_bytes() == table.read_bytes()
        assert book.Root.AF[0].AFRelationship == pikepdf.Name.Source


@pytest.mark.parametrize("fault", bad_pdfs())
def test_bad_foreign_pdfs_are_refused(
    fault: str, office: Workspace, workshop: Workshop, root: Path
) -> None:
    make, reason = bad_pdfs()[fault]
    path = root / f"{fault}.pdf"
    content = make()
    path.write_bytes(content)
    dispatch = documents.dispatch(office, "letter")
    bad = replace(dispatch, enclosures=(replace(dispatch.enclosures[0], source=path),))
    with pytest.raises(DataError) as caught:
        packed(workshop, bad, (PDF,))
    assert reason in str(caught.value)
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", harmless_pdfs())
def test_what_only_looks_like_a_fault_is_taken(name: str, tmp_path: Path) -> None:
    path = tmp_path / "表.pdf"
    path.write_bytes(harmless_pdfs()[name]())
    assert vet(path).pages == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("〔2012〕65", "〔2011〕65"), "不符"),
        (("完成情况的通报", "完成情况的通知"), "通报"),
        (("关于2012年前三季度", "关于2012年，前三季度"), "标点"),
        (("\n  青岛市人民政府办公厅\n", "\n"), "开头"),
        (("about: 2012Q3\n", ""), "期间"),
        (("about: 2012Q3", "about: 2012Q4"), "没有进展数据"),
        (("date: 2012-10-20", "date: 2012-09-20"), "早于所说期间"),
        (("date: 2012-10-20", "date: 2012-10-20\nprinted_on: 2012-10-19"), "早于成文日期"),
        (("  - annex: behind", "  - file: 无.pdf\n    title: 无"), "不存在"),
        (("  - annex: behind", "  - file: ../../office.yaml\n    title: 无"), "文件夹里"),
    ],
)
def test_wrong_elements_are_named(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    root = workspace_at(tmp_path / "w")
    path = root / "data" / "2012" / "circulars" / "前三季度通报.yaml"
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    found = [each for each in check_workspace(load_workspace(root)) if each.severity == "error"]
    assert any(words in each.message for each in found), found
    assert all(each.place and each.place.file.endswith("前三季度通报.yaml") for each in found)


def test_file_names_fit_any_system() -> None:
    assert file_stem("关于“A/B”的通知.") == "关于“A_B”的通知"
    assert len(file_stem("目" * 200).encode()) <= 150


SHOWN_TO_WORD = ("印发目标表", "report", "joint", "前三季度通报")


@pytest.fixture(scope="module")
def parity_by_name(
    made: Callable[[str], Layout], parities: Callable[[Judge, Sequence[Layout]], list[Parity]]
) -> dict[str, Parity]:
    found = parities(LIBREOFFICE, [made(name) for name in SHOWN_TO_WORD])
    return dict(zip(SHOWN_TO_WORD, found, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOWN_TO_WORD)
def test_word_breaks_the_same_lines_on_the_same_pages(
    parity_by_name: dict[str, Parity], name: str
) -> None:
    parity = parity_by_name[name]
    assert parity.pages[0] == parity.pages[1]
    known = ("第1页 青岛市人民政府办公厅", "第1页 文件")  # LibreOffice loses distributed lines
    assert not [each for each in parity.differing if not each.startswith(known)]


def test_before_a_foreign_pdf_the_imprint_stays_with_the_circular(
    office: Workspace, workshop: Workshop, root: Path
) -> None:
    scan, letter = root / "scan.pdf", root / "letter.docx"
    scan.write_bytes(scanned())
    docx.Document().save(letter)
    dispatch = documents.dispatch(office, "joint")
    first, second = dispatch.enclosures
    enclosures = (
        first,
        replace(second, source=scan),
        replace(second, label="附件3", source=letter),
    )
    dispatch = replace(dispatch, enclosures=enclosures)
    circular, *_ = parts_of(workshop, dispatch)
    assert isinstance(circular.made, Layout)
    assert circular.made.lines[-1].text == "2012年5月4日印发"
    files = packed(workshop, dispatch, (PDF,))
    beside = next(each for each in files if each.name.endswith(".docx"))
    bound = 1 if shutil.which("soffice") else 0  # by conversion, where there is a converter
    assert (beside.content, beside.pages) == (letter.read_bytes(), bound)
    letter.write_bytes(b"not a Word file")
    with pytest.raises(DataError, match="I901"):
        packed(workshop, dispatch, (PDF,))


@pytest.mark.parametrize(
    ("month", "number"), [("2012-03", 1), ("2012-04", 2), ("2012-05", 3), ("2012-06", 3)]
)
def test_a_brief_has_two_pages_and_its_number(
    office: Workspace, workshop: Workshop, month: str, number: int
) -> None:
    ready = workshop.make(documents.job(office, "brief", month))
    assert len(ready.pages) == 2
    assert line(ready, f"第{number}期")


def test_a_brief_on_very_many_targets_has_three_pages(
    office: Workspace, workshop: Workshop
) -> None:
    month = Period.parse("2012-05")
    job = documents.job(office, "brief", str(month))
    poor = tuple(job.context["poor"]) * 9  # type: ignore[arg-type]
    late = tuple(job.context["late"]) * 9  # type: ignore[arg-type]
    values = {
        "indicators": tuple(job.context["indicators"]) * 4,  # type: ignore[arg-type]
        "poor": poor,
        "late": late,
        "behind": poor + late,
    }
    crowded = replace(job, context={**job.context, **values, "rows": poor[:30]})
    ready = workshop.make(crowded)
    assert len(ready.pages) <= 3
    assert line(ready, "另有")

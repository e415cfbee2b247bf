"""What other programs say of our files; the gates themselves are tested with bad ones."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reportgen.dispatch.packing import packed
from reportgen.sources.workspace import load_workspace
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF
from tests import documents
from tests.validators.tools import Verdict, audit_errors, sdk_errors, vera
from tests.writers.test_drawing import FIGURED

pytestmark = pytest.mark.slow
# what our PDFs are, and how many rules that has
OURS = {"3a": 155, "ua1": 106}
# a scan without tags, and what was made of foreign parts
BOOKS = ("letter/合订本", "ours/合订本")
FOREIGN = ("letter/附件", *BOOKS)
# what others of their kind show as well
MORE = ("第一季度", "上半年", "4月")


@pytest.fixture(scope="module")
def files(
    built: Path,
    tmp_path_factory: pytest.TempPathFactory,
    workshop: Workshop,
    typeset_body: Callable[[str], Layout],
) -> list[Path]:
    """Return a document of each kind, circulars with all that goes with them, one drawn in parts."""
    made = [
        path for path in (built / "build").iterdir() if not any(each in path.name for each in MORE)
    ]
    made += [path for folder in made if folder.is_dir() for path in folder.iterdir()]
    workspace = load_workspace(built)
    letter = documents.dispatch(workspace, "letter")
    ours = replace(letter.enclosures[0], source=built / "build" / "2012年度目标表.pdf")
    data = (workspace.root / "data" / "2012" / "targets.yaml",)
    for dispatch in (
        replace(letter, stem="ours", enclosures=(ours,)),
        replace(documents.dispatch(workspace, "前三季度通报"), data_files=data),
    ):
        folder = tmp_path_factory.mktemp("more")
        for file in packed(workshop, dispatch, (PDF,)):
            path = folder / file.name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file.content)
            made.append(path)
    long = tmp_path_factory.mktemp("long") / "long.pdf"
    long.write_bytes(workshop.written(typeset_body(FIGURED), PDF))
    return [*made, long]


@pytest.fixture(scope="module")
def bad(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a PDF that claims what it is no longer."""
    path = tmp_path_factory.mktemp("bad") / "bad.pdf"
    with pikepdf.open(next(each for each in files if each.name == "合订本.pdf")) as pdf:
        del pdf.Root.OutputIntents
        del pdf.Root.StructTreeRoot
        pdf.save(path)
    return path


@pytest.fixture(scope="module")
def verdicts(files: list[Path], bad: Path) -> list[Verdict]:
    """Return what veraPDF says, which takes seconds to start, of all files at once."""
    pdfs = [path for path in files if path.suffix == ".pdf"]
    books = [each for each in pdfs if any(name in str(each) for name in BOOKS)]
    ours = [path for path in pdfs if not any(each in str(path) for each in FOREIGN)]
    claimed = [("3b", each) for each in books]
    return vera([*claimed, *((flavour, each) for each in (*ours, bad) for flavour in OURS)])


def test_every_pdf_of_ours_is_pdf_a_3a_and_pdf_ua_1(verdicts: list[Verdict], bad: Path) -> None:
    ours = [each for each in verdicts if each.file != str(bad) and each.flavour in OURS]
    assert len(ours) >= 2 * 14
    assert [each for each in ours if not each.passed] == []
    assert {each.flavour: each.rules for each in ours} == OURS


def test_a_book_of_foreign_parts_is_the_pdf_a_3b_that_it_claims_to_be(
    verdicts: list[Verdict],
) -> None:
    assert [each.passed for each in verdicts if each.flavour == "3b"] == [True, True]


def test_the_gate_refuses_a_pdf_that_only_claims(verdicts: list[Verdict], bad: Path) -> None:
    found = [each for each in verdicts if each.file == str(bad)]
    assert [each.passed for each in found] == [False, False]
    assert all(each.failed != "{}" for each in found)


def test_every_docx_passes_microsofts_sdk_and_openxml_audit(files: list[Path]) -> None:
    documents = [path for path in files if path.suffix == ".docx"]
    assert len(documents) >= 10
    assert {path.name: errors for path in documents if (errors := sdk_errors(path))} == {}
    assert {path.name: errors for path in documents if (errors := audit_errors(path))} == {}


def test_the_gates_refuse_a_broken_docx(files: list[Path], tmp_path: Path) -> None:
    good = next(path for path in files if path.suffix == ".docx")
    bad = tmp_path / "bad.docx"
    written = BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:tblPr>", b"<w:tblPr><w:nothing/>", 1)
            target.writestr(name, content)
    bad.write_bytes(written.getvalue())
    assert sdk_errors(bad)
    assert audit_errors(bad)

"""What other programs say of our files; the gates themselves are tested with bad ones."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from reportgen.dispatch.packing import packed
from reportgen.sources.workspace import load_workspace
from reportgen.workshop import Workshop
from reportgen.writers.formats import DOCX, PDF
from tests import documents
from tests.dispatch.sample import workspace_at
from tests.validators.tools import audit_errors, sdk_errors, vera

pytestmark = pytest.mark.slow
FORMATS = (DOCX, PDF)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, workshop: Workshop) -> list[Path]:
    """Make one document of each kind, and circulars with all that goes out with them."""
    folder = tmp_path_factory.mktemp("made")
    workspace = load_workspace(workspace_at(tmp_path_factory.mktemp("office") / "w"))
    made = []
    for number, job in enumerate(
        (
            documents.job(workspace, "target-table", 2012),
            documents.job(workspace, "quarterly", "2012Q3"),
            documents.job(workspace, "brief", "2012-05"),
        )
    ):
        ready = workshop.make(job)
        for wanted in FORMATS:
            path = folder / f"{number}.{wanted.ending}"
            path.write_bytes(workshop.written(ready, wanted))
            made.append(path)
    data = (workspace.root / "data" / "2012" / "targets.yaml",)
    ours = folder / "0.pdf"
    for name in ("印发目标表", "前三季度通报", "letter", "report", "joint", "ours"):
        dispatch = documents.dispatch(workspace, "letter" if name == "ours" else name)
        if name == "前三季度通报":
            dispatch = replace(dispatch, data_files=data)
        if name == "ours":
            enclosures = (replace(dispatch.enclosures[0], source=ours),)
            dispatch = replace(dispatch, stem=name, enclosures=enclosures)
        for file in packed(workshop, dispatch, FORMATS):
            path = folder / file.name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file.content)
            made.append(path)
    return made


def test_every_pdf_of_ours_is_pdf_a_3a_and_pdf_ua_1(files: list[Path]) -> None:
    foreign = ("letter/附件", "letter/合订本")  # a scan without tags, and what it is bound into
    pdfs = [
        path
        for path in files
        if path.suffix == ".pdf" and not any(each in str(path) for each in foreign)
    ]
    assert len(pdfs) >= 14
    verdicts = vera("3a,ua1", pdfs)
    assert [each for each in verdicts if not each.passed] == []
    assert {each.flavour: each.rules for each in verdicts} == {"3a": 155, "ua1": 106}


def test_a_book_with_a_scan_is_the_pdf_a_3b_that_it_claims_to_be(files: list[Path]) -> None:
    book = next(path for path in files if "letter/合订本" in str(path))
    assert [each.passed for each in vera("3b", [book])] == [True]


def test_the_gate_refuses_a_pdf_that_only_claims(files: list[Path], tmp_path: Path) -> None:
    good = next(path for path in files if path.name == "合订本.pdf")
    bad = tmp_path / "bad.pdf"
    with pikepdf.open(good) as pdf:
        del pdf.Root.OutputIntents
        del pdf.Root.StructTreeRoot
        pdf.save(bad)
    verdicts = vera("3a,ua1", [bad])
    assert [each.passed for each in verdicts] == [False, False]
    assert all(each.failed != "{}" for each in verdicts)


def test_every_docx_passes_microsofts_sdk_and_openxml_audit(files: list[Path]) -> None:
    documents = [path for path in files if path.suffix == ".docx"]
    assert len(documents) >= 10
    assert {path.name: sdk_errors(path) for path in documents if sdk_errors(path)} == {}
    assert {path.name: audit_errors(path) for path in documents if audit_errors(path)} == {}


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

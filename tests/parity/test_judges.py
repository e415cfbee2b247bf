"""The judges and their fonts: what they change of a document, and that they still see its lines."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from reportgen.writers.formats import DOCX
from tests.parity.comparison import Parity, compare
from tests.parity.fontsets import (
    copies,
    itself,
    official_copies,
    proportional,
    without_joiners,
)
from tests.parity.joiners import ANY_JOINER, NO_WIDTH_NON_BREAK, WORD_JOINER
from tests.parity.judges import JUDGES, Judge

JOINED = "".join(
    f"<p>{'国' * lead}（青政办字〔2012〕65号）全年办理130条次，占95%以上，2012年10月20日止。</p>"
    for lead in range(8, 28)
)


@pytest.fixture(scope="session")
def joined(typeset_body: Callable[[str], Layout]) -> Layout:
    """Typeset paragraphs in which every group comes to stand at a line's end once."""
    return typeset_body(f"<section>{JOINED}</section>")


JOINERS = {"U+2060": WORD_JOINER, "U+200D": NO_WIDTH_NON_BREAK, "none": ""}


@pytest.fixture(scope="module")
def parity_by(
    joined: Layout,
    workshop: Workshop,
    official_fonts: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Judge], dict[str, Parity]]:
    """Have a judge lay the document out with each joiner in it, and with none."""

    @cache
    def judged(judge: Judge) -> dict[str, Parity]:
        if reason := judge.missing():
            pytest.skip(reason)
        folder = tmp_path_factory.mktemp("joined")
        files = [folder / f"{name}.docx" for name in JOINERS]
        for docx, joiner in zip(files, JOINERS.values(), strict=True):
            docx.write_bytes(workshop.written(joined, DOCX))
            assert _with_joiner(docx, joiner), "the document must hold joiners"
        made = judge.lay_out(files, official_fonts, folder)
        return {
            name: compare(joined, pdf, workshop.profile)
            for name, pdf in zip(JOINERS, made, strict=True)
        }

    return judged


@pytest.mark.slow
@pytest.mark.parametrize("joiner", ["U+2060", "U+200D"])
@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.name)
def test_each_judge_sees_what_joiners_hold_together(
    judge: Judge, joiner: str, parity_by: Callable[[Judge], dict[str, Parity]]
) -> None:
    parity = parity_by(judge)[joiner]
    assert parity.pages[0] == parity.pages[1]
    assert not parity.differing


@pytest.mark.slow
@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.name)
def test_each_judge_sees_groups_parted_without_joiners(
    judge: Judge, parity_by: Callable[[Judge], dict[str, Parity]]
) -> None:
    assert parity_by(judge)["none"].differing


def _with_joiner(docx: Path, joiner: str) -> int:
    """Put one joiner in the place of each that a DOCX holds; return how many its text has."""
    with zipfile.ZipFile(docx) as package:
        parts = {entry: package.read(entry) for entry in package.infolist()}
    count = 0
    with zipfile.ZipFile(docx, "w") as package:
        for entry, content in parts.items():
            if entry.filename.endswith(".xml"):
                text, found = ANY_JOINER.subn(joiner, content.decode())
                content = text.encode()
                count += found if entry.filename == "word/document.xml" else 0
            package.writestr(entry, content)
    return count


def test_fonts_of_other_widths_stand_under_the_same_names(
    workshop: Workshop, tmp_path: Path
) -> None:
    file = next(iter(workshop.fonts.faces.values())).file
    copies(file.parent, proportional, tmp_path)
    before, after = TTFont(file), TTFont(tmp_path / file.name)
    assert len({_advance(before, each) for each in "AWiw09.%"}) == 1
    assert len({_advance(after, each) for each in "AWiw09.%"}) > 3
    assert _advance(after, "国") == _advance(before, "国")


def test_fonts_without_joiners_lack_them_under_official_names(
    workshop: Workshop, tmp_path: Path
) -> None:
    folder = official_copies(workshop.fonts, without_joiners, tmp_path)
    assert workshop.fonts.faces
    for key, resolved in workshop.fonts.faces.items():
        font = TTFont(folder / f"{key}{resolved.file.suffix}")
        assert font["name"].getBestFamilyName() == resolved.face.official
        assert not font.getBestCmap().keys() & {0x200B, 0x200C, 0x200D, 0x2060}
        assert ord("国") in font.getBestCmap()


def test_copies_that_nothing_changes_are_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "face.otf").write_bytes(b"any")
    copies(tmp_path / "source", itself, tmp_path)
    assert (tmp_path / "face.otf").read_bytes() == b"any"


def _advance(font: TTFont, character: str) -> int:
    advance: int = font["hmtx"][font.getBestCmap()[ord(character)]][0]
    return advance

"""Whatever a name is, it leads below its folder or is refused; nothing is followed or waited for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.paths import below, is_own_file, open_file
from reportgen.base.problems import CannotCreateError, DataError
from reportgen.publish import publish, refuse_differing

NASTY = ["", ".", "..", "/", "//", "/etc", "../x", "a/../../x", "a/b", "\\", "..\\x", "~", "-", "--help",
         "x\0y", "\0", "\n", "\x1b[2J", "\ud800", "\udcff", "\u202e", "\u200b", "CON", ".x", "x" * 256,
         "公" * 86, " ", "　", "公文", "a;b", "$(id)", "%2e%2e"]  # fmt: skip
CHARACTERS = st.characters(codec=None, categories=None)
NAMES = st.sampled_from(NASTY) | st.text(CHARACTERS, max_size=12) | st.text("./\\a公\0", max_size=6)


@given(names=st.lists(NAMES, min_size=1, max_size=3))
def test_any_names_lead_below_the_folder_or_nowhere(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as whole:
        folder = Path(whole) / "a" / "folder"
        folder.mkdir(parents=True)
        try:
            path = below(folder, *names)
        except DataError as error:
            (problem,) = error.problems
            assert problem.code == "O314"
            assert str(problem).replace("\n", "").isprintable()
            return
        publish(path, b"x")
        made = [Path(each) / file for each, _, files in os.walk(whole) for file in files]
        assert made == [folder.joinpath(*names)]
        assert len(made[0].relative_to(folder).parts) == len(names)


@pytest.mark.parametrize(
    "name", ["2012年度目标表.pdf", "前三季度通报_修订2", "附件1　表.docx", "--help"]
)
def test_ordinary_names_are_taken(tmp_path: Path, name: str) -> None:
    assert below(tmp_path, name, name) == tmp_path / name / name


@pytest.mark.parametrize(
    "to", ["../outside", "../outside/secret", "inside", "nowhere", "link", "/"]
)
def test_links_are_never_followed(tmp_path: Path, to: str) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    (folder / "inside").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret").write_text("secret")
    (folder / "link").symlink_to(to)
    for names in (("link",), ("link", "x"), ("link", "x", "y")):
        with pytest.raises(DataError, match="链接"):
            below(folder, *names)
    with pytest.raises(CannotCreateError):
        publish(folder / "link", b"x")
    assert (folder / "link").is_symlink()
    assert [each.name for each in outside.iterdir()] == ["secret"]
    assert (outside / "secret").read_text() == "secret"


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "build").symlink_to("disk")
    publish(below(tmp_path / "build", "x"), b"x")
    assert (tmp_path / "disk" / "x").read_bytes() == b"x"


def test_only_ordinary_files_are_opened_written_and_compared(tmp_path: Path) -> None:
    pipe, folder, file = (tmp_path / name for name in ("pipe", "folder", "file"))
    os.mkfifo(pipe)
    folder.mkdir()
    file.write_bytes(b"x")
    for path in (pipe, folder, Path("/dev/zero"), Path("/dev/tty")):
        assert not is_own_file(path)
        with pytest.raises(OSError):  # noqa: PT011 any reason, but at once
            open_file(path)
        for attempt in (
            lambda each: publish(each, b"y"),
            lambda each: refuse_differing({each: b"y"}, "", ""),
        ):
            with pytest.raises(CannotCreateError):
                attempt(path)
    assert is_own_file(file)
    with open_file(file) as opened:
        assert opened.read() == b"x"

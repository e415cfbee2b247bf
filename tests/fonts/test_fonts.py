"""Which file prints which face, and what happens when there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.fonts import install
from reportgen.fonts.faces import Face, resolve_fonts
from reportgen.fonts.files import advances, families
from reportgen.fonts.folders import cache_folder, font_folder
from reportgen.fonts.fontconfig import activate
from reportgen.fonts.install import FALLBACK, STAND_INS, FreeFont, printing_file

FANGSONG = Face("fangsong", "仿宋_GB2312", ("仿宋",), "FandolFang-Regular.otf")
SONG = Face("songti", "宋体", (), "FandolSong-Regular.otf")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home of one's own: no fonts in it, an empty cache, the free fonts where they are."""
    monkeypatch.setenv("REPORTGEN_FONTS", str(font_folder()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH"):
        monkeypatch.setenv(name, "")
    return tmp_path


def _install_official(home: Path, family: str) -> Path:
    folder = home / ".fonts"
    folder.mkdir()
    font = TTFont(font_folder() / printing_file("FandolKai-Regular.otf"))
    names = font["name"]
    names.names = [record for record in names.names if record.platformID == 3]
    for number in (1, 4, 16):
        names.setName(family, number, 3, 1, 0x804)
    path = folder / "official.otf"
    font.save(path)
    return path


def test_a_free_face_stands_in_and_is_reported(home: Path) -> None:
    fonts = resolve_fonts([FANGSONG])
    assert fonts.faces["fangsong"].file.name == printing_file("FandolFang-Regular.otf")
    (problem,) = fonts.substitutions()
    assert problem.code == Code.FONT_SUBSTITUTED.code
    assert "仿宋_GB2312" in problem.message


@pytest.mark.parametrize("family", ["仿宋_GB2312", "仿宋"])
def test_an_official_face_comes_first(home: Path, family: str) -> None:
    official = _install_official(home, family)
    fonts = resolve_fonts([FANGSONG])
    assert fonts.faces["fangsong"].file == official
    assert fonts.substitutions() == ()


def test_a_damaged_font_is_passed_over(home: Path) -> None:
    (home / ".fonts").mkdir()
    (home / ".fonts" / "broken.ttf").write_bytes(b"no font at all")
    (home / ".fonts" / "empty.otf").write_bytes(b"")
    assert resolve_fonts([FANGSONG]).faces["fangsong"].substituted


def test_no_font_is_a_configuration_error(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_FONTS", str(home / "none"))
    with pytest.raises(ConfigurationError) as caught:
        resolve_fonts([FANGSONG])
    assert caught.value.exit_code == 78
    assert "reportgen fonts install" in caught.value.problems[0].remedy


def test_characters_are_looked_up_in_all_faces(home: Path) -> None:
    fonts = resolve_fonts([FANGSONG, SONG])
    assert fonts.in_every_face("国")
    assert not fonts.in_every_face("堃")
    assert fonts.has_glyph("堃")
    assert not fonts.has_glyph("😀")
    assert not fonts.has_glyph("\U00020000")


def test_what_is_known_of_a_font_follows_the_file(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "font.otf"
    shutil.copy(font_folder() / "FandolFang-Regular.otf", path)
    assert "FandolFang" in families(path)
    known = advances(path)
    shutil.copy(font_folder() / "FandolHei-Regular.otf", path)
    assert "FandolHei" in families(path)
    assert advances(path) != known


def test_a_damaged_memory_of_a_font_is_read_anew(home: Path) -> None:
    path = font_folder() / "FandolFang-Regular.otf"
    words = f"from pathlib import Path; from reportgen.fonts.files import advances as a; print(a(Path({str(path)!r})))"

    def told() -> str:
        return subprocess.run(
            [sys.executable, "-c", words], capture_output=True, text=True, check=True
        ).stdout

    known = told()
    (memory,) = cache_folder().glob("*._advances")
    for damaged in (b"", memory.read_bytes()[:-1]):
        memory.write_bytes(damaged)
        assert told() == known


def test_the_private_configuration_knows_only_the_chosen_files(home: Path) -> None:
    file = activate(resolve_fonts([FANGSONG, SONG]))
    text = file.read_text(encoding="utf-8")
    assert f"<dir>{file.parent}</dir>" in text
    assert "/usr/share/fonts" not in text
    assert text.count("<include") == 0
    links = sorted(path.name for path in file.parent.iterdir() if path.is_symlink())
    assert links == ["fallback.ttf", "fangsong.otf", "songti.otf"]
    assert activate(resolve_fonts([FANGSONG, SONG])) == file


def test_folders_are_where_the_desktop_keeps_such_things(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REPORTGEN_FONTS")
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    former = home / ".local" / "share" / "reportgen" / "fonts"
    assert (cache_folder(), font_folder()) == (home / ".cache" / "reportgen", former)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "caches"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "things"))
    own = home / "things" / "reportgen" / "fonts"
    assert (cache_folder(), font_folder()) == (home / "caches" / "reportgen", own)
    former.mkdir(parents=True)
    assert font_folder() == former
    own.mkdir(parents=True)
    assert font_folder() == own


def test_a_home_that_cannot_be_written_is_replaced(home: Path) -> None:
    (home / ".cache").write_text("in the way")
    assert home not in cache_folder().parents


def test_installing_again_downloads_nothing(home: Path) -> None:
    messages: list[str] = []
    install.install_fonts(messages.append)
    assert len(messages) == 1
    assert install.missing_fonts() == ()


@pytest.fixture
def old_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a font folder as it was before stand-ins were made: only what the packages hold."""
    folder = home / "fonts"
    folder.mkdir()
    for font in (FALLBACK, *(each.source for each in STAND_INS)):
        shutil.copy(font_folder() / font.name, folder)
    monkeypatch.setenv("REPORTGEN_FONTS", str(folder))
    return folder


def test_an_old_folder_is_named_with_the_remedy(old_folder: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        resolve_fonts([FANGSONG])
    (problem,) = caught.value.problems
    assert "仿宋_GB2312" in problem.message
    assert "reportgen fonts install" in problem.remedy


def test_an_old_folder_is_brought_up_to_date_without_downloading(old_folder: Path) -> None:
    assert set(install.missing_fonts()) == {each.file_name for each in STAND_INS}
    messages: list[str] = []
    install.install_fonts(messages.append)
    assert not any("下载" in message for message in messages)
    assert install.missing_fonts() == ()
    assert resolve_fonts([FANGSONG]).faces["fangsong"].file.parent == old_folder


def test_a_font_of_ones_own_stands_in_as_it_is(old_folder: Path) -> None:
    shutil.copy(old_folder / "FandolKai-Regular.otf", old_folder / "own.otf")
    fonts = resolve_fonts([Face("kaiti", "楷体_GB2312", (), "own.otf")])
    assert fonts.faces["kaiti"].file == old_folder / "own.otf"


def test_a_damaged_fallback_is_missing(old_folder: Path) -> None:
    (old_folder / FALLBACK.name).write_bytes(b"cut off")
    assert FALLBACK.name in install.missing_fonts()


@pytest.mark.parametrize("font", [FALLBACK, STAND_INS[0].source])
def test_an_unknown_version_is_refused(font: FreeFont) -> None:
    with pytest.raises(ConfigurationError) as caught:
        install.verify(font, b"something else")
    (problem,) = caught.value.problems
    assert problem.code == Code.FONT_DAMAGED.code
    assert font.name in problem.message
    assert font.package in problem.remedy

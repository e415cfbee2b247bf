"""Fetch the free fonts from Debian's packages, without root or TeX, and make the stand-ins."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.fonts.catalogue import FALLBACK, STAND_INS, FreeFont, StandIn
from reportgen.fonts.derived import derive, differing_advances
from reportgen.fonts.folders import font_folder
from reportgen.publish import publish

_MINUTES = 15 * 60


def missing_fonts() -> tuple[str, ...]:
    """Return the files that print and aren't in the font folder as they should be."""
    made = [each.recipe.file_name for each in _unmade()]
    return (*made, *(() if _is_known(FALLBACK) else (FALLBACK.name,)))


def install_fonts(report: Callable[[str], None]) -> None:
    """Put the fonts that print into the font folder; what is there already is left alone.

    Raises ConfigurationError when a package can't be fetched or a file isn't what it should be.
    """
    unmade = _unmade()
    sources = (*(each.source for each in unmade), FALLBACK)
    missing = [font for font in sources if not _is_known(font)]
    for package in dict.fromkeys(font.package for font in missing):
        report(f"下载字体包 {package}（只取其中的字体，不安装）")
        wanted = [font for font in missing if font.package == package]
        with tempfile.TemporaryDirectory(prefix="reportgen-fonts-") as scratch:
            _unpack(package, Path(scratch))
            _take(wanted, Path(scratch))
    if unmade:
        report("按公文字体的字宽改制替代字体")
    for each in unmade:
        _make(each)
    report(f"字体齐备：{font_folder()}")


def _unmade() -> tuple[StandIn, ...]:
    folder = font_folder()
    return tuple(each for each in STAND_INS if not (folder / each.recipe.file_name).is_file())


def _is_known(font: FreeFont) -> bool:
    file = font_folder() / font.name
    return file.is_file() and _checksum(file.read_bytes()) in font.sha256


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _make(stand_in: StandIn) -> None:
    """Derive a stand-in; its bytes may differ with fontTools' version, its widths may not."""
    source, recipe = stand_in.source, stand_in.recipe
    content = derive((font_folder() / source.name).read_bytes(), recipe)
    if wrong := differing_advances(content, recipe):
        message = f"由 {source.name} 改制的 {recipe.file_name} 字宽不符：{wrong[:20]}"
        raise ConfigurationError([Code.FONT_DAMAGED.problem(message)])
    publish(font_folder() / recipe.file_name, content)


def _unpack(package: str, scratch: Path) -> None:
    # as root apt drops its rights for the download and then can't write into a private folder
    unsandboxed = ("-o", "APT::Sandbox::User=root")
    _run(("apt-get", "-qq", *unsandboxed, "download", package), scratch)
    for archive in scratch.glob("*.deb"):
        _run(("dpkg-deb", "-x", archive.name, "unpacked"), scratch)


def _run(command: tuple[str, ...], folder: Path) -> None:
    program = shutil.which(command[0])
    if program is None:
        message = f"本机没有 {command[0]}，不能自动下载字体"
        remedy = f"自行取得字体文件，放入 {font_folder()}。"
        raise ConfigurationError([Code.FONTS_MISSING.problem(message, None, remedy)])
    done = subprocess.run(  # noqa: S603 fixed programs and package names
        (program, *command[1:]),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_MINUTES,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        remedy = "检查网络；如提示找不到软件包，先运行 apt-get update。"
        message = f"{command[0]} 没有成功：{last}"
        raise ConfigurationError([Code.FONTS_MISSING.problem(message, None, remedy)])


def _take(fonts: Iterable[FreeFont], scratch: Path) -> None:
    for font in fonts:
        found = next(iter(sorted(scratch.rglob(font.name))), None)
        if found is None:
            message = f"软件包 {font.package} 里没有 {font.name}"
            raise ConfigurationError([Code.FONTS_MISSING.problem(message)])
        content = found.read_bytes()
        verify(font, content)
        publish(font_folder() / font.name, content)


def verify(font: FreeFont, content: bytes) -> None:
    """Raise ConfigurationError for a font that isn't one of its known versions."""
    if (checksum := _checksum(content)) not in font.sha256:
        message = f"{font.name} 不是登记过的版本，校验值 {checksum}"
        remedy = (
            f"登记的是 Debian 12、13 的版本：从 Debian 的软件包 {font.package} 取得，"
            f"放入 {font_folder()}，再运行 reportgen fonts install；或把校验值报告维护人员。"
        )
        raise ConfigurationError([Code.FONT_DAMAGED.problem(message, None, remedy)])

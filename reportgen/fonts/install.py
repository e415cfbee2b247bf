"""Fetch the free fonts from Debian's packages, without root and without installing TeX."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from reportgen.codes import Code
from reportgen.errors import ConfigurationError
from reportgen.fonts.catalogue import FREE_FONTS, FreeFont
from reportgen.fonts.files import families
from reportgen.fonts.folders import font_folder
from reportgen.publish import publish

_MINUTES = 15 * 60


def missing_fonts() -> tuple[FreeFont, ...]:
    """Return the free fonts that aren't in the font folder."""
    folder = font_folder()
    return tuple(font for font in FREE_FONTS if not (folder / font.name).is_file())


def install_fonts(report: Callable[[str], None]) -> None:
    """Put every free font into the font folder; what is there already is left alone.

    Raises ConfigurationError when a package can't be fetched or a file isn't what it should be.
    """
    missing = missing_fonts()
    for package in dict.fromkeys(font.package for font in missing):
        report(f"下载字体包 {package}（只取其中的字体，不安装）")
        wanted = [font for font in missing if font.package == package]
        with tempfile.TemporaryDirectory(prefix="reportgen-fonts-") as scratch:
            _unpack(package, Path(scratch))
            _take(wanted, Path(scratch))
    report(f"字体齐备：{font_folder()}")


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
        _verify(font, found, content)
        publish(font_folder() / font.name, content)


def _verify(font: FreeFont, file: Path, content: bytes) -> None:
    """Check the pinned checksum, or the family where a distribution may ship another version."""
    if font.sha256 is not None:
        good = hashlib.sha256(content).hexdigest() == font.sha256
    else:
        good = font.family in families(file)
    if not good:
        raise ConfigurationError([Code.FONT_DAMAGED.problem(f"{font.name} 校验不符")])

"""The free fonts that stand in: where they come from, how they are known, what is made of them.

They are fetched from Debian's packages, without root or TeX.
"""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.base.tables import rows_beside
from reportgen.fonts.folders import font_folder
from reportgen.publish import publish

RECIPE_VERSION = 2
_DOWNLOAD_S = 15 * 60


@dataclass(frozen=True, slots=True)
class FreeFont:
    """A font file in a Debian package, and the checksums of its known versions."""

    name: str
    package: str
    sha256: frozenset[str]


@dataclass(frozen=True, slots=True)
class StandIn:
    """What prints in place of a free font that a profile names.

    It is a family of its own, with ASCII so wide in thousandths of an em (None: as it was).
    """

    source: FreeFont
    family: str
    ascii_advance: int | None
    sha256: str

    @property
    def postscript_name(self) -> str:
        """The family's name in PDF files."""
        return self.family.replace(" ", "")

    @property
    def file_name(self) -> str:
        """The name of the file, another one whenever the way to make it changes."""
        return f"{self.postscript_name}-{RECIPE_VERSION}.otf"


def _free_font(row: Mapping[str, str]) -> FreeFont:
    return FreeFont(row["file"], row["package"], frozenset(row["known"].split()))


# The last one, which prints as it is, is 1.250 in Debian 12 and 1.511 in 13; Fandol is the same in
# both. ``made`` is what the locked fontTools makes of it: other bytes must come with another recipe.
# 方正小标宋简体 has no ``ascii_advance``, for its widths of Latin aren't known.
*_FANDOL, _OWN = rows_beside(__file__)
FALLBACK, FALLBACK_FAMILY = _free_font(_OWN), _OWN["family"]
STAND_INS = tuple(
    StandIn(
        _free_font(row),
        row["family"],
        int(row["ascii_advance"]) if row["ascii_advance"] else None,
        row["made"],
    )
    for row in _FANDOL
)


def printing_file(stand_in: str) -> str:
    """Return the name of the file that prints for a free font: what is made of it, or itself."""
    made = {each.source.name: each.file_name for each in STAND_INS}
    return made.get(stand_in, stand_in)


def missing_fonts() -> tuple[str, ...]:
    """Return the files that print and aren't in the font folder as they should be."""
    fallback = () if _is_known(FALLBACK) else (FALLBACK.name,)
    return (*(each.file_name for each in _unmade()), *fallback)


def install_fonts(report: Callable[[str], None]) -> None:
    """Put the fonts that print into the font folder; what is there already is left alone.

    Raises ConfigurationError when a package can't be fetched or a file isn't what it should be.
    """
    unmade = _unmade()
    sources = (*(each.source for each in unmade), FALLBACK)
    missing = [font for font in sources if not _is_known(font)]
    for package in dict.fromkeys(font.package for font in missing):
        report(f"下载字体包 {package}（只取其中的字体，不安装）")
        _fetch(package, [font for font in missing if font.package == package])
    if unmade:
        report("按公文字体的字宽改制替代字体")
    for each in unmade:
        _make(each)
    report(f"字体齐备：{font_folder()}")


def _unmade() -> list[StandIn]:
    return [each for each in STAND_INS if not _is_made(each)]


def _is_made(stand_in: StandIn) -> bool:
    """Tell whether a stand-in is the registered one, or what this machine's fontTools makes."""
    file, source = (font_folder() / name for name in (stand_in.file_name, stand_in.source.name))
    if not file.is_file():
        return False
    content = file.read_bytes()
    if _checksum(content) == stand_in.sha256:
        return True
    from reportgen.fonts.derived import derive

    return _is_known(stand_in.source) and content == derive(source.read_bytes(), stand_in)


def _is_known(font: FreeFont) -> bool:
    file = font_folder() / font.name
    return file.is_file() and _checksum(file.read_bytes()) in font.sha256


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _make(stand_in: StandIn) -> None:
    """Derive a stand-in; its bytes may differ with fontTools' version, its widths may not."""
    from reportgen.fonts.derived import derive, differing_advances

    source, made = (font_folder() / name for name in (stand_in.source.name, stand_in.file_name))
    content = derive(source.read_bytes(), stand_in)
    if wrong := differing_advances(content, stand_in):
        message = f"由 {source.name} 改制的 {made.name} 字宽不符：{wrong[:20]}"
        raise ConfigurationError([Code.FONT_DAMAGED.problem(message)])
    publish(made, content)


def _fetch(package: str, fonts: list[FreeFont]) -> None:
    """Take fonts out of a package."""
    with tempfile.TemporaryDirectory(prefix="reportgen-fonts-") as folder:
        scratch = Path(folder)
        # as root apt drops its rights for the download and then can't write into a private folder
        unsandboxed = ("-o", "APT::Sandbox::User=root")
        _run(("apt-get", "-qq", *unsandboxed, "download", package), scratch)
        for archive in scratch.glob("*.deb"):
            _run(("dpkg-deb", "-x", archive.name, "unpacked"), scratch)
        for font in fonts:
            found = sorted(scratch.rglob(font.name))
            if not found:
                message = f"软件包 {package} 里没有 {font.name}"
                raise ConfigurationError([Code.FONTS_MISSING.problem(message)])
            content = found[0].read_bytes()
            verify(font, content)
            publish(font_folder() / font.name, content)


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
        timeout=_DOWNLOAD_S,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["没有说明"])[-1]
        remedy = "检查网络；如提示找不到软件包，先运行 apt-get update。"
        message = f"{command[0]} 没有成功：{last}"
        raise ConfigurationError([Code.FONTS_MISSING.problem(message, None, remedy)])


def verify(font: FreeFont, content: bytes) -> None:
    """Raise ConfigurationError for a font that isn't one of its known versions."""
    if (checksum := _checksum(content)) not in font.sha256:
        message = f"{font.name} 不是登记过的版本，校验值 {checksum}"
        remedy = (
            f"登记的是 Debian 12、13 的版本：从 Debian 的软件包 {font.package} 取得，"
            f"放入 {font_folder()}，再运行 reportgen fonts install；或把校验值报告维护人员。"
        )
        raise ConfigurationError([Code.FONT_DAMAGED.problem(message, None, remedy)])

"""What this machine has and lacks: libraries, and a font for each style of the layout profile."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import Problem, ReportgenError
from reportgen.desk.workspaces import packaged_templates
from reportgen.fonts.faces import ResolvedFace, find_face, installed_files
from reportgen.fonts.install import install_fonts, missing_fonts
from reportgen.layout.loading import load_profile
from reportgen.layout.profile import LayoutProfile
from reportgen.sources.workspace import load_workspace

__all__ = ["Machine", "StyleFont", "examine", "install_fonts"]

_PACKAGES = ("weasyprint", "python-docx", "jinja2", "pydantic", "lxml", "fonttools")
_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


@dataclass(frozen=True, slots=True)
class StyleFont:
    """The official face that a text style wants, and what is there for it."""

    style: str
    wanted: str
    found: ResolvedFace | None


@dataclass(frozen=True, slots=True)
class Machine:
    """What is there: versions of packages, files of libraries, fonts; ``problems`` is what isn't.

    ``faults`` are those of a profile that can't be read, so that no fonts are known to be wanted.
    """

    system: str
    packages: Mapping[str, str]
    libraries: Mapping[str, str | None]
    fonts: tuple[StyleFont, ...]
    faults: tuple[Problem, ...]

    @property
    def problems(self) -> Iterator[Problem]:
        """Yield what this machine lacks, with what mends it."""
        yield from self.faults
        for name, found in self.libraries.items():
            if found is None:
                remedy = f"运行 apt-get install {_LIBRARIES[name]}。"
                yield Code.LIBRARY_MISSING.problem(f"缺少排版库 {name}", None, remedy)
        if lacking := missing_fonts():
            yield Code.FONTS_MISSING.problem(f"没有替代字体，或校验不符：{'、'.join(lacking)}")


def examine(root: Path) -> Machine:
    """Look at this machine, with the fonts of a workspace's profile; outside of one, a new one's."""
    fonts: tuple[StyleFont, ...] = ()
    faults: tuple[Problem, ...] = ()
    try:
        fonts = tuple(_style_fonts(_profile(root)))
    except ReportgenError as error:
        faults = tuple(error.problems)
    return Machine(
        f"Python {platform.python_version()}　{platform.platform()}",
        {name: version(name) for name in _PACKAGES},
        {name: find_library(name) for name in _LIBRARIES},
        fonts,
        faults,
    )


def _style_fonts(profile: LayoutProfile) -> Iterator[StyleFont]:
    installed = installed_files()
    found = {face.key: find_face(face, installed) for face in profile.font_faces()}
    for name, style in profile.styles.items():
        yield StyleFont(name, profile.faces[style.face].official, found[style.face])


def _profile(root: Path) -> LayoutProfile:
    try:
        name = load_workspace(root).office.record.profile
    except ReportgenError:
        name = "gbt9704-2012"
    own = (root / "templates").is_dir()
    return load_profile(root if own else packaged_templates().parent, name)

"""What this machine has and lacks: libraries, and a font for each style of the layout profile."""

import platform
from collections.abc import Mapping
from ctypes.util import find_library
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from reportgen.base.codes import Code
from reportgen.base.problems import Problem, ReportgenError
from reportgen.fonts.faces import ResolvedFace, find_face, installed_files
from reportgen.fonts.install import install_fonts, missing_fonts
from reportgen.layout.loading import load_profile
from reportgen.sources.names import packaged_templates
from reportgen.sources.workspace import load_workspace

__all__ = ["examine", "install_fonts"]

_PACKAGES = ("weasyprint", "python-docx", "jinja2", "pydantic", "lxml", "fonttools")
_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


class StyleFont(NamedTuple):
    """The official face that a text style wants, and what is there for it."""

    style: str
    wanted: str
    found: ResolvedFace | None


@dataclass(frozen=True, slots=True)
class Machine:
    """What is there: versions of packages, files of libraries, fonts; ``problems`` is what isn't.

    Where the profile can't be read, no fonts are known to be wanted.
    """

    system: str
    packages: Mapping[str, str]
    libraries: Mapping[str, str | None]
    fonts: tuple[StyleFont, ...]
    problems: tuple[Problem, ...]


def examine(root: Path) -> Machine:
    """Look at this machine, with the fonts of a workspace's profile; outside of one, a new one's."""
    fonts: tuple[StyleFont, ...] = ()
    problems: list[Problem] = []
    try:
        fonts = _fonts(root)
    except ReportgenError as error:
        problems += error.problems
    libraries = {name: find_library(name) for name in _LIBRARIES}
    for name, found in libraries.items():
        if found is None:
            remedy = f"运行 apt-get install {_LIBRARIES[name]}。"
            problems.append(Code.LIBRARY_MISSING.problem(f"缺少排版库 {name}", None, remedy))
    if lacking := missing_fonts():
        message = f"没有替代字体，或校验不符：{'、'.join(lacking)}"
        problems.append(Code.FONTS_MISSING.problem(message))
    system = f"Python {platform.python_version()}　{platform.platform()}"
    packages = {name: version(name) for name in _PACKAGES}
    return Machine(system, packages, libraries, fonts, tuple(problems))


def _fonts(root: Path) -> tuple[StyleFont, ...]:
    try:
        name = load_workspace(root).office.record.profile
    except ReportgenError:
        name = "gbt9704-2012"
    own = (root / "templates").is_dir()
    profile = load_profile(root if own else packaged_templates().parent, name)
    installed = installed_files()
    found = {face.key: find_face(face, installed) for face in profile.font_faces()}
    return tuple(
        StyleFont(name, profile.faces[style.face].official, found[style.face])
        for name, style in profile.styles.items()
    )

"""``doctor`` and ``fonts``: what this machine has and lacks."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from ctypes.util import find_library
from importlib.metadata import version
from pathlib import Path

import click

from reportgen.base.codes import Code
from reportgen.base.problems import ExitCode, Problem, ReportgenError
from reportgen.cli.output import print_problems, print_table
from reportgen.cli.words import Command, Group
from reportgen.desk.workspaces import packaged_templates
from reportgen.fonts.faces import find_face, installed_files
from reportgen.fonts.install import install_fonts, missing_fonts
from reportgen.layout.loading import load_profile
from reportgen.layout.profile import LayoutProfile
from reportgen.sources.workspace import load_workspace

_PACKAGES = ("weasyprint", "python-docx", "jinja2", "pydantic", "lxml", "fonttools")
_LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


@click.command("doctor", cls=Command)
@click.option("--fix", is_flag=True, help="缺少自由字体时下载")
@click.pass_obj
def doctor_command(root: Path, fix: bool) -> int:
    """检查本机：字体、排版库、版本，以及缺什么、怎么补。"""
    if fix:
        install_fonts(_say)
    click.echo(f"Python {platform.python_version()}　{platform.platform()}")
    print_table([(name, version(name)) for name in _PACKAGES])
    problems = [*_library_problems(), *_font_report(_profile(root))]
    print_problems(problems)
    click.echo("有缺少的东西，见上" if problems else "一切齐备")
    return ExitCode.CONFIGURATION if problems else ExitCode.DONE


def _profile(root: Path) -> LayoutProfile:
    """Return the workspace's profile; outside of one, that which a new one has."""
    try:
        name = load_workspace(root).office.record.profile
    except ReportgenError:
        name = "gbt9704-2012"
    own = (root / "templates").is_dir()
    return load_profile(root if own else packaged_templates().parent, name)


def _library_problems() -> Iterator[Problem]:
    rows = []
    for name, package in _LIBRARIES.items():
        found = find_library(name)
        rows.append((name, found or "缺少"))
        if found is None:
            remedy = f"运行 apt-get install {package}。"
            yield Code.LIBRARY_MISSING.problem(f"缺少排版库 {name}", None, remedy)
    print_table(rows)


def _font_report(profile: LayoutProfile) -> Iterator[Problem]:
    """Print the table role → wanted → found → file."""
    rows = [("文字样式", "应为", "现为", "文件")]
    installed = installed_files()
    faces = {face.key: find_face(face, installed) for face in profile.font_faces()}
    for role, style in profile.styles.items():
        wanted = profile.faces[style.face].official
        found = faces[style.face]
        if found is None:
            rows.append((role, wanted, "没有", ""))
        else:
            kind = "替代" if found.substituted else "公文字体"
            rows.append((role, wanted, kind, str(found.file)))
    print_table(rows)
    if lacking := missing_fonts():
        yield Code.FONTS_MISSING.problem(f"没有替代字体，或校验不符：{'、'.join(lacking)}")


@click.group("fonts", cls=Group)
def fonts_group() -> None:
    """自由字体。"""


@fonts_group.command("install")
def install_command() -> None:
    """下载自由字体，按公文字体的字宽改制；已有的不再下载。"""
    install_fonts(_say)


def _say(message: str) -> None:
    click.echo(message, err=True)

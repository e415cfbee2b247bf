"""What is wrong in a workspace, and why a page of a document ends where it does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import Problem, UsageError
from reportgen.checks import check_workspace
from reportgen.desk.making import Wanted, font_problems, ordered
from reportgen.fonts.faces import resolve_fonts
from reportgen.layout.loading import read_profile, unused_names
from reportgen.reports.jobs import open_templates
from reportgen.sources.names import stray_files
from reportgen.sources.workspace import load_workspace
from reportgen.templating.lint import bare_numbers, names_in
from reportgen.typeset.layout import Page, PageEnd, Piece

__all__ = ["ExplainedPage", "PageEnd", "Piece", "check", "explain_page"]


@dataclass(frozen=True, slots=True)
class ExplainedPage:
    """A page with what stands on it and why it ends; ``of`` is how many the document has."""

    page: Page
    of: int


def check(root: Path) -> tuple[Problem, ...]:
    """Find everything that is wrong in a workspace's data, templates and fonts.

    Raises DataError with all problems where data can't even be read.
    """
    workspace = load_workspace(root)
    profile = read_profile(root, workspace.office.record.profile)
    fonts = resolve_fonts(profile.record.font_faces())
    environment = open_templates(workspace).environment
    return (
        *check_workspace(workspace),
        *stray_files(root),
        *font_problems(workspace, fonts),
        *bare_numbers(environment),
        *unused_names(profile, names_in(environment)),
    )


def explain_page(root: Path, wanted: Wanted, number: int) -> ExplainedPage:
    """Typeset the one document that is wanted and return its page, counted from 1.

    Raises UsageError where several documents are meant, or none, or it has no such page.
    """
    order = ordered(root, wanted)
    if len(order.jobs) != 1:
        found = "、".join(job.stem for job in order.jobs) or "没有"
        raise UsageError([Code.USAGE.problem(f"要指明一份文稿；现在符合的有：{found}")])
    pages = order.layout(order.jobs[0]).pages
    if not 1 <= number <= len(pages):
        raise UsageError([Code.USAGE.problem(f"这份文稿有 {len(pages)} 页，没有第 {number} 页")])
    return ExplainedPage(pages[number - 1], len(pages))

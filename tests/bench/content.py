"""The same content for every tool: taken from the document trees that reportgen composes."""

from __future__ import annotations

from pathlib import Path

from reportgen.document.tree import Document, Paragraph
from reportgen.layout.loading import load_profile
from reportgen.model.periods import Period
from reportgen.reports.filters import FILTERS
from reportgen.reports.jobs import Job, quarterly_job, target_table_job
from reportgen.sources.workspace import load_workspace
from reportgen.templating import make_environment
from reportgen.typesetting import compose

ROOT = Path(__file__).parents[2]
Block = tuple[str, str] | list[list[str]]
SAMPLES = {"target-table": "目标表", "quarterly": "季度报告"}


def job(name: str) -> Job:
    workspace = load_workspace(ROOT)
    if name == "target-table":
        return target_table_job(workspace, 2012)
    return quarterly_job(workspace, Period.parse("2012Q1"))


def blocks(name: str) -> list[Block]:
    """Return paragraphs as (style, text) and tables as rows of texts, the head first."""
    profile = load_profile(ROOT, "gbt9704-2012")
    made = job(name)
    environment = make_environment(ROOT / "templates", FILTERS)
    return list(_blocks(compose(environment, made.template, made.context, profile)))


def _blocks(document: Document) -> list[Block]:
    found: list[Block] = []
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.append((block.style, block.text))
            else:
                rows = (block.head, *block.rows)
                found.append([[cell.text for cell in row.cells] for row in rows])
    return found

"""The same content for every tool: taken from the document trees that reportgen composes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from reportgen.assets import image_loader
from reportgen.document.tree import Document, Paragraph, Table
from reportgen.fonts.folders import cache_folder, font_folder
from reportgen.layout.loading import load_profile
from reportgen.model.periods import Period
from reportgen.reports.filters import FILTERS
from reportgen.reports.jobs import Job, quarterly_job, target_table_job
from reportgen.sources.workspace import load_workspace
from reportgen.templating import make_environment
from reportgen.typesetting import compose
from tests.bench.peers import Block, Content
from tests.bench.template import write_template

ROOT = Path(__file__).parents[2]
SAMPLES = {"target-table": "目标表", "quarterly": "季度报告"}


def job(name: str) -> Job:
    workspace = load_workspace(ROOT)
    if name == "target-table":
        return target_table_job(workspace, 2012)
    return quarterly_job(workspace, Period.parse("2012Q1"))


def chinese_font() -> tuple[str, str | None]:
    """Return the system's first Chinese face, or else reportgen's free one and its folder."""
    listed = ""
    if shutil.which("fc-list"):
        command = ["fc-list", ":lang=zh-cn", "--format", "%{family[0]}\n"]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if families := sorted(set(listed.split("\n")) - {""}, key=lambda each: ("Mono" in each, each)):
        return families[0], None
    folder = font_folder()
    configuration = cache_folder() / "bench-fonts.conf"
    configuration.write_text(f"<fontconfig><dir>{folder}</dir></fontconfig>")
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    return "FandolFang R", str(folder)


def prepare(name: str, font: tuple[str, str | None], folder: Path) -> None:
    """Write what the other tools start from, so that no part of reportgen runs in their time."""
    profile = load_profile(ROOT, "gbt9704-2012")
    made = job(name)
    environment = make_environment(ROOT / "templates", FILTERS)
    images = image_loader(ROOT / "templates")
    blocks = _blocks(compose(environment, made.template, made.context, profile, images))
    content = Content(name=name, blocks=blocks, family=font[0], folder=font[1])
    (folder / "content.json").write_text(json.dumps(content), encoding="utf-8")
    write_template(folder / "template.docx", content)


def _blocks(document: Document) -> list[Block]:
    """Return paragraphs as texts and tables as rows of texts, the head first."""
    found: list[Block] = []
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.append(block.text)
            elif isinstance(block, Table):
                rows = (block.head, *block.rows)
                found.append([[cell.text for cell in row.cells] for row in rows])
    return found

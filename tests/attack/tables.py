"""Spoiled target tables to import: what it writes, ``check`` accepts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

import docx
import openpyxl

from reportgen.base.problems import errors_in
from reportgen.checks import check_workspace
from reportgen.desk.workspaces import new_workspace, propose, write_proposal
from reportgen.sources.workspace import load_workspace
from tests.attack.contest import Attack, Case, Fault, Seen, clear, told
from tests.attack.mutating import parts_of, spoiled_bytes, spoiled_package, spoiled_text
from tests.running import ROOT, ran

_SEED = ROOT / "tests" / "data" / "seed-target-table-2012.txt"
_HEAD = ("类别", "序号", "目标名称", "目标内容", "责任单位")
_BUILT = 0.01  # the share of what was written that is built
_NAMES = (
    "公文办理",
    "督查5号",
    "5G基站2期",
    "“12345”热线",
    "政务公开",
    "会议",
    "信访（第3批）",
    "A",
)
_VERBS = ("办结率达到", "新建", "压减", "控制在", "不少于", "完成", "同比增长", "力争突破", "降低")
_AMOUNTS = (
    "95%", "130件", "6万批次", "3000亿元", "3%～5%", "80至100批次", "1.2个工作日以内", "7‰", "2",
    "三十项", "35微克/立方米", "12亿元以上", "不超过8%", "99.95%", "零", "50%以上", "前3位", "①个",
    "100%", "10分贝", "1.5倍", "2012年底前全部", "每月2次", "分别80件、90件", "99999999999999999",
)  # fmt: skip


@cache
def good_files() -> dict[str, bytes]:
    """Return a sound table as a text, a workbook and a Word file."""
    rows = _rows(Random(1))
    return {
        "表.txt": _SEED.read_bytes(),
        "表.xlsx": _workbook(rows),
        "表.docx": _word(rows),
        "抄.csv": "\n".join(",".join(row) for row in rows).encode(),
    }


def _rows(dice: Random) -> list[tuple[str, ...]]:
    """Make a table of ordinary and less ordinary promises."""
    rows = [_HEAD]
    for number in range(1, dice.randrange(2, 9)):
        said = "；".join(
            dice.choice(_NAMES) + dice.choice(_VERBS) + dice.choice(_AMOUNTS)
            for _ in range(dice.randrange(1, 4))
        )
        unit = dice.choice(("办公室", "督查科、信息科", "", "12345热线办"))
        category = dice.choice(("工作目标", "创新目标", ""))
        rows.append((category, str(number), dice.choice(_NAMES), said + "。", unit))
    return rows


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book, stream = openpyxl.Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def _word(rows: Sequence[Sequence[str]]) -> bytes:
    document, stream = docx.Document(), BytesIO()
    document.add_paragraph("某局2012年度工作目标")
    table = document.add_table(0, len(_HEAD))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(stream)
    return stream.getvalue()


class Tables(Attack):
    key, name, tries = "import", "改坏的目标表（文本、表格、Word）", 10000

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        new_workspace(self.root, name="某局", year=2012)
        for path in (self.root / "data" / "2012").rglob("*.yaml"):
            path.unlink()
        self._parts = {
            name: parts_of(content) for name, content in good_files().items() if name.endswith("x")
        }

    def case(self, dice: Random) -> Case:
        name = dice.choice(
            ("表.txt", "表.txt", "抄.csv", "表.xlsx", "表.docx", "新.txt", "新.xlsx")
        )
        built = "*" if dice.random() < _BUILT else ""
        if name == "表.xlsx":
            content = spoiled_package(dice, self._parts[name], "xl/worksheets/sheet1.xml")
        elif name == "表.docx":
            content = spoiled_package(dice, self._parts[name], "word/document.xml")
        elif name == "新.xlsx":
            content = _workbook(_rows(dice))
        else:
            content = self._text(dice, name)
        return Case(name + built, content)

    def _text(self, dice: Random, name: str) -> bytes:
        if name == "新.txt":
            text = "\n".join("\t".join(row) for row in _rows(dice))
        else:
            text = good_files()[name].decode()
            for _ in range(dice.choice((1, 1, 2, 4))):
                text = spoiled_text(dice, text)
        encoding = dice.choice(("utf-8",) * 6 + ("gb18030", "utf-16", "utf-8-sig", "big5"))
        content = text.encode(encoding, "replace")
        return spoiled_bytes(dice, content) if dice.random() < 0.1 else content

    def played(self, case: Case) -> Seen:
        file = self.folder / "given" / case.target.rstrip("*")
        written = self.root / "data" / "2012" / "targets.yaml"
        self.put(written, b"")
        written.unlink()
        self.put(file, case.content)
        table = propose(self.root, file, 2012)
        if not table.record.targets:
            raise Fault("一行也没有读入，却没有报错")
        for problem in table.problems:
            clear(problem)
        write_proposal(self.root, table, waiting=lambda _: None)
        if errors := errors_in(check_workspace(load_workspace(self.root))):
            raise Fault(f"写出了 check 拒绝的：{errors[0].code} {errors[0].message[:140]}")
        if case.target.endswith("*"):
            made = told(ran("-C", str(self.root), "build", "target-table", "--year", "2012"))
            if not made.accepted:
                raise Fault(f"检查通过，build 拒绝：{made.words[0][:160]}")
        return Seen(accepted=True)

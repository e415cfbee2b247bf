"""Hostile names and links: nothing is written elsewhere, nothing overwritten, nothing runs."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random

import openpyxl

from tests.attack.contest import Attack, Case, Fault, Seen, told
from tests.attack.mutating import HOSTILE
from tests.running import ran, sample_at

_NAMES = (
    "../../../evil", "/tmp/evil", "a/b", "..", ".", "~", "CON", "-x", "--help", "$(id)", "a;id", "a b",
    "甲局 ", "甲　局", "É局", "É局", "=1+1", "@SUM(1)", "+cmd|' /C calc'!A0", "-2+3", "a\\b", "a:b", "%2e%2e",
    "公" * 90, "<b>", "局\nA", "a\tb", "{{ 7 }}", "甲'局", '甲"局', "５局", "%d", "甲\u202e局", "甲\u200b局",
)  # fmt: skip
# a field (the file, the pattern of its line), and the command that makes a name of it
_FIELDS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "brief": ("data/2012/brief.yaml", r"name: .*", ("build", "brief", "--period", "2012-05")),
    "unit": ("data/2012/targets.yaml", r"lead_unit: .*", ("forms", "out", "--period", "2012Q3")),
    "indicator": ("data/2012/targets.yaml", r"(?<=      )  name: .*", ("forms", "out", "--period", "2012Q3")),
    "office": ("data/office.yaml", r"name: .*", ("build", "target-table", "--year", "2012")),
    "title": ("data/2012/targets.yaml", r"title: .*", ("build", "target-table", "--year", "2012")),
    "file": ("data/2012/circulars/前三季度通报.yaml", r"annex: behind", ("build", "circular", "前三季度通报")),
    "template": ("templates/quarterly.html", r"title: .*", ("build", "quarterly", "--period", "2012Q1")),
}  # fmt: skip
# where in the workspace a link is put that leads elsewhere, and the command that would follow it
_LINKS: dict[str, tuple[str, ...]] = {
    "build": ("build", "target-table", "--year", "2012"),
    "build/2012年度目标表.pdf": ("build", "target-table", "--year", "2012"),
    "build/2012年度目标表.docx": ("build", "target-table", "--year", "2012"),
    "build/forms": ("forms", "out", "--period", "2012Q3"),
    "build/forms/2012Q3": ("forms", "out", "--period", "2012Q3"),
    "data/2012/frozen": ("freeze", "--period", "2012Q1"),
    "data/2012/circulars/通知.yaml": ("build", "circular", "通知"),
    "templates/quarterly.html": ("build", "quarterly", "--period", "2012Q1"),
}
_SECRET = "secret\n"


class Names(Attack):
    key, name, tries = "names", "名称和链接", 400

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        sample_at(self.root)

    def case(self, dice: Random) -> Case:
        if dice.random() < 0.2:
            return Case(
                dice.choice(list(_LINKS)), dice.choice((b"link to a file", b"link to a folder"))
            )
        name = dice.choice(_NAMES if dice.random() < 0.8 else HOSTILE)
        return Case(dice.choice(list(_FIELDS)), name.encode("utf-8", "surrogatepass"))

    def played(self, case: Case) -> Seen:
        if case.target in _LINKS:
            return self._linked(case)
        path, pattern, words = _FIELDS[case.target]
        field = pattern.rpartition(" ")[0].lstrip("(?<= )") or "file:"
        said = json.dumps(case.content.decode("utf-8", "surrogatepass"), ensure_ascii=False)
        line = f"{'  ' if case.target == 'indicator' else ''}{field} {said}"
        if case.target == "file":
            line = f"file: {said}"
        text = (self.root / path).read_text(encoding="utf-8")
        count = 5 if case.target == "unit" else 1
        spoiled = re.sub(pattern, lambda _: line, text, count=count)
        self.put(self.root / path, spoiled.encode("utf-8", "surrogatepass"))
        seen = told(ran("-C", str(self.root), *words))
        if formulas := [*self._formulas()]:
            raise Fault(f"名称成了公式：{formulas[0]}")
        return seen

    def _linked(self, case: Case) -> Seen:
        victim, link = self.folder / "given", self.root / case.target
        victim.mkdir()
        secret = victim / "secret.txt"
        secret.write_text(_SECRET)
        link.parent.mkdir(parents=True, exist_ok=True)
        whole = link.exists()
        if whole:
            self.put(link, link.read_bytes())
            link.unlink()
        link.symlink_to(secret if case.content.endswith(b"file") else victim)
        try:
            seen = told(ran("-C", str(self.root), *_LINKS[case.target]))
            if case.target != "build" and [each.name for each in victim.iterdir()] != [
                "secret.txt"
            ]:
                raise Fault(f"跟着链接写到了别处：{case.target}")
            if secret.read_text() != _SECRET:
                raise Fault(f"跟着链接改了别处的文件：{case.target}")
            return seen
        finally:
            if link.is_symlink():
                link.unlink()
            else:
                shutil.rmtree(link) if link.is_dir() else link.unlink(missing_ok=True)

    def _formulas(self) -> Iterator[str]:
        for path in (self.root / "build").rglob("*.xlsx"):
            for sheet in openpyxl.load_workbook(BytesIO(path.read_bytes())).worksheets:
                for row in sheet.iter_rows():
                    yield from (
                        f"{each.coordinate} {each.value}" for each in row if each.data_type == "f"
                    )

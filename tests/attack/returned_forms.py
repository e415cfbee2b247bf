"""Spoiled workbooks that come back: what is stored passes ``check``, what goes back can be opened."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import openpyxl

from reportgen.base.problems import ReportgenError, errors_in
from reportgen.checks import check_workspace
from reportgen.desk.forms import send_out, take_in
from reportgen.model.periods import Period
from reportgen.sources.workspace import load_workspace
from tests.attack.contest import Attack, Case, Fault, Seen, clear, refused
from tests.attack.mutating import parts_of, spoiled_package
from tests.forms.filling import blank_in, filled, workspace_at

_STORED = "data/2012/progress/2012Q2.yaml"
_SHEET = "xl/worksheets/sheet1.xml"


@cache
def good_form() -> bytes:
    """Return the sample's form of the second quarter as a careful clerk fills it in."""
    folder = Path(mkdtemp())
    root = workspace_at(folder / "office")
    send_out(root, Period.parse("2012Q2"))
    return filled(blank_in(root), folder / "back").read_bytes()


class ReturnedForms(Attack):
    key, name, tries = "xlsx", "改坏的填报表（XLSX），连同退回的副本", 6000

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        workspace_at(self.root)
        self._parts = parts_of(good_form())
        self._before = set(errors_in(check_workspace(load_workspace(self.root))))

    def case(self, dice: Random) -> Case:
        return Case("表.xlsx", spoiled_package(dice, self._parts, _SHEET))

    def played(self, case: Case) -> Seen:
        back, stored = self.folder / "given", self.root / _STORED
        self.put(stored, b"")
        stored.unlink()
        self.put(back / case.target, case.content)
        try:
            taken = take_in(self.root, back, waiting=lambda _: None)
        except ReportgenError as error:
            if stored.exists():
                raise Fault("没有收下，进展文件却改了") from error
            return refused(error.problems)
        for problem in taken.problems:
            clear(problem)
        self._holds(stored, written=bool(taken.written))
        if taken.back:
            for copy in taken.back.iterdir():
                openpyxl.load_workbook(BytesIO(copy.read_bytes()))
        return Seen(accepted=taken.any_accepted)

    def _holds(self, stored: Path, *, written: bool) -> None:
        """See that what was stored is what ``check`` accepts."""
        if written is not stored.exists():
            raise Fault("说的和写的不一样：进展文件" + ("没有写" if written else "写了"))
        if written:
            found = set(errors_in(check_workspace(load_workspace(self.root)))) - self._before
            if found:
                raise Fault(f"收下了 check 拒绝的：{min(map(str, found))[:160]}")

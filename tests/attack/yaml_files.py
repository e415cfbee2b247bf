"""Spoiled data files: what ``check`` accepts, ``build`` prints."""

from __future__ import annotations

from pathlib import Path
from random import Random

from reportgen.base.problems import errors_in
from reportgen.checks import check_workspace
from reportgen.desk.making import check
from reportgen.sources.workspace import load_workspace
from tests.attack.contest import Attack, Case, Fault, Seen, refused, told
from tests.attack.mutating import spoiled_bytes, spoiled_text
from tests.running import ran, sample_at

# each file with the words of ``build`` for a document that is made of it, and how often it is taken
FILES: dict[str, tuple[tuple[str, ...], int]] = {
    "data/2012/targets.yaml": (("target-table", "--year", "2012"), 8),
    "data/2012/progress/2012Q1.yaml": (("quarterly", "--period", "2012Q1"), 4),
    "data/2012/progress/2012Q3.yaml": (("quarterly", "--period", "2012Q3"), 4),
    "data/2012/progress/2012-05.yaml": (("brief", "--period", "2012-05"), 3),
    "data/2012/circulars/前三季度通报.yaml": (("circular", "前三季度通报"), 4),
    "data/2012/circulars/印发目标表.yaml": (("circular", "印发目标表"), 2),
    "data/2012/assessment-rules.yaml": (("quarterly", "--period", "2012Q1"), 2),
    "data/2012/brief.yaml": (("brief", "--period", "2012-05"), 2),
    "data/2012/issued-briefs.yaml": (("brief", "--period", "2012-05"), 1),
    "data/office.yaml": (("target-table", "--year", "2012"), 2),
    "data/schedule.yaml": ((), 1),
}
_BUILT = 0.2  # the share of what was accepted that is built, which takes a second each


class YamlFiles(Attack):
    key, name, tries = "yaml", "改坏的数据文件（YAML）", 3000

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        sample_at(self.root)
        self._good = {name: (self.root / name).read_bytes() for name in FILES}
        self._weights = [weight for _, weight in FILES.values()]

    def case(self, dice: Random) -> Case:
        (target,) = dice.choices(list(FILES), self._weights)
        content = self._good[target]
        if dice.random() < 0.1:
            content = spoiled_bytes(dice, content)
        else:
            text = content.decode()
            for _ in range(dice.choice((1, 1, 1, 2, 3))):
                text = spoiled_text(dice, text)
            content = text.encode("utf-8", "surrogatepass")
        return Case(f"{target}{'*' if dice.random() < _BUILT else ''}", content)

    def played(self, case: Case) -> Seen:
        target = case.target.rstrip("*")
        self.put(self.root / target, case.content)
        problems = check_workspace(load_workspace(self.root))
        if errors := errors_in(problems):
            return refused(errors)
        if case.target == target or not (words := FILES[target][0]):
            return Seen(accepted=True)
        if errors := errors_in(check(self.root)):
            return refused(errors)
        made = told(ran("-C", str(self.root), "build", *words))
        if not made.accepted:
            raise Fault(f"检查通过，build 拒绝：{made.words[0][:160]}")
        return made

"""Odd but possible figures, ids and names: printed right, or refused by ``check`` with a word."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

from reportgen.base.numbers import is_ordinary, plain
from reportgen.base.problems import errors_in
from reportgen.desk.making import check
from reportgen.desk.workspaces import new_workspace
from reportgen.sources.strict_yaml import Value
from reportgen.sources.yaml_text import plain_yaml
from tests.attack.contest import Attack, Case, Fault, Seen, refused, told
from tests.running import ran

_FIRST = ("W", "S", "A", "Z", "a", "Zz", "W1", "W-1", "x_9")
_SECOND = (
    "1",
    "12",
    "9",
    "007",
    "2012",
    "100",
    "1-2",
    "2_3",
    "1.2",
    "M1",
    "12A",
    "99999999",
    "V" * 30,
)
_THIRD = ("1", "10", "01", "1.10", "a", "2012", "0", "9-9", "x" * 40)
_NAMES = (
    "5G基站2期", "重点2012", "政务2", "督查①", "专项20", "“12345”热线", "二期", "A类", "第3批", "1", "2012年",
    "H1N1防控", "公文办理", "十件实事", "3", "P2P清理", "PM2.5", "两会2012-2", "会议（2）", "G20", "CO2", "100",
    "PM10浓度", "0-3岁托育", "7×24小时", "12.5", "Ⅱ期", "B-2", "95%", "3-5", "1/2", "24小时", "＃1", "甲.乙",
    "全市各级各部门主动公开政府信息并按规定时限答复申请公开的件数", "单位" * 30, "高质量发展" * 8,
)  # fmt: skip
_UNITS = (
    "件", "次", "万户", "元", "亿元", "平方米", "微克/立方米", "工作日", "个百分点", "吨标准煤/万元", "m2",
    "km", "GB", "人次", "户（次）", "‰", "点", "10万人",
)  # fmt: skip
_COUNTS = {"at_least": "不少于{}", "more_than": "突破{}", "planned": "完成{}"}
_WORDS: dict[str, dict[str, str]] = {
    "count": _COUNTS,
    "cap": {"at_most": "不超过{}"},
    "level": {"at_most": "控制在{}以内", "at_least": "保持在{}以上"},
    "rate": {"at_least": "达到{}以上", "at_most": "不超过{}", "equal_full": "达到{}"},
    "reduction": {"planned": "下降{}", "at_least": "下降{}以上"},
    "growth": {"planned": "增长{}", "at_least": "增长{}以上"},
}
_SHARES = (
    "0",
    "0.1",
    "0.2499",
    "0.25",
    "0.333333",
    "0.5",
    "0.75",
    "0.999999",
    "1",
    "1.00001",
    "1.2",
)
_QUARTERS = (("Q1", "2012-04-10"), ("Q2", "2012-07-10"), ("Q3", "2012-10-10"), ("Q4", "2013-01-10"))


class Figures(Attack):
    key, name, tries = "figures", "少见的数、编号和名称", 600

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        new_workspace(self.root, name="某局", year=2012)
        for path in (self.root / "data" / "2012").rglob("*.yaml"):
            path.unlink()
        (self.root / "data" / "schedule.yaml").unlink()

    def case(self, dice: Random) -> Case:
        own = _Year(dice)
        files = {"targets.yaml": own.table()}
        for number, (quarter, day) in enumerate(_QUARTERS[: dice.randrange(1, 5)]):
            files[f"progress/2012{quarter}.yaml"] = own.report(f"2012{quarter}", day, number)
        return Case("一年.json", json.dumps(files, ensure_ascii=False, indent=1).encode())

    def played(self, case: Case) -> Seen:
        for name, text in json.loads(case.content).items():
            self.put(self.root / "data" / "2012" / name, text.encode())
        if errors := errors_in(check(self.root)):
            return refused(errors)
        made = told(ran("-C", str(self.root), "build"))
        if not made.accepted:
            raise Fault(f"检查通过，build 拒绝：{made.words[0][:200]}")
        return made


@dataclass(frozen=True, slots=True)
class _Made:
    """An indicator, and how it goes: the shares of its value that are reached by the quarters."""

    id: str
    kind: str
    value: Decimal
    shares: tuple[Decimal, ...]
    whole: int
    places: bool


class _Year:
    """A year of an office, whose table and reports agree with each other."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._made: list[_Made] = []

    def table(self) -> str:
        dice = self._dice
        first = dice.choice(_FIRST)
        targets: list[Value] = []
        for number in range(1, dice.randrange(2, 5)):
            second = f"{first}{dice.choice(('', '-', '.', '_'))}{dice.choice(_SECOND)}.{number}"
            indicators = [
                self._indicator(f"{second}.{each}") for each in range(dice.randrange(1, 4))
            ]
            content = "，".join(str(each["quote"]) for each in indicators)
            targets.append(
                {
                    "id": second,
                    "category": first,
                    "seq": number,
                    "name": dice.choice(_NAMES),
                    "content": f"{content}。",
                    "lead_unit": dice.choice(("办公室", "12345热线办", "一处", "2处")),
                    "indicators": list(indicators),
                }
            )
        columns: list[Value] = [
            {"key": "category", "title": "类别"},
            {"key": "seq", "title": "序号"},
            {"key": "name", "title": "目标名称"},
            {"key": "content", "title": "目标内容"},
        ]
        category: Value = {"id": first, "name": dice.choice(_NAMES)}
        return plain_yaml(
            {
                "year": 2012,
                "title": "某局2012年度工作目标",
                "date_issued": date(2012, 3, 1),
                "columns": columns,
                "categories": [category],
                "targets": targets,
            }
        )

    def _indicator(self, id_: str) -> dict[str, Value]:
        dice = self._dice
        kind = dice.choice(list(_WORDS))
        comparator = dice.choice(list(_WORDS[kind]))
        percent = kind in ("rate", "reduction", "growth")
        value = Decimal(100) if comparator == "equal_full" else _value(dice, percent=percent)
        unit = "%" if percent else dice.choice(_UNITS)
        display = f"{plain(value)}{unit}"
        own = f"{id_}{dice.choice(_THIRD)}"
        shares = sorted(Decimal(each) for each in dice.choices(_SHARES, k=4))
        whole = dice.choice((0, 0, 3, 7, 97, 1000, 10**6 + 3, 10**12 + 39))
        self._made.append(_Made(own, kind, value, tuple(shares), whole, dice.random() < 0.1))
        return {
            "id": own,
            "name": dice.choice(_NAMES),
            "kind": kind,
            "comparator": comparator,
            "value": value,
            "unit": unit,
            "display": display,
            "deadline": date(2012, 12, 31),
            "definition": "按台账统计",
            "lead_unit": "办公室",
            "quote": _WORDS[kind][comparator].format(display),
        }

    def report(self, period: str, day: str, number: int) -> str:
        entries: list[Value] = [
            {"indicator": made.id, **_figures(made, number)}
            for made in self._made
            if self._dice.random() < 0.9
        ]
        return plain_yaml({"period": period, "sample": False, "entries": entries}) + (
            f"date_reported: {day}\n"
        )


def _figures(made: _Made, number: int) -> dict[str, Value]:
    """Report what was reached: near the plan, nothing, or far too much."""
    done = Decimal(f"{made.value * made.shares[number]:.6f}")
    figure = done if is_ordinary(done) else Decimal(int(done))
    if made.kind in ("count", "cap"):
        return {"cumulative": figure if made.places else Decimal(int(done))}
    if made.kind == "level":
        return {"current": figure}
    if made.kind == "rate" and made.whole:
        denominator = made.whole * (number + 1)
        part = min(Decimal(1), made.value * made.shares[number] / 100)
        return {"numerator": int(denominator * part), "denominator": denominator}
    return {"rate": min(figure, Decimal(99))}


def _value(dice: Random, *, percent: bool) -> Decimal:
    if percent:
        return Decimal(
            dice.choice(
                ("5", "95", "99.99", "0.05", "33.333333", "100", "12.5", "66.666667", "66.6666667")
            )
        )
    digits = dice.choice((1, 2, 3, 3, 5, 5, 9, 9, 10, 12, 12, 14, 15, 28))
    whole = dice.choice((dice.randrange(1, 10**digits), 10**digits, 10**digits - 1))
    places = dice.choice((0, 0, 0, 0, 0, 0, 1, 2, 6, 6, 7))
    return Decimal(whole) if not places else Decimal(f"{whole}.{'3' * places}")

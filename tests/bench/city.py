"""A whole city's year, invented: any number of units, targets, figures (示例数据)."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

from reportgen.sources.yaml_text import plain_yaml
from tests.bench.measuring import ROOT, YEAR

_UNITS = (
    "发展改革",
    "教育",
    "科技",
    "民政",
    "财政",
    "交通运输",
    "水务",
    "农业农村",
    "卫生健康",
    "文化旅游",
)
_SAMPLE = "# 全部虚构，只用来量速度（示例数据）。\n\n"
# name, unit of measure, what its target says; the value follows from the row
_WORKS = (
    (
        "办结群众来信",
        "件",
        "健全来信登记、交办、督办、反馈制度,落实首接负责,全年办结群众来信{value}件以上。",
    ),
    (
        "培训基层业务骨干",
        "人次",
        "分级分类组织培训,突出实务操作和案例教学,全年培训基层业务骨干{value}人次以上。",
    ),
    (
        "开展专项检查",
        "次",
        "坚持问题导向,推行随机抽查和跨部门联合检查,全年开展专项检查{value}次以上。",
    ),
    (
        "编发工作信息",
        "条",
        "围绕中心工作和社会关切,提高信息时效和质量,全年编发工作信息{value}条以上。",
    ),
)
_BASIS = "市政府工作报告确定的重点任务;国家、省有关规定和上年度完成情况。"


def city_at(folder: Path, *, targets: int, units: int, quarters: int = 1) -> Path:
    """Write a workspace with so many targets, shared out among so many units."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(Path(__file__).with_name("unit-report.html"), folder / "templates")
    data = folder / "data" / str(YEAR)
    (data / "progress").mkdir(parents=True)
    office = {"name": "某市人民政府办公厅", "unit": "市政府办公厅", "doc_code": "某政办字"}
    (folder / "data/office.yaml").write_text(_SAMPLE + plain_yaml(office), encoding="utf-8")
    rows = [_target(number, units) for number in range(1, targets + 1)]
    table = {
        "year": YEAR,
        "title": f"全市{YEAR}年度工作目标",
        "date_issued": date(YEAR, 1, 30),
        "columns": [
            {"key": key, "title": title}
            for key, title in (
                *(("category", "类别"), ("seq", "序号"), ("name", "目标名称")),
                *(
                    ("content", "目标内容"),
                    ("basis", "制定依据（对标情况）"),
                    ("lead_unit", "责任单位"),
                ),
            )
        ],
        "categories": [{"id": "W", "name": "工作目标"}],
        "targets": rows,
    }
    (data / "targets.yaml").write_text(_SAMPLE + plain_yaml(table), encoding="utf-8")
    for quarter in range(1, quarters + 1):
        write_progress(data, quarter, targets)
    return folder


def write_progress(
    data: Path, quarter: int, targets: int, more: dict[int, int] | None = None
) -> None:
    """Write the figures of a quarter; ``more`` changes those of some targets."""
    entries = [
        {
            "indicator": f"W{number}.1",
            "cumulative": _value(number) * quarter // 4
            + number % 3
            - 1
            + (more or {}).get(number, 0),
        }
        for number in range(1, targets + 1)
    ]
    report = {
        "period": f"{YEAR}Q{quarter}",
        "sample": True,
        "date_reported": date(YEAR + quarter // 4, quarter * 3 % 12 + 1, 8),
        "entries": entries,
    }
    path = data / "progress" / f"{YEAR}Q{quarter}.yaml"
    path.write_text(_SAMPLE + plain_yaml(report), encoding="utf-8")


def unit_name(number: int) -> str:
    """Return the name of the unit of a number, counted from 1."""
    return f"市{_UNITS[number % len(_UNITS)]}第{number}单位"


def _value(number: int) -> int:
    return 100 + number * 7 % 300


def _target(number: int, units: int) -> dict[str, object]:
    name, unit, content = _WORKS[number % len(_WORKS)]
    lead, value = unit_name(number % units + 1), _value(number)
    text = content.format(value=value)
    quote = text.rstrip("。").rsplit(",", 1)[1]
    return {
        "id": f"W{number}",
        "category": "W",
        "seq": number,
        "name": name,
        "content": text,
        "basis": [_BASIS],
        "lead_unit": lead,
        "indicators": [
            {
                "id": f"W{number}.1",
                "name": f"{name}数",
                "kind": "count",
                "comparator": "at_least",
                "value": value,
                "unit": unit,
                "display": f"{value}{unit}",
                "deadline": date(YEAR, 12, 31),
                "definition": f"从年初累计的{name}数",
                "lead_unit": lead,
                "quote": quote,
            }
        ],
    }


if __name__ == "__main__":
    city_at(Path(sys.argv[1]), targets=int(sys.argv[2]), units=int(sys.argv[3]))

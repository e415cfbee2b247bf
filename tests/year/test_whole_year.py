"""A whole year of another office, from `new` to the year's report, read as its head would."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from tests.year import office, playing
from tests.year.playing import Play

pytestmark = pytest.mark.slow
SPANS = {1: "2025年第一季度", 2: "2025年上半年", 3: "2025年前三季度", 4: "2025年度"}


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    return playing.year(tmp_path_factory.mktemp("year") / "office")


@pytest.fixture(scope="module")
def texts(play: Play) -> dict[str, list[str]]:
    """Return the paragraphs of each published document, those in tables too, by file name."""
    return {path.stem: list(_paragraphs(path)) for path in sorted(play.published("*.docx"))}


def _paragraphs(path: Path) -> Iterator[str]:
    texts = ("".join(t.text or "" for t in p.iter(_W + "t")) for p in _body(path).iter(_W + "p"))
    yield from filter(None, texts)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _body(path: Path) -> Any:
    return docx.Document(str(path)).element.body


def _report(texts: dict[str, list[str]], quarter: int, kind: str = "目标完成情况考核报告") -> str:
    return "\n".join(texts[f"{SPANS[quarter]}{kind}"])


def test_all_that_was_due_was_published_once(texts: dict[str, list[str]]) -> None:
    briefs = [f"2025年{month}月目标督查专报" for month in range(1, 13)]
    kinds = ("目标完成情况考核报告", "各单位目标完成情况汇总报告")
    reports = [f"{span}{kind}" for span in SPANS.values() for kind in kinds]
    assert {*briefs, *reports} <= texts.keys()
    assert len(texts) == len(briefs) + len(reports) + 3  # a circular and its two annexes
    for month, brief in enumerate(briefs, 1):
        assert f"第{month}期" in texts[brief]


def test_nothing_is_a_draft(texts: dict[str, list[str]]) -> None:
    unfinished = r"征求意见稿|待发|〔未报〕|待填|缺报[1-9]|None|[，。；：、][，。；、]|（）"
    found = {name: re.search(unfinished, "\n".join(texts[name])) for name in texts}
    assert found == dict.fromkeys(texts)


def test_no_sentence_stands_twice(texts: dict[str, list[str]]) -> None:
    assert {name: _twice(paragraphs) for name, paragraphs in texts.items()} == {
        name: [] for name in texts
    }


def _twice(paragraphs: list[str]) -> list[str]:
    sentences = Counter(
        sentence for each in paragraphs for sentence in re.findall(r"[^。]{12,}。", each)
    )
    # a revision is told below each table that prints the revised target
    return [each for each, times in sentences.items() if times > 1 and "目标调整" not in each]


def test_nothing_silly_is_said(texts: dict[str, list[str]]) -> None:
    silly = r"[于过][^，。]{0,6}[^\d.]0(?:个百分点|天|分|个)|(?<!\d)0项|1项[^，。；]*[均都]"
    for name, paragraphs in texts.items():
        found = re.search(silly, "".join(each for each in paragraphs if "。" in each))
        assert found is None, f"{name}: {found}"
    end = _report(texts, 4)
    for words in ("已不可能", "无法挽回", "时序进度为100%", "按计划推进", "未达时序进度"):
        assert words not in end, words


def test_every_indicator_and_unit_is_named(play: Play, texts: dict[str, list[str]]) -> None:
    table = yaml.safe_load(play.at("targets.yaml").read_text(encoding="utf-8"))
    report, summary = _report(texts, 4), _report(texts, 4, "各单位目标完成情况汇总报告")
    names = [each["name"] for target in table["targets"] for each in target["indicators"]]
    assert len(names) == 37
    for name in names:
        assert report.count(name) >= 3, name
        assert name in summary, name
    for unit in (office.HOSPITALS, office.DISEASES, office.FAMILIES, office.RENAMED):
        assert unit in report
        assert f"{unit}" in summary


def test_a_renamed_unit_has_the_name_of_its_day(texts: dict[str, list[str]]) -> None:
    before, after = "规划科", "规划信息科"
    named = [
        [each in _report(texts, quarter) for each in (before, after)] for quarter in range(1, 5)
    ]
    assert named == [[True, False], [True, False], [False, True], [False, True]]


def test_a_target_revised_in_june_holds_from_then_on(texts: dict[str, list[str]]) -> None:
    first, half = _report(texts, 1), _report(texts, 2)
    assert "新增医疗床位：目标不少于420张" in first
    assert "400张" not in first
    assert "新增医疗床位：目标不少于400张" in half
    said = "目标由不少于420张调整为不少于400张，自2025年6月15日起执行（云卫发〔2025〕18号）"
    assert half.count(said) == 2
    assert said in "\n".join(texts["2025年6月目标督查专报"])


def test_a_correction_is_told_once_by_the_next_report(texts: dict[str, list[str]]) -> None:
    told = [quarter for quarter in SPANS if "第一季度已报数更正" in _report(texts, quarter)]
    assert told == [3]


def test_a_months_own_figure_is_the_months(texts: dict[str, list[str]]) -> None:
    """Where a quarter's report is told of, too: what isn't reported by month has none."""
    row = "卫生健康固定资产投资"
    for month, own, whole in ((6, "0.27", "1.5亿元"), (7, "0.36", "1.86亿元")):
        cells = texts[f"2025年{month}月目标督查专报"]
        start = cells.index(row)
        assert cells[start + 2 : start + 4] == [own, whole]


def test_reports_bear_the_day_of_the_last_form(texts: dict[str, list[str]]) -> None:
    for quarter, day in ((1, "2025年4月9日"), (2, "2025年7月9日"), (4, "2026年1月9日")):
        assert day in _report(texts, quarter)


def test_what_is_printed_adds_up(play: Play) -> None:
    reports = play.published("*考核报告.docx")
    assert len(reports) == 4
    for path in reports:
        document = docx.Document(str(path))
        tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables]
        rows = [row for table in tables if "得分率" in table[0] for row in table]
        sums = [[Decimal(row[i].replace("—", "0")) for i in (3, 4, 5)] for row in _numbered(rows)]
        *each, total = sums
        assert [sum(column) for column in zip(*each, strict=True)] == total
        text = "\n".join(each.text for each in document.paragraphs).replace("\u200d", "")
        (states,) = re.findall(r"按完成状态分，([^。]*)。", text)
        adds_up = sum(map(Decimal, re.findall(r"占([\d.]+)%", states))) == 100
        assert adds_up is ("占比因四舍五入，合计略有出入" not in states)


def _numbered(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if re.fullmatch(r"[\d.]+", row[3])]


def test_what_was_published_is_still_the_same(play: Play) -> None:
    folders = {path.parent for path in play.published("manifest.json")}
    assert len(folders) == 16
    for folder in folders:
        play.type("verify", folder)
    assert not [*play.published("*修订*")]
    before = {path: path.read_bytes() for path in play.published("*.pdf")}
    play.type("run-due", "--now", "2026-01-26")
    assert {path: path.read_bytes() for path in play.published("*.pdf")} == before

"""Wrong statements planted one at a time in a copy of the sample, and what must be said of each.

``said`` is the code that names it, ``at`` the start of the line that it points at. Where a machine
can't know, ``judged`` says why a person must.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

TARGETS = "data/2012/targets.yaml"
RULES = "data/2012/assessment-rules.yaml"
Q1, Q2, Q3, MAY = (f"data/2012/progress/2012{each}.yaml" for each in ("Q1", "Q2", "Q3", "-05"))
MARCH, JUNE = (f"data/2012/progress/2012-{month}.yaml" for month in ("03", "06"))
BULLETIN = "data/2012/circulars/前三季度通报.yaml"
BRIEF, OFFICE = "data/2012/brief.yaml", "data/office.yaml"
ISSUED = "data/2012/issued-briefs.yaml"
NOTICE = "data/2012/circulars/印发目标表.yaml"
QUARTERLY, TABLE_PAGE = "templates/quarterly.html", "templates/target-table.html"
OVERVIEW, MACROS = "templates/passages/overview.html", "templates/_macros.html"

Edit: TypeAlias = Callable[[Path], None]


@dataclass(frozen=True)
class Planted:
    """One wrong statement."""

    what: str
    edits: tuple[Edit, ...]
    said: str = ""
    at: str = ""
    judged: str = ""


def put(file: str, old: str, new: str) -> Edit:
    """Put a text in place of another at its first occurrence."""

    def edit(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text, (file, old)
        (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def within(file: str, subject: str, old: str, new: str) -> Edit:
    """Put a text in place of another in the entry of one id."""

    def edit(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        start = re.search(rf"- (?:id|indicator): {re.escape(subject)}\n", text)
        assert start, (file, subject)
        after = re.search(r"\n\s*- (?:id|indicator): ", text[start.end() :])
        end = start.end() + (after.start() if after else len(text) - start.end())
        block = text[start.start() : end]
        changed, count = re.subn(old, lambda _: new, block, count=1)
        assert count, (file, subject, old)
        (root / file).write_text(text[: start.start()] + changed + text[end:], encoding="utf-8")

    return edit


def file(name: str, text: str) -> Edit:
    """Add a file."""
    return lambda root: (root / name).write_text(text, encoding="utf-8") and None


def month(name: str, entries: str) -> Edit:
    """Add a month's figures."""
    period = Path(name).stem
    day = {"2012-03": "2012-04-05", "2012-06": "2012-07-05"}[period]
    head = f"period: {period}\nsample: true\ndate_reported: {day}\nentries:\n"
    return file(name, head + entries)


def told(said: str) -> tuple[Edit, ...]:
    """Put a sentence into the bulletin's text."""
    return (put(BULLETIN, "现将有关情况通报如下", f"{said}现将有关情况通报如下"),)


def adjusted(kind: str, reason: str) -> tuple[Edit, ...]:
    """Add or take points for a reason."""
    made = f"adjustments:\n  - {{target: W1, kind: {kind}, points: 2, reason: {reason}}}"
    return (put(Q1, "\nentries:", f"\n{made}\n\nentries:"),)


def numbered(number: int) -> tuple[Edit, ...]:
    """Give the notice a number."""
    return (
        put(NOTICE, "date: 2012-03-01", f"date: 2012-03-01\nnumber: 青政办字〔2012〕{number}号"),
    )


def _entry(id_: str, cumulative: int) -> str:
    return f"  - indicator: {id_}\n    cumulative: {cumulative}\n"


def typed(text: str) -> tuple[Edit, ...]:
    """Type a text into the overview."""

    def edit(root: Path) -> None:
        page = (root / OVERVIEW).read_text(encoding="utf-8")
        page += f"<p>纳入评价的指标{text}项。</p>\n"
        (root / OVERVIEW).write_text(page, encoding="utf-8")

    return (edit,)


PLANTED: dict[str, Planted] = {
    # in templates
    "A01": Planted("new literal", typed("合格率为87.3%。"), "T505"),
    "A02": Planted(
        "literal equal to a number printed elsewhere",
        typed("合格率为95%。"),
        "T505",
    ),
    "A03": Planted("literal for a figure", typed("9"), "T505"),
    "A04": Planted("Chinese numerals", typed("十五"), "T505"),
    "A05": Planted("full-width digits", typed("１５"), "T505"),
    "A06": Planted("constant", typed("{{ 42 }}"), "T505"),
    "A07": Planted("text with a number", typed("{{ '共42项' }}"), "T505"),
    "A08": Planted("sum of constants", typed("{{ 40 + 2 }}"), "T509"),
    "A09": Planted("fixed misused", typed("{{ '42' | fixed }}"), "T505"),
    "A10": Planted("constant by a name", typed("{% set n = 42 %}{{ n }}"), "T505"),
    "A11": Planted("figure and one", typed("{{ good + 1 }}"), "T509"),
    "A12": Planted(
        "another figure",
        typed("{{ missing | length }}"),
        judged="no statement of the data; refused where it is rendered (T510, tests/templating)",
    ),
    "A13": Planted("share of something else", typed("{{ good * 100 / (indicators | length) }}"), "T509"),
    "A14": Planted("year in a title", (put(QUARTERLY, "<h1>关于{{ span }}", "<h1>关于2011年第一季度"),), "T505"),
    "A15": Planted("month and one", typed("{{ last_month + 1 }}"), "T509"),
    "A18": Planted(
        "label of another annex",
        (put(QUARTERLY, "附件{{ annex.number", "附件3{{ annex.number"),),
        "T505",
    ),
    "A20": Planted("mark of another year", (put(MACROS, "{% if sample %}示例数据", "2013年{% if sample %}示例数据"),), "T505"),
    "A21": Planted(
        "year in an attribute that is printed",
        (put(QUARTERLY, 'data-mark="{{ mark }}"', 'data-mark="2013年{{ mark }}"'),),
        "T505",
    ),
    "A22": Planted("chart with ten more", (put(QUARTERLY, "{{ c.good }}{% endcall %}", "{{ c.good + 10 }}{% endcall %}"),), "T509"),
    "A23": Planted("summary of a chart", (put(QUARTERLY, "符合要求{{ c.good }}项、", "符合要求{{ c.good + 10 }}项、"),), "T509"),
    "A24": Planted("share cut off", typed("{{ good_share | int }}%"), "T509"),
    "A25": Planted("number in a sign", typed("㊾"), "T505"),
    "A26": Planted("character references", typed("&#52;&#50;"), "T505"),
    "A29": Planted("ten thousand behind a figure", typed("{{ assessed }}万"), "T505"),
    "A30": Planted("gap times ten", typed("{{ (good_share * 10) | points }}"), "T509"),
    "A31": Planted("per cent in words", typed("完成率百分之九十五。"), "T505"),
    "A32": Planted("date typed", (put(QUARTERLY, "{{ date | chinese_date }}", "2012年4月11日"),), "T505"),
    # in progress
    "C01": Planted(
        "cumulative below earlier period",
        (within(Q2, "W2.1", "cumulative: 236", "cumulative: 110"),),
        "D408",
        "cumulative: 110",
    ),
    "C02": Planted(
        "actual isn't the difference",
        (within(Q2, "W2.1", "actual: 118", "actual: 128"),),
        "D409",
        "actual: 128",
    ),
    "C03": Planted(
        "numerator and denominator exchanged",
        (within(Q1, "W1.1", r"numerator: 1180\n    denominator: 1226", "numerator: 1226\n    denominator: 1180"),),
        "D410",
        "numerator: 1226",
    ),
    "C04": Planted(
        "last quarter with a digit too many",
        (within(Q3, "W2.3", "cumulative: ", "cumulative: 1"),),
        "D494",
        "cumulative: 1",
    ),
    "B08": Planted(
        "value in 万, what is reported in ones",
        (within(TARGETS, "W7.3", "value: 60000", "value: 6"), within(TARGETS, "W7.3", "unit: 批次", "unit: 万批次")),
        "D452",
        "cumulative: 15600",
    ),
    "C05b": Planted(
        "count in 万",
        (within(Q1, "W7.3", r"actual: 15600\n    cumulative: 15600", "cumulative: 1.56"),),
        "D411",
        "cumulative: 1.56",
    ),
    "C06": Planted(
        "fraction of a document",
        (within(Q1, "W1.2", r"actual: 27\n    cumulative: 27", "cumulative: 27.5"),),
        "D411",
        "cumulative: 27.5",
    ),
    "C07": Planted(
        "digits transposed: more done in the next quarter than was to be done",
        (within(Q1, "W1.1", "numerator: 1180", "numerator: 1108"),),
        "D494",
        "numerator:",
    ),
    "C08": Planted(
        "rate as a share",
        (within(Q1, "W5.3", "rate: 92.4", "rate: 0.924"),),
        "D494",
        "rate: 0.924",
    ),
    "C09": Planted(
        "month against its quarter",
        (month(JUNE, _entry("W2.1", 999)),),
        "D495",
        "cumulative:",
    ),
    "C10": Planted(
        "month above a later quarter",
        (within(MAY, "W2.1", "cumulative: 196", "cumulative: 296"),),
        "D408",
        "cumulative: 236",
    ),
    "C11b": Planted(
        "note contradicts figure",
        (within(Q1, "W7.3", "note: ", "note: 累计检测25600批次，"),),
        "D490",
        "note:",
    ),
    "C12": Planted(
        "note counts wrongly",
        (within(Q2, "W7.1", "另外2处园区", "另外9处园区"),),
        "D490",
        "lag_reason:",
    ),
    "C12 in Chinese numerals": Planted(
        "note counts wrongly",
        (within(Q2, "W7.1", "另外2处园区", "另外九处园区"),),
        "D490",
        "lag_reason:",
    ),
    "C12 in a sign": Planted(
        "note counts wrongly",
        (within(Q2, "W7.1", "另外2处园区", "另外⑨处园区"),),
        "D490",
        "lag_reason:",
    ),
    "C13": Planted(
        "milestone goes back",
        (within(Q2, "W1.M1", "state: done", "state: not_started"),),
        "D492",
        "state: not_started",
    ),
    "C14": Planted(
        "figures of two indicators exchanged",
        (
            within(Q1, "W2.1", r"actual: 118\n    cumulative: 118", "cumulative: 8"),
            within(Q1, "W2.3", "cumulative: 8", "cumulative: 118"),
        ),
        "D408",
        "cumulative: ",
    ),
    "C15": Planted(
        "period of another quarter",
        (put(Q1, "period: 2012Q1", "period: 2012Q2"),),
        "D419",
        "period: 2012Q2",
    ),
    "C16": Planted(
        "reported inside the period",
        (put(Q1, "date_reported: 2012-04-10", "date_reported: 2012-02-10"),),
        "D460",
        "date_reported: 2012-02-10",
    ),
    "C17": Planted(
        "reported a year late",
        (put(Q1, "date_reported: 2012-04-10", "date_reported: 2013-04-10"),),
        "D460",
        "date_reported: 2013-04-10",
    ),
    "C18": Planted(
        "measure due before the report",
        (within(Q1, "W2.4", "due: 2012-06-30", "due: 2012-01-02"),),
        "D433",
        "due: 2012-01-02",
    ),
    "C19": Planted(
        "more done than there is",
        (within(Q3, "W3.1", "cumulative: ..", "cumulative: 43"),),
        "D496",
        "cumulative: 43",
    ),
    "C20": Planted(
        "done, but the note says not yet",
        (within(Q2, "W1.M1", "note: .*", "note: 通报制度尚未印发"),),
        "D492",
        "note: 通报制度尚未印发",
    ),
    "C21": Planted(
        "reason contradicts points",
        (put(Q1, "\nentries:", "\nadjustments:\n  - {target: W1, kind: bonus, points: 5, reason: 按规定加2分}\n\nentries:"),),
        "D432",
        "- {target: W1",
    ),
    "C24": Planted(
        "denominator falls",
        (
            within(Q2, "W1.1", "denominator: 2473", "denominator: 1200"),
            within(Q2, "W1.1", "numerator: 2391", "numerator: 1190"),
        ),
        "D408",
        "denominator: 1200",
    ),
    "C25": Planted(
        "entry twice",
        (put(Q1, "  - indicator: W1.3\n", "  - indicator: W1.2\n    cumulative: 28\n  - indicator: W1.3\n"),),
        "D401",
        "- indicator: W1.2",
    ),
    "C27": Planted(
        "figures of the next quarter",
        (within(Q1, "W2.3", "cumulative: 8", "cumulative: 16"),),
        "D408",
        "cumulative: ",
    ),
    "C28b": Planted(
        "all done, but the note names misses",
        (within(Q2, "W3.3", "note: 到期建议提案全部按期办复", "note: 412件中4件未按期办复"),),
        "D492",
        "note:",
    ),
    "C29": Planted(
        "invented data said to be real",
        (put(Q1, "sample: true", "sample: false"),),
        judged="only who entered the data knows whether they are real",
    ),
    "C30b": Planted(
        "cumulative with a digit too many",
        (within(Q3, "W2.2", r"(?:actual: \d+\n    )?cumulative: ", "cumulative: 1"),),
        "D494",
        "cumulative: 1",
    ),
    "C32": Planted(
        "evidence of another quarter",
        (within(Q2, "W1.1", "公文办理系统上半年统计表", "公文办理系统一季度统计表"),),
        "D434",
        "evidence: 公文办理系统一季度统计表",
    ),
    "C33": Planted(
        "other sub-items than counted",
        (
            within(TARGETS, "W3.2", "value: 10", "value: 3"),
            within(TARGETS, "W3.2", "unit: 件", "unit: 件\n        items: [{id: W3.2.a, name: 甲}, {id: W3.2.b, name: 乙}, {id: W3.2.c, name: 丙}]"),
            within(Q1, "W3.2", "cumulative: 0", "cumulative: 3\n    items_done: [W3.2.a]"),
        ),
        "D496",
        "items_done: [W3.2.a]",
    ),
    "C34": Planted(
        "longer than the base instead of shorter",
        (within(Q1, "S1.2", "rate: 70", "current: 200"),),
        "D494",
        "current: 200",
    ),
    "C35": Planted(
        "reduced by more than all",
        (within(Q2, "S1.1", "rate: 55", "rate: 105"),),
        "D410",
        "rate: 105",
    ),
    "C37": Planted(
        "month against its quarter",
        (month(MARCH, _entry("W2.3", 3) + _entry("W2.1", 60)),),
        "D495",
        "cumulative:",
    ),
    # in the target table; what contradicts a quotation is another table's
    "B15": Planted(
        "lead unit misspelt",
        (within(TARGETS, "W1.2", "lead_unit: 市政府办公厅", "lead_unit: 市政府办公庁"),),
        "D429",
        "lead_unit: 市政府办公庁",
    ),
    "B16": Planted(
        "name of an indicator bears a wrong figure",
        (within(TARGETS, "W1.1", "name: 公文按期办结率", "name: 公文按期办结率（90%）"),),
        "D490",
        "name: 公文按期办结率（90%）",
    ),
    "B17": Planted(
        "names of two targets exchanged",
        (
            put(TARGETS, "name: 公文会议工作", "name: 甲"),
            put(TARGETS, "name: 决策服务工作", "name: 公文会议工作"),
            put(TARGETS, "name: 甲", "name: 决策服务工作"),
        ),
        "D431",
        "name: ",
    ),
    "B22": Planted(
        "seq of two targets exchanged",
        (
            put(TARGETS, "  - id: W1\n    category: W\n    seq: 1", "  - id: W1\n    category: W\n    seq: 2"),
            put(TARGETS, "  - id: W2\n    category: W\n    seq: 2", "  - id: W2\n    category: W\n    seq: 1"),
        ),
        "D403",
        "seq: ",
    ),
    "B24": Planted(
        "title of another year",
        (put(TARGETS, "title: 市政府办公厅2012年度", "title: 市政府办公厅2011年度"),),
        "D493",
        "title: 市政府办公厅2011年度",
    ),
    "B25": Planted(
        "numerator and denominator exchanged in the definition",
        (within(TARGETS, "W1.1", "分子为按期办结的公文件数，分母为应办结的公文件数", "分子为应办结的公文件数，分母为按期办结的公文件数"),),
        judged="the definition is the office's own, no other text says it",
    ),
    "B28": Planted(
        "table issued after its year",
        (put(TARGETS, "date_issued: 2012-03-30", "date_issued: 2013-03-30"),),
        "D434",
        "date_issued: 2013-03-30",
    ),
    "B31": Planted(
        "other sub-items than the value says",
        (within(TARGETS, "W3.1", "unit: 项", "unit: 项\n        items: [{id: W3.1.a, name: 甲}, {id: W3.1.b, name: 乙}]"),),
        "D496",
        "items:",
    ),
    "B33": Planted(
        "name of a category is a blank",
        (put(TARGETS, "name: 工作目标\n", 'name: " "\n'),),
        "S204",
        'name: " "',
    ),
    "B34": Planted(
        "unit is a blank",
        (within(TARGETS, "W1.2", "unit: 件", 'unit: " "'),),
        "S204",
        'unit: " "',
    ),
    "B37": Planted(
        "heading of another year",
        (put(TARGETS, "report_heading: 工作目标完成情况", "report_heading: 2011年工作目标完成情况"),),
        "D493",
        "report_heading: 2011年",
    ),
    "B38": Planted(
        "titles of two columns exchanged",
        (
            put(TARGETS, "title: 目标内容", "title: 甲"),
            put(TARGETS, "title: 制定依据（对标情况）", "title: 目标内容"),
            put(TARGETS, "title: 甲", "title: 制定依据（对标情况）"),
        ),
        "D430",
        "title: ",
    ),
    # in circulars, briefs, rules
    "D01": Planted(
        "figure of the text contradicts the data",
        (put(BULLETIN, "现将有关情况通报如下。", "前三季度指标完成率99.9%。现将有关情况通报如下。"),),
        "D491",
        "- text: 根据",
    ),
    "D01 in Chinese numerals": Planted(
        "figure of the text contradicts the data",
        (put(BULLETIN, "现将有关情况通报如下。", "指标完成率达百分之九十九。现将有关情况通报如下。"),),
        "D491",
        "- text: 根据",
    ),
    "D01 in a heading": Planted(
        "figure of a heading contradicts the data",
        (put(BULLETIN, "heading: 总体情况", "heading: 四十二项指标全部达标"),),
        "D491",
        "- heading: 四十二项",
    ),
    "D01 by a name that isn't there": Planted(
        "reference to what the data don't have",
        (put(BULLETIN, "现将有关情况通报如下。", "发布会{{ W2.33.cumulative }}次。现将有关情况通报如下。"),),
        "D491",
        "- text: 根据",
    ),
    "D02": Planted(
        "title of another period",
        (put(BULLETIN, "about: 2012Q3", "about: 2012Q2"),),
        "D493",
        "title: |-",
    ),
    "D03": Planted(
        "text names another year's table",
        (put(BULLETIN, "- text: 根据《市政府办公厅2012年度", "- text: 根据《市政府办公厅2011年度"),),
        "D493",
        "- text: 根据",
    ),
    "D04": Planted(
        "number of another organ",
        (put(BULLETIN, "number: 青政办字", "number: 鲁政办字"),),
        "D497",
        "number: 鲁政办字",
    ),
    "D05": Planted(
        "number of another year",
        (put(BULLETIN, "〔2012〕65号", "〔2011〕65号"),),
        "D427",
        "number: ",
    ),
    "D06": Planted(
        "dated before the period's end",
        (put(BULLETIN, "date: 2012-10-20", "date: 2012-09-20"),),
        "D427",
        "date: 2012-09-20",
    ),
    "D07": Planted(
        "annex of another period",
        (put(BULLETIN, "- annex: detail", "- annex: detail\n    period: 2012Q1"),),
        "D497",
        "period: 2012Q1",
    ),
    "D07b": Planted(
        "asked for by a day that is past",
        (put(BULLETIN, "对缺报的事项尽快补报", "对缺报的事项，请于2012年10月10日前补报"),),
        "D497",
        "- text: 一是",
    ),
    "D08": Planted(
        "text names an annex that isn't attached",
        (put(BULLETIN, "三是按月掌握进度", "三是按月掌握进度（见附件3）"),),
        "D427",
        "- text: 一是",
    ),
    "D09": Planted(
        "title of another kind",
        (put(BULLETIN, "目标完成情况的通报\n", "目标完成情况的通知\n"),),
        "D426",
        "title: |-",
    ),
    "D10": Planted("number 065", (put(BULLETIN, "65号", "065号"),), "D425", "number: "),
    "D11": Planted(
        "title of another year",
        (put(BULLETIN, "关于2012年前三季度", "关于2011年前三季度"),),
        "D493",
        "title: |-",
    ),
    "D12": Planted(
        "two briefs of one number",
        (put(ISSUED, "number: 2", "number: 1"),),
        "D498",
        "number: 1",
    ),
    "D13": Planted(
        "dates of briefs run backwards",
        (put(ISSUED, "date: 2012-05-05", "date: 2012-01-05"),),
        "D498",
        "date: 2012-01-05",
    ),
    "D14": Planted(
        "a month issued twice",
        (put(ISSUED, '"2012-04"', '"2012-03"'),),
        "D498",
        '- period: "2012-03"',
    ),
    "D15": Planted("a gap in the numbers", (put(ISSUED, "number: 2", "number: 20"),), "D498", "number: 20"),
    "D16": Planted(
        "printed before it was signed",
        (put(BULLETIN, "date: 2012-10-20", "date: 2012-10-20\nprinted_on: 2012-10-01"),),
        "D427",
        "printed_on: 2012-10-01",
    ),
    "D17": Planted(
        "dated years after the period",
        (
            put(BULLETIN, "date: 2012-10-20", "date: 2019-10-20"),
            put(BULLETIN, "〔2012〕65号", "〔2019〕65号"),
        ),
        "D497",
        "date: 2019-10-20",
    ),
    "D18": Planted(
        "another score for a grade",
        (put(RULES, "score_from: 90}", "score_from: 81}"),),
        judged="the bands are the office's own choice, and the report prints them",
    ),
    "D19": Planted(
        "sign of a rule",
        (put(RULES, "yellow_from: -30", "yellow_from: 30"),),
        "S204",
        "green_from:",
    ),
    "D20": Planted(
        "title of an attached file names another period",
        (
            file("data/2012/circulars/说明.pdf", ""),
            put(BULLETIN, "  - annex: behind", "  - {file: 说明.pdf, title: 2012年上半年情况说明}"),
        ),
        "D493",
        "- {file: 说明.pdf",
    ),
    "D21": Planted(
        "copies go to the organ itself",
        (put(BULLETIN, "copies: [市委办公厅", "copies: [青岛市人民政府办公厅，市委办公厅"),),
        "D427",
        "copies: ",
    ),
    # of the same kinds, invented
    "E01": Planted("values of a benchmark exchanged", (within(TARGETS, "S1.B8", "peer_value: 22", "peer_value: 20"), within(TARGETS, "S1.B8", "own_value: 20", "own_value: 22")), "D480", "own_value: 22"),
    "E02": Planted("city of another benchmark", (within(TARGETS, "S1.B8", "peer_city: 武汉市", "peer_city: 厦门市"),), "D480", "peer_city: 厦门市"),
    "E03": Planted("base in another unit", (within(TARGETS, "S1.2", "unit: 工作日", "unit: 天"),), "D480", "value: 80"),
    "E04": Planted("display with a word of comparison", (within(TARGETS, "W1.2", "display: 120件", "display: 不少于120件"),), "D480", "display: 不少于"),
    "E05": Planted("quote of the sister", (within(TARGETS, "W4.3", "quote: 网上信箱按期回复率97%", "quote: 政务服务热线按期回复率98%"), within(TARGETS, "W4.3", "value: 97", "value: 98"), within(TARGETS, "W4.3", "display: 97%", "display: 98%")), "D481", "name: 网上信箱"),
    "E06": Planted("milestone due on another day", (put(TARGETS, "启动市应急指挥平台", "年底前启动市应急指挥平台"), within(TARGETS, "W6.M7", "quote: 启动市", "quote: 年底前启动市"), within(TARGETS, "W6.M7", "kind: milestone", "kind: milestone\n        deadline: 2012-06-30")), "D480", "deadline: 2012-06-30"),
    "E07": Planted("name of another phase", (within(TARGETS, "W6.M7", "name: 启动应急指挥平台建设二期", "name: 启动应急指挥平台建设三期"),), "D490", "name: 启动应急"),
    "E08": Planted("definition counts otherwise", (within(TARGETS, "W3.1", "共33项", "共二十三项"),), "D490", "definition: "),
    "E09": Planted("title misquoted", (within(TARGETS, "W5.M3", "name: 出台《青岛市政务信息资源共享", "name: 出台《青岛市政府信息资源共享"),), "D429", "name: 出台"),
    "E10": Planted("category counts otherwise", (put(TARGETS, "name: 工作目标\n", "name: 八项工作目标\n"),), "D490", "name: 八项"),
    "E11": Planted("year in characters", (put(TARGETS, "title: 市政府办公厅2012年度", "title: 市政府办公厅二〇一一年度"),), "D493", "title: 市政府办公厅二"),
    "E12": Planted("quarter in a name", (within(TARGETS, "W2.1", "name: 编发", "name: 一季度编发"),), "D434", "name: 一季度"),
    "E13": Planted("measure with another figure", (within(Q1, "W2.4", "next_steps: ", "next_steps: 还差9篇，"),), "D490", "next_steps: "),
    "E14": Planted("measure after its due date", (within(Q1, "W2.4", "next_steps: ", "next_steps: 9月底前完成，"),), "D434", "next_steps: "),
    "E15": Planted("note up to another month", (within(Q2, "W7.3", "note: ", "note: 截至五月底，"),), "D434", "note: "),
    "E16": Planted("note on a time to come", (within(Q1, "W7.3", "note: ", "note: 上半年累计检测15600批次，"),), "D434", "note: "),
    "E17": Planted("note on last year's work", (within(Q1, "W6.M1", "note: 组织有关部门开展2012年度", "note: 组织有关部门开展2011年度"),), "D434", "note: "),
    "E18": Planted("rate with a digit too few", (within(Q1, "W5.3", "rate: 92.4", "rate: 9.24"),), "D494", "rate: 9.24"),
    "E19": Planted("all done, says the note", (within(Q1, "W2.1", "note: ", "note: 提前完成全年目标，"),), "D492", "note: "),
    "E20": Planted("ahead, says the note", (within(Q1, "W2.4", "note: ", "note: 超过时序进度，"),), "D492", "note: "),
    "E21": Planted("done, but a draft", (within(Q2, "W2.M1", "修订印发", "形成征求意见稿"),), "D492", "note: "),
    "E22": Planted("stage goes back", (within(Q1, "W2.M1", "state: under_way", "state: under_way\n    stage: issued"), within(Q2, "W2.M1", "state: done", "state: under_way\n    stage: drafted")), "D492", "stage: drafted"),
    "E23": Planted("points in words", (put(Q1, "\nentries:", "\nadjustments:\n  - {target: W1, kind: bonus, points: 5, reason: 按规定加两分}\n\nentries:"),), "D432", "- {target: W1"),
    "E24": Planted("a day that isn't there", (within(Q2, "W2.1", "note: ", "note: 6月31日前编发，"),), "D499", "note: "),
    "E25": Planted("brief of another year", (put(BRIEF, "name: 目标督查专报", "name: 2011年目标督查专报"),), "D493", "name: 2011年"),
    "E26": Planted("brief with a figure", (put(BRIEF, "name: 目标督查专报", "name: 十二项目标督查专报"),), "D490", "name: 十二项"),
    "E27": Planted("brief with a number", (put(BRIEF, "name: 目标督查专报", "name: 目标督查专报第9期"),), "D493", "name: 目标督查专报第9期"),
    "E28": Planted("editor misspelt", (put(BRIEF, "editor: 市政府督查室", "editor: 市政府办公庁"),), "D429", "editor: "),
    "E29": Planted("signature misspelt", (put(OFFICE, "unit: 市政府", "signature: 青岛市人民政府办公庁\nunit: 市政府"),), "D429", "signature: "),
    "E30": Planted("annex in full-width digits", (put(BULLETIN, "三是按月掌握进度", "三是按月掌握进度（见附件３）"),), "D427", "- text: 一是"),
    "E31": Planted("page in characters", (put(BULLETIN, "三是按月掌握进度", "三是按月掌握进度（见第五页）"),), "D427", "- text: 一是"),
    "E32": Planted("text on another span", (put(BULLETIN, "对前三季度目标完成情况", "对上半年目标完成情况"),), "D493", "- text: 根据"),
    "E33": Planted("a fraction in words", (put(BULLETIN, "现将有关情况", "三分之二的指标达标。现将有关情况"),), "D491", "- text: 根据"),
    "E34": Planted("an annex twice", (put(BULLETIN, "  - annex: behind", "  - annex: detail"),), "D427", "- annex: detail"),
    "E35": Planted("partly counts more than achieved", (put(RULES, "achieved_share: 1 ", "achieved_share: 0.5 "),), "S204", "default_weight:"),
    "E36": Planted("source of another year", (put(TARGETS, "source: 市政府办公厅2012年度", "source: 市政府办公厅2011年度"),), "D434", "source: "),
    "E37": Planted("number of another year", (put(BULLETIN, "现将有关情况", "按照青政办发〔2011〕15号，现将有关情况"),), "D429", "- text: 根据"),
    "E38": Planted("reported the year before", (within(Q2, "W2.1", "note: ", "origin: {unit: 信息处, reported_on: 2011-07-05}\n    note: "),), "D434", "origin: "),
    "E39": Planted("reported a year later", (within(Q2, "W2.1", "note: ", "origin: {unit: 信息处, reported_on: 2013-07-05}\n    note: "),), "D434", "origin: "),
    "E40": Planted("more bonus than full marks", (put(RULES, "most_bonus: 10", "most_bonus: 1000"),), "S204", "most_bonus: "),
    "E41": Planted("a recipient that nobody else names", (put(BULLETIN, "copies: [", "copies: [某某委员会，"),), judged="whom an organ writes to is its own choice, and the page shows it"),
    # of other kinds, invented later
    "F01": Planted("names of two milestones exchanged", (within(TARGETS, "W6.M2", "name: .*", "name: 修编印发《青岛市突发事件信息发布与传播办法》"),), "D481", "name: 修编印发"),
    "F02": Planted("less needed than is quoted", (within(TARGETS, "W6.M2", "kind: milestone", "kind: milestone\n        required_stage: drafted"),), "D480", "required_stage: drafted"),
    "F03": Planted("heading of another category", (put(TARGETS, "report_heading: 工作目标", "report_heading: 奋斗目标"),), "D431", "report_heading: 奋斗"),
    "F04": Planted("table of another office", (put(TARGETS, "title: 市政府办公厅", "title: 市财政局"),), "D429", "title: 市财政局"),
    "F05": Planted("another office's table issued", (put(NOTICE, "关于印发市政府办公厅", "关于印发市财政局"),), "D429", "title: |-"),
    "F06": Planted("another office's table cited", (put(NOTICE, "《市政府办公厅2012", "《市财政局2012"),), "D429", "- text: 现将"),
    "F07": Planted("no 29 February", told("2011年2月29日召开会议。"), "D499", "- text: 根据"),
    "F08": Planted("another weekday", told("10月25日（星期三）召开会议。"), "D499", "- text: 根据"),
    "F09": Planted("evidence of another month", (within(MAY, "W2.1", "cumulative:", "evidence: 4月份统计表\n    cumulative:"),), "D434", "evidence: 4月"),
    "F10": Planted("measure past, in words", (within(Q3, "W2.4", "next_steps: .*", "next_steps: 8月底前完成"),), "D433", "next_steps: 8月"),
    "F11": Planted("measure of last year, in words", (within(Q3, "W2.4", "next_steps: .*", "next_steps: 2011年11月底前完成"),), "D433", "next_steps: 2011"),
    "F12": Planted("bonus for a reprimand", adjusted("bonus", "被省政府通报批评"), "D432", "- {target: W1"),
    "F13": Planted("penalty for praise", adjusted("penalty", "获省政府表彰"), "D432", "- {target: W1"),
    "F14": Planted("a number given out twice", numbered(65), "D497", "number: "),
    "F15": Planted("a later number on an earlier day", numbered(99), "D497", "number: "),
    "F16": Planted("asked for by a day that is past, of no year", told("请于10月10日前报送。"), "D497", "- text: 根据"),
    "F17": Planted("asked for by a month that is past", told("请于9月底前整改。"), "D497", "- text: 根据"),
    "F18": Planted("document of a year to come", told("按照青政办发〔2013〕1号，"), "D497", "- text: 根据"),
    "F19": Planted("points not counted off", (put(BULLETIN, "二是对缺报", "三是对缺报"),), "D497", "- text: 一是"),
    "F20": Planted("heading numbered by hand", (put(BULLETIN, "heading: 总体", "heading: 二、总体"),), "D427", "- heading: 二、"),
    "F21": Planted("rank typed", told("按期办结率居全省第3名。"), "D491", "- text: 根据"),
    "F22": Planted("rank typed in words", told("按期办结率列第一。"), "D491", "- text: 根据"),
    "F23": Planted("two in one word", told("俩指标未达标。"), "D491", "- text: 根据"),
    "F24": Planted("doubled", told("会展面积翻番。"), "D491", "- text: 根据"),
    "F25": Planted("another span beside a figure", told("上半年编发{{ W2.1.cumulative }}。"), "D493", "- text: 根据"),
    "F26": Planted("one quarter beside a year's figure", told("三季度编发{{ W2.1.cumulative }}。"), "D493", "- text: 根据"),
    "F27": Planted("the year so far beside a quarter's figure", told("累计编发{{ W2.1.period_actual }}。"), "D493", "- text: 根据"),
    "F28": Planted("best grade for a veto", (put(RULES, "veto_grade: 不合格", "veto_grade: 优秀"),), "S204", "behind_below:"),
    "F29": Planted("base of a later document", (within(TARGETS, "W1.2", "quote: ", "revisions: [{effective_from: 2012-06-01, name: 公文, basis: 青政办发〔2013〕2号}]\n        quote: "),), "D461", "revisions: "),
    "F30": Planted("another organ edits the brief", (put(BRIEF, "editor: 市政府督查室", "editor: 市教育局办公室"),), "D429", "editor: 市教育局"),
    "G01": Planted("another organ signs", (put(OFFICE, "unit: 市政府", "signature: 青岛市财政局\nunit: 市政府"),), "D429", "signature: "),
    "G02": Planted("another organ's mark", (put(BULLETIN, "binding: bound", "mark: 青岛市财政局文件\nbinding: bound"),), "D429", "mark: "),
    "G03": Planted("bonus for what came later", adjusted("bonus", "2012年5月获省政府通报表扬"), "D432", "- {target: W1"),
    "G04": Planted("bonus for another target", adjusted("bonus", "政务热线工作获省政府表彰"), "D432", "- {target: W1"),
    "G05": Planted("an annex that isn't attached, by its title", told("详见附件《责任分解表》。"), "D497", "- text: 根据"),
    "G06": Planted("another document is issued than is attached", (put(NOTICE, "请认真组织实施", "《任务分解表》一并印发"),), "D497", "- text: 现将"),
    "G07": Planted("grades exchanged", (put(RULES, "{name: 优秀,", "{name: 甲,"), put(RULES, "{name: 良好,", "{name: 优秀,"), put(RULES, "{name: 甲,", "{name: 良好,")), "S204", "behind_below:"),
    "G08": Planted("another threshold in a grade's name", (put(RULES, "name: 优秀", "name: 优秀（95分以上）"),), "S204", "behind_below:"),
    "G09": Planted("a grade out of reach", (put(RULES, "score_from: 90", "score_from: 190"),), "S204", "behind_below:"),
    "G10": Planted("less for red than for yellow", (put(RULES, "yellow_penalty: 0 ", "yellow_penalty: 2 "),), "S204", "default_weight:"),
    "G11": Planted("an indicator called better than it is", told("青政发和青政办发两类公文总数控制在时序进度以内。"), "D492", "- text: 根据"),
    "G12": Planted("an indicator said to have fallen", told("公文按期办结率较上半年下降。"), "D492", "- text: 根据"),
    "G13": Planted("held after the circular's date", told("经2012年11月5日会议研究，"), "D497", "- text: 根据"),
    "G14": Planted("result of another span", told("现将上半年考核结果通报如下。"), "D493", "- text: 根据"),
    "G15": Planted("the office's own table by another name", told("根据《市政府办公厅2012年度重点工作目标》，"), "D429", "- text: 根据"),
    "G16": Planted("counted from another year on", (within(TARGETS, "W2.1", "从年初累计", "从2011年7月累计"),), "D434", "definition: "),
    "G17": Planted("deadline that its quotation states said to be implied", (within(TARGETS, "W5.1", "deadline_basis: stated", "deadline_basis: implied"),), "D480", "deadline_basis: implied"),
    "G18": Planted("another number in a benchmark's name", (within(TARGETS, "S1.B5", "name: 前四个", "name: 前五个"),), "D480", "name: 前五个"),
    "G19": Planted("brief of a month", (put(BRIEF, "name: 目标督查专报", "name: 5月份目标督查专报"),), "D493", "name: 5月份"),
    "G20": Planted("another office's table attached", (file("data/2012/circulars/a.pdf", ""), put(BULLETIN, "  - annex: behind", "  - {file: a.pdf, title: 市财政局2012年度业务工作目标}")), "D429", "- {file: a.pdf"),
    "H01": Planted("a rise that is called a fall", (within(Q3, "W5.4", "note: .*", "note: 平均回复率由95.9%降至96.3%"),), "D492", "note: "),
    "H02": Planted("a share that isn't the change's", (within(TARGETS, "S1.2", "即提速75%", "即提速80%"),), "D480", "meaning: "),
    "H03": Planted("near, but far", (within(Q3, "W1.2", "note: .*", "note: 累计发文逼近上限的九成"),), "D490", "note: "),
    "H04": Planted("all, but not all", (within(Q3, "W1.1", "note: .*", "note: 按期办结率100%"),), "D490", "note: "),
    "H05": Planted("no misses, but some", (within(Q3, "W1.1", "note: .*", "note: 三季度没有超期公文"),), "D492", "note: "),
    "H06": Planted("done, but put off", (within(Q2, "W1.M1", "note: .*", "note: 通报制度推迟到明年"),), "D492", "note: "),
    "H07": Planted("done, but not issued", (within(Q2, "W1.M1", "note: .*", "note: 通报制度未出台"),), "D492", "note: "),
    "H08": Planted("not begun, but over", (within(Q1, "W3.M1", "note: .*", "note: 活动圆满结束"),), "D492", "note: "),
    "H09": Planted("an annex by another's title", told("见附件2《目标完成情况明细表》。"), "D427", "- text: 根据"),
    "H10": Planted("an annex called as another", told("附件一为未达要求事项清单。"), "D427", "- text: 根据"),
    "H11": Planted("an annex in the title of a file", (file("data/2012/circulars/a.pdf", ""), put(BULLETIN, "  - annex: behind", "  - {file: a.pdf, title: 附件3情况说明}")), "D427", "- {file: a.pdf"),
    "H12": Planted("a copy to whom it goes", (put(BULLETIN, "copies: [市委办公厅", "copies: [各直属单位，市委办公厅"),), "D427", "copies: "),
    "H13": Planted("counted from another month on", (within(TARGETS, "W2.1", "从年初累计", "从7月起累计"),), "D434", "definition: "),
    "H14": Planted("a grade that nobody can get", (put(RULES, "score_from: 80", "score_from: 90"),), "S204", "behind_below:"),
    "H15": Planted("a column called as another", (put(TARGETS, "title: 制定依据（对标情况）", "title: 责任单位"),), "D430", "title: 责任单位"),
    "H16": Planted("due before the year's end, by nothing", (within(TARGETS, "W1.2", "deadline: 2012-12-31", "deadline: 2012-06-30"),), "D481", "deadline: 2012-06-30"),
    "H17": Planted("a name that is written otherwise than quoted", (within(TARGETS, "W1.1", "name: .*", "name: 公文超期办结率"),), "D429", "name: 公文超期"),
    "H18": Planted("a base of a later year", (put(TARGETS, "青政发〔2012〕1号", "青政发〔2013〕1号"),), "D429", "- 1.2012年市政府"),
    "H19": Planted("the office's own name misspelt in another's", (put(BRIEF, "issue_to: [市政府办公厅各", "issue_to: [市政府办公听各"),), "D429", "issue_to: "),
    "F31": Planted("another office in office.yaml", (put(OFFICE, "unit: 市政府办公厅", "unit: 市财政局"),), "D429", "title: 市政府办公厅"),
    "D21 misspelt": Planted(
        "a recipient misspelt",
        (put(BULLETIN, "copies: [市委办公厅，", "copies: [市政府力公厅，市委办公厅，"),),
        "D429",
        "copies: ",
    ),
}  # fmt: skip

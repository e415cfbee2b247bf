"""A small workspace without faults, and a way to put one fault into it."""

from pathlib import Path

from reportgen.model.briefs import Brief, IssuedBriefs
from reportgen.model.circulars import Circular
from reportgen.model.progress import ProgressReport
from reportgen.model.targets import TargetTable
from reportgen.sources.binding import bind
from reportgen.sources.library import Library
from reportgen.sources.strict_yaml import parse_yaml
from reportgen.sources.workspace import Workspace

ROOT = Path(__file__).parents[2]

OFFICE = """\
name: 某市人民政府办公厅
unit: 市政府办公厅
"""

TARGETS = """\
year: 2012
title: 年度目标
date_issued: 2012-03-01
columns:
  - key: name
    title: 目标名称
  - key: remark
    title: 备注
header_line: [unit]
categories:
  - id: W
    name: 工作目标
  - id: S
    name: 奋斗目标
targets:
  - id: W1
    category: W
    seq: 1
    name: 公文工作
    content: 办结率达95%以上，会议不超过55次，检测6万批次以上，挂牌事项10件，印发通报。
    basis:
      - 1.工作要点；
      - 2.先行城市为22个工作日。
    extra:
      remark: 无
    indicators:
      - id: W1.1
        name: 办结率
        kind: rate
        comparator: at_least
        value: 95
        unit: "%"
        display: 95%
        deadline: 2012-12-31
        definition: 按期办结数除以应办结数
        lead_unit: 办公厅
        quote: 办结率达95%以上
      - id: W1.2
        name: 会议
        kind: cap
        comparator: at_most
        value: 55
        unit: 次
        display: 55次
        deadline: 2012-12-31
        definition: 会议次数
        lead_unit: 办公厅
        quote: 会议不超过55次
      - id: W1.3
        name: 检测
        kind: count
        comparator: at_least
        value: 60000
        unit: 批次
        display: 6万批次
        deadline: 2012-12-31
        definition: 检测批次
        lead_unit: 办公厅
        quote: 检测6万批次以上
    milestones:
      - id: W1.M1
        name: 印发通报
        deadline: 2012-06-30
        quote: 印发通报
    benchmarks:
      - id: W1.B1
        name: 审批时限
        quote: 先行城市为22个工作日
  - id: S1
    category: S
    seq: 1
    name: 提速工作
    content: 审批时限提速60%，回复率100%，健全机制。
    indicators:
      - id: S1.1
        name: 提速
        kind: reduction
        comparator: planned
        value: 60
        unit: "%"
        display: 60%
        deadline: 2012-12-31
        definition: 减少的时限除以原时限
        lead_unit: 办公厅
        quote: 审批时限提速60%
      - id: S1.2
        name: 回复率
        kind: rate
        comparator: equal_full
        value: 100
        unit: "%"
        display: 100%
        deadline: 2012-12-31
        definition: 回复数除以应回复数
        lead_unit: 办公厅
        quote: 回复率100%
    milestones:
      - id: S1.M1
        name: 健全机制
        kind: qualitative
        quote: 健全机制
"""

FIRST = """\
period: 2012Q1
sample: false
date_reported: 2012-04-10
entries:
  - indicator: W1.1
    numerator: 96
    denominator: 100
  - indicator: W1.2
    actual: 12
    cumulative: 12
  - indicator: W1.3
    cumulative: 15000
  - indicator: W1.M1
    state: under_way
  - indicator: S1.1
    rate: 20
  - indicator: S1.2
    numerator: 8
    denominator: 8
  - indicator: S1.M1
    note: 正在健全
"""

SECOND = """\
period: 2012Q2
sample: false
date_reported: 2012-07-10
entries:
  - indicator: W1.1
    numerator: 196
    denominator: 200
  - indicator: W1.2
    actual: 13
    cumulative: 25
    lag_reason: 略
    due: 2012-09-30
  - indicator: W1.3
    cumulative: 31000
  - indicator: W1.M1
    state: done
  - indicator: S1.1
    rate: 40
  - indicator: S1.2
    numerator: 18
    denominator: 18
  - indicator: S1.M1
    note: 正在健全
"""

CIRCULAR = """\
kind: bulletin
title: 某市人民政府办公厅关于2012年第一季度目标完成情况的通报
number: 某政办字〔2012〕5号
date: 2012-04-20
about: 2012Q1
recipients: [各区县]
attachments:
  - annex: detail
  - annex: behind
body:
  - heading: 总体情况
  - text: 现通报如下。
"""

BRIEF = """\
name: 目标督查专报
editor: 市政府督查室
first_number: 5
"""

ISSUED = """\
issued:
  - {number: 5, period: 2012-03, date: 2012-04-05}
  - {number: 6, period: 2012-04, date: 2012-05-04}
"""

FILES = {"office": OFFICE, "targets": TARGETS, "2012Q1": FIRST, "2012Q2": SECOND}
# what a year may have besides
MORE = {**FILES, "circular": CIRCULAR, "brief": BRIEF, "issued": ISSUED}
_MODELS = {"circular": Circular, "brief": Brief, "issued": IssuedBriefs}


def build(files):
    """Read the texts as a workspace."""

    def parsed(model, key):
        return bind(model, parse_yaml(files[key], f"{key}.yaml"))

    class InMemory(Library):
        def there(self, _):
            return True

        def read(self, model, path):
            return parsed(model, path.stem)

    table = parsed(TargetTable, "targets")
    progress = files.keys() - {"office", "targets", *_MODELS}
    reports = [parsed(ProgressReport, key) for key in sorted(progress)]

    def shelf(key, name):
        return {name: parsed(_MODELS[key], key)} if key in files else {}

    return Workspace(
        library=InMemory(ROOT),
        tables={table.record.year: table},
        progress={report.record.period: report for report in reports},
        rules={},
        frozen={},
        circulars=shelf("circular", (2012, "通报")),
        briefs=shelf("brief", 2012),
        issued_briefs=shelf("issued", 2012),
    )


def with_fault(key, old, new, files=FILES):
    """Return the texts with the only occurrence of ``old`` in one of them replaced."""
    assert files[key].count(old) == 1, f"{old!r} must stand in {key} once"
    return {**files, key: files[key].replace(old, new)}


def assert_said(rule, edits, said):
    """Hold each problem that a rule finds in the edited texts against "code line|words"."""
    files = MORE
    for key, old, new in edits:
        files = with_fault(key, old, new, files)
    found = [
        (f"{each.code} {line_of(files, each)}", f"{each.message}{each.remedy}")
        for each in rule(build(files))
    ]
    assert len(found) == len(said), found
    for (where, message), expected in zip(found, said, strict=True):
        start, _, words = expected.partition("|")
        assert where.startswith(start), found
        assert words in message


def line_of(files, problem):
    """Return the line of text that a problem points at."""
    key = problem.place.file.removesuffix(".yaml")
    return files[key].splitlines()[problem.place.line - 1].strip()

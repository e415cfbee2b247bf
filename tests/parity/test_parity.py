"""PDF and DOCX have the same pages: rows and headings all, lines at least 99.5 %."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random

import pytest

from reportgen.sources.workspace import Workspace
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from tests import documents
from tests.parity.comparison import Parity
from tests.parity.judges import LIBREOFFICE, ONLYOFFICE, Judge

pytestmark = pytest.mark.slow

PHRASES = (
    "建立公文处理定期通报制度，加强政府系统公文处理工作的指导，",
    "全年公文按期办结率95%以上。",
    "青政发和青政办发两类公文总数不超过120件；",
    "完成“双互动”工作法，实行“三方面复”制度，",
    "年内展览用展面积突破120万平方米，",
    "《“食安青岛”整治行动方案》的通知（青政办字〔2012〕65号）；",
    "2012年年底前组织进行第三方评价1次。",
    "组织筹划500场次以上的常态化网络在线问政工作，",
    "开设青岛政务服务热线12345工作网页——大力推介……",
)
QUARTERS = ("2012Q1", "2012Q3")
GENERATED = range(3)
SHOWN = {
    LIBREOFFICE: ("target-table", *QUARTERS, *(f"generated {seed}" for seed in GENERATED)),
    ONLYOFFICE: ("target-table", "2012Q1"),
}


@pytest.fixture(scope="module")
def parity_by(
    workspace: Workspace,
    workshop: Workshop,
    typeset_body: Callable[[str], Layout],
    parities: Callable[[Judge, Sequence[Layout]], list[Parity]],
) -> Callable[[Judge], dict[str, Parity]]:
    """Have a judge lay out all that it is shown."""

    def document(name: str) -> Layout:
        if name.startswith("generated"):
            return typeset_body(_generated(Random(name)))
        if name in QUARTERS:
            return workshop.make(documents.job(workspace, "quarterly", name))
        return workshop.make(documents.job(workspace, name, 2012))

    @cache
    def judged(by: Judge) -> dict[str, Parity]:
        return dict(
            zip(SHOWN[by], parities(by, [document(each) for each in SHOWN[by]]), strict=True)
        )

    return judged


@pytest.mark.parametrize(
    ("judge", "name"),
    [(judge, name) for judge, names in SHOWN.items() for name in names],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_same_lines_stand_on_the_same_pages(
    judge: Judge, name: str, parity_by: Callable[[Judge], dict[str, Parity]]
) -> None:
    parity = parity_by(judge)[name]
    assert parity.pages[0] == parity.pages[1]
    assert parity.rows_alike == parity.rows
    assert parity.headings_alike == parity.headings
    assert parity.share >= 0.995, parity.differing


def _generated(dice: Random) -> str:
    """Return four tables of 4 to 25 rows, of one to fourteen phrases each."""
    tables = (
        [
            (dice.randint(0, 3), dice.choices(PHRASES, k=dice.randint(1, 14)), dice.randint(1, 4))
            for _ in range(dice.randint(4, 25))
        ]
        for _ in range(4)
    )
    return "".join(
        f"<section><h1>第{n}张表</h1>{_table(rows)}</section>" for n, rows in enumerate(tables)
    )


def _table(rows: list[tuple[int, list[str], int]]) -> str:
    body = ""
    for number, (category, phrases, items) in enumerate(sorted(rows, key=lambda row: row[0]), 1):
        basis = "".join(f"<p>{item}.市政府2012年工作要点。</p>" for item in range(1, items + 1))
        body += (
            f"<tr><td>第{category}类目标</td><td>{number}</td><td>某项工作</td>"
            f"<td>{''.join(phrases)}</td><td>{basis}</td></tr>"
        )
    columns = "".join(
        f'<col class="{role}"/>'
        for role in (
            "category merged repeated",
            "seq repeated",
            "name repeated continued",
            "content",
            "basis",
        )
    )
    heads = "".join(
        f"<th>{head}</th>" for head in ("类别", "序号", "目标名称", "目标内容", "制定依据")
    )
    return (
        f'<table class="target-table"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )

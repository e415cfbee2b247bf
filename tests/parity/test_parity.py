"""PDF and DOCX have the same pages: rows and headings all, lines at least 99.5 %."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reportgen.reports.jobs import Job
from reportgen.sources.workspace import Workspace
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from tests import documents
from tests.parity.comparison import Parity
from tests.parity.judges import LIBREOFFICE, ONLYOFFICE, Judge

pytestmark = pytest.mark.slow

PHRASES = st.sampled_from(
    [
        "建立公文处理定期通报制度，加强政府系统公文处理工作的指导，",
        "全年公文按期办结率95%以上。",
        "青政发和青政办发两类公文总数不超过120件；",
        "完成“双互动”工作法，实行“三方面复”制度，",
        "年内展览用展面积突破120万平方米，",
        "《“食安青岛”整治行动方案》的通知（青政办字〔2012〕65号）；",
        "2012年年底前组织进行第三方评价1次。",
        "组织筹划500场次以上的常态化网络在线问政工作，",
        "开设青岛政务服务热线12345工作网页——大力推介……",
    ]
)
ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.lists(PHRASES, min_size=1, max_size=14), st.integers(1, 4)),
    min_size=4,
    max_size=25,
)


def _assert_same(parity: Parity) -> None:
    assert parity.pages[0] == parity.pages[1]
    assert parity.rows_alike == parity.rows
    assert parity.headings_alike == parity.headings
    assert parity.share >= 0.995, parity.differing


@pytest.mark.parametrize(
    ("judge", "quarter"),
    [(LIBREOFFICE, 0), (LIBREOFFICE, 1), (LIBREOFFICE, 3), (ONLYOFFICE, 0), (ONLYOFFICE, 1)],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_the_sample_documents_have_the_same_lines(
    judge: Judge,
    quarter: int,
    workspace: Workspace,
    workshop: Workshop,
    parity_by: Callable[[Judge, Layout], Parity],
) -> None:
    _assert_same(parity_by(judge, workshop.make(_job(workspace, quarter))))


def _job(workspace: Workspace, quarter: int) -> Job:
    if quarter:
        return documents.job(workspace, "quarterly", f"2012Q{quarter}")
    return documents.job(workspace, "target-table", 2012)


@settings(
    max_examples=3,
    derandomize=True,
    phases=[Phase.generate],  # shrinking would lay out for minutes
    suppress_health_check=list(HealthCheck),
)
@given(tables=st.lists(ROWS, min_size=4, max_size=4))
def test_generated_tables_have_the_same_rows_on_the_same_pages(
    tables: list[list[tuple[int, list[str], int]]],
    typeset_body: Callable[[str], Layout],
    parity_of: Callable[[Layout], Parity],
) -> None:
    body = "".join(
        f"<section><h1>第{n}张表</h1>{_table(rows)}</section>" for n, rows in enumerate(tables)
    )
    parity = parity_of(typeset_body(body))
    assert parity.pages[0] == parity.pages[1]
    assert parity.rows_alike == parity.rows
    assert parity.share >= 0.995, parity.differing


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

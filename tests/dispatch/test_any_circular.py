"""Whatever a circular holds, its first page shows body text, its signature never stands alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from reportgen.base.problems import DataError
from reportgen.document.tree import walk_paragraphs
from reportgen.model.circulars import Circular
from reportgen.model.labels import CircularKind
from reportgen.sources.workspace import Workspace
from reportgen.typeset.layout import Layout, walk_set
from reportgen.workshop import Workshop
from tests import documents
from tests.running import examples

pytestmark = pytest.mark.slow

MM = 72 / 25.4
BODY = ("body", "heading-1", "heading-2")
SIGNED = ("signature", "joint-signature", "joint-cosignature", "unsealed-signature")
ORGANS = (
    "青岛市人民政府办公厅",
    "青岛市财政局",
    "青岛市监察局",
    "青岛市人力资源和社会保障局",
    "青岛市发展和改革委员会",
    "青岛市审计局",
)
SENTENCES = (
    "请认真组织实施。",
    "各处室、各直属单位要对照目标逐项分解任务，每季度末后5个工作日内报送进展情况。",
    "对未达进度要求的事项逐项制定措施，确保2012年12月底前完成全部27项指标；",
    "一是加强领导。二是落实责任，三是严格考核，把年度目标分解到处室、到人、到月，逐月调度。",
)
SUBJECTS = ("做好工作", "印发市政府办公厅2012年度业务工作目标", "切实提高办文办会质量和效率" * 3)
TEXT = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("".join)
PART = st.one_of(
    st.builds(lambda text: {"text": text}, TEXT),
    st.builds(lambda level: {"heading": "工作要求", "level": level}, st.integers(1, 2)),
)
ATTACHMENT = st.builds(
    lambda times: {"file": "a.pdf", "title": "工作目标任务分解表" * times}, st.integers(1, 4)
)


@st.composite
def circulars(draw: st.DrawFn) -> Circular:
    kind = draw(st.sampled_from(CircularKind))
    organs = draw(st.lists(st.sampled_from(ORGANS), min_size=1, max_size=6, unique=True))
    values = {
        "kind": kind,
        "title": f"{organs[0]}关于{draw(st.sampled_from(SUBJECTS))}的{kind.label}",
        "number": "青政办字〔2012〕65号",
        "date": "2012-10-20",
        "organs": organs if len(organs) > 1 else [],
        "recipients": ["市直各单位"] * draw(st.integers(1, 12)),
        "body": [{"text": draw(TEXT)}, *draw(st.lists(PART, max_size=14))],
        "attachments": draw(st.lists(ATTACHMENT, max_size=12)),
        "sealed": draw(st.booleans()),
        "note": draw(st.sampled_from([None, "此件公开发布"])),
        "signers": ["李某某", "王某", "赵某某"] if kind is CircularKind.REPORT else [],
        "copies": draw(st.sampled_from([[], ["市委办公厅"]])),
        "urgency": draw(st.sampled_from([None, "特急"])),
    }
    return Circular.model_validate(values)


@pytest.mark.hypothesis  # so that make faults finds it
def test_whatever_it_holds(workspace: Workspace, workshop: Workshop) -> None:
    sourced = workspace.circulars[2012, "印发目标表"]
    laid_out: list[Circular] = []
    refused: list[str] = []

    @examples(25, phases=[Phase.generate])  # shrinking would lay out for minutes
    @given(circular=circulars())
    def lay_out(circular: Circular) -> None:
        office = replace(workspace, circulars={(2012, "x"): replace(sourced, record=circular)})
        composed = workshop.compose(documents.dispatch(office, "x"))
        try:
            ready = workshop.typeset(composed)
        except DataError as error:
            refused.extend(each.code for each in error.problems)
        else:
            _check(ready)
            laid_out.append(circular)

    lay_out()
    assert len(laid_out) > len(refused)
    assert set(refused) <= {"D427"}  # a page without body text, said in so many words


def _check(ready: Layout) -> None:
    styles = {each.key: each.style for each in walk_paragraphs(ready.document)}
    # names of a panel are dealt out, which makes paragraphs and styles of its own
    styles |= {each.key: each.paragraph.style for each in walk_set(ready)}
    pages: dict[str, set[int]] = {}
    for line in ready.lines:
        pages.setdefault(styles[line.key], set()).add(line.page)
        assert styles[line.key].startswith("imprint") or line.top_pt / MM + 10 <= 262.3, line
    assert 1 in set().union(*(pages.get(style, set()) for style in BODY))
    texts = (*BODY, "annex-note", "annex-item", "annex-tenth", "annex-single")
    signed = set().union(*(pages.get(style, set()) for style in SIGNED))
    assert len(signed) == 1
    assert signed <= set().union(*(pages.get(style, set()) for style in texts))
    if imprints := pages.get("imprint"):
        assert imprints == {len(ready.pages)}
        assert imprints <= set().union(*(pages.get(style, set()) for style in texts))

"""However long a circular is, each of its pages has body text: the imprint's, the signature's, all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import pytest

from reportgen.base.problems import DataError
from reportgen.dispatch.composing import parts_of
from reportgen.model.circulars import Circular
from reportgen.sources.workspace import Workspace
from reportgen.typeset.layout import Layout, SetParagraph, SetTable
from reportgen.workshop import Workshop
from tests import documents
from tests.parity.comparison import Parity
from tests.parity.judges import LIBREOFFICE, Judge

LENGTHS = range(1, 34)  # three pages, each of its lines the last one
SENTENCE = "各责任单位要对照目标逐项分解任务，明确责任人和完成时限，按月掌握进度。"
ORGANS = ["青岛市人民政府办公厅", "青岛市财政局", "青岛市监察局", "青岛市审计局"]
TABLE = {"document": "target-table"}
COPIES = ["市委办公厅，市人大常委会办公厅，市政协办公厅，市法院，市检察院"]
CIRCULARS: Mapping[str, Mapping[str, object]] = {
    "notice": {"copies": COPIES},
    "notice with long paragraphs": {"copies": COPIES, "note": "此件公开发布", "paragraphs": 5},
    "letter": {"kind": "letter", "copies": COPIES},
    "upward": {"kind": "report", "signers": ["李某某", "王某"], "sealed": False},
    "joint": {"organs": ORGANS, "copies": COPIES, "note": "此件公开发布"},
    "joint, unsealed": {"organs": ORGANS[:2], "sealed": False},
    "many recipients": {"recipients": [*ORGANS] * 9, "recipients_at_end": True},
    "with attachments": {"attachments": [TABLE, {"document": "quarterly", "period": "2012Q1"}]},
    "bound to a turned table": {
        "about": "2012Q3",
        "attachments": [{"annex": "behind"}, {"annex": "detail"}],
        "binding": "bound",
    },
    "bound": {
        "about": "2012Q3",
        "attachments": [{"annex": "sources"}],
        "binding": "bound",
        "copies": COPIES,
    },
}


def _circular(length: int, values: Mapping[str, object]) -> Circular:
    paragraphs = values.get("paragraphs", 1)
    assert isinstance(paragraphs, int)
    texts = [SENTENCE * paragraphs] * -(-length // paragraphs)
    body = [{"text": "现将有关事项通知如下。"}, *({"text": each} for each in texts)]
    given = {key: value for key, value in values.items() if key != "paragraphs"}
    usual = {
        "kind": "notice",
        "title": "青岛市人民政府办公厅关于做好2012年度目标考核工作的通知",
        "number": "青政办字〔2012〕65号",
        "date": "2012-10-20",
        "recipients": ["市政府办公厅各处室"],
    }
    return Circular.model_validate({**usual, **given, "body": body})


def _layouts(
    workspace: Workspace, workshop: Workshop, values: Mapping[str, object]
) -> Iterator[tuple[int, Layout]]:
    for length in LENGTHS:
        for layout in _laid_out(workspace, workshop, _circular(length, values)):
            yield length, layout


def _laid_out(workspace: Workspace, workshop: Workshop, circular: Circular) -> Iterator[Layout]:
    sourced = workspace.circulars[2012, "印发目标表"]
    office = replace(workspace, circulars={(2012, "x"): replace(sourced, record=circular)})
    dispatch = documents.dispatch(office, "x")
    if not dispatch.bound:  # what goes out with it is laid out alone
        yield workshop.make(dispatch)
        return
    for part in parts_of(workshop, dispatch):
        assert isinstance(part.made, Layout)
        yield part.made


@pytest.mark.parametrize("name", CIRCULARS)
def test_no_page_is_without_text(workspace: Workspace, workshop: Workshop, name: str) -> None:
    lonely = [
        (length, sorted(bare))
        for length, layout in _layouts(workspace, workshop, CIRCULARS[name])
        if (bare := set(range(1, len(layout.pages) + 1)) - set(_with_text(layout)))
    ]
    assert not lonely


def test_a_body_of_one_line_is_kept_on_the_imprints_page(
    workspace: Workspace, workshop: Workshop
) -> None:
    usual = {"copies": COPIES, "note": "此件公开发布"}
    (layout,) = _laid_out(workspace, workshop, _circular(0, usual))
    assert len(layout.pages) == 1  # with less room above the signature
    with pytest.raises(DataError, match="署名单独在一页"):
        list(_laid_out(workspace, workshop, _circular(0, {"organs": ORGANS, **usual})))


def _with_text(layout: Layout) -> Iterator[int]:
    """Yield the pages with body text, a table's row or an entry of the list of attachments."""
    for block in (block for section in layout.sections for block in section.blocks):
        match block.made:
            case SetTable():
                yield from (stand.page for stand in block.stands)
            case SetParagraph() as made if made.paragraph.style.startswith(("body", "annex-")):
                yield from (stand.page for stand in block.stands)


@pytest.mark.slow
def test_word_moves_text_to_the_imprints_page_too(
    workspace: Workspace,
    workshop: Workshop,
    parities: Callable[[Judge, Sequence[Layout]], list[Parity]],
) -> None:
    moved: list[Layout] = []
    for name in ("notice with long paragraphs", "letter", "joint", "bound"):
        layouts = _layouts(workspace, workshop, CIRCULARS[name])
        some = [each for _, each in layouts if _commanded(each)][::6]
        assert some, name
        moved += some
    for parity in parities(LIBREOFFICE, moved):
        assert parity.pages[0] == parity.pages[1]
        # it loses the distributed lines of a joint mark
        assert not [each for each in parity.differing if not each.startswith("第1页 青岛市")]


def _commanded(layout: Layout) -> bool:
    """Tell whether the last page begins earlier than it would without the imprint."""
    *_, last = layout.sections
    begun = (each for each in last.blocks if each.stands[-1].page == len(layout.pages) > 1)
    return any(each.parts_by_command or each.starts_page for each in begun)

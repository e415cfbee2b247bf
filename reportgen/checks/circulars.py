"""Rules on circulars: number, title and elements as GB/T 9704-2012 wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.base.codes import Code
from reportgen.base.paths import path_fault
from reportgen.base.problems import Problem
from reportgen.model.circulars import Circular
from reportgen.model.kinds import Of
from reportgen.model.labels import CircularKind
from reportgen.model.periods import Period
from reportgen.sources.binding import Sourced
from reportgen.sources.strict_yaml import Location
from reportgen.sources.workspace import Workspace

_NOT_IN_TITLES = re.compile(r"[，。；：！？,;:!?]")
_FOREIGN = (".pdf", ".docx")
_ATTACHED = (Of.YEAR, Of.QUARTER)


def faulty_numbers(workspace: Workspace) -> Iterator[Problem]:
    """Find 发文字号 whose year isn't that of the date."""
    for circular, sourced in _circulars(workspace):
        number, day = circular.number, circular.date
        if number is not None and day is not None and number.year != day.year:
            message = f"发文字号的年份 {number.year} 与成文日期 {day} 不符"
            yield Code.CIRCULAR_ELEMENT.problem(message, sourced.place("number"))


def faulty_titles(workspace: Workspace) -> Iterator[Problem]:
    """Find titles that don't end in their 文种, name no organ, or hold marks (7.3.1)."""
    for circular, sourced in _circulars(workspace):
        title, place = circular.plain_title, sourced.place("title")
        if not title.endswith(circular.kind.label):
            message = f"标题要以文种“{circular.kind.label}”结尾"
            yield Code.CIRCULAR_TITLE.problem(message, place)
        if marks := sorted(set(_NOT_IN_TITLES.findall(title))):
            yield Code.CIRCULAR_TITLE.problem(f"标题里不用标点 {' '.join(marks)}", place)
        organ = (circular.organs or (workspace.office.record.name,))[0]
        if not title.startswith(organ):
            message = f"标题要以发文机关“{organ}”开头"
            yield Code.CIRCULAR_TITLE.problem(message, place)


def contradictory_elements(workspace: Workspace) -> Iterator[Problem]:
    """Find elements that contradict each other, and attachments that aren't there."""
    for circular, sourced in _circulars(workspace):
        if circular.kind is CircularKind.REPORT and not circular.signers:
            message = "报告是上行文，要写签发人（signers）"
            yield Code.CIRCULAR_ELEMENT.problem(message, sourced.place("kind"))
        if circular.signers and circular.kind is not CircularKind.REPORT:
            message = f"{circular.kind.label}不是上行文，不写签发人"
            yield Code.CIRCULAR_ELEMENT.problem(message, sourced.place("signers"))
        if not (circular.recipients or workspace.office.record.recipients):
            message = "没有主送机关（recipients）"
            yield Code.CIRCULAR_ELEMENT.problem(message, sourced.place())
        yield from _periods(workspace, circular, sourced)
        yield from _attachments(workspace, circular, sourced)


def contradictory_dates(workspace: Workspace) -> Iterator[Problem]:
    """Find circulars dated before the period that they report on, or printed before their date."""
    for circular, sourced in _circulars(workspace):
        if circular.date is None:
            continue
        if circular.printed_on is not None and circular.printed_on < circular.date:
            message = f"印发日期 {circular.printed_on} 早于成文日期 {circular.date}"
            yield Code.CIRCULAR_ELEMENT.problem(message, sourced.place("printed_on"))
        about = circular.about
        if about is not None and _is_reported(workspace, about) and circular.date < about.end:
            message = f"成文日期 {circular.date} 早于所说期间 {about} 的最后一天 {about.end}"
            yield Code.CIRCULAR_ELEMENT.problem(message, sourced.place("date"))


def drafts(workspace: Workspace) -> Iterator[Problem]:
    """Name circulars without number or date: they are made, but marked 待发."""
    for circular, sourced in _circulars(workspace):
        missing = {"发文字号": circular.number, "成文日期": circular.date}
        if names := [name for name, value in missing.items() if value is None]:
            message = f"还没有{'和'.join(names)}，按待发稿成文"
            yield Code.CIRCULAR_DRAFT.problem(message, sourced.place())


def _circulars(workspace: Workspace) -> Iterator[tuple[Circular, Sourced[Circular]]]:
    for _, sourced in sorted(workspace.circulars.items()):
        yield sourced.record, sourced


def _periods(
    workspace: Workspace, circular: Circular, sourced: Sourced[Circular]
) -> Iterator[Problem]:
    named: list[tuple[Period | None, Location]] = [(circular.about, ("about",))]
    for index, each in enumerate(circular.attachments):
        named.append((each.period, ("attachments", index, "period")))
    for period, location in named:
        if period is not None and not _is_reported(workspace, period):
            message = f"期间“{period}”没有进展数据"
            yield Code.CIRCULAR_ELEMENT.problem(message, sourced.place(*location))
    for index, part in enumerate(circular.body):
        if part.passage is not None and circular.about is None:
            message = "由数据写成的段落（passage）要说明是哪个期间"
            place = sourced.place("body", index)
            yield Code.CIRCULAR_ELEMENT.problem(message, place, "写上 about，如 2012Q3。")
        if part.passage is not None and part.passage not in (known := workspace.heads.passages):
            message = f"没有“{part.passage}”这一节，可选 {'、'.join(known)}"
            place = sourced.place("body", index, "passage")
            yield Code.CIRCULAR_ELEMENT.problem(message, place)


def _is_reported(workspace: Workspace, period: Period) -> bool:
    return period.is_quarter and period in workspace.progress


def _attachments(
    workspace: Workspace, circular: Circular, sourced: Sourced[Circular]
) -> Iterator[Problem]:
    folder = (workspace.root / sourced.document.name).parent
    for index, each in enumerate(circular.attachments):
        place = sourced.place("attachments", index)
        kinds = {
            name: head.record.of
            for name, head in workspace.heads.kinds.items()
            if head.record.of in _ATTACHED and head.record.circular is None
        }
        if each.document is not None and each.document not in kinds:
            message = f"没有文稿种类“{each.document}”，可选 {'、'.join(kinds)}"
            yield Code.CIRCULAR_ELEMENT.problem(message, place)
        if each.annex is not None and each.annex not in (annexes := workspace.heads.annexes):
            message = f"没有附件“{each.annex}”，可选 {'、'.join(annexes)}"
            yield Code.CIRCULAR_ELEMENT.problem(message, place)
        needs_period = each.annex is not None or kinds.get(each.document or "") is Of.QUARTER
        if needs_period and not (each.period or circular.about):
            message = "附件要写明期间（period），或公文写明 about"
            yield Code.CIRCULAR_ELEMENT.problem(message, place)
        if each.file is None:
            continue
        path = folder / each.file
        if fault := path_fault(folder, *each.file.split("/")):
            message = f"附件要放在公文所在的文件夹里；这里的路径{fault}"
            yield Code.PATH_REFUSED.problem(message, place)
        elif not path.is_file():
            message = f"附件 {each.file} 不存在（从 {sourced.document.name} 所在的文件夹找起）"
            yield Code.FILE_NOT_FOUND.problem(message, place)
        elif path.suffix.lower() not in _FOREIGN:
            message = f"附件 {each.file} 不是 PDF 或 DOCX"
            yield Code.CIRCULAR_ELEMENT.problem(message, place)

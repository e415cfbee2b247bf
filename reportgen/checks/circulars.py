"""Rules on circulars: number, title and elements as GB/T 9704-2012 wants them, and as they fit."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, pairwise
from pathlib import Path
from shutil import which

from reportgen.base.codes import Code
from reportgen.base.paths import path_fault
from reportgen.base.problems import Place, Problem
from reportgen.checks.slips import BETWEEN_UNITS
from reportgen.checks.walk import Placing, asked, records_of, repeated
from reportgen.model.circulars import Circular
from reportgen.model.kinds import Of
from reportgen.model.labels import Binding, CircularKind
from reportgen.model.periods import Period
from reportgen.sources.strict_yaml import Location
from reportgen.sources.workspace import Workspace

_NOT_IN_TITLES = re.compile(r"[，。；：！？,;:!?]")
_LATEST = timedelta(days=366)
_PRINTED = timedelta(days=92)
_CODE_ENDS = "字发函报通令"
_FOREIGN = (".pdf", ".docx")
_ATTACHED = (Of.YEAR, Of.QUARTER)


def faulty_titles(workspace: Workspace) -> Iterator[Problem]:
    """Find titles that don't end in their 文种, name no organ, or hold marks (7.3.1)."""
    for circular, place in records_of(workspace.circulars, Circular):
        title = circular.plain_title
        organ = (circular.organs or (workspace.office.record.name,))[0]
        faults = []
        if not title.endswith(circular.kind.label):
            faults.append(f"标题要以文种“{circular.kind.label}”结尾")
        if marks := sorted(set(_NOT_IN_TITLES.findall(title))):
            faults.append(f"标题里不用标点 {' '.join(marks)}")
        if not title.startswith(organ):
            faults.append(f"标题要以发文机关“{organ}”开头")
        yield from (Code.CIRCULAR_TITLE.problem(each, place("title")) for each in faults)


def contradictory_elements(workspace: Workspace) -> Iterator[Problem]:
    """Find elements that contradict each other or the data, and attachments that aren't there."""
    for circular, place in records_of(workspace.circulars, Circular):
        found = chain(_elements(workspace, circular), _dates(workspace, circular))
        for message, location in found:
            yield Code.CIRCULAR_ELEMENT.problem(message, place(*location))
        yield from _body(workspace, circular, place)
        yield from _attachments(workspace, circular, place)


def doubtful_elements(workspace: Workspace) -> Iterator[Problem]:
    """Find elements that hardly fit the organ, the period or the folder, or stand twice."""
    for (year, _), sourced in sorted(workspace.circulars.items()):
        circular, place = sourced.record, sourced.place
        for message, location in _doubts(workspace, circular, year):
            yield from asked(circular, Code.CIRCULAR_DOUBTFUL, message, place(*location))
        yield from _to_itself(workspace, circular, place)


def numbers_in_order(workspace: Workspace) -> Iterator[Problem]:
    """Find numbers given out twice, and those whose dates run the other way."""
    numbered = [
        (circular.number, circular.date, circular, place("number"))
        for circular, place in records_of(workspace.circulars, Circular)
        if circular.number and circular.date
    ]
    numbered.sort(key=lambda each: (each[0].organ_code, each[0].year, each[0].number))
    for (before, day, *_), (number, date, circular, place) in pairwise(numbered):
        said = f"发文字号 {number} 用了两次" if number == before else ""
        if (before.organ_code, before.year) == (number.organ_code, number.year) and date < day:
            said = said or f"{number} 的成文日期是 {date}，{before} 的是 {day}，先后不符"
        if said:
            yield from asked(circular, Code.CIRCULAR_DOUBTFUL, said, place)


def drafts(workspace: Workspace) -> Iterator[Problem]:
    """Name circulars without number or date: they are made, but marked 待发."""
    for circular, place in records_of(workspace.circulars, Circular):
        missing = {"发文字号": circular.number, "成文日期": circular.date}
        if names := [name for name, value in missing.items() if value is None]:
            message = f"还没有{'和'.join(names)}，按待发稿成文"
            yield Code.CIRCULAR_DRAFT.problem(message, place())


def _elements(workspace: Workspace, circular: Circular) -> Iterator[tuple[str, Location]]:
    if circular.kind is CircularKind.REPORT and not circular.signers:
        yield "报告是上行文，要写签发人（signers）", ("kind",)
    if circular.signers and circular.kind is not CircularKind.REPORT:
        yield f"{circular.kind.label}不是上行文，不写签发人", ("signers",)
    if not (circular.recipients or workspace.office.record.recipients):
        yield "没有主送机关（recipients）", ()


def _dates(workspace: Workspace, circular: Circular) -> Iterator[tuple[str, Location]]:
    """Find dates that contradict each other, the number, or the period that it reports on."""
    day, number, about = circular.date, circular.number, circular.about
    if day and number and number.year != day.year:
        yield f"发文字号的年份 {number.year} 与成文日期 {day} 不符", ("number",)
    if day and circular.printed_on and circular.printed_on < day:
        yield f"印发日期 {circular.printed_on} 早于成文日期 {day}", ("printed_on",)
    if day and about and _is_reported(workspace, about) and day < about.end:
        yield f"成文日期 {day} 早于所说期间 {about} 的最后一天 {about.end}", ("date",)
    named: list[tuple[Period | None, Location]] = [(about, ("about",))]
    for index, each in enumerate(circular.attachments):
        named.append((each.period, ("attachments", index, "period")))
    for period, location in named:
        if period and not _is_reported(workspace, period):
            yield f"期间“{period}”没有进展数据", location


def _is_reported(workspace: Workspace, period: Period) -> bool:
    return period.is_quarter and period in workspace.progress


def _body(workspace: Workspace, circular: Circular, place: Placing) -> Iterator[Problem]:
    known = workspace.heads.passages
    for index, part in enumerate(circular.body):
        if part.passage and not circular.about:
            message = "由数据写成的段落（passage）要说明是哪个期间"
            remedy = "写上 about，如 2012Q3。"
            yield Code.CIRCULAR_ELEMENT.problem(message, place("body", index), remedy)
        if part.passage and part.passage not in known:
            message = f"没有“{part.passage}”这一节，可选 {'、'.join(known)}"
            yield Code.CIRCULAR_ELEMENT.problem(message, place("body", index, "passage"))


def _attachments(workspace: Workspace, circular: Circular, place: Placing) -> Iterator[Problem]:
    annexes = workspace.heads.annexes
    kinds = {
        name: head.record.of
        for name, head in workspace.heads.kinds.items()
        if head.record.of in _ATTACHED and head.record.circular is None
    }
    for index, each in enumerate(circular.attachments):
        faults = []
        if each.document and each.document not in kinds:
            faults.append(f"没有文稿种类“{each.document}”，可选 {'、'.join(kinds)}")
        if each.annex and each.annex not in annexes:
            faults.append(f"没有附件“{each.annex}”，可选 {'、'.join(annexes)}")
        needs_period = each.annex or kinds.get(each.document or "") is Of.QUARTER
        if needs_period and not (each.period or circular.about):
            faults.append("附件要写明期间（period），或公文写明 about")
        for message in faults:
            yield Code.CIRCULAR_ELEMENT.problem(message, place("attachments", index))
        if each.file:
            yield from _files(workspace, each.file, place("attachments", index))
            if circular.binding is Binding.BOUND and not _can_be_bound(each.file):
                message = f"附件 {each.file} 是 Word 文件，本机没有 LibreOffice，合订本里不会有它"
                yield Code.NOT_BOUND.problem(message, place("attachments", index))


def _can_be_bound(file: str) -> bool:
    return Path(file).suffix.lower() == ".pdf" or which("soffice") is not None


def _files(workspace: Workspace, file: str, place: Place) -> Iterator[Problem]:
    folder = (workspace.root / place.file).parent
    if fault := path_fault(folder, *file.split("/")):
        message = f"附件要放在公文所在的文件夹里；这里的路径{fault}"
        yield Code.PATH_REFUSED.problem(message, place)
    elif not (folder / file).is_file():
        message = f"附件 {file} 不存在（从 {place.file} 所在的文件夹找起）"
        yield Code.FILE_NOT_FOUND.problem(message, place)
    elif Path(file).suffix.lower() not in _FOREIGN:
        yield Code.CIRCULAR_ELEMENT.problem(f"附件 {file} 不是 PDF 或 DOCX", place)


def _doubts(workspace: Workspace, circular: Circular, year: int) -> Iterator[tuple[str, Location]]:
    office, about, day = workspace.office.record, circular.about, circular.date
    own = office.doc_code if circular.organs[:1] in ((), (office.name,)) else None
    if circular.number and own:
        code = circular.number.organ_code
        if code.rstrip(_CODE_ENDS) != own.rstrip(_CODE_ENDS):
            yield f"发文字号的机关代字是“{code}”，本机关的是“{own}”", ("number",)
    if day and about and day > about.end + _LATEST:
        yield f"成文日期 {day} 离所说期间 {about} 一年以上", ("date",)
    if day and circular.printed_on and circular.printed_on > day + _PRINTED:
        yield f"印发日期 {circular.printed_on} 离成文日期 {day} 三个月以上", ("printed_on",)
    if day and not about and not year - 1 <= day.year <= year + 1:
        yield f"成文日期是 {day}，公文放在 {year} 年的文件夹里", ("date",)
    for index, each in enumerate(circular.attachments):
        if each.period and about and each.period != about:
            where = ("attachments", index, "period")
            yield f"公文说的是 {about}，附件是 {each.period} 的", where


def _to_itself(workspace: Workspace, circular: Circular, place: Placing) -> Iterator[Problem]:
    office = workspace.office.record
    own = {office.name, office.unit, *circular.organs}
    for each, first, again in repeated(
        (each, place("attachments", index)) for index, each in enumerate(circular.attachments)
    ):
        message = f"附件 {each.title or each.annex or each.document} 与第 {first.line} 行的相同"
        yield Code.CIRCULAR_ELEMENT.problem(message, again)
    known = Counter[str]()
    for field, title in (("recipients", "主送机关"), ("copies", "抄送机关")):
        units = BETWEEN_UNITS.split("，".join(getattr(circular, field)))
        known.update(units)
        for unit in (each for each in dict.fromkeys(units) if each and known[each] > 1):
            message = f"主送、抄送机关里“{unit}”写了 {known[unit]} 次"
            yield Code.CIRCULAR_ELEMENT.problem(message, place(field))
        for unit in sorted(own & set(units)):
            message = f"{title}里有发文机关自己：{unit}"
            yield Code.CIRCULAR_ELEMENT.problem(message, place(field))

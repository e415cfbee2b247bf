"""Names of units and titles of documents that differ by one character from better known ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem
from reportgen.checks.told import TOLD
from reportgen.checks.walk import Placing, asked, records_of
from reportgen.model.briefs import Brief
from reportgen.model.circulars import Circular
from reportgen.model.progress import ProgressEntry
from reportgen.model.records import Questioned
from reportgen.model.targets import Indicator, Milestone, Target, TargetTable
from reportgen.sources.workspace import Workspace

BETWEEN_UNITS = re.compile("[，、；,;]")
# what tells units apart that are called alike: no slip of the pen
_SISTERS = frozenset("东西南北中上下前后新老大小一二三四五六七八九十甲乙丙丁戊市县区协府委")
_SHORTEST = 5
_TITLE = re.compile("《([^《》]+)》")
# the end of the organ's code, the year, the number: 政办发, 2012, 15
NUMBER = re.compile(r"([\u4e00-\u9fff]{2,3}) ?[〔(（\[]([12][0-9]{3})[〕)）\]] ?第?([0-9]+)号")
_UNITS = ("organs", "recipients", "copies", "report_to", "send_to", "issue_to")
_ORGANS = tuple("局委厅办室院会府部科处所站")
_AREA = "[省市州县区旗盟]"
# a record, or none where nothing can be confirmed; a text of it; where that stands
_Said = Iterator[tuple[Questioned | None, str, Place]]


def unusual_units(workspace: Workspace) -> Iterator[Problem]:
    """Find names of units that differ by one character from one that is known better."""
    office, named = workspace.office.record, list(_units(workspace))
    addressed = BETWEEN_UNITS.split("，".join((*office.recipients, *office.copies)))
    known = Counter({office.unit: 2, office.name: 2})
    known.update(addressed)
    for record, text, _ in named:
        if isinstance(record, Target | Indicator | Milestone):
            known.update(BETWEEN_UNITS.split(text))
    alike = _by_shortened(known)
    for record, text, where in named:
        for unit in BETWEEN_UNITS.split(text):
            better = {each for each in _near(unit, alike) if known[each] > max(1, known[unit])}
            yield from _slips(record, unit, better if len(unit) >= _SHORTEST else (), where)


def foreign_organs(workspace: Workspace) -> Iterator[Problem]:
    """Find names of other organs where the office's own, or one of its parts', belongs."""
    office = workspace.office.record
    own = _behind_area(office.name)
    if re.search(".*".join(map(re.escape, office.unit)), office.name):  # 市政府 of 市人民政府
        own |= _behind_area(office.unit)
    for record, text, where in _own_units(workspace):
        of_several = isinstance(record, Circular) and record.organs
        heads = _behind_area(text) if text.endswith(_ORGANS) and not of_several else own
        if heads and not heads & own:
            message = f"这里是“{text}”，本机关是{office.name}"
            yield from asked(record, Code.UNIT_UNUSUAL, message, where)


def _behind_area(name: str) -> set[str]:
    """Return how an organ's name goes on behind the area that it begins with: 市教育局 → 教."""
    return {each for words in (".*?", ".*") for each in re.findall(f"^{words}{_AREA}(.)", name)}


def _own_units(workspace: Workspace) -> _Said:
    """Yield the names of units that are the office itself, or a part of it."""
    for field in ("unit", "signature"):
        text: str = getattr(workspace.office.record, field) or ""
        yield None, text, workspace.office.place(field)
    for table, place in records_of(workspace.tables, TargetTable):
        yield table, table.title.partition(str(table.year))[0], place("title")
    for by, place in _addressing(workspace):
        for field in ("mark", "printed_by", "editor"):
            name: str = getattr(by, field, None) or ""
            yield by, name.removesuffix("文件"), place(field)


def _addressing(workspace: Workspace) -> Iterator[tuple[Circular | Brief, Placing]]:
    yield from records_of(workspace.circulars, Circular)
    yield from records_of(workspace.briefs, Brief)


def _units(workspace: Workspace) -> _Said:
    yield from _own_units(workspace)
    found: Iterator[tuple[Target | Indicator | Milestone, Placing]] = records_of(
        workspace.tables, Target, Indicator, Milestone
    )
    for record, place in found:
        yield record, record.lead_unit or "", place("lead_unit")
    for by, place in _addressing(workspace):
        for field in _UNITS:
            for each in getattr(by, field, ()):
                yield by, each, place(field)


def misquoted_titles(workspace: Workspace) -> Iterator[Problem]:
    """Find 《titles》 that differ by one character from those in the target tables."""
    known = {table.title for table, _ in records_of(workspace.tables, TargetTable)}
    for target, _ in records_of(workspace.tables, Target):
        known.update(_TITLE.findall("\n".join((target.content, *target.basis))))
    alike = _by_shortened(known)
    for record, text, where in _quoting(workspace):
        for title in set(_TITLE.findall(text)) - known:
            yield from _slips(record, title, _near(title, alike), where)
    for circular, place in records_of(workspace.circulars, Circular):
        yield from _other_tables(workspace, circular, circular.plain_title, place("title"))
        for index, part in enumerate(circular.body):
            for title in _TITLE.findall(part.text or ""):
                yield from _other_tables(workspace, circular, title, place("body", index))
        for index, each in enumerate(circular.attachments):
            where = place("attachments", index, "title")
            yield from _other_tables(workspace, circular, each.title or "", where)


def _other_tables(
    workspace: Workspace, circular: Circular, text: str, place: Place
) -> Iterator[Problem]:
    """Find a text that ends like the title of the year's table and isn't of the office's own."""
    office = workspace.office.record
    for table, _ in records_of(workspace.tables, TargetTable):
        ending = f"{table.year}{table.title.rpartition(str(table.year))[2]}"
        before, has, _ = text.partition(ending)
        own = table.title.removesuffix(ending)
        alike = own and text.startswith(f"{own}{table.year}") and text[-2:] == table.title[-2:]
        ours = before.endswith((own, office.unit, office.name, "印发", "关于"))
        if (has and before and not ours) or (alike and text != table.title):
            message = f"“{text}”不是“{table.title}”"
            yield from asked(circular, Code.UNIT_UNUSUAL, message, place)


def misdated_numbers(workspace: Workspace) -> Iterator[Problem]:
    """Find numbers of documents that stand elsewhere with another year, better known or later."""
    known, cited = defaultdict[tuple[str, str], Counter[str]](Counter), []
    for record, text, where in chain(_quoting(workspace), _stating(workspace)):
        for match in NUMBER.finditer(text):
            known[match[1], match[3]][match[2]] += 1
            cited.append((record, match, where))
    for record, match, where in cited:
        years = known[match[1], match[3]]
        best = max(years, key=lambda year: (years[year], year))
        if match[2] != best:
            message = f"“{match.group()}”在别处是〔{best}〕{match[3]}号"
            yield from asked(record, Code.UNIT_UNUSUAL, message, where)


def _stating(workspace: Workspace) -> _Said:
    for target, place in records_of(workspace.tables, Target):
        yield target, target.content, place("content")
        for index, basis in enumerate(target.basis):
            yield target, basis, place("basis", index)


def _quoting(workspace: Workspace) -> _Said:
    named: Iterator[tuple[Target | Indicator | Milestone, Placing]] = records_of(
        workspace.tables, Target, Indicator, Milestone
    )
    for subject, place in named:
        yield subject, subject.name, place("name")
    for entry, place in records_of(workspace.progress, ProgressEntry):
        for field in TOLD:
            yield entry, getattr(entry, field) or "", place(field)
    for circular, place in records_of(workspace.circulars, Circular):
        for index, part in enumerate(circular.body):
            yield circular, part.text or "", place("body", index)


def _by_shortened(names: Iterable[str]) -> Mapping[str, set[str]]:
    """Put names under what is left of them: two that differ by one character meet somewhere."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for short in _shortened(name):
            found[short].add(name)
    return found


def _near(name: str, alike: Mapping[str, set[str]]) -> set[str]:
    return {each for short in _shortened(name) for each in alike.get(short, ())}


def _shortened(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def _slips(
    record: Questioned | None, name: str, known: Collection[str], where: Place
) -> Iterator[Problem]:
    for each in sorted(known):
        if _slip(name, each):
            message = f"“{name}”与“{each}”只差一个字"
            yield from asked(record, Code.UNIT_UNUSUAL, message, where)


def _slip(one: str, other: str) -> bool:
    """Tell whether two names differ by one character written for another, left out or added."""
    if len(one) == len(other):
        pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
        return len(pairs) == 1 and not set(pairs[0]) <= _SISTERS
    shorter, longer = sorted((one, other), key=len)
    return any(
        longer[:at] + longer[at + 1 :] == shorter and longer[at] not in _SISTERS
        for at in range(len(longer))
    )

"""Names of units and titles of documents that differ by one character from better known ones."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from reportgen.base.codes import Code
from reportgen.base.problems import Place, Problem
from reportgen.checks.told import TOLD
from reportgen.checks.walk import asked, files_of, records_of
from reportgen.model.circulars import Circular
from reportgen.model.records import Questioned
from reportgen.model.targets import Target, TargetTable
from reportgen.sources.strict_yaml import Location
from reportgen.sources.workspace import Workspace

BETWEEN_UNITS = re.compile("[，、；,;]")
# what tells units apart that are called alike: no slip of the pen
_SISTERS = frozenset(
    "0123456789东西南北中上下前后新老大小一二三四五六七八九十甲乙丙丁戊市县区协府委"
)
_SHORTEST = 5
_TITLE = re.compile("《([^《》]+)》")
# the end of the organ's code, the year, the number: 政办发, 2012, 15
NUMBER = re.compile(r"([\u4e00-\u9fff]{2,3}) ?[〔(（\[]([12][0-9]{3})[〕)）\]] ?第?([0-9]+)号")
_OWN = ("unit", "signature", "mark", "printed_by", "editor")
_QUOTING = ("name", *TOLD, "text")
_UNITS = ("organs", "recipients", "copies", "report_to", "send_to", "issue_to")
_ORGANS = tuple("局委厅办室院会府部科处所站")
_AREA = "[省市州县区旗盟]"
# a record, or none where nothing can be confirmed; a text of it; where that stands
_Said = Iterator[tuple[Questioned | None, str, Place]]


def unusual_units(workspace: Workspace) -> Iterator[Problem]:
    """Find names of units that differ by one character from one that is known better."""
    office = workspace.office.record
    known = Counter({office.unit: 2, office.name: 2})
    leading = (text for _, text, _ in _texts(workspace, "lead_unit"))
    known.update(BETWEEN_UNITS.split("，".join((*office.recipients, *office.copies, *leading))))
    alike = _by_shortened(known)
    for record, text, where in _texts(workspace, "lead_unit", *_OWN, *_UNITS):
        for unit in BETWEEN_UNITS.split(text.removesuffix("文件")):
            better = {each for each in _near(unit, alike) if known[each] > max(1, known[unit])}
            yield from _slips(record, unit, better if len(unit) >= _SHORTEST else (), where)
            if len(unit) > len(office.unit):  # 市政府办公听各处室
                yield from miswritten(record, office.unit, unit, where)


def foreign_organs(workspace: Workspace) -> Iterator[Problem]:
    """Find names of other organs where the office's own, or one of its parts', belongs."""
    office = workspace.office.record
    own = _behind_area(office.name)
    if re.search(".*".join(map(re.escape, office.unit)), office.name):  # 市政府 of 市人民政府
        own |= _behind_area(office.unit)
    told = list(_texts(workspace, *_OWN))
    for table, place in records_of(workspace.tables, TargetTable):
        told.append((table, table.title.partition(str(table.year))[0], place("title")))
    for record, text, where in told:
        name = text.removesuffix("文件")
        of_several = isinstance(record, Circular) and record.organs
        heads = _behind_area(name) if name.endswith(_ORGANS) and not of_several else own
        if heads and not heads & own:
            message = f"这里是“{name}”，本机关是{office.name}"
            yield from asked(record, Code.UNIT_UNUSUAL, message, where)


def _behind_area(name: str) -> set[str]:
    """Return how an organ's name goes on behind the area that it begins with: 市教育局 → 教."""
    return {each for words in (".*?", ".*") for each in re.findall(f"^{words}{_AREA}(.)", name)}


def _texts(workspace: Workspace, *wanted: str) -> _Said:
    """Yield the texts of some fields of all records, each with the record that can confirm it."""
    for sourced in files_of(workspace):
        asked_of: dict[Location, Questioned] = {}
        for at, record in sourced.records:
            if isinstance(record, Questioned):
                asked_of[at] = record
            for field in wanted:
                if field not in type(record).model_fields:
                    continue
                said: str | tuple[str, ...] | None = getattr(record, field)
                if said:
                    above = (asked_of.get(at[:depth]) for depth in range(len(at), -1, -1))
                    owner = next((each for each in above if each), None)
                    for text in (said,) if isinstance(said, str) else said:
                        yield owner, text, sourced.place(*at, field)


def misquoted_titles(workspace: Workspace) -> Iterator[Problem]:
    """Find 《titles》 that differ by one character from those in the target tables."""
    known = {table.title for table, _ in records_of(workspace.tables, TargetTable)}
    for _, text, _ in _texts(workspace, "content", "basis"):
        known.update(_TITLE.findall(text))
    alike = _by_shortened(known)
    for record, text, where in _texts(workspace, *_QUOTING):
        for title in set(_TITLE.findall(text)) - known:
            yield from _slips(record, title, _near(title, alike), where)
            yield from _other_tables(workspace, record, title, where)
    for record, text, where in _texts(workspace, "title"):
        if isinstance(record, Circular):
            yield from _other_tables(workspace, record, "".join(text.split()), where)


def _other_tables(
    workspace: Workspace, record: Questioned | None, text: str, place: Place
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
            yield from asked(record, Code.UNIT_UNUSUAL, message, place)


def misdated_numbers(workspace: Workspace) -> Iterator[Problem]:
    """Find numbers of documents that stand elsewhere with another year, better known or later."""
    known, cited = defaultdict[tuple[str, str], Counter[str]](Counter), []
    for record, text, where in _texts(workspace, *_QUOTING, "content", "basis"):
        for match in NUMBER.finditer(text):
            known[match[1], match[3]][match[2]] += 1
            cited.append((record, match, where))
    table_years = {each.document.name: each.record.year for each in workspace.tables.values()}
    for record, match, where in cited:
        years = known[match[1], match[3]]
        best = max(years, key=lambda year: (years[year], year))
        year = table_years.get(where.file, 0)
        if isinstance(record, Target) and int(match[2]) > year:
            message = f"“{match.group()}”是 {year} 年以后的文件"
            yield from asked(record, Code.UNIT_UNUSUAL, message, where)
        elif match[2] != best:
            message = f"“{match.group()}”在别处是〔{best}〕{match[3]}号"
            yield from asked(record, Code.UNIT_UNUSUAL, message, where)


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


def miswritten(record: Questioned | None, name: str, words: str, where: Place) -> Iterator[Problem]:
    """Find a name that differs by one character from a passage of words that don't hold it."""
    size = len(name)
    starts = range(len(words) - size + 1) if size >= _SHORTEST and name not in words else ()
    # what begins otherwise is a part of a longer word: 市人(民政府办公厅)
    alike = {words[at : at + size] for at in starts if words[at] == name[0]}
    yield from _slips(record, name, alike, where)


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

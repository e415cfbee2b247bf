"""What words say of a figure that stands beside them or under them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportgen.assessment.results import GOOD, POOR
from reportgen.base.tables import rows_beside
from reportgen.model.labels import Status
from reportgen.model.references import TOTALS
from reportgen.templating.named import PERCENT, Name
from reportgen.wording.prose import CLAUSE, EXPECTED

_TABLE = rows_beside(__file__)
# what a figure may be that stands beside a word, in a sentence or under a heading
_WORDS = {row["words"]: row["fields"] for row in _TABLE if row["where"] == "beside"}
# what a text may be that stands under a heading
_HEADINGS = {row["words"]: row["fields"] for row in _TABLE if row["where"] == "heading"}
# words on all that is assessed: of what there is then none, or no more than half
_TOLD = [row for row in _TABLE if row["where"] in ("none", "half")]
# what may stand between a word and its figure
_LINK = "(?:[的为是有共达到计由数：:“（(\\s]|项数|合计|指标|节点|任务|事项)*"
# where the word stands that is said of a figure: ahead of it, or behind
_BEFORE, _AFTER = f"(WORD){_LINK}$", "^[项个](?:指标|节点|任务|事项)?(WORD)"
_COLOURS = {each: f"{each}灯" for each in "红黄绿"}
_SEVERAL = re.compile("[及和与或／/]|说明")  # a heading of several things
_QUOTIENT = re.compile(
    "([0-9.]+)%?[÷/]([0-9.]+)(?:＝|，即|（)[^0-9，。；（）÷/－]{0,6}([0-9.]+)([%‰])"
)
_ROUNDED = Decimal("0.1")
# a whole by its part: 累计分母除以累计分子
_UPSIDE_DOWN = re.compile(
    "(?:分母|目标值|总数|权重)(?:除以|÷)[^，。；除÷]{0,2}(?:分子|完成|覆盖|得分)"
)
# of what a number is that stands right before these
_DATED = {"年(?!以[内上])": "year", "月(?!度)": "month last_month as_of"}
# how a difference is called that is below nothing, or above it
_ABOVE, _BELOW = (
    re.compile(f"(?:{words})[^，。；]{{0,6}}$")
    for words in ("[高快多]于|超[过前]", "[低慢少]于|落后于?")
)
_UNITS = {
    "项": re.compile("[项件次期篇户]|份(?!额)|[个家处](?!百分点|千分点|工作日)"),
    "分": re.compile("分(?=[，。；、）)]|$)"),
}

_LABELS = {each.value: each.label for each in Status}
_STATUSES = {"good": frozenset(GOOD), "poor": frozenset({*POOR, "not_achieved"})}
# words for a status that a template types itself, and of which statuses they are said
_STATED = [
    (re.compile(f"{row['words']}(?=[，。；、）]|$)"), _STATUSES[row["where"]])
    for row in _TABLE
    if row["where"] in _STATUSES
]
# a grade that is given, not what it would come to: 等次为优秀的，予以表扬
_GRADED = re.compile(
    "(?<!上年度考核)等次[为是]“?(?P<name>(?!暂|待|未)[^\\x00-\\xff，。；“”的]+)(?=[”，。；]|$)"
)


def parts_of(values: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    """Yield the records of a list, if it is given."""
    given = values.get(name)
    yield from (e for e in given if isinstance(e, Mapping)) if isinstance(given, tuple) else ()


def denied(text: str, values: Mapping[str, object]) -> Iterator[str]:
    """Yield words that the counts of a period, or of a category, deny; wishes say nothing."""
    assessed, scores = values.get("assessed"), values.get("scores")
    said = _GRADED.search(text)
    if said and isinstance(scores, Mapping) and not said["name"].startswith(str(scores["grade"])):
        yield f"写的是“{said.group()}”，这一期的等次是{scores['grade'] or '空的'}"
    for clause in CLAUSE.split(text) if isinstance(assessed, int) else ():
        # 没有红灯 is held against the light of that name, what names a category against its counts
        named = (e for e in parts_of(values, "categories") if str(e["name"]) in clause)
        of = next(named, values)
        counts = {str(each["label"]): each["count"] for each in parts_of(values, "lights")}
        counts["poor"] = of.get("poor", int(str(of["assessed"])) - int(str(of["good"])))
        for row in _TOLD:
            said, field = re.search(row["words"], clause), row["fields"]
            value = counts.get(field, of.get(field))
            count = len(value) if isinstance(value, tuple) else value
            most = int(str(of["assessed"])) / 2 if row["where"] == "half" else 0
            many = isinstance(count, int) and count > most
            if said and many and not EXPECTED.search(clause[: said.start()]):
                yield f"写的是“{said.group()}”，{TOTALS.get(field, field)}却是 {count}"


class Piece(NamedTuple):
    """What stands on a page: words of the template, or a value with its name."""

    text: str
    name: Name | None = None
    cites: str = ""  # the id of the block whose page is printed here

    @property
    def is_figure(self) -> bool:
        """Tell whether it is a figure, not a text."""
        return self.name is not None and self.name.unit is not None

    @property
    def is_said(self) -> bool:
        """Tell whether the template itself says it; of a document's own texts it knows the words."""
        return self.name is None or not (self.is_figure or self.name.is_data)


def stated(clause: Sequence[Piece], naming: Sequence[Name]) -> Iterator[str]:
    """Yield a status that a clause types itself of the one record that is named, and that it hasn't."""
    judged = {name.of: name.status for name in naming if name.status}
    if len(judged) != 1:
        return
    ((of, status),) = judged.items()
    said = "".join(each.text if each.name is None else "\0" for each in clause)
    for words, statuses in _STATED:
        found = words.search(said)
        if found and status not in statuses:
            yield f"“{of[-1].called}”旁边写着“{found.group()}”，它的状态却是“{_LABELS[status]}”"


def misreckoned(clause: Sequence[Piece]) -> Iterator[str]:
    """Yield quotients that a template prints and that aren't what is printed behind them."""
    text = "".join("。" if each.name and each.name.is_data else each.text for each in clause)
    yield from (f"“{each}”是颠倒的" for each in _UPSIDE_DOWN.findall(text))
    for match in _QUOTIENT.finditer(text):
        one, other, found = (Decimal(each) for each in match.groups()[:3])
        whole = 1000 if match[4] == "‰" else 100
        if not other or abs(one * whole / other - found) > _ROUNDED:
            yield f"“{match.group()}”算得不对"


def divided(segment: Sequence[Piece]) -> Iterator[str]:
    """Yield fractions of one record's figure and another's."""
    for one, mark, other in zip(segment, segment[1:], segment[2:], strict=False):
        of, its = one.name, other.name
        figures = one.is_figure and other.is_figure and mark.text.strip() in ("/", "／")
        if figures and of and its and of.of != its.of:
            yield f"“{one.text}/{other.text}”是两个的数：{of.meaning}、{its.meaning}"


def worded(segment: Sequence[Piece]) -> Iterator[str]:
    """Yield the figures that are none of what the words beside them say."""
    for index, piece in enumerate(segment):
        name = piece.name
        if name is None or not piece.is_figure or not re.search("[0-9]", piece.text):
            continue
        before, after = _said(segment[:index][::-1])[::-1], _said(segment[index + 1 :])
        lead = "".join(before)
        told = []
        if name.unit != PERCENT or not lead.endswith("的"):  # a share of it
            told = _words(_BEFORE, lead)
        # of 3/5项达标 the first is said; ahead of another figure the words are of that one
        if len(after) == len(segment) - index - 1 and not lead.endswith(("/", "／")):
            told = [*told, *_words(_AFTER, "".join(after))]
        rest = "".join(each.text for each in segment[index + 1 :])
        dated = [(w[0], frozenset(f.split())) for w, f in _DATED.items() if re.match(w, rest)]
        for those in (told, dated):
            yield from _unlike(those, name, f"旁边印的“{piece.text}”")
        side = _ABOVE if name.sign < 0 else _BELOW
        if name.field == "schedule_gap" and name.sign and side.search(lead):
            yield f"“{lead}”旁边印的“{piece.text}”是反的"
        if re.search("率[为达]?$", lead) and _UNITS["项"].fullmatch(name.unit or ""):
            yield f"“{lead}”旁边印的“{piece.text}”以{name.unit}计"
        yield from _counted(piece, name, rest)


def _unlike(told: Sequence[tuple[str, frozenset[str]]], name: Name, printed: str) -> Iterator[str]:
    """Yield the first word if none is of the figure, though its record, or the period, has it."""
    whole = frozenset() if name.of else TOTALS.keys()
    told = [(word, fields) for word, fields in told if fields & whole or name.is_beside(fields)]
    if told and not any(name.field in fields for _, fields in told):
        yield f"“{told[0][0]}”{printed}是{name.meaning}"


def _counted(piece: Piece, name: Name, after: str) -> Iterator[str]:
    percent = piece.text.endswith("%") or after.startswith("%")
    said = next((unit for unit, written in _UNITS.items() if written.match(after)), None)
    said = said or (PERCENT if percent else None)
    if piece.text.endswith("%") and after.startswith("%"):
        yield f"“{piece.text}”后面又写了%"
    if said and name.unit and said != name.unit and (percent or name.unit in (PERCENT, *_UNITS)):
        yield f"“{piece.text}”的单位印成了{said}，{name.meaning}的单位是{name.unit}"


def _said(pieces: Sequence[Piece]) -> list[str]:
    """Return the words up to the next value that isn't said by the template itself."""
    words = []
    for piece in pieces:
        if not piece.is_said:
            break
        words.append(piece.text)
    return words


def headed(heading: Sequence[Piece], shown: Sequence[Piece]) -> Iterator[str]:
    """Yield what stands under a heading that says otherwise; 绿／黄／红 heads three figures."""
    if not shown:
        return
    bare = re.sub(
        "（.*?）|\\s", "", "".join(each.text if each.is_said else "、" for each in heading)
    )
    figures = [each for each in shown if each.is_figure and each.name]
    parts = re.split("[／/]", bare)
    if len(parts) == len(figures) and len(parts) > 1:
        for part, each in zip(parts, figures, strict=True):
            yield from headed([Piece(_COLOURS.get(part, part))], [each])
        return
    texts = _texts_under(bare)
    held = [each for each in shown if each not in figures] if texts else figures or shown
    fields = {each.name.field for each in held if each.name}
    told = [(bare, each) for each in texts] or _words(_BEFORE, bare)
    if len(fields) == 1 and held[0].name and not _SEVERAL.search(bare):
        yield from _unlike(told, held[0].name, f"一栏印的“{held[0].text}”")


@lru_cache(maxsize=8192)
def _texts_under(heading: str) -> list[frozenset[str]]:
    return [frozenset(f.split()) for word, f in _HEADINGS.items() if re.fullmatch(word, heading)]


@lru_cache(maxsize=8192)  # a template's own words are few
def _words(pattern: str, text: str) -> list[tuple[str, frozenset[str]]]:
    """Return the longest word that stands so in a text, with what it may be said of."""
    found = [
        (match[1], frozenset(fields.split()))
        for word, fields in _WORDS.items()
        if (match := re.search(pattern.replace("WORD", word), text))
    ]
    return [max(found, key=lambda each: len(each[0]))] if found else []

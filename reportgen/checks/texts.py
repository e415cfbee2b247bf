"""Rules on texts: what can't be printed, or would look other than it is, and what is set right."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import Final

from reportgen.base.codes import Code
from reportgen.base.paths import name_fault
from reportgen.base.problems import Problem
from reportgen.checks.walk import files_of, records_of
from reportgen.model.briefs import Brief
from reportgen.model.punctuation import changes
from reportgen.sources.strict_yaml import Document
from reportgen.sources.unfinished import unfinished_in
from reportgen.sources.workspace import Workspace
from reportgen.wording.prose import impossible_days

_MOST_NAMED = 5
_LONGEST_MARK = 20
_YEAR = re.compile("data/([0-9]{4})/")
_LONGEST = 2_000  # characters of a paragraph: more than a page of an official document
# names label rows, and so don't part; those of categories and targets stand in narrow columns
MOST_IN_CATEGORY: Final = 40
MOST_IN_TARGET: Final = 80
_MOST_IN_NAME = 300
# control, invisible (bidi, zero-width, soft hyphen), lone surrogate, private use, unassigned
# (noncharacters are among them), line and paragraph separator, marks put over the character before
# (programs differ in how wide that gets; what NFC makes one of both is allowed)
_FORBIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me"))
_LACKING = {
    Code.CHARACTER_WITHOUT_GLYPH: "所有字体都没有",
    Code.CHARACTER_FALLBACK: "改用后备字体印出",
}


def in_texts(
    workspace: Workspace, rule: Callable[[Document], Iterator[Problem]]
) -> Iterator[Problem]:
    """Ask a rule of every data file."""
    return chain.from_iterable(rule(each.document) for each in files_of(workspace))


def endless_in(document: Document) -> Iterator[Problem]:
    """Find paragraphs and names that are longer than any that an office writes."""
    for where, text in document.texts:
        match where:
            case ("categories", _, "name"):
                what, most = "类别的名称", MOST_IN_CATEGORY
            case ("targets", _, "name"):
                what, most = "目标的名称", MOST_IN_TARGET
            case (*_, "name"):
                what, most = "名称", _MOST_IN_NAME
            case _:
                what, most = "一段文字", _LONGEST
        if (longest := max(map(len, text.split("\n")))) > most:
            message = f"{what}有 {longest} 个字，多于 {most} 个"
            yield Code.TEXT_ENDLESS.problem(message, document.place(where))


def impossible_dates(document: Document) -> Iterator[Problem]:
    """Find days that no calendar has, such as 6月31日, or that are another day of the week."""
    folder = _YEAR.match(document.name)
    year = int(folder[1]) if folder else None
    for where, text in document.texts:
        for day in impossible_days(text, year):
            yield Code.DATE_IMPOSSIBLE.problem(f"没有{day}这一天", document.place(where))


def forbidden_in(document: Document) -> Iterator[Problem]:
    """Find characters that no document may hold, in any string of a data file."""
    texts = ((text, "文字中", document.place(where)) for where, text in document.texts)
    keys = ((str(where[-1]), "键里", place) for where, place in document.key_places.items())
    for text, said, place in chain(texts, keys):
        if named := forbidden_named(text):
            yield Code.CHARACTER_FORBIDDEN.problem(f"{said}有不能印刷的字符：{named}", place)


@lru_cache(maxsize=16384)
def is_forbidden(character: str) -> bool:
    """Tell whether a character can't go into a document."""
    is_damaged = character == "\N{REPLACEMENT CHARACTER}"
    unprintable = unicodedata.category(character) in _FORBIDDEN_CATEGORIES
    return is_damaged or (unprintable and character not in "\n\t")


def forbidden_named(text: str) -> str:
    """Name the forbidden characters of a text, with their offsets from 1."""
    if not any(map(is_forbidden, text)):
        return ""
    found = [
        f"U+{ord(character):04X}（第{offset}个字）"
        for offset, character in enumerate(text, start=1)
        if is_forbidden(character)
    ]
    more = f"等{len(found)}处" if len(found) > _MOST_NAMED else ""
    return "、".join(found[:_MOST_NAMED]) + more


def check_glyphs(
    workspace: Workspace, has_glyph: Callable[[str], bool], in_face: Callable[[str], bool]
) -> tuple[Problem, ...]:
    """Find the characters of all data files that fonts lack; a later stage knows the fonts."""
    return tuple(in_texts(workspace, glyph_rule(has_glyph, in_face)))


def glyph_rule(
    has_glyph: Callable[[str], bool], in_face: Callable[[str], bool]
) -> Callable[[Document], Iterator[Problem]]:
    """Return the rule that finds characters that no font has, or only a fallback font.

    ``has_glyph`` tells whether any font can print a character, ``in_face`` whether the text's own
    face can.
    """

    @cache
    def lack(character: str) -> Code | None:
        if character.isspace() or is_forbidden(character):
            return None
        if not has_glyph(character):
            return Code.CHARACTER_WITHOUT_GLYPH
        return None if in_face(character) else Code.CHARACTER_FALLBACK

    def rule(document: Document) -> Iterator[Problem]:
        for location, text in document.texts:
            lacking = {each: code for each in dict.fromkeys(text) if (code := lack(each))}
            for code, words in _LACKING.items():
                if found := [each for each, why in lacking.items() if why is code]:
                    named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in found[:_MOST_NAMED])
                    more = f"等{len(found)}个字" if len(found) > _MOST_NAMED else ""
                    yield code.problem(f"{words}：{named}{more}", document.place(location))

    return rule


def normalised_punctuation(document: Document) -> Iterator[Problem]:
    """Tell for each text which marks become full-width in the documents."""
    for location, text in document.texts:
        if location[-1:] == ("quote",):
            continue  # a copy of content or basis, which have their own note
        made = Counter((change.before, change.after) for change in changes(text))
        said = "、".join(
            f"{count}处“{before}”改为“{after}”" if after else f"删去{count}个空格"
            for (before, after), count in made.items()
        )
        if said:
            place = document.place(location)
            yield Code.PUNCTUATION_NORMALISED.problem(f"成文时{said}", place)


def placeholders_left(document: Document) -> Iterator[Problem]:
    """Find what isn't filled in yet, a problem a file: its documents are drafts."""
    found = sorted(unfinished_in(document), key=lambda each: each[1].line or 0)
    lines: dict[str, list[str]] = {}
    for mark, place in found:
        lines.setdefault(mark[:_LONGEST_MARK], []).append(str(place.line))
    said = "；".join(f"“{mark}”在第 {'、'.join(at)} 行" for mark, at in lines.items())
    if found:
        message = f"有 {len(found)} 处还没有填好：{said}"
        yield Code.PLACEHOLDER_LEFT.problem(message, found[0][1])


def unusable_names(workspace: Workspace) -> Iterator[Problem]:
    """Find names of briefs that no file can have."""
    for brief, place in records_of(workspace.briefs, Brief):
        if fault := name_fault(brief.name):
            message = f"文稿的文件名要用这个名称，它{fault}"
            yield Code.PATH_REFUSED.problem(message, place("name"))

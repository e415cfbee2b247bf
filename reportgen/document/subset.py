"""The subset of XHTML that templates may produce, and what refuses the rest by file and line.

It is::

    html[lang] > head > title, meta[name=author|date, content];  body > section+
    section[class=landscape][data-mark] > header? (h1 | h2 | h3 | h4 | h5 | p | ol | table | img)+ footer?
    header > p+;  footer[class=even] > table[class=role of a panel]
    h1 … h5, p [class=style][id];  ol > li;  inside them: text, br, a[class=page][href=#id]
    img[class=role][src][alt]
    table[class=role of a panel] > tbody > tr > td[class=style]+  (td: text or p+)
    table[class=role of a chart][summary] > thead > tr > th+;  tbody > tr > td+
    table[class=role][summary] > colgroup > col[class="role merged repeated continued"]+
                               > thead > tr > th+;  tbody > tr > td+  (td: text or p+)

Every element carries ``data-at="template:line"``, which :mod:`reportgen.templating` puts in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from reportgen.codes import Code
from reportgen.document.tree import Image
from reportgen.document.wellformed import AT, place_of
from reportgen.problems import Problem

ALLOWED_ATTRIBUTES: dict[str, frozenset[str]] = {
    "html": frozenset({"lang"}),
    "head": frozenset(),
    "title": frozenset(),
    "meta": frozenset({"name", "content"}),
    "body": frozenset(),
    "section": frozenset({"class", "data-mark"}),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "p"), frozenset({"class", "id"})),
    "ol": frozenset({"class"}),
    "li": frozenset(),
    "br": frozenset(),
    "a": frozenset({"class", "href"}),
    "img": frozenset({"class", "src", "alt"}),
    "table": frozenset({"class", "summary"}),
    "colgroup": frozenset(),
    "col": frozenset({"class"}),
    "thead": frozenset(),
    "tbody": frozenset(),
    "tr": frozenset(),
    "th": frozenset(),
    "td": frozenset({"class"}),
    "header": frozenset(),
    "footer": frozenset({"class"}),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a layout profile offers: text styles, table roles and their columns' styles.

    ``body``, ``headings`` (by level, the title's first) and ``figure`` are taken where markup
    names none.
    """

    body: str
    headings: tuple[str, ...]
    figure: str | None

    styles: frozenset[str]
    tables: frozenset[str]
    panels: frozenset[str]
    figures: frozenset[str]
    charts: frozenset[str]
    head_styles: dict[str, str]
    column_styles: dict[tuple[str, str], str]
    other_styles: dict[str, str]
    list_pattern: str

    def column_style(self, table: str, role: str) -> str:
        """Return the text style of a table's column."""
        return self.column_styles.get((table, role), self.other_styles[table])


@dataclass(slots=True)
class Reader:
    """One reading: the vocabulary, the problems found so far and the last key given out."""

    vocabulary: Vocabulary
    load_image: Callable[[str], Image]
    problems: list[Problem] = field(default_factory=list)
    blocks: int = 0

    def refuse(self, element: etree._Element, message: str) -> None:
        """Note that an element lies outside the subset."""
        self.problems.append(Code.MARKUP_INVALID.problem(message, place_of(element)))

    def next_key(self) -> str:
        """Return a key that no other block has."""
        self.blocks += 1
        return f"b{self.blocks}"


def check_element(reader: Reader, element: etree._Element) -> None:
    """Refuse an unknown element, unknown attributes, comments."""
    if not isinstance(element.tag, str):
        reader.refuse(element, "不允许注释和处理指令以外的内容；模板注释请用 {# #}")
        return
    allowed = ALLOWED_ATTRIBUTES.get(element.tag)
    if allowed is None:
        reader.refuse(element, f"不支持标签 <{element.tag}>")
        return
    for name in element.attrib:
        if name != AT and name not in allowed:
            reader.refuse(element, f"<{element.tag}> 不支持属性 {name!s}")


def check_ids(reader: Reader, root: etree._Element) -> None:
    """Refuse ids given twice and references to none."""
    known: set[str] = set()
    for element in root.iterfind(".//*[@id]"):
        given = element.get("id", "")
        if given in known:
            reader.refuse(element, f"id {given} 前面已经用过")
        known.add(given)
    for element in root.iterfind(".//a"):
        target = element.get("href", "").removeprefix("#")
        if target not in known:
            reader.refuse(element, f"href 指向的 id {target} 不存在")


def children_of(reader: Reader, element: etree._Element, *tags: str) -> list[etree._Element]:
    """Return the children, refusing other tags and stray text."""
    stray = [element.text or "", *(child.tail or "" for child in element)]
    if text := "".join(stray).strip():
        reader.refuse(element, f"<{element.tag}> 里不能直接写文字“{text[:20]}”")
    for child in element:
        if child.tag not in tags:
            reader.refuse(child, f"<{element.tag}> 里不能有 <{child.tag}>")
    return [child for child in element if child.tag in tags]

"""Read the templates' output into a document tree: the subset of XHTML that ARCHITECTURE.md shows.

Every element carries ``data-at="template:line"``, which :mod:`reportgen.templating.sandbox` puts in.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NoReturn

from lxml import etree

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError, Problem
from reportgen.document.numbering import ordinal
from reportgen.document.tree import (
    Block,
    Cell,
    Chart,
    ChartValue,
    Column,
    Document,
    Figure,
    Image,
    Inline,
    LineBreak,
    PageReference,
    Panel,
    Paragraph,
    Row,
    Run,
    Section,
    Series,
    Table,
    inline_text,
)
from reportgen.layout.profile import LayoutProfile
from reportgen.markup.wellformed import AT, parse_xml, place_of
from reportgen.model.punctuation import MINUS

_PLAIN = "head title body li br colgroup thead tbody tr th header"
ATTRIBUTES: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN.split(), frozenset()),
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "p"], frozenset({"class", "id"})),
    **dict.fromkeys(["ol", "col", "td", "footer"], frozenset({"class"})),
    "html": frozenset({"lang"}),
    "meta": frozenset({"name", "content"}),
    "section": frozenset({"class", "data-mark"}),
    "a": frozenset({"class", "href"}),
    "img": frozenset({"class", "src", "alt"}),
    "table": frozenset({"class", "summary"}),
}
_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4}
_CONTENT = (*_HEADINGS, "p", "ol", "table", "img")
_COLUMN_FLAGS = ("merged", "repeated", "continued")
_BLANK_LINES = re.compile(r"(?P<before>\S?)\s*\n\s*(?P<after>\S?)")


def parse_markup(
    markup: str, profile: LayoutProfile, load_image: Callable[[str], Image]
) -> Document:
    """Read rendered markup, whose class names are the profile's, into a tree.

    ``load_image`` reads a picture by its name and raises ValueError for one that can't be shown.
    Raises ConfigurationError with every place that lies outside the subset.
    """
    root = parse_xml(markup)
    reading = _Reading(profile, load_image)
    reading.check(root)
    if reading.problems:
        raise ConfigurationError(reading.problems)
    document = reading.document(root)
    if reading.problems:
        raise ConfigurationError(reading.problems)
    return document


@dataclass(slots=True)
class _Reading:
    """One reading: the names to be used, the problems found so far and the last key given out."""

    profile: LayoutProfile
    load_image: Callable[[str], Image]
    problems: list[Problem] = field(default_factory=list)
    blocks: int = 0

    def refuse(self, element: etree._Element, message: str) -> None:
        """Note that an element lies outside the subset."""
        self.problems.append(Code.MARKUP_INVALID.problem(message, place_of(element)))

    def stop(self, element: etree._Element, message: str) -> NoReturn:
        """Refuse an element whose content can't be read any further."""
        self.refuse(element, message)
        raise ConfigurationError(self.problems)

    def next_key(self) -> str:
        """Return a key that no other block has."""
        self.blocks += 1
        return f"b{self.blocks}"

    def check(self, root: etree._Element) -> None:
        """Refuse unknown elements and attributes, comments, ids given twice, references to none."""
        for element in root.iter():
            allowed = ATTRIBUTES.get(str(element.tag))
            if not isinstance(element.tag, str):
                self.refuse(element, "不允许注释和处理指令以外的内容；模板注释请用 {# #}")
            elif allowed is None:
                self.refuse(element, f"不支持标签 <{element.tag}>")
            else:
                for name in element.attrib:
                    if name != AT and name not in allowed:
                        self.refuse(element, f"<{element.tag}> 不支持属性 {name!s}")
        known: set[str] = set()
        for element in root.iterfind(".//*[@id]"):
            given = element.get("id", "")
            if given in known:
                self.refuse(element, f"id {given} 前面已经用过")
            known.add(given)
        for element in root.iterfind(".//a"):
            target = element.get("href", "").removeprefix("#")
            if target not in known:
                self.refuse(element, f"href 指向的 id {target} 不存在")

    def children(self, element: etree._Element, *tags: str) -> list[etree._Element]:
        """Return an element's children, refusing other tags and stray text."""
        stray = [element.text or "", *(child.tail or "" for child in element)]
        if text := "".join(stray).strip():
            self.refuse(element, f"<{element.tag}> 里不能直接写文字“{text[:20]}”")
        for child in element:
            if child.tag not in tags:
                self.refuse(child, f"<{element.tag}> 里不能有 <{child.tag}>")
        return [child for child in element if child.tag in tags]

    def document(self, root: etree._Element) -> Document:
        """Read the whole of it."""
        head, body = root.find("head"), root.find("body")
        if root.tag != "html" or head is None or body is None:
            self.stop(root, "文稿应为 <html>，内含 <head> 和 <body>")
        meta = {each.get("name", ""): each.get("content", "") for each in head.iter("meta")}
        title, author = "".join(head.findtext("title", "").split()), meta.get("author", "")
        try:
            issued = date.fromisoformat(meta.get("date", ""))
        except ValueError:
            self.refuse(head, '<head> 中要有 <meta name="date" content="2012-04-10"/>')
            issued = date.min
        if not title or not author:
            self.refuse(head, '<head> 中要有 <title> 和 <meta name="author" …/>')
        sections = tuple(self.section(each) for each in self.children(body, "section"))
        if not sections:
            self.refuse(body, "<body> 中没有 <section>")
        return Document(title, author, issued, sections, root.get("lang", "zh-CN"))

    def section(self, element: etree._Element) -> Section:
        landscape = self.is_of(element, "landscape")
        letterhead: tuple[Paragraph, ...] = ()
        imprint: Panel | None = None
        blocks: list[Block] = []
        children = self.children(element, *_CONTENT, "header", "footer")
        for child in children:
            if child.tag == "header" and child is children[0]:
                letterhead = tuple(map(self.paragraph, self.children(child, "p")))
            elif child.tag == "footer" and child is children[-1]:
                imprint = self.imprint(child)
            elif child.tag in ("header", "footer"):
                self.refuse(child, "<header> 要在 <section> 最前，<footer> 要在最后")
            else:
                blocks += self.content(child)
        mark = element.get("data-mark") or None
        return Section(tuple(blocks), landscape, mark, letterhead, imprint)

    def is_of(self, element: etree._Element, kind: str) -> bool:
        """Tell whether an element has the only class that it may have."""
        given = element.get("class", "")
        if given not in ("", kind):
            self.refuse(element, f"<{element.tag}> 的 class 只能是 {kind}，不能是 {given}")
        return given == kind

    def imprint(self, element: etree._Element) -> Panel:
        panels = self.children(element, "table")
        if len(panels) != 1 or panels[0].get("class") not in self.profile.panels:
            self.stop(element, "<footer> 里要有一个并排文字的 <table>")
        return self.panel(panels[0])

    def content(self, element: etree._Element) -> Iterator[Block]:
        role = element.get("class")
        match element.tag:
            case "table" if role in self.profile.charts:
                yield from self.chart(element)
            case "table" if role in self.profile.panels:
                yield self.panel(element)
            case "table":
                yield self.table(element)
            case "img":
                yield from self.figure(element)
            case "ol":
                yield from self.list_items(element)
            case _:
                yield self.paragraph(element)

    def list_items(self, element: etree._Element) -> Iterator[Paragraph]:
        style = self.style(element, self.profile.roles.body)
        items = list(self.children(element, "li"))
        for number, item in enumerate(items, start=1):
            mark = ordinal(self.profile.numbering.list, number) if len(items) > 1 else ""
            inlines = (Run(mark), *self.inlines(item)) if mark else tuple(self.inlines(item))
            yield Paragraph(self.next_key(), style, inlines, place=place_of(item))

    def figure(self, element: etree._Element) -> Iterator[Figure]:
        role = element.get("class") or self.profile.roles.figure or ""
        alternative = element.get("alt", "").strip()
        if role not in self.profile.figures:
            self.refuse(element, f"版式文件里没有图 {role or '（缺少 class）'}")
        if not alternative:
            self.refuse(element, "<img> 要有 alt：看不到图的人读到的文字")
        try:
            image = self.load_image(element.get("src", ""))
        except ValueError as error:
            self.refuse(element, str(error))
        else:
            yield Figure(self.next_key(), role, image, alternative, place_of(element))

    def chart(self, element: etree._Element) -> Iterator[Figure]:
        """Read a chart from its data table: categories in the first column, a series in each other."""

        def texts(cells: Iterator[etree._Element]) -> list[str]:
            return ["".join(map(inline_text, self.inlines(cell))) for cell in cells]

        heads = texts(element.iterfind("thead/tr/th"))
        rows = [texts(row.iterfind("td")) for row in element.iterfind("tbody/tr")]
        alternative = element.get("summary", "").strip()
        if not alternative:
            self.refuse(element, "图表要有 summary：看不到图的人读到的文字")
        elif len(heads) < 2 or not rows or any(len(row) != len(heads) for row in rows):
            self.refuse(element, "图表的表头和各行的格数要相同，至少一个类别、一个系列")
        else:
            categories, *columns = zip(*rows, strict=True)
            series = tuple(
                Series(name, tuple(self.chart_value(element, label) for label in labels))
                for name, labels in zip(heads[1:], columns, strict=True)
            )
            role, chart = element.get("class", ""), Chart(categories, series)
            yield Figure(self.next_key(), role, chart, alternative, place_of(element))

    def chart_value(self, element: etree._Element, label: str) -> ChartValue:
        match = re.fullmatch(r"(-?\d+(?:\.\d+)?)%?", label.replace(MINUS, "-"))
        if match is None:
            self.refuse(element, f"图表的值“{label}”不是数")
        return ChartValue(label, Decimal(match[1]) if match else Decimal(0))

    def style(self, element: etree._Element, default: str) -> str:
        style = element.get("class") or default
        if style not in self.profile.styles:
            self.refuse(element, f"版式文件里没有文字样式 {style}")
        return style

    def paragraph(
        self, element: etree._Element, key: str | None = None, default: str | None = None
    ) -> Paragraph:
        """Read a paragraph or heading; ``default`` is the style of one that names none."""
        key = key or self.next_key()
        level = _HEADINGS.get(str(element.tag))
        headings, style = self.profile.roles.headings, default or self.profile.roles.body
        if level is not None and level >= len(headings):
            self.refuse(element, f"版式文件的 roles.headings 没有 <{element.tag!s}> 的样式")
        elif level is not None:
            style = headings[level]
        return Paragraph(
            key,
            self.style(element, style),
            self.inlines(element),
            heading_level=level,
            id=element.get("id"),
            place=place_of(element),
        )

    def panel(self, element: etree._Element) -> Panel:
        key = self.next_key()
        rows = tuple(
            tuple(
                self.cell(
                    cell, f"{key}.r{number}.c{index}", self.style(cell, self.profile.roles.body)
                )
                for index, cell in enumerate(self.children(row, "td"))
            )
            for body in self.children(element, "tbody")
            for number, row in enumerate(self.children(body, "tr"))
        )
        return Panel(key, element.get("class", ""), rows, place_of(element))

    def table(self, element: etree._Element) -> Table:
        key, role = self.next_key(), element.get("class", "")
        if role not in self.profile.tables:
            self.stop(element, f"版式文件里没有表格 {role or '（缺少 class）'}")
        parts = {
            str(part.tag): part for part in self.children(element, "colgroup", "thead", "tbody")
        }
        if parts.keys() != {"colgroup", "thead", "tbody"}:
            self.stop(element, "<table> 要依次有 <colgroup>、<thead>、<tbody> 各一个")
        columns = tuple(map(self.column, self.children(parts["colgroup"], "col")))
        style = self.profile.tables[role]
        heads = self.rows(parts["thead"], f"{key}.h", "th", [style.head] * len(columns))
        if len(heads) != 1:
            self.stop(parts["thead"], f"<thead> 要有一行，现有 {len(heads)} 行")
        styles = [style.column(column.role).style for column in columns]
        rows = self.rows(parts["tbody"], f"{key}.r", "td", styles)
        summary = element.get("summary") or None
        return Table(key, role, columns, heads[0], rows, summary, place_of(element))

    def column(self, element: etree._Element) -> Column:
        role, *flags = element.get("class", "").split() or [""]
        for flag in flags:
            if flag not in _COLUMN_FLAGS:
                known = "、".join(_COLUMN_FLAGS)
                self.refuse(element, f"<col> 的标记只能是 {known}，不能是 {flag}")
        return Column(role, **{flag: flag in flags for flag in _COLUMN_FLAGS})

    def rows(
        self, element: etree._Element, key: str, tag: str, styles: list[str]
    ) -> tuple[Row, ...]:
        rows = []
        for number, row in enumerate(self.children(element, "tr")):
            cells = self.children(row, tag)
            if len(cells) != len(styles):
                self.refuse(row, f"这一行有 {len(cells)} 格，表有 {len(styles)} 栏")
            if any(set(cell.keys()) - {AT} for cell in cells):
                self.refuse(row, "只有并排文字（panels）的 <td> 能有 class")
            read = [
                self.cell(cell, f"{key}{number}.c{index}", style)
                for index, (cell, style) in enumerate(zip(cells, styles, strict=False))
            ]
            rows.append(Row(f"{key}{number}", tuple(read)))
        return tuple(rows)

    def cell(self, element: etree._Element, key: str, style: str) -> Cell:
        if len(element) and element[0].tag == "p":
            own = enumerate(self.children(element, "p"))
            return Cell(tuple(self.paragraph(each, f"{key}.p{at}", style) for at, each in own))
        inlines = self.inlines(element)
        return Cell((Paragraph(f"{key}.p0", style, inlines, place=place_of(element)),))

    def inlines(self, element: etree._Element) -> tuple[Inline, ...]:
        """Return what a paragraph holds, without the template's line ends and indents."""
        inlines: list[Inline] = []
        text = _one_line(element.text).lstrip()
        for child in element:
            inlines.append(Run(text))
            if child.tag == "br":
                inlines.append(LineBreak())
            elif child.tag == "a" and child.get("class") == "page":
                inlines.append(PageReference(child.get("href", "").removeprefix("#")))
            else:
                self.refuse(child, f"<{element.tag}> 里不能有 <{child.tag}>")
            text = _one_line(child.tail)
        inlines.append(Run(text.rstrip()))
        return tuple(inline for inline in inlines if inline != Run(""))


def _one_line(text: str | None) -> str:
    """Drop the line ends and indents of the template, no blanks of the text.

    A tab is a blank, and a letter with its accent one character, as wide as the font has it.
    """

    def joined(match: re.Match[str]) -> str:
        before, after = match["before"], match["after"]
        blank = " " if before.isascii() and after.isascii() and before and after else ""
        return before + blank + after

    line = _BLANK_LINES.sub(joined, text or "")
    return unicodedata.normalize("NFC", line.replace("\t", " "))

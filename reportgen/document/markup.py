"""Read the templates' output into a document tree: a subset of XHTML (``subset.py``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from lxml import etree

from reportgen.document.inlines import read_inlines
from reportgen.document.numbering import ordinal
from reportgen.document.subset import Reader, Vocabulary, check_element, check_ids, children_of
from reportgen.document.tree import (
    Block,
    Cell,
    Chart,
    ChartValue,
    Column,
    Document,
    Figure,
    Image,
    Imprint,
    Panel,
    Paragraph,
    Row,
    Run,
    Section,
    Series,
    Table,
    inline_text,
)
from reportgen.document.wellformed import AT, parse_xml, place_of
from reportgen.errors import ConfigurationError

_HEADINGS = {"h1": 0, "h2": 1, "h3": 2, "h4": 3, "h5": 4}
_CONTENT = (*_HEADINGS, "p", "ol", "table", "img")
_COLUMN_FLAGS = ("merged", "repeated", "continued")


def parse_markup(
    markup: str, vocabulary: Vocabulary, load_image: Callable[[str], Image]
) -> Document:
    """Read rendered markup into a tree.

    ``load_image`` reads a picture by its name and raises ValueError for one that can't be shown.
    Raises ConfigurationError with every place that lies outside the subset.
    """
    root = parse_xml(markup)
    reader = Reader(vocabulary, load_image)
    for element in root.iter():
        check_element(reader, element)
    check_ids(reader, root)
    if reader.problems:
        raise ConfigurationError(reader.problems)
    document = _read_document(reader, root)
    if reader.problems:
        raise ConfigurationError(reader.problems)
    return document


def _read_document(reader: Reader, root: etree._Element) -> Document:
    head, body = root.find("head"), root.find("body")
    if root.tag != "html" or head is None or body is None:
        reader.refuse(root, "文稿应为 <html>，内含 <head> 和 <body>")
        raise ConfigurationError(reader.problems)
    meta = {element.get("name", ""): element.get("content", "") for element in head.iter("meta")}
    title = "".join(head.findtext("title", "").split())
    try:
        issued = date.fromisoformat(meta.get("date", ""))
    except ValueError:
        reader.refuse(head, '<head> 中要有 <meta name="date" content="2012-04-10"/>')
        issued = date.min
    if not title or not meta.get("author"):
        reader.refuse(head, '<head> 中要有 <title> 和 <meta name="author" …/>')
    sections = tuple(
        _read_section(reader, element) for element in children_of(reader, body, "section")
    )
    if not sections:
        reader.refuse(body, "<body> 中没有 <section>")
    return Document(
        title=title,
        author=meta.get("author", ""),
        date=issued,
        sections=sections,
        language=root.get("lang", "zh-CN"),
    )


def _read_section(reader: Reader, element: etree._Element) -> Section:
    kind = element.get("class", "")
    if kind not in ("", "landscape"):
        reader.refuse(element, f"<section> 的 class 只能是 landscape，不能是 {kind}")
    letterhead: tuple[Paragraph, ...] = ()
    imprint: Imprint | None = None
    blocks: list[Block] = []
    children = children_of(reader, element, *_CONTENT, "header", "footer")
    for child in children:
        if child.tag == "header" and child is children[0]:
            paragraphs = children_of(reader, child, "p")
            letterhead = tuple(
                _read_paragraph(reader, each, reader.next_key()) for each in paragraphs
            )
        elif child.tag == "footer" and child is children[-1]:
            imprint = _read_imprint(reader, child)
        elif child.tag in ("header", "footer"):
            reader.refuse(child, "<header> 要在 <section> 最前，<footer> 要在最后")
        else:
            blocks.extend(_read_blocks(reader, child))
    mark = element.get("data-mark") or None
    return Section(tuple(blocks), kind == "landscape", mark, letterhead, imprint)


def _read_imprint(reader: Reader, element: etree._Element) -> Imprint:
    kind = element.get("class", "")
    if kind not in ("", "even"):
        reader.refuse(element, f"<footer> 的 class 只能是 even，不能是 {kind}")
    panels = children_of(reader, element, "table")
    if len(panels) != 1 or panels[0].get("class") not in reader.vocabulary.panels:
        reader.refuse(element, "<footer> 里要有一个并排文字的 <table>")
        raise ConfigurationError(reader.problems)
    return Imprint(_read_panel(reader, panels[0]), even_page=kind == "even")


def _read_blocks(reader: Reader, element: etree._Element) -> Iterator[Block]:
    role = element.get("class")
    match element.tag:
        case "table" if role in reader.vocabulary.charts:
            yield from _read_chart(reader, element)
        case "table" if role in reader.vocabulary.panels:
            yield _read_panel(reader, element)
        case "table":
            yield _read_table(reader, element)
        case "img":
            yield from _read_figure(reader, element)
        case "ol":
            yield from _read_list(reader, element)
        case _:
            yield _read_paragraph(reader, element, reader.next_key())


def _read_panel(reader: Reader, element: etree._Element) -> Panel:
    key = reader.next_key()
    rows = []
    for body in children_of(reader, element, "tbody"):
        for number, row in enumerate(children_of(reader, body, "tr")):
            cells = children_of(reader, row, "td")
            styles = (_style(reader, cell, reader.vocabulary.body) for cell in cells)
            rows.append(
                tuple(
                    _read_cell(reader, cell, f"{key}.r{number}.c{index}", style)
                    for index, (cell, style) in enumerate(zip(cells, styles, strict=True))
                )
            )
    return Panel(key, element.get("class", ""), tuple(rows), place_of(element))


def _read_list(reader: Reader, element: etree._Element) -> Iterator[Paragraph]:
    style = _style(reader, element, reader.vocabulary.body)
    for number, item in enumerate(children_of(reader, element, "li"), start=1):
        mark = Run(ordinal(reader.vocabulary.list_pattern, number))
        inlines = (mark, *read_inlines(reader, item))
        yield Paragraph(reader.next_key(), style, inlines, place=place_of(item))


def _read_figure(reader: Reader, element: etree._Element) -> Iterator[Figure]:
    role = element.get("class") or reader.vocabulary.figure or ""
    alternative = element.get("alt", "").strip()
    if role not in reader.vocabulary.figures:
        reader.refuse(element, f"版式文件里没有图 {role or '（缺少 class）'}")
    if not alternative:
        reader.refuse(element, "<img> 要有 alt：看不到图的人读到的文字")
    try:
        image = reader.load_image(element.get("src", ""))
    except ValueError as error:
        reader.refuse(element, str(error))
    else:
        yield Figure(reader.next_key(), role, image, alternative, place_of(element))


def _read_chart(reader: Reader, element: etree._Element) -> Iterator[Figure]:
    """Read a chart from its data table: categories in the first column, a series in each other."""
    heads = [_plain_text(reader, cell) for cell in element.iterfind("thead/tr/th")]
    rows = [
        [_plain_text(reader, cell) for cell in row.iterfind("td")]
        for row in element.iterfind("tbody/tr")
    ]
    alternative = element.get("summary", "").strip()
    if not alternative:
        reader.refuse(element, "图表要有 summary：看不到图的人读到的文字")
    elif len(heads) < 2 or not rows or any(len(row) != len(heads) for row in rows):
        reader.refuse(element, "图表的表头和各行的格数要相同，至少一个类别、一个系列")
    else:
        series = []
        for index, name in enumerate(heads[1:], start=1):
            values = [_chart_value(reader, element, row[index]) for row in rows]
            series.append(Series(name, tuple(values)))
        chart = Chart(tuple(row[0] for row in rows), tuple(series))
        role = element.get("class", "")
        yield Figure(reader.next_key(), role, chart, alternative, place_of(element))


def _plain_text(reader: Reader, element: etree._Element) -> str:
    return "".join(inline_text(inline) for inline in read_inlines(reader, element))


def _chart_value(reader: Reader, element: etree._Element, label: str) -> ChartValue:
    match = re.fullmatch(r"(-?\d+(?:\.\d+)?)%?", label)
    if match is None:
        reader.refuse(element, f"图表的值“{label}”不是数")
    return ChartValue(label, Decimal(match[1]) if match else Decimal(0))


def _read_paragraph(reader: Reader, element: etree._Element, key: str) -> Paragraph:
    level = _HEADINGS.get(str(element.tag))
    headings, default = reader.vocabulary.headings, reader.vocabulary.body
    if level is not None and level >= len(headings):
        reader.refuse(element, f"版式文件的 roles.headings 没有 <{element.tag!s}> 的样式")
    elif level is not None:
        default = headings[level]
    return Paragraph(
        key=key,
        style=_style(reader, element, default),
        inlines=read_inlines(reader, element),
        heading_level=level,
        id=element.get("id"),
        place=place_of(element),
    )


def _style(reader: Reader, element: etree._Element, default: str) -> str:
    style = element.get("class") or default
    if style not in reader.vocabulary.styles:
        reader.refuse(element, f"版式文件里没有文字样式 {style}")
    return style


def _read_table(reader: Reader, element: etree._Element) -> Table:
    key, role = reader.next_key(), element.get("class", "")
    if role not in reader.vocabulary.tables:
        reader.refuse(element, f"版式文件里没有表格 {role or '（缺少 class）'}")
        raise ConfigurationError(reader.problems)
    parts = {
        str(part.tag): part for part in children_of(reader, element, "colgroup", "thead", "tbody")
    }
    if parts.keys() != {"colgroup", "thead", "tbody"}:
        reader.refuse(element, "<table> 要依次有 <colgroup>、<thead>、<tbody> 各一个")
        raise ConfigurationError(reader.problems)
    columns = tuple(
        _read_column(reader, col) for col in children_of(reader, parts["colgroup"], "col")
    )
    head_style = reader.vocabulary.head_styles[role]
    heads = [
        _read_row(reader, row, f"{key}.h{index}", "th", [head_style] * len(columns))
        for index, row in enumerate(children_of(reader, parts["thead"], "tr"))
    ]
    if len(heads) != 1:
        reader.refuse(parts["thead"], f"<thead> 要有一行，现有 {len(heads)} 行")
        raise ConfigurationError(reader.problems)
    styles = [reader.vocabulary.column_style(role, column.role) for column in columns]
    rows = tuple(
        _read_row(reader, row, f"{key}.r{index}", "td", styles)
        for index, row in enumerate(children_of(reader, parts["tbody"], "tr"))
    )
    return Table(
        key, role, columns, heads[0], rows, element.get("summary") or None, place_of(element)
    )


def _read_column(reader: Reader, element: etree._Element) -> Column:
    role, *flags = element.get("class", "").split() or [""]
    for flag in flags:
        if flag not in _COLUMN_FLAGS:
            reader.refuse(element, f"<col> 的标记只能是 {'、'.join(_COLUMN_FLAGS)}，不能是 {flag}")
    return Column(role, **{flag: flag in flags for flag in _COLUMN_FLAGS})


def _read_row(
    reader: Reader, element: etree._Element, key: str, tag: str, styles: list[str]
) -> Row:
    cells = children_of(reader, element, tag)
    if len(cells) != len(styles):
        reader.refuse(element, f"这一行有 {len(cells)} 格，表有 {len(styles)} 栏")
    for cell in cells:
        if set(cell.keys()) - {AT}:
            reader.refuse(cell, "只有并排文字（panels）的 <td> 能有 class")
    return Row(
        key,
        tuple(
            _read_cell(reader, cell, f"{key}.c{index}", style)
            for index, (cell, style) in enumerate(zip(cells, styles, strict=False))
        ),
    )


def _read_cell(reader: Reader, element: etree._Element, key: str, style: str) -> Cell:
    if len(element) and element[0].tag in ("p",):
        paragraphs = [
            replace(
                _read_paragraph(reader, child, f"{key}.p{index}"), style=child.get("class", style)
            )
            for index, child in enumerate(children_of(reader, element, "p"))
        ]
        return Cell(tuple(paragraphs))
    inlines = read_inlines(reader, element)
    return Cell((Paragraph(f"{key}.p0", style, inlines, place=place_of(element)),))

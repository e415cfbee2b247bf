"""Read web pages: their tables as a browser lays them out."""

import re
from collections.abc import Iterator

from lxml import etree, html

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place
from reportgen.importing.cells import EMPTY, Cell, Read, document
from reportgen.sources.encodings import decoded
from reportgen.sources.stored import MOST_COLUMNS, MOST_ROWS

_UNSEEN = ("script", "style", "head", "noscript", "template", etree.Comment)
_ENDS_A_LINE = (
    *("br", "p", "div", "li", "dt", "dd", "tr", "td", "th"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
)
_BREAK = re.compile(r"(?<=[^\x00-\xff])[ \t]*[\r\n]\s*(?=[^\x00-\xff])|(?<=\s)\s+")
Element = etree._Element


def read_page(name: str, content: bytes) -> Read:
    """Read the tables of a page, each with the text above it; a table that holds tables is layout."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    root = html.document_fromstring(decoded(name, content).encode() or b"<p>", parser=parser)
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    unseen = ["网页里有不显示的内容，也读入了"] if any(map(_is_hidden, root.iter())) else []
    struck = "　".join(
        "".join(map(str, each.itertext())) for each in root.iter("s", "del", "strike")
    )
    unseen += [f"有删除线的文字“{struck.strip()[:40]}”也读入了"] if struck.strip() else []
    for each in root.iter(etree.Element):
        each.text, each.tail = (_BREAK.sub("", text or "") for text in (each.text, each.tail))
        if each.tag in _ENDS_A_LINE:
            each.tail = f"\n{each.tail}"
    parts: list[str | Iterator[tuple[Cell, ...]]] = []
    texts: list[str] = []
    for part in _parts(root):
        if isinstance(part, str):
            texts.append(part)
        else:
            parts += [*"".join(texts).splitlines(), _rows(name, part)]
            texts = []
    return document([*parts, *"".join(texts).splitlines()], (), tuple(unseen))


def _is_hidden(element: Element) -> bool:
    style = str(element.get("style", "")).replace(" ", "").lower()
    is_hidden = "display:none" in style or element.get("hidden") is not None
    return is_hidden and bool("".join(map(str, element.itertext())).strip())


def _parts(element: Element) -> Iterator[str | Element]:
    if element.tag == "table" and next(element.iterdescendants("table"), None) is None:
        yield element
        return
    yield element.text or ""
    for child in element:
        yield from _parts(child)
        yield child.tail or ""


def _rows(name: str, table: Element) -> Iterator[tuple[Cell, ...]]:
    cells: dict[tuple[int, int], Cell] = {}
    rows, width = list(table.iter("tr")), 0
    for at, row in enumerate(rows):
        column = 0
        for each in row.iterchildren("td", "th"):
            while (at, column) in cells:
                column += 1
            cell = Cell.of("".join(map(str, each.itertext())))
            right = column + _span(each, "colspan")
            width = max(width, right)
            if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
                message = f"有一张表超出了 {MOST_ROWS} 行、{MOST_COLUMNS} 列的范围"
                raise DataError([Code.OFFICE_FILE.problem(message, Place(name))])
            for down in range(at, min(at + _span(each, "rowspan"), len(rows))):
                cells |= dict.fromkeys(((down, across) for across in range(column, right)), cell)
            column = right
    for at in range(len(rows)):
        yield tuple(cells.get((at, column), EMPTY) for column in range(width))


def _span(cell: Element, name: str) -> int:
    said = str(cell.get(name, "1")).strip()
    return max(int(said), 1) if said.isdecimal() and len(said) < 6 else 1

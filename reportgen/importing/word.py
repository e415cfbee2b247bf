"""Read Word files: their tables as a reader sees them with every tracked change accepted."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from reportgen.importing.cells import EMPTY, Cell, Read, document
from reportgen.sources.stored import MOST_COLUMNS

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_BESIDE = {"批注": "comments", "脚注": "footnotes", "尾注": "endnotes"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
# deleted or moved away, older copies of drawings, and what is said elsewhere
_PASSED_OVER = {f"{_W}{each}" for each in ("del", "moveFrom", "rPr", "pPr")} | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_BOX = f"{_W}txbxContent"
_CHARACTERS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_CHANGES = ("ins", "del", "moveFrom", "moveTo")
Element = etree._Element


def read_word(content: bytes) -> Read:
    """Read the tables of a text, each with the paragraphs above it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read(_MAIN), _PARSER)
        others = {
            what: etree.fromstring(package.read(path), _PARSER).iter(f"{_W}p")
            for what, name in _BESIDE.items()
            if (path := f"word/{name}.xml") in package.namelist()
        }
    for each in list(root.iter(f"{_W}showingPlcHdr")):  # 单击此处输入文字
        control = next(each.iterancestors(f"{_W}sdt"))
        for text in control.iter(f"{_W}t"):
            text.text = ""
    body = root.find(f"{_W}body")
    # a box stands twice: once for programs that know no boxes
    boxes = list({_text(each).strip(): each for each in root.iter(_BOX)}.values())
    parts = (
        _lines(each) if each.tag == f"{_W}tbl" else _text(each)
        for part in (root if body is None else body, *boxes)
        for each in _children(part, *(("tbl",) if part.tag == _BOX else ("p", "tbl")))
    )
    beside = {"文本框里的文字": (p for box in boxes for p in _children(box, "p")), **others}
    told = {what: "　".join(filter(None, map(_text, each))) for what, each in beside.items()}
    unread = tuple(f"{what}“{said[:40]}”" for what, said in told.items() if said)
    return document(parts, unread, tuple(_unsure(root)))


def _unsure(root: Element) -> Iterator[str]:
    if any(next(root.iter(f"{_W}{tag}"), None) is not None for tag in _CHANGES):
        yield "文件里有没有接受的修订，按接受后的样子读入"
    for words, marks in (("有删除线", ("strike", "dstrike")), ("隐藏", ("vanish",))):
        runs = (
            each.getparent()
            for mark in marks
            for each in root.iter(f"{_W}{mark}")
            if each.get(f"{_W}val", "1") not in ("0", "false", "off")
        )
        texts = (run.getparent() for run in runs if run is not None)
        said = "　".join("".join(_runs(each)) for each in texts if each is not None)
        if said.strip():
            yield f"{words}的文字“{said.strip()[:40]}”也读入了"


def _children(element: Element, *tags: str) -> Iterator[Element]:
    """Yield the children of some kinds, those in content controls and the like among them."""
    wanted = {f"{_W}{tag}" for tag in tags}
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag not in _PASSED_OVER and child.tag not in (f"{_W}p", f"{_W}tbl", f"{_W}tr"):
            yield from _children(child, *tags)


def _lines(table: Element) -> Iterator[tuple[Cell, ...]]:
    """Yield a table's rows; a merged cell is one and the same at each place it covers."""
    above: dict[int, Cell] = {}
    for row in _children(table, "tr"):
        properties = row.find(f"{_W}trPr")
        if properties is not None and properties.find(f"{_W}del") is not None:
            continue
        cells = [EMPTY] * _width(properties, "gridBefore")
        for each in _children(row, "tc"):
            marks = each.find(f"{_W}tcPr")
            merged = None if marks is None else marks.find(f"{_W}vMerge")
            continues = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
            cell = above.get(len(cells)) if continues else None
            cells += [cell or Cell.of(_text(each))] * max(_width(marks, "gridSpan"), 1)
        above = dict(enumerate(cells))
        yield tuple(cells)


def _width(properties: Element | None, tag: str) -> int:
    found = None if properties is None else properties.find(f"{_W}{tag}")
    width = int("0" if found is None else found.get(f"{_W}val", "0"))
    if not 0 <= width <= MOST_COLUMNS:
        raise ValueError(f"a cell across {width} columns")
    return width


def _text(element: Element) -> str:
    """Return the text of a paragraph or of all that a cell holds, tables in it among it."""
    if element.tag == f"{_W}p":
        return "".join(_runs(element))
    parts = (_text(child) for child in _children(element, "p", "tbl", "tr", "tc"))
    mark = "　" if element.tag == f"{_W}tr" else "\n"
    return mark.join(filter(None, (part.strip("\n") for part in parts)))


def _runs(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _PASSED_OVER and child.tag != _BOX:
            yield from _runs(child)

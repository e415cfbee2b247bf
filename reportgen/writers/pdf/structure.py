"""What a PDF says of itself: that it is PDF/A-3a and PDF/UA-1, and the tree of its structure.

One tag stands for each element of the HTML, over however many pages it goes. WeasyPrint 70 tags page
by page: to it a paragraph over two pages is two paragraphs. Its boxes know the element that they
were made of, and by that they are put together here. What each page prints again (its number and
mark, a table's head) is no part of the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

import pydyf

from reportgen.base.codes import Code
from reportgen.base.problems import OutputError
from reportgen.writers.pdf.html import AGAIN, ELEMENT
from reportgen.writers.pdf.weasy import Page, boxes, weasyprint

_PT_PER_PX = 0.75
_TYPES = {
    "section": "Sect",
    **{f"h{level}": f"H{level}" for level in range(1, 6)},
    "p": "P",
    "a": "Link",
    "img": "Figure",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
}

_UA = b"""\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of PDF/UA to which the file conforms</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>
"""


def claim_both(pages: weasyprint.Document) -> None:
    """Make a document that is written as PDF/A-3a claim PDF/UA-1 too.

    WeasyPrint writes one of them at a time. PDF/A wants every other schema that the metadata use to
    be described in them (ISO 19005-3, 6.6.2.3.3).
    """
    metadata = pages.metadata
    default = type(metadata).generate_rdf_metadata

    def with_ua(variant: str, version: str, conformance: str) -> bytes:
        written: bytes = default(metadata, variant, version, conformance)
        before, end, after = written.rpartition(b"</rdf:RDF>")
        return before + _UA + end + after

    metadata.generate_rdf_metadata = with_ua


def add_tags(
    pdf: pydyf.PDF,
    document: weasyprint.Document,
    pdf_version: str,  # noqa: ARG001 WeasyPrint's call
    streams: Sequence[pydyf.Stream],
) -> None:
    """Give a PDF its structure tree; WeasyPrint calls it in place of its own function.

    Raises OutputError where something is drawn that no element holds.
    """
    tree, tagger = _Tree(pdf), Tagger(0)
    for page, reference, stream in zip(document.pages, pdf.page_references, streams, strict=True):
        tags = tagger.tags(page, stream) if isinstance(page, Page) else page.tags
        tree.add_page(tags, reference)
    tree.close()


@dataclass(slots=True)
class Link:
    """A link on a page and its text; WeasyPrint hangs on it what stands for it in the PDF."""

    text: str
    link_annotation: pydyf.Dictionary | None = None


@dataclass(slots=True)
class Tagged:
    """What stands of an element on a page: the numbers of what is drawn, links, more elements.

    ``identity`` is the same on every page on which something of the element stands.
    """

    identity: str
    kind: str
    said: dict[str, object]
    kids: list[int | Link | Tagged] = field(default_factory=list)


class Tagger:
    """Finds the elements on one page after the other; ``part`` tells them from other parts' elements."""

    def __init__(self, part: int) -> None:
        self._part = part
        self._known: dict[ET.Element, str] = {}

    def tags(
        self, page: Page, stream: pydyf.Stream, links: Mapping[boxes.Box, Link] | None = None
    ) -> Tagged:
        """Return what stands on a page, and number what is drawn there in reading order.

        ``links`` stand for boxes that won't be there when the PDF is written.
        """
        top = Tagged("", "Document", {})
        if links is None:
            links = {box: Link(box.element.text, box.link_annotation) for *_, box in page.links}
        marks = {box: mark["mcid"] for box, mark in stream._tags.items()}
        sheet = _Sheet(page.height, marks, links)
        earlier = frozenset(self._known)
        self._add(page._page_box, top, sheet, earlier)
        if sheet.marks:
            raise OutputError([Code.LAYOUT_DIFFERS.problem("画出来的内容有的不在结构树中")])
        _number(stream, sheet.numbers)
        return top

    def _add(
        self, box: boxes.Box, within: Tagged | None, sheet: _Sheet, earlier: Set[ET.Element]
    ) -> None:
        """Add a box and what it holds to the element around it, to none where that is None."""
        box = getattr(box, "_box", box)
        element = None if within is None else self._element(box, within, sheet, earlier)
        mark = sheet.marks.pop(box, None)
        if element is not None and mark is not None:
            number = sheet.numbers[mark] = len(sheet.numbers)
            element.kids.append(number)
        if element is not None and box in sheet.links:
            element.kids.append(sheet.links[box])
        for child in getattr(box, "children", ()):
            self._add(child, element, sheet, earlier)

    def _element(
        self, box: boxes.Box, within: Tagged, sheet: _Sheet, earlier: Set[ET.Element]
    ) -> Tagged | None:
        """Return the element of a box; None for what is printed again on each page."""
        source = box.element
        if isinstance(box, boxes.MarginBox):
            return None
        if source is None or source.tag not in _TYPES:
            return within
        if source.tag == "p" and not source.text and not len(source):
            return within  # an empty line
        if source.tag == "thead" and (AGAIN in source.attrib or source in earlier):
            return None
        if source not in sheet.found:
            number = f"{self._part}.{len(self._known)}"
            identity = self._known.setdefault(source, source.get(ELEMENT) or number)
            made = Tagged(identity, _TYPES[source.tag], _said_of(box, sheet))
            sheet.found[source] = made
            within.kids.append(made)
        return sheet.found[source]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page: the numbers of what is drawn there, and their new ones in reading order."""

    height_px: float
    marks: dict[boxes.Box, int]
    links: Mapping[boxes.Box, Link]
    numbers: dict[int, int] = field(default_factory=dict)
    found: dict[ET.Element, Tagged] = field(default_factory=dict)


class _Tree:
    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        pdf.add_object(self._root)
        self.top = self._added(self._root, {"S": "/Document"})
        self._root["K"] = self.top.reference
        self._made: dict[str, pydyf.Dictionary] = {"": self.top}
        self._parents: list[pydyf.Array] = []
        self._links: list[tuple[pydyf.Dictionary, bytes]] = []

    def add_page(self, tags: Tagged, page: bytes) -> None:
        """Add what stands on a page to the elements that it belongs to."""
        parents = pydyf.Array()
        self._add(tags, self.top, page, parents)
        self._parents.append(parents)

    def close(self) -> None:
        """Tell readers what each piece of a page and each link belongs to."""
        numbers = pydyf.Array()
        for number, parents in enumerate(self._parents):
            numbers += [number, parents]
        for number, (annotation, reference) in enumerate(self._links, start=len(self._parents)):
            annotation["StructParent"] = number
            numbers += [number, reference]
        self._root["ParentTree"] = pydyf.Dictionary({"Nums": numbers})
        self._pdf.catalog["StructTreeRoot"] = self._root.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self._pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _add(
        self, tagged: Tagged, within: pydyf.Dictionary, page: bytes, parents: pydyf.Array
    ) -> None:
        """Add what stands of an element on a page; ``parents`` has whose each number there is."""
        made = self._made.get(tagged.identity)
        if made is None:
            entries = {"S": f"/{tagged.kind}", "Pg": page, **tagged.said}
            made = self._added(within, entries)
            self._made[tagged.identity] = made
            within["K"].append(made.reference)
        for kid in tagged.kids:
            match kid:
                case int():
                    parents.append(made.reference)
                    own_page = made.get("Pg") == page
                    made["K"].append(kid if own_page else _reference("MCR", page, MCID=kid))
                case Link(text, annotation) if annotation is not None:
                    annotation["Contents"] = pydyf.String(f"转到第{text}页")
                    made["K"].append(_reference("OBJR", page, Obj=annotation.reference))
                    self._links.append((annotation, made.reference))
                case Tagged():
                    self._add(kid, made, page, parents)

    def _added(self, parent: pydyf.Dictionary, entries: dict[str, object]) -> pydyf.Dictionary:
        structure = {"Type": "/StructElem", "P": parent.reference, "K": pydyf.Array()}
        made = pydyf.Dictionary({**structure, **entries})
        self._pdf.add_object(made)
        return made


def _reference(kind: str, page: bytes, **to: object) -> pydyf.Dictionary:
    return pydyf.Dictionary({"Type": f"/{kind}", "Pg": page, **to})


def _said_of(box: boxes.Box, sheet: _Sheet) -> dict[str, object]:
    """Return what readers are told of an element beside its text."""
    source = box.element
    match source.tag:
        case "img":
            left, top = box.content_box_x(), sheet.height_px - box.content_box_y()
            edges = (left, top - box.height, left + box.width, top)
            place = pydyf.Array(edge * _PT_PER_PX for edge in edges)
            return {"Alt": pydyf.String(source.get("alt")), "A": _attributes("Layout", BBox=place)}
        case "table" if source.get("summary"):
            return {"A": _attributes("Table", Summary=pydyf.String(source.get("summary")))}
        case "th" | "td":
            scope = {"Scope": "/Column"} if source.tag == "th" else {}
            spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
            wide = {name: count for name, count in spans.items() if count > 1}
            return {"A": _attributes("Table", **scope, **wide)} if scope or wide else {}
        case _:
            return {}


def _attributes(owner: str, **values: object) -> pydyf.Dictionary:
    return pydyf.Dictionary({"O": f"/{owner}", **values})


def _number(stream: pydyf.Stream, numbers: Mapping[int, int]) -> None:
    """Write new numbers into a page; what has none is marked as printed again on each page."""
    items = stream.stream
    for index, item in enumerate(items):
        if not isinstance(item, pydyf.Dictionary):
            continue
        if item["MCID"] in numbers:
            item["MCID"] = numbers[item["MCID"]]
        else:
            items[index - 1 : index + 1] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})

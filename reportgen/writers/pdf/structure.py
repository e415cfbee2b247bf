"""What a PDF says of itself: that it is PDF/A-3a and PDF/UA-1, and the tree of its structure.

One tag stands for each element, over however many pages it goes: pages tell what stands of it on
them, which is put together here. What each page prints again (its number and mark, a table's head) is
no part of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pydyf

from reportgen.writers.pdf.weasy import weasyprint

_UA = Path(__file__).with_name("pdfua.xmp").read_bytes()


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
    streams: Sequence[pydyf.Stream],  # noqa: ARG001
) -> None:
    """Give a PDF its structure tree; WeasyPrint calls it in place of its own function."""
    tree = _Tree(pdf)
    for page, reference in zip(document.pages, pdf.page_references, strict=True):
        tree.add_page(page.section, reference)
    tree.close()


@dataclass(slots=True)
class Link:
    """A link on a page and its text; WeasyPrint hangs on it what stands for it in the PDF."""

    text: str
    link_annotation: pydyf.Dictionary | None = None


@dataclass(slots=True)
class Tagged:
    """What stands of an element on a page: the numbers of what is drawn, links, more elements.

    ``identity`` is the same on every page on which something of the element stands; one that
    stands on one page alone has none.
    """

    kind: str
    identity: str = ""
    said: dict[str, object] = field(default_factory=dict)
    kids: list[int | Link | Tagged] = field(default_factory=list)

    def within(
        self, kind: str, identity: str = "", said: dict[str, object] | None = None
    ) -> Tagged:
        """Add an element within this one; ``said`` is what readers are told of it."""
        made = Tagged(kind, identity, said or {})
        self.kids.append(made)
        return made


def said_of_table(summary: str | None) -> dict[str, object]:
    """Return what readers are told of a table beside its text."""
    return _attributes("Table", Summary=pydyf.String(summary)) if summary else {}


def said_of_cell(kind: str, span: int) -> dict[str, object]:
    """Return what readers are told of a cell that covers so many rows."""
    scope = {"Scope": "/Column"} if kind == "TH" else {}
    rows = {"RowSpan": span} if span > 1 else {}
    return _attributes("Table", **scope, **rows) if scope or rows else {}


def said_of_figure(alternative: str, place: Sequence[float]) -> dict[str, object]:
    """Return the words that stand for a figure, and its edges."""
    box = pydyf.Array(place)
    return {"Alt": pydyf.String(alternative), **_attributes("Layout", BBox=box)}


def _attributes(owner: str, **values: object) -> dict[str, object]:
    return {"A": pydyf.Dictionary({"O": f"/{owner}", **values})}


class _Tree:
    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        pdf.add_object(self._root)
        self.top = self._added(self._root, {"S": "/Document"})
        self._root["K"] = self.top.reference
        self._made: dict[str, pydyf.Dictionary] = {}
        self._parents: list[pydyf.Array] = []
        self._links: list[tuple[pydyf.Dictionary, bytes]] = []

    def add_page(self, section: Tagged, page: bytes) -> None:
        """Add what stands on a page to the elements that it belongs to."""
        self._parents.append(pydyf.Array())
        self._add(section, self.top, page, self._parents[-1])

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
        made = self._made.get(tagged.identity) if tagged.identity else None
        if made is None:
            entries = {"S": f"/{tagged.kind}", "Pg": page, **tagged.said}
            made = self._added(within, entries)
            if tagged.identity:
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

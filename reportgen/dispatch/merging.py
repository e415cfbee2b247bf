"""Bind PDFs into one that keeps the structure tree, bookmarks and page labels of each.

PDF pages carry numbers (``StructParents``) by which a reader finds what a piece of text is. Put
together naively, those of the second file point into the first one's tree, and validators don't
notice. So the numbers are moved and the trees are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

_FLAVOUR = "3b"


@dataclass(frozen=True, slots=True)
class Part:
    """One file to be bound: its bytes, its bookmark, how its pages are numbered.

    ``label`` is what stands before the page number in a viewer; ``number`` the first page's.
    ``foreign`` says that it was made elsewhere; ``archival`` that it claims PDF/A-3a and PDF/UA-1.
    """

    content: bytes
    title: str
    label: str = ""
    number: int = 1
    foreign: bool = False
    archival: bool = True


def merged(parts: Sequence[Part], title: str, day: date, data: Mapping[str, bytes]) -> bytes:
    """Return all parts as one PDF; ``data`` goes inside as associated files.

    It claims PDF/A-3a and PDF/UA-1 where all parts do. With a foreign part it must pass a check of
    its own, and then claims PDF/A-3b at least. The same parts give the same bytes.
    """
    with pikepdf.open(BytesIO(parts[0].content)) as book:
        starts = [_Start(parts[0], 0, _bookmarks(book))]
        for part in parts[1:]:
            with pikepdf.open(BytesIO(part.content)) as other:
                starts.append(_Start(part, len(book.pages), _bookmarks(other)))
                _append(book, other)
        with book.open_outline() as outline:
            outline.root[:] = [start.outline_item() for start in starts]
        _write_labels(book, starts)
        for name, content in data.items():
            _embed(book, name, content, day)
        _write_title(book, title)
        how = _checked(book, parts, day) if any(part.foreign for part in parts) else {}
        written = BytesIO()
        book.save(written, **{**how, "deterministic_id": True})
        return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Bookmark:
    """A bookmark and the page of its own file (from 0) that it leads to."""

    title: str
    page: int
    children: tuple[_Bookmark, ...]

    def outline_item(self, first: int) -> OutlineItem:
        item = OutlineItem(self.title, first + self.page)
        item.children.extend(child.outline_item(first) for child in self.children)
        return item


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a part begins in the bound file (page from 0), and its own bookmarks."""

    part: Part
    page: int
    bookmarks: tuple[_Bookmark, ...]

    def outline_item(self) -> OutlineItem:
        return _Bookmark(self.part.title, 0, self.bookmarks).outline_item(self.page)


def _bookmarks(pdf: pikepdf.Pdf) -> tuple[_Bookmark, ...]:
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}

    def read(item: OutlineItem) -> _Bookmark:
        by_action = item.action.get("/D") if item.action is not None else None
        target = item.destination if item.destination is not None else by_action
        leads_to: pikepdf.Object | None = target[0] if isinstance(target, Array) else None
        page = pages.get(leads_to.objgen, 0) if leads_to is not None else 0
        return _Bookmark(item.title, page, tuple(read(child) for child in item.children))

    with pdf.open_outline() as outline:
        return tuple(read(item) for item in outline.root)


def _append(book: pikepdf.Pdf, other: pikepdf.Pdf) -> None:
    tree = book.Root.StructTreeRoot
    entries = list(_entries(tree.ParentTree))
    offset = max((number for number, _ in entries), default=-1) + 1
    for each in other.objects:
        for key in ("/StructParents", "/StructParent"):
            if isinstance(each, Dictionary | pikepdf.Stream) and key in each:
                each[key] = int(each[key]) + offset
    theirs = other.Root.get("/StructTreeRoot")
    book.pages.extend(other.pages)
    if theirs is None:
        return
    adopted = book.copy_foreign(other.make_indirect(theirs))
    top = tree.K[0] if isinstance(tree.K, Array) else tree.K
    for element in adopted.K if isinstance(adopted.K, Array) else [adopted.K]:
        element.P = top
        top.K.append(element)
    entries += [(number + offset, value) for number, value in _entries(adopted.ParentTree)]
    flat = Array()
    for number, value in entries:
        flat.extend(Array([number, value]))
    tree.ParentTree = book.make_indirect(Dictionary(Nums=flat))
    tree.ParentTreeNextKey = entries[-1][0] + 1 if entries else 0
    if "/RoleMap" in adopted:
        roles = tree.get("/RoleMap", Dictionary())
        for key in adopted.RoleMap.keys() - roles.keys():
            roles[key] = adopted.RoleMap[key]
        tree.RoleMap = roles


def _entries(tree: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    """Yield the numbers and values of a number tree."""
    numbers = tree.get("/Nums", Array())
    for index in range(0, len(numbers), 2):
        yield int(numbers[index]), numbers[index + 1]
    for kid in tree.get("/Kids", Array()):
        yield from _entries(kid)


def _write_labels(book: pikepdf.Pdf, starts: Sequence[_Start]) -> None:
    numbers = Array()
    for start in starts:
        label = Dictionary(S=Name.D, St=start.part.number)
        if start.part.label:
            label.P = pikepdf.String(start.part.label)
        numbers.extend(Array([start.page, label]))
    book.Root.PageLabels = Dictionary(Nums=numbers)


def _embed(book: pikepdf.Pdf, name: str, content: bytes, day: date) -> None:
    moment = f"D:{day:%Y%m%d}000000+08'00'"
    file = pikepdf.AttachedFileSpec(
        book,
        content,
        filename=name,
        description=f"本文件的数据：{name}",
        mime_type="application/yaml",
        relationship=Name.Source,
        creation_date=moment,
        mod_date=moment,
    )
    book.attachments[name] = file
    files = book.Root.get("/AF", Array())
    files.append(file.obj)
    book.Root.AF = files


def _write_title(book: pikepdf.Pdf, title: str) -> None:
    with book.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
    book.docinfo["/Title"] = title


def _checked(book: pikepdf.Pdf, parts: Sequence[Part], day: date) -> dict[str, Any]:
    """Let a book with foreign parts claim what a check shows; returns how it is to be saved.

    The check approves PDF/A-3b only of what it knows to be right. It can't see whether tags make
    sense, so level A and PDF/UA are claimed where each part does so itself.
    """
    from pikepdf import pdfa  # slow to load

    full, producer = book.Root.Metadata.read_bytes(), book.docinfo["/Producer"]
    _drop_empty_resources(book)
    pdfa.prepare(book, _FLAVOUR)
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["xmp:MetadataDate"] = f"{day.isoformat()}T00:00:00+08:00"
    report = pdfa.check(book, _FLAVOUR)
    if report.verdict != "pass":
        with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for key in ("pdfaid:part", "pdfaid:conformance"):
                metadata.pop(key, None)
    elif all(part.archival for part in parts):
        book.Root.Metadata = book.make_stream(full, Type=Name.Metadata, Subtype=Name.XML)
        book.docinfo["/Producer"] = producer
    return dict(report.save_kwargs)


def _drop_empty_resources(book: pikepdf.Pdf) -> None:
    """Drop the empty lists of patterns and shadings that WeasyPrint writes: the check knows none."""
    for each in book.objects:
        if isinstance(each, Dictionary):
            for key in ("/Pattern", "/Shading"):
                if isinstance(each.get(key), Dictionary) and not each[key].keys():
                    del each[key]

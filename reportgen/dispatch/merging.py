"""Bind PDFs into one that keeps the structure tree, bookmarks and page labels of each.

PDF pages carry numbers (``StructParents``) by which a reader finds what a piece of text is. Put
together naively, those of the second file point into the first one's tree, and validators don't
notice. So the numbers are moved and the trees are joined.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain, pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

_FLAVOUR = "3b"


@dataclass(frozen=True, slots=True)
class BoundPart:
    """One file to be bound: its bytes, its bookmark, how its pages are numbered.

    ``label`` is what stands before the page number in a viewer; ``number`` the first page's.
    ``foreign`` says that it was made elsewhere.
    """

    content: bytes
    title: str
    label: str = ""
    number: int = 1
    foreign: bool = False


def merged(parts: Sequence[BoundPart], title: str, day: date, data: Mapping[str, bytes]) -> bytes:
    """Return all parts as one PDF; ``data`` goes inside as associated files.

    It claims PDF/A-3a and PDF/UA-1, as our parts do. With a foreign part, whatever that says of
    itself, it claims PDF/A-3b and that only if it passes a check. The same parts give the same bytes.
    """
    labels, starts, ends = Array(), [0], [0]
    with pikepdf.open(BytesIO(parts[0].content)) as book:
        for part in parts:
            if part is not parts[0]:
                starts.append(len(book.pages))
                with pikepdf.open(BytesIO(part.content)) as other:
                    append(book, other)
            with book.open_outline() as outline:
                ends.append(len(outline.root))
            label = Dictionary(S=Name.D, St=part.number)
            if part.label:
                label.P = pikepdf.String(part.label)
            labels.extend(Array([starts[-1], label]))
        with book.open_outline() as outline:
            chapters = [
                OutlineItem(part.title, start) for part, start in zip(parts, starts, strict=True)
            ]
            for chapter, (first, end) in zip(chapters, pairwise(ends), strict=True):
                chapter.children.extend(outline.root[first:end])
            outline.root[:] = chapters
        book.Root.PageLabels = Dictionary(Nums=labels)
        for name, content in data.items():
            _embed(book, name, content, day)
        with book.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
        book.docinfo["/Title"] = title
        how = _checked(book, day) if any(part.foreign for part in parts) else {}
        written = BytesIO()
        book.save(written, **{**how, "deterministic_id": True})
        return written.getvalue()


def tagged_book() -> pikepdf.Pdf:
    """Return an empty book with a structure tree."""
    book = pikepdf.new()
    top = book.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
    parents = Dictionary(Nums=Array())
    tree = Dictionary(Type=Name.StructTreeRoot, K=Array([top]), ParentTree=parents)
    book.Root.StructTreeRoot = book.make_indirect(tree)
    return book


def append(book: pikepdf.Pdf, other: pikepdf.Pdf) -> None:
    """Append a file's pages to a tagged book, with its tags; the other file is changed for it."""
    tree = book.Root.StructTreeRoot
    entries = list(_entries(tree.ParentTree))
    offset = max((number for number, _ in entries), default=-1) + 1
    for each in other.objects:
        for key in ("/StructParents", "/StructParent"):
            if isinstance(each, Dictionary | pikepdf.Stream) and key in each:
                each[key] = int(each[key]) + offset
    theirs = other.Root.get("/StructTreeRoot")
    book.add_pages_from(other)
    if not isinstance(theirs, Dictionary):
        return
    adopted = book.copy_foreign(other.make_indirect(theirs))
    top = _elements(tree)[0]
    for element in _elements(adopted):
        element.P = top
        top.K.append(element)
    parents = adopted.get("/ParentTree", Dictionary())
    entries += [(number + offset, value) for number, value in _entries(parents)]
    tree.ParentTree = book.make_indirect(Dictionary(Nums=Array(chain.from_iterable(entries))))
    tree.ParentTreeNextKey = entries[-1][0] + 1 if entries else 0
    if "/RoleMap" in adopted:
        tree.RoleMap = Dictionary({**adopted.RoleMap, **tree.get("/RoleMap", {})})


def _elements(tree: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the highest elements of a structure tree."""
    kids = tree.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _entries(tree: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    """Yield the numbers and values of a number tree."""
    numbers = list(tree.get("/Nums", Array()))
    yield from zip(map(int, numbers[::2]), numbers[1::2], strict=True)
    for kid in tree.get("/Kids", Array()):
        yield from _entries(kid)


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


def _checked(book: pikepdf.Pdf, day: date) -> dict[str, Any]:
    """Let a book with foreign parts claim what a check shows; returns how it is to be saved.

    The check approves PDF/A-3b only of what it knows to be right. It can't see whether tags make
    sense, so level A and PDF/UA are not claimed.
    """
    from pikepdf import pdfa  # slow to load

    _drop_empty_resources(book)
    pdfa.prepare(book, _FLAVOUR)
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["xmp:MetadataDate"] = f"{day.isoformat()}T00:00:00+08:00"
    report = pdfa.check(book, _FLAVOUR)
    if report.verdict != "pass":
        with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for key in ("pdfaid:part", "pdfaid:conformance"):
                metadata.pop(key, None)
    return dict(report.save_kwargs)


def _drop_empty_resources(book: pikepdf.Pdf) -> None:
    """Drop the empty lists of patterns and shadings that WeasyPrint writes: the check knows none."""
    for each in book.objects:
        if isinstance(each, Dictionary):
            for key in ("/Pattern", "/Shading"):
                if isinstance(each.get(key), Dictionary) and not each[key].keys():
                    del each[key]

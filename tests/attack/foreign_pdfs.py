"""Hostile PDFs to be bound: what is taken runs nothing, reaches nothing, and every page is there."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, String

from reportgen.dispatch.merging import BoundPart, append, merged, tagged_book
from reportgen.dispatch.vetting import vet
from tests.attack.contest import Attack, Case, Fault, Seen
from tests.attack.mutating import spoiled_bytes
from tests.dispatch.sample import bad_pdfs, harmless_pdfs, scanned

_KEYS = (
    "JS", "AA", "OpenAction", "A", "PA", "Next", "S", "F", "FS", "EF", "AF", "URI", "Names", "Type", "Kids",
    "Subtype", "UserUnit", "CropBox", "MediaBox", "Rotate", "Annots", "K", "P", "Parent", "Count", "Ref",
    "Contents", "Resources", "Font", "XObject", "Width", "Height", "Filter", "DecodeParms", "FT", "V",
    "StructTreeRoot", "StructParents", "ParentTree", "RoleMap", "Nums", "AcroForm", "XFA", "Metadata",
    "Outlines", "Dests", "Dest", "PageLabels", "OCProperties", "Group", "SMask", "ColorSpace", "Pages",
)  # fmt: skip
_PLAIN: Sequence[object] = (
    0, -1, 90, 45, 10**9, 10**12, True, String(""), String("甲"), String("javascript:alert(1)"),
    String("\\\\evil\\share"), String("file:///etc/passwd"), String("http://例/"), Name("/JavaScript"),
    Name("/Launch"), Name("/GoToE"), Name("/Link"), Name("/FlateDecode"), Name("/DCTDecode"),
    Name("/FileAttachment"), Name("/Sig"), Name("/Type0"), Name("/TrueType"), Name("/Page"), Name("/Image"),
)  # fmt: skip
_MADE: Sequence[Callable[[pikepdf.Pdf], object]] = (
    lambda _: Array([0, 0, 1, 1]),
    lambda _: Array([0, 0, 10**6, 10**6]),
    lambda _: Array(),
    lambda _: Dictionary(),
    lambda _: Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")),
    lambda _: Dictionary(S=Name.URI, URI=String("smb://evil/share")),
    lambda _: Dictionary(S=Name.GoTo, D=String("甲"), Next=Dictionary(S=Name.Launch)),
    lambda pdf: Dictionary(F=String("a.exe"), EF=Dictionary(F=pdf.make_stream(b"MZ"))),
    lambda pdf: pdf.make_stream(b"q Q /Im0 Do BT (x) Tj ET"),
    lambda pdf: pdf.make_stream(zlib.compress(bytes(2**24)), Filter=Name.FlateDecode),
)
_RUN = {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition"}
_DAY = date(2012, 5, 4)


class ForeignPdfs(Attack):
    key, name, tries = "pdf", "恶意的、改坏的 PDF 附件", 2000

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.root.mkdir(parents=True)
        self._good = [make() for make in harmless_pdfs().values()]
        self._own = _tagged()
        self._bad = [make() for make, _ in bad_pdfs().values()]

    def case(self, dice: Random) -> Case:
        content = dice.choice(self._good if dice.random() < 0.8 else self._bad)
        if dice.random() < 0.2:
            return Case("表.pdf", spoiled_bytes(dice, content))
        try:
            return Case("表.pdf", _poisoned(dice, content))
        except Exception:  # it is too bad to be written again
            return Case("表.pdf", spoiled_bytes(dice, content))

    def played(self, case: Case) -> Seen:
        path = self.folder / "given" / case.target
        self.put(path, case.content)
        pages = vet(path).pages
        parts = (self._own, case.content)
        bound = merged([BoundPart(each, "表", foreign=True) for each in parts], "表", _DAY, {})
        with pikepdf.open(BytesIO(bound)) as book:
            if len(book.pages) != pages + 2:
                raise Fault(f"有 {pages} 页，合订的不是这么多")
            if found := [*_reaching(book)]:
                raise Fault(f"合订了会运行、通到外面的内容：{found[0]}")
        with closing(pypdfium2.PdfDocument(bound)) as shown:
            for page in shown:
                page.render(scale=0.05)
        return Seen(accepted=True)


def _tagged() -> bytes:
    """Return what the files are bound behind: tagged pages, as a circular's are."""
    book, written = tagged_book(), BytesIO()
    with pikepdf.open(BytesIO(scanned())) as pages:
        append(book, pages)
    book.save(written)
    return written.getvalue()


def _poisoned(dice: Random, content: bytes) -> bytes:
    """Write hostile values into some of a file's objects, or point from one to another."""
    with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
        for _ in range(dice.choice((1, 1, 2, 4))):
            places = [each for each in pdf.objects if isinstance(each, Dictionary | pikepdf.Stream)]
            place = dice.choice([pdf.Root, *(each.obj for each in pdf.pages), *places])
            ways = (
                lambda: dice.choice(_PLAIN),
                lambda: dice.choice(_MADE)(pdf),
                lambda: dice.choice(list(pdf.objects)),
            )
            keys = [*place.keys()] if dice.random() < 0.5 else []
            place[dice.choice(keys or [f"/{each}" for each in _KEYS])] = dice.choice(ways)()
        written = BytesIO()
        pdf.save(written, static_id=True)
    return written.getvalue()


def _reaching(book: pikepdf.Pdf) -> Iterator[str]:
    """Find what runs or reaches out, by other means than the program that looks for it."""
    for each in book.objects:
        waiting = [each]
        while waiting:
            value = waiting.pop()
            if isinstance(value, Array):
                waiting += [part for part in value if _is_direct(part)]
            elif isinstance(value, Dictionary | pikepdf.Stream):
                if {"/JS", "/AA", "/XFA", "/EF"} & set(value.keys()):
                    yield f"{set(value.keys())}"
                if str(value.get("/S")) in _RUN and "/Type" not in value:
                    yield str(value.get("/S"))
                waiting += [part for _, part in value.items() if _is_direct(part)]


def _is_direct(part: object) -> bool:
    return isinstance(part, Dictionary | Array) and not part.is_indirect

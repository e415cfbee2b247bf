"""A workspace with circulars of every kind, and foreign PDFs good and bad."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.running import sample_at

CIRCULARS = Path(__file__).parent / "circulars"
SCAN = "附件/表.pdf"


def workspace_at(folder: Path) -> Path:
    """Copy the sample, with a letter, an upward report and a joint circular more."""
    sample_at(folder)
    circulars = folder / "data" / "2012" / "circulars"
    for path in CIRCULARS.glob("*.yaml"):
        shutil.copy(path, circulars)
    (circulars / SCAN).parent.mkdir()
    (circulars / SCAN).write_bytes(scanned())
    return folder


def scanned(change: Callable[[pikepdf.Pdf], object] = lambda _: None, pages: int = 2) -> bytes:
    """Make a PDF like a scanner's: a picture a page, no text, no tags; ``change`` may spoil it."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
        image = pdf.make_stream(
            b"\x80" * 64,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=8,
            Height=8,
            ColorSpace=Name.DeviceGray,
            BitsPerComponent=8,
        )
        page = pdf.pages[-1]
        page.Resources = Dictionary(XObject=Dictionary(Im0=image))
        page.Contents = pdf.make_stream(b"q 500 0 0 700 40 60 cm /Im0 Do Q")
    change(pdf)
    written = BytesIO()
    pdf.save(written, deterministic_id=True)
    return written.getvalue()


def in_printers_colours(pdf: pikepdf.Pdf) -> None:
    """Use colours that mean nothing without a printer's profile: no fault, but no PDF/A either."""
    for page in pdf.pages:
        page.Contents = pdf.make_stream(b"0 0 0 1 k 40 60 500 700 re f")


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _launch(pdf: pikepdf.Pdf) -> None:
    action = pdf.make_indirect(Dictionary(S=Name.Launch, F=pikepdf.String("cmd.exe")))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


def _link(**action: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(**action)
        )
        pdf.pages[0].Annots = Array([pdf.make_indirect(link)])

    return change


def _attached(pdf: pikepdf.Pdf) -> None:
    file = Dictionary(F=pikepdf.String("a.exe"), EF=Dictionary(F=pdf.make_stream(b"MZ")))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=file
    )
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def _associated(pdf: pikepdf.Pdf) -> None:
    file = Dictionary(F=pikepdf.String("a.exe"), EF=Dictionary(F=pdf.make_stream(b"MZ")))
    pdf.pages[0].AF = Array([pdf.make_indirect(file)])


def _page_with(**entries: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in entries.items():
            pdf.pages[0][f"/{key}"] = value

    return change


def _tags(make: Callable[[pikepdf.Pdf, Dictionary], object]) -> Callable[[pikepdf.Pdf], None]:
    """Give a PDF tags: a document with what ``make`` returns for it below."""

    def change(pdf: pikepdf.Pdf) -> None:
        top = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
        top.K = Array([make(pdf, top)])
        tree = Dictionary(Type=Name.StructTreeRoot, K=top, ParentTree=Dictionary(Nums=Array()))
        pdf.Root.StructTreeRoot = pdf.make_indirect(tree)

    return change


def _below_itself(pdf: pikepdf.Pdf, top: Dictionary) -> Dictionary:
    return pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=top, K=top))


def harmless_pdfs() -> dict[str, Callable[[], bytes]]:
    """Return makers of PDFs that may be bound though they hold what looks like a fault."""
    paragraph = Dictionary(Type=Name.StructElem, S=Name.Link, A=Dictionary(O=Name.Layout))
    address = pikepdf.String("http://example.org")
    return {
        "a link without a scheme": lambda: scanned(
            _link(S=Name.URI, URI=pikepdf.String("www.example.org/a"))
        ),
        "a link to the web": lambda: scanned(_link(S=Name.URI, URI=address)),
        "tags with attributes": lambda: scanned(_tags(lambda pdf, _: pdf.make_indirect(paragraph))),
        "a box turned round": lambda: scanned(_page_with(CropBox=Array([595, 842, 0, 0]))),
        "half units": lambda: scanned(_page_with(UserUnit=0.5)),
    }


def _fonts(**font: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.Font = Dictionary(F1=Dictionary(Type=Name.Font, **font))

    return change


_CID = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.SimSun)
_NOTHING_INSIDE = Dictionary(FontName=Name.SimSun, Flags=4)


def _signature(pdf: pikepdf.Pdf) -> None:
    value = pdf.make_indirect(Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3])))
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, V=value))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


def _huge_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].MediaBox = Array([0, 0, 43200, 43200])


def _font(pdf: pikepdf.Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.SimSun)
    pdf.pages[0].Resources.Font = Dictionary(F1=pdf.make_indirect(font))


def _endless_bookmarks(pdf: pikepdf.Pdf) -> None:
    item = pdf.make_indirect(Dictionary(Title=pikepdf.String("x")))
    item.First = item.Last = item.Next = item
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=item, Last=item, Count=1))


def _odd_tags(pdf: pikepdf.Pdf) -> None:
    numbers = Dictionary(Nums=Array([0]))
    tree = Dictionary(Type=Name.StructTreeRoot, K=5, ParentTree=numbers)
    pdf.Root.StructTreeRoot = pdf.make_indirect(tree)


def _bomb(pdf: pikepdf.Pdf) -> None:
    maker = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    zeros = maker.compress(bytes(2**20)) + maker.flush(zlib.Z_FULL_FLUSH)
    checksum = (2**29 % 65521 << 16 | 1).to_bytes(4, "big")
    stream = pikepdf.Stream(pdf, b"\x78\x9c" + zeros * 2**9 + b"\x03\0" + checksum)
    stream.Filter = Name.FlateDecode
    pdf.pages[0].Contents = pdf.make_indirect(stream)


def _encrypted(password: str) -> bytes:
    written = BytesIO()
    with pikepdf.open(BytesIO(scanned())) as pdf:
        pdf.save(written, encryption=pikepdf.Encryption(owner="owner", user=password))
    return written.getvalue()


def _remarked(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array([0, 0, 9, 9]),
        Contents=pikepdf.String("内部批注：勿外传"),
    )
    pdf.pages[1].Annots = Array([pdf.make_indirect(note)])


def _vast_picture(pdf: pikepdf.Pdf) -> None:
    picture = pdf.pages[0].Resources.XObject.Im0
    picture.Width = picture.Height = 100_000


def bad_pdfs() -> dict[str, tuple[Callable[[], bytes], str]]:
    """Return makers of PDFs that must be refused, and a word of the reason."""
    return {
        "user password": (lambda: _encrypted("geheim"), "加了密"),
        "owner password": (lambda: _encrypted(""), "加了密"),
        "no pdf": (lambda: b"PK\x03\x04 a zip", "损坏"),
        "truncated": (lambda: scanned()[:900], "损坏"),
        "script": (lambda: scanned(_script), "脚本"),
        "launch": (lambda: scanned(_launch), "脚本"),
        "another file": (lambda: scanned(_link(S=Name.GoToR, F=pikepdf.String("x"))), "别的文件"),
        "prints itself": (lambda: scanned(_link(S=Name.Named, N=Name.Print)), "Named"),
        "first harmless, then not": (
            lambda: scanned(
                _link(S=Name.URI, URI=pikepdf.String("x"), Next=Array([Dictionary(S=Name.Hide)]))
            ),
            "Hide",
        ),
        "a comment": (lambda: scanned(_remarked), "第 2 页有批注“内部批注：勿外传”"),
        "a vast picture": (lambda: scanned(_vast_picture), "100000×100000"),
        **{
            f"a link away, {number}": (
                lambda address=address: scanned(_link(S=Name.URI, URI=pikepdf.String(address))),
                "别的文件",
            )
            for number, address in enumerate(
                ("file://srv/a.pdf", r"\\srv\a.pdf", "//srv/a.pdf", r"C:\a.pdf")
            )
        },
        "attached file": (lambda: scanned(_attached), "夹带"),
        "associated file": (lambda: scanned(_associated), "夹带"),
        "user unit": (lambda: scanned(_page_with(UserUnit=1000)), "第 1 页大小不正常"),
        "no user unit": (lambda: scanned(_page_with(UserUnit=Name.x)), "写法不对"),
        "nothing to be seen": (
            lambda: scanned(_page_with(CropBox=Array([0, 0, 1, 1]))),
            "第 1 页大小不正常",
        ),
        "cut off the page": (
            lambda: scanned(_page_with(TrimBox=Array([5000, 5000, 5595, 5842]))),
            "第 1 页大小不正常",
        ),
        "tags in a circle": (lambda: scanned(_tags(_below_itself)), "成环"),
        "composite font": (
            lambda: scanned(
                _fonts(Subtype=Name.Type0, BaseFont=Name.SimSun, DescendantFonts=Array([_CID]))
            ),
            "SimSun",
        ),
        "composite of nothing": (
            lambda: scanned(_fonts(Subtype=Name.Type0, BaseFont=Name.SimSun)),
            "SimSun",
        ),
        "font of a description alone": (
            lambda: scanned(
                _fonts(Subtype=Name.TrueType, BaseFont=Name.SimSun, FontDescriptor=_NOTHING_INSIDE)
            ),
            "SimSun",
        ),
        "signed": (lambda: scanned(_signature), "签章"),
        "huge page": (lambda: scanned(_huge_page), "第 2 页大小不正常"),
        "too many pages": (lambda: scanned(pages=501), "501 页"),
        "font not embedded": (lambda: scanned(_font), "SimSun"),
        "endless bookmarks": (lambda: scanned(_endless_bookmarks), "损坏"),
        "odd tags": (lambda: scanned(_odd_tags), "损坏"),
        "bomb": (lambda: scanned(_bomb), "大得不正常"),
    }

"""Look into files made elsewhere before they go out with ours: PDFs in a process of its own, bounded.

What is refused: encrypted, damaged, signed or active files, links to other files, files attached to
pages, comments, pages that no printer has, far too many of them, streams and pictures that swell,
fonts that aren't embedded, tags that go round in a circle.
"""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from reportgen.base.codes import Code
from reportgen.base.limits import run_limited
from reportgen.base.problems import DataError, Place
from reportgen.dispatch.merging import append, tagged_book
from reportgen.sources.foreign import check_office_file

_MOST_BYTES = 100 * 2**20
_MOST_PAGES = 500
_MOST_SWOLLEN = 256 * 2**20
_SIDES_MM = (50.0, 1200.0)
_MOST_PIXELS = 400_000_000  # A2 scanned at 1200 dots an inch
_DEEPEST = 40
_SECONDS = 30.0
_MEGABYTES = 1024

_ACTIVE = "含有脚本、表单程序或可以运行的内容"
_SIGNED = "已经电子签章，合订会使签章失效"
_ATTACHED = "夹带了附件文件"
_LINKED = "有打开别的文件的链接"
_REFUSED_KEYS = {
    "/JS": _ACTIVE,
    "/AA": _ACTIVE,
    "/XFA": _ACTIVE,
    "/RichMediaContent": _ACTIVE,
    "/ByteRange": _SIGNED,
}
_ACTION_KEYS = ("/A", "/PA", "/OpenAction", "/Next")
# what is said of each kind of action, nothing of harmless ones; any other is active too
_ACTIONS = {
    **dict.fromkeys(("", "/URI", "/GoTo"), ""),
    **dict.fromkeys(("/GoToR", "/GoToE", "/GoToDp", "/Thread"), _LINKED),
    **dict.fromkeys(("/JavaScript", "/Launch", "/SubmitForm", "/ImportData"), _ACTIVE),
    **dict.fromkeys(("/Movie", "/Sound", "/Rendition", "/RichMediaExecute"), _ACTIVE),
}
# annotations that say nothing of their own; all others are somebody's comments
_SILENT = frozenset(("/Link", "/Widget", "/Stamp", "/Watermark", "/PrinterMark", "/TrapNet"))
# a scheme that isn't of the web, or a path on a network
_AWAY = re.compile(r"(?i)\s*(?:(?!https?:|ftp:|mailto:|tel:)[a-z][a-z\d+.-]*:|\\\\|//)")
_LONGEST_SAID = 20
_WITH_FILES = frozenset({"/Type1", "/MMType1", "/TrueType", "/CIDFontType0", "/CIDFontType2"})
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class ForeignFile:
    """A file made elsewhere; ``pdf`` is what of a Word file is bound.

    One that isn't to be bound, or can't be, has 0 pages.
    """

    path: Path
    pages: int = 0
    pdf: bytes = b""


def vet(path: Path) -> ForeignFile:
    """Look into a PDF or Word file; raises DataError saying why it is refused."""
    if path.suffix.lower() != ".pdf":
        check_office_file(path)
        return ForeignFile(path)
    try:
        seen = run_limited(
            lambda: json.dumps(_look(path)).encode(), seconds=_SECONDS, megabytes=_MEGABYTES
        )
        faults, pages = json.loads(seen)
        if not faults:
            return ForeignFile(path, pages)
    except TimeoutError:
        faults = [f"{_SECONDS:.0f} 秒还没有读完，不正常"]
    except ChildProcessError:
        faults = ["读它时出错或用尽了内存，不正常"]
    place = Place(path.name)
    raise DataError([Code.FOREIGN_PDF.problem(f"不能合订：{fault}", place) for fault in faults])


def _look(path: Path) -> tuple[list[str], int]:
    """Return a PDF's faults and its pages."""
    if path.stat().st_size > _MOST_BYTES:
        return ["文件大于 100 MB"], 0
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as pdf:
            faults = list(dict.fromkeys(_faults(pdf)))
            pages = len(pdf.pages)
            if not faults:
                book = tagged_book()
                append(book, pdf)
                faults = list(dict.fromkeys(_faults_of_bound(book)))
            return faults, pages
    except pikepdf.PasswordError:
        return ["文件加了密，要口令才能打开"], 0
    except Exception:  # whatever a damaged file brings about
        return ["文件损坏，或者不是 PDF"], 0


def _faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "文件加了密（有权限口令）"
    elif not 1 <= len(pdf.pages) <= _MOST_PAGES:
        yield f"有 {len(pdf.pages)} 页，应为 1 至 {_MOST_PAGES} 页"
    elif swollen := _swollen(pdf):
        yield swollen
    else:
        for number, page in enumerate(pdf.pages, start=1):
            yield from (f"第 {number} 页{fault}" for fault in _page_faults(page))
        for each in pdf.objects:
            for inner in _with_direct_parts(each, _DEEPEST):
                yield from _object_faults(inner)
                yield from _reach_faults(inner)
        if pdf.check_pdf_syntax():
            yield "文件有语法错误（损坏）"


def _swollen(pdf: pikepdf.Pdf) -> str:
    """Inflate streams by and by, never more than is allowed; say what is wrong."""
    total = 0
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Stream) or "/FlateDecode" not in str(each.get("/Filter")):
            continue
        inflater = zlib.decompressobj()
        data = each.read_raw_bytes()
        while data and total <= _MOST_SWOLLEN and not inflater.eof:
            try:
                total += len(inflater.decompress(data, 2**20))
            except zlib.error:
                return "文件损坏（压缩的内容读不出来）"
            data = inflater.unconsumed_tail
        if total > _MOST_SWOLLEN:
            return "内容展开以后大得不正常"
    return ""


def _page_faults(page: pikepdf.Page) -> Iterator[str]:
    """Judge each of a page's boxes, as far as it lies on the page, and how the page is turned."""
    try:
        unit = float(page.get("/UserUnit", 1)) / 72 * 25.4
        names = ("mediabox", "cropbox", "bleedbox", "trimbox", "artbox")
        boxes = [pikepdf.Rectangle(getattr(page, name)) for name in names]
    except (AttributeError, KeyError, TypeError, ValueError):
        yield "的大小没有写明，或者写法不对"
        return
    for box in (each & boxes[0] for each in boxes):
        width, height = box.width * unit, box.height * unit
        if not (_SIDES_MM[0] <= min(width, height) and max(width, height) <= _SIDES_MM[1]):
            yield f"大小不正常（{width:.0f}×{height:.0f} 毫米）"
    if int(page.get("/Rotate", 0)) % 90:
        yield "旋转的角度不正常"
    for each in page.get("/Annots", pikepdf.Array()):
        if isinstance(each, pikepdf.Dictionary) and str(each.get("/Subtype")) not in _SILENT:
            said = str(each.get("/Contents", ""))[:_LONGEST_SAID]
            yield f"有批注“{said}”，删去后再附" if said else "有批注，删去后再附"


def _with_direct_parts(
    each: pikepdf.Object, depth: int
) -> Iterator[pikepdf.Dictionary | pikepdf.Stream]:
    """Yield an object and what is written inside it, but not what it only points to."""
    if not depth:
        raise RecursionError
    inner: list[pikepdf.Object] = []
    if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
        yield each
        inner = [each[key] for key in each.keys()]  # noqa: SIM118 not a dict
    elif isinstance(each, pikepdf.Array):
        inner = list(each)
    for part in inner:
        if isinstance(part, pikepdf.Dictionary | pikepdf.Array) and not part.is_indirect:
            yield from _with_direct_parts(part, depth - 1)


def _object_faults(each: pikepdf.Dictionary | pikepdf.Stream) -> Iterator[str]:
    keys, kind = each.keys(), str(each.get("/Subtype"))
    yield from (said for key, said in _REFUSED_KEYS.items() if key in keys)
    if _ACTIONS.get(str(each.get("/S"))) == _ACTIVE:
        yield _ACTIVE
    if each.get("/FT") == "/Sig" and "/V" in keys:
        yield _SIGNED
    if kind == "/FileAttachment":
        yield _ATTACHED
    for value in (each[key] for key in _ACTION_KEYS if key in keys):
        for action in list(value) if isinstance(value, pikepdf.Array) else [value]:
            name = str(action.get("/S", "")) if isinstance(action, pikepdf.Dictionary) else ""
            if said := _ACTIONS.get(name, f"{_ACTIVE}（{name[1:]}）"):
                yield said
    if (kind == "/Type0" and not _has_font_below(each)) or (
        kind in _WITH_FILES and not _is_embedded(each.get("/FontDescriptor"))
    ):
        yield f"字体 {str(each.get('/BaseFont', ''))[1:]} 没有嵌入，换一台机器会变样"


def _reach_faults(each: pikepdf.Dictionary | pikepdf.Stream) -> Iterator[str]:
    """Find pictures that no memory holds, and what lies outside of the file."""
    keys = each.keys()
    if (
        each.get("/Subtype") == "/Image"
        and int(each.get("/Width", 0)) * int(each.get("/Height", 0)) > _MOST_PIXELS
    ):
        yield f"有一幅图大得不正常（{each.get('/Width')}×{each.get('/Height')} 点）"
    if "/URI" in keys and each.get("/S") == "/URI" and _AWAY.match(str(each.URI)):
        yield _LINKED
    if isinstance(each, pikepdf.Stream) and ("/F" in keys or "/Ref" in keys):
        yield _LINKED


def _has_font_below(font: pikepdf.Object) -> bool:
    """Tell whether a composite font is made of one that is looked at by itself."""
    below = list(font.get("/DescendantFonts", pikepdf.Array()))
    kinds = (str(each.get("/Subtype")) for each in below if isinstance(each, pikepdf.Dictionary))
    return any(kind in _WITH_FILES for kind in kinds)


def _is_embedded(descriptor: pikepdf.Object | None) -> bool:
    return isinstance(descriptor, pikepdf.Dictionary) and any(
        isinstance(descriptor.get(key), pikepdf.Stream) for key in _FONT_FILES
    )


def _faults_of_bound(book: pikepdf.Pdf) -> Iterator[str]:
    """Find what only shows once the pages and their tags stand in another file."""
    for each in book.objects:
        if any("/EF" in inner for inner in _with_direct_parts(each, _DEEPEST)):
            yield _ATTACHED
    seen: set[tuple[int, int]] = set()
    waiting = [book.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting += list(element)
        elif isinstance(element, pikepdf.Dictionary):
            if element.is_indirect and element.objgen in seen:
                yield "标签结构成环（损坏）"
                return
            seen.add(element.objgen)
            if "/K" in element:
                waiting.append(element.K)

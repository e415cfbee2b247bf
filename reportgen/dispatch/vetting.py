"""Look into foreign PDFs before they are bound with ours: in a process of its own, bounded.

What is refused: encrypted, damaged, signed or active files, links to other files, files attached to
pages, pages that no printer has, far too many of them, streams that swell, fonts that aren't
embedded, tags that go round in a circle.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pikepdf

from reportgen.base.codes import Code
from reportgen.base.limits import Ending, run_limited
from reportgen.base.problems import DataError, Place
from reportgen.dispatch.merging import append, tagged_book

_MOST_BYTES = 100 * 2**20
_MOST_PAGES = 500
_MOST_SWOLLEN = 256 * 2**20
_SIDES_MM = (50.0, 1200.0)
_DEEPEST = 40
_SECONDS = 30.0
_MEGABYTES = 1024

_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_HARMLESS_ACTIONS = frozenset({"/URI", "/GoTo"})
_ACTION_KEYS = ("/A", "/PA", "/OpenAction", "/Next")
_ACTIVE = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Movie", "/Sound",
                     "/Rendition", "/RichMediaExecute"})  # fmt: skip
_ELSEWHERE = frozenset({"/GoToR", "/GoToE", "/GoToDp", "/Thread"})
_ACTIVE_KEYS = ("/JS", "/AA", "/XFA", "/RichMediaContent")
_WITH_FILES = frozenset({"/Type1", "/MMType1", "/TrueType", "/CIDFontType0", "/CIDFontType2"})
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class Vetted:
    """A foreign PDF that may be bound: its pages; whether it says of itself that it is tagged PDF/A."""

    pages: int
    archival: bool


def vet(path: Path, name: str) -> Vetted:
    """Look into a PDF; ``name`` is how users know it. Raises DataError saying why it is refused."""
    ended = run_limited(
        "reportgen.dispatch.vetting", [str(path)], seconds=_SECONDS, megabytes=_MEGABYTES
    )
    if ended.ending is Ending.TIMED_OUT:
        faults = [f"{_SECONDS:.0f} 秒还没有读完，不正常"]
    elif ended.ending is not Ending.DONE:
        faults = ["读它时出错或用尽了内存，不正常"]
    else:
        found = json.loads(ended.stdout)
        if not found["faults"]:
            return Vetted(found["pages"], found["archival"])
        faults = found["faults"]
    place = Place(name)
    raise DataError([Code.FOREIGN_PDF.problem(f"不能合订：{fault}", place) for fault in faults])


@dataclass(frozen=True, slots=True)
class _Report:
    pages: int
    archival: bool
    faults: tuple[str, ...]


def _look(path: Path) -> _Report:
    if path.stat().st_size > _MOST_BYTES:
        return _Report(0, archival=False, faults=("文件大于 100 MB",))
    try:
        with pikepdf.open(path, attempt_recovery=False, suppress_warnings=True) as pdf:
            faults = tuple(dict.fromkeys(_faults(pdf)))
            pages, archival = len(pdf.pages), _is_archival(pdf)
            if not faults:
                book = tagged_book()
                append(book, pdf)
                faults = tuple(dict.fromkeys(_faults_of_bound(book)))
            return _Report(pages, archival, faults)
    except pikepdf.PasswordError:
        return _Report(0, archival=False, faults=("文件加了密，要口令才能打开",))
    except Exception:  # whatever a damaged file brings about
        return _Report(0, archival=False, faults=("文件损坏，或者不是 PDF",))


def _faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted:
        yield "文件加了密（有权限口令）"
        return
    if not 1 <= len(pdf.pages) <= _MOST_PAGES:
        yield f"有 {len(pdf.pages)} 页，应为 1 至 {_MOST_PAGES} 页"
        return
    swollen = [*_swollen(pdf)]
    if swollen:
        yield from swollen
        return
    yield from _page_faults(pdf)
    for each in pdf.objects:
        for inner in _with_direct_parts(each, _DEEPEST):
            yield from _object_faults(inner)
    if pdf.check_pdf_syntax():
        yield "文件有语法错误（损坏）"


def _swollen(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Inflate streams by and by, never more than is allowed."""
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
                yield "文件损坏（压缩的内容读不出来）"
                return
            data = inflater.unconsumed_tail
        if total > _MOST_SWOLLEN:
            yield "内容展开以后大得不正常"
            return


def _page_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        try:
            sizes = list(_sizes_mm(page))
        except (AttributeError, KeyError, TypeError, ValueError):
            yield f"第 {number} 页的大小没有写明，或者写法不对"
            continue
        for width, height in sizes:
            short, long = sorted((width, height))
            if not (_SIDES_MM[0] <= short and long <= _SIDES_MM[1]):
                yield f"第 {number} 页大小不正常（{width:.0f}×{height:.0f} 毫米）"
        if int(page.get("/Rotate", 0)) % 90:
            yield f"第 {number} 页旋转的角度不正常"


def _sizes_mm(page: pikepdf.Page) -> Iterator[tuple[float, float]]:
    """Yield width and height of each of a page's boxes, as far as it lies on the page."""
    unit = float(page.get("/UserUnit", 1)) / 72 * 25.4
    media = _box(page.mediabox)
    cropped = _box(page.cropbox)
    others = (_box(page[key]) for key in _BOXES[2:] if key in page)
    for left, bottom, right, top in (media, cropped, *others):
        width = min(right, media[2]) - max(left, media[0])
        height = min(top, media[3]) - max(bottom, media[1])
        yield width * unit, height * unit


def _box(array: pikepdf.Object) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top, whichever corners are written."""
    one, two, three, four = (float(each) for each in list(array))
    return min(one, three), min(two, four), max(one, three), max(two, four)


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
    if any(key in each for key in _ACTIVE_KEYS) or str(each.get("/S")) in _ACTIVE:
        yield "含有脚本、表单程序或可以运行的内容"
    yield from _action_faults(each)
    if (each.get("/FT") == "/Sig" and "/V" in each) or "/ByteRange" in each:
        yield "已经电子签章，合订会使签章失效"
    if str(each.get("/Subtype")) == "/FileAttachment":
        yield "夹带了附件文件"
    if (font := _font_left_out(each)) is not None:
        yield f"字体 {font} 没有嵌入，换一台机器会变样"


def _action_faults(each: pikepdf.Dictionary | pikepdf.Stream) -> Iterator[str]:
    """Find actions other than to go to a place of the file, or to an address of the web."""
    for value in (each[key] for key in _ACTION_KEYS if key in each):
        for action in list(value) if isinstance(value, pikepdf.Array) else [value]:
            kind = str(action.get("/S", "")) if isinstance(action, pikepdf.Dictionary) else ""
            if kind in _ELSEWHERE:
                yield "有打开别的文件的链接"
            elif kind and kind not in _HARMLESS_ACTIONS | _ACTIVE:
                yield f"含有脚本、表单程序或可以运行的内容（{kind[1:]}）"


def _font_left_out(each: pikepdf.Dictionary | pikepdf.Stream) -> str | None:
    """Name the font that an object is if its file isn't inside; composite ones have it below them."""
    kind = str(each.get("/Subtype"))
    if kind == "/Type0":
        below = list(each.get("/DescendantFonts", pikepdf.Array()))
        for font in below:
            if isinstance(font, pikepdf.Dictionary) and str(font.get("/Subtype")) in _WITH_FILES:
                return _font_left_out(font)
    elif kind not in _WITH_FILES or _is_embedded(each.get("/FontDescriptor")):
        return None
    return str(each.get("/BaseFont", ""))[1:]


def _is_embedded(descriptor: pikepdf.Object | None) -> bool:
    return isinstance(descriptor, pikepdf.Dictionary) and any(
        isinstance(descriptor.get(key), pikepdf.Stream) for key in _FONT_FILES
    )


def _faults_of_bound(book: pikepdf.Pdf) -> Iterator[str]:
    """Find what only shows once the pages and their tags stand in another file."""
    for each in book.objects:
        if any("/EF" in inner for inner in _with_direct_parts(each, _DEEPEST)):
            yield "夹带了附件文件"
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


def _is_archival(pdf: pikepdf.Pdf) -> bool:
    """Tell whether a PDF says that it is both PDF/A of level A and PDF/UA-1; it isn't proved here."""
    if "/StructTreeRoot" not in pdf.Root or "/Metadata" not in pdf.Root:
        return False
    with pdf.open_metadata() as metadata:
        level = str(metadata.get("pdfaid:conformance", "")).upper()
        part = str(metadata.get("pdfaid:part", ""))
        universal = str(metadata.get("pdfuaid:part", ""))
    return level == "A" and part in ("2", "3") and universal == "1"


if __name__ == "__main__":
    json.dump(asdict(_look(Path(sys.argv[1]))), sys.stdout, ensure_ascii=False)

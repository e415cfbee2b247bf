"""What is used of WeasyPrint, imported in a third of the time; nothing else imports it.

Its declarations of C functions come parsed (``declarations.py``), and what our documents hardly
ever need of other libraries waits until it is called. Both hold for the sources they were made
for; any other WeasyPrint is imported as it comes.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Protocol, cast

import _cffi_backend

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.fonts.files import glyph_table
from reportgen.writers.pdf.declarations import DECLARATIONS, SOURCES
from reportgen.writers.pdf.glyphs import Typeface, tag_of

# WeasyPrint calls these, and only to subset fonts without HarfBuzz, for variable fonts, for WOFF2
# and to parse HTML: no document of ours does
_SELDOM_CALLED = (
    "fontTools.subset",
    "fontTools.ttLib.woff2",
    "fontTools.varLib.instancer",
    "tinyhtml5",
)


class _ParsedFFI(_cffi_backend.FFI):
    """What cffi makes of the declarations."""

    def cdef(self, declarations: str) -> None:
        """Take what is known already."""


class _Waiting(ModuleType):
    """A module that is loaded when one of its functions is called."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        if name.startswith("__"):
            raise AttributeError(name)

        def loaded(*positional: object, **named: object) -> object:
            return getattr(import_module(self.__name__), name)(*positional, **named)

        return loaded


def _stand_ins() -> dict[str, object]:
    """Return what imports are to find in place of the modules of these names."""
    spec = find_spec("weasyprint")
    assert spec is not None
    assert spec.origin is not None
    for name, digest in SOURCES.items():
        file = Path(spec.origin).parent / name
        if not file.is_file() or sha256(file.read_bytes()).hexdigest() != digest:
            return {}
    parsed = _ParsedFFI("weasyprint", **DECLARATIONS)
    return {"cffi": SimpleNamespace(FFI=lambda: parsed)} | {
        name: _Waiting(name) for name in _SELDOM_CALLED
    }


@contextmanager
def _fast() -> Iterator[None]:
    modules = _stand_ins()
    known = {name: sys.modules[name] for name in modules if name in sys.modules}
    sys.modules.update(modules)  # type: ignore[arg-type]  # an import takes any object
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]
        sys.modules.update(known)


with _fast():
    import weasyprint as weasyprint
    from weasyprint import images as _images
    from weasyprint.pdf import fonts as _fonts
    from weasyprint.pdf import stream as _stream
    from weasyprint.pdf.metadata import DocumentMetadata as DocumentMetadata
    from weasyprint.pdf.stream import Stream as Stream
    from weasyprint.text.ffi import TO_UNITS as _TO_UNITS
    from weasyprint.text.ffi import ffi as _ffi
    from weasyprint.text.ffi import gobject as _gobject
    from weasyprint.text.ffi import harfbuzz as _harfbuzz
    from weasyprint.text.ffi import pango as _pango
    from weasyprint.text.fonts import FontConfiguration as FontConfiguration
    from weasyprint.text.fonts import get_pango_font_key as _font_key
    from weasyprint.urls import FatalURLFetchingError as FatalURLFetchingError
    from weasyprint.urls import URLFetcherResponse as URLFetcherResponse

_SIZE_PX = 16  # at which fonts are loaded; what is taken of them holds for any


@cache
def font_configuration() -> FontConfiguration:
    """Start Pango for this process, whose fork it wouldn't survive: a thread of it stays behind."""
    return FontConfiguration()


class Font(_fonts.Font):
    """A font whose file, of some megabytes, is read only if it goes in whole; ours are subset."""

    _content: bytes | None

    def __init__(self, *given: object) -> None:
        read = _fonts.get_hb_object_data
        _fonts.get_hb_object_data = lambda _: None
        try:
            super().__init__(*given)
        finally:
            _fonts.get_hb_object_data = read
        # pages call it by the tag, and no document has a family in two weights
        self.hash: str = tag_of(self.family)
        self.name: bytes = f"/{self.hash}+{self.family.replace(' ', '-')}".encode()

    @property
    def glyph_table(self) -> bytes:
        """Return the table by which its glyphs are found."""
        tag = _harfbuzz.hb_tag_from_string(b"cmap", -1)
        blob = _harfbuzz.hb_face_reference_table(self.hb_face, tag)
        table = _ffi.gc(blob, _harfbuzz.hb_blob_destroy)
        length = _harfbuzz.hb_blob_get_length(table)
        return bytes(_ffi.unpack(_harfbuzz.hb_blob_get_data(table, _ffi.NULL), length))

    @property
    def file_content(self) -> bytes:
        """Return the bytes of the file, or what was made of it."""
        if self._content is None:
            self._content = cast(bytes, _fonts.get_hb_object_data(self.hb_face))
        return self._content

    @file_content.setter
    def file_content(self, content: bytes | None) -> None:
        self._content = content


_stream.Font = Font


def loaded(faces: Iterable[Typeface]) -> dict[int, Font]:
    """Load fonts, each with what was drawn with it, under the numbers by which WeasyPrint knows them.

    Raises ConfigurationError where this process has other files for them: what a page calls for would
    be another character there. Pango looks for fonts once, whatever it is shown later.
    """
    fonts = font_configuration().font_map
    context = _ffi.gc(_pango.pango_font_map_create_context(fonts), _gobject.g_object_unref)
    found: dict[int, Font] = {}
    for face in faces:
        wanted = _ffi.gc(_pango.pango_font_description_new(), _pango.pango_font_description_free)
        family = _ffi.new("char[]", face.family.encode())
        _pango.pango_font_description_set_family(wanted, family)
        _pango.pango_font_description_set_absolute_size(wanted, _SIZE_PX * _TO_UNITS)
        pango_font = _pango.pango_font_map_load_font(fonts, context, wanted)
        number, description, size = _font_key(pango_font)
        font = found[number] = Font(pango_font, description, size)
        if font.glyph_table != glyph_table(face.file):
            message = f"这个进程已经用别的文件印{face.family}，不能换成 {face.file.name}"
            remedy = "重新启动它（Dask 的工作机同）。"
            raise ConfigurationError([Code.FONT_DAMAGED.problem(message, None, remedy)])
        font.widths, font.to_unicode = face.widths, face.texts
    return found


class DrawnImage(Protocol):
    """A picture that WeasyPrint can draw."""

    def draw(self, stream: Stream, width_px: float, height_px: float, style: object) -> None:
        """Draw it into a page or group, from the upper left corner on."""


def image_of(address: str, kind: str, content: bytes) -> DrawnImage:
    """Return a picture as WeasyPrint draws it; what it asks for besides, it doesn't get."""

    def fetch(url: str) -> URLFetcherResponse:
        if url != address:
            raise FatalURLFetchingError(url)
        return URLFetcherResponse(url, content, {"Content-Type": kind})

    context = SimpleNamespace(font_config=font_configuration())
    found = _images.get_image_from_uri(
        {}, fetch, weasyprint.DEFAULT_OPTIONS, address, context=context
    )
    return cast(DrawnImage, found)

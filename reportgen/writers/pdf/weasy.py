"""What is used of WeasyPrint, imported in a third of the time; nothing else imports it.

Its declarations of C functions come parsed (``declarations.py``), and what our documents hardly
ever need of other libraries waits until it is called. Both hold for the sources they were made
for; any other WeasyPrint is imported as it comes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import NamedTuple, cast

import _cffi_backend

from reportgen.writers.pdf.declarations import DECLARATIONS, SOURCES

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
    from weasyprint.document import Page as Page
    from weasyprint.formatting_structure import boxes as boxes
    from weasyprint.html import get_html_metadata as get_html_metadata
    from weasyprint.layout import block as block
    from weasyprint.layout import inline as inline
    from weasyprint.pdf import fonts as _fonts
    from weasyprint.pdf import stream as _stream
    from weasyprint.pdf.metadata import DocumentMetadata as DocumentMetadata
    from weasyprint.pdf.stream import Stream as Stream
    from weasyprint.text.ffi import TO_UNITS as TO_UNITS
    from weasyprint.text.ffi import ffi as ffi
    from weasyprint.text.ffi import gobject as _gobject
    from weasyprint.text.ffi import pango as pango
    from weasyprint.text.fonts import FontConfiguration as FontConfiguration
    from weasyprint.text.fonts import get_pango_font_key as _font_key
    from weasyprint.text.line_break import Layout as Layout
    from weasyprint.text.line_break import line_size as line_size
    from weasyprint.urls import FatalURLFetchingError as FatalURLFetchingError
    from weasyprint.urls import URLFetcher as URLFetcher
    from weasyprint.urls import URLFetcherResponse as URLFetcherResponse


@cache
def font_configuration() -> FontConfiguration:
    """Start Pango for this process, whose fork it wouldn't survive: a thread of it stays behind."""
    return FontConfiguration()


def can_fork() -> bool:
    """Tell whether Pango hasn't been started yet."""
    return not font_configuration.cache_info().currsize


class UsedFont(NamedTuple):
    """A font as one process tells another of it: its name, what was drawn with it."""

    family: str
    style: int
    weight: int
    size_px: float
    widths: dict[int, int]
    to_unicode: dict[int, str]


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

    @property
    def file_content(self) -> bytes:
        """Return the bytes of the file, or what was made of it."""
        if self._content is None:
            self._content = cast(bytes, _fonts.get_hb_object_data(self.hb_face))
        return self._content

    @file_content.setter
    def file_content(self, content: bytes | None) -> None:
        self._content = content

    @property
    def used(self) -> UsedFont:
        """Return what another process needs to put it into a PDF."""
        size, widths, texts = self.font_size, self.widths, self.to_unicode
        return UsedFont(self.family, self.style, self.weight, size, widths, texts)


_stream.Font = Font


def joined_fonts(uses: Iterable[UsedFont]) -> dict[int, Font]:
    """Load fonts by name, each once with all that was drawn with it."""
    fonts: dict[int, Font] = {}
    known: dict[tuple[str, int, int], Font] = {}
    for use in uses:
        name = use.family, use.style, use.weight
        if name not in known:
            number, known[name] = _loaded(use)
            fonts[number] = known[name]
        for own, more in (
            (known[name].widths, use.widths),
            (known[name].to_unicode, use.to_unicode),
        ):
            own |= more | own
    return fonts


def _loaded(use: UsedFont) -> tuple[int, Font]:
    """Return a font and the number by which WeasyPrint knows it."""
    fonts = font_configuration().font_map
    context = ffi.gc(pango.pango_font_map_create_context(fonts), _gobject.g_object_unref)
    wanted = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    family = ffi.new("char[]", use.family.encode())
    pango.pango_font_description_set_family(wanted, family)
    pango.pango_font_description_set_style(wanted, use.style)
    pango.pango_font_description_set_weight(wanted, use.weight)
    pango.pango_font_description_set_absolute_size(wanted, use.size_px * TO_UNITS)
    found = pango.pango_font_map_load_font(fonts, context, wanted)
    number, description, size = _font_key(found)
    return number, Font(found, description, size)

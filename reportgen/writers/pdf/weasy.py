"""What is used of WeasyPrint, imported in a third of the time; nothing else imports it.

Its declarations of C functions come parsed (``declarations.py``), and what our documents hardly
ever need of other libraries waits until it is called. Both hold for the sources they were made
for; any other WeasyPrint is imported as it comes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

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
    from weasyprint.layout import inline as inline
    from weasyprint.pdf import fonts as _fonts
    from weasyprint.pdf import stream as _stream
    from weasyprint.pdf.stream import Stream as Stream
    from weasyprint.text.ffi import TO_UNITS as TO_UNITS
    from weasyprint.text.ffi import ffi as ffi
    from weasyprint.text.ffi import pango as pango
    from weasyprint.text.fonts import FontConfiguration as FontConfiguration
    from weasyprint.text.line_break import Layout as Layout
    from weasyprint.urls import FatalURLFetchingError as FatalURLFetchingError
    from weasyprint.urls import URLFetcher as URLFetcher
    from weasyprint.urls import URLFetcherResponse as URLFetcherResponse


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


_stream.Font = Font

"""``make declarations``: WeasyPrint's C declarations, parsed, as the module that ships with us.

Must run in a process that has not imported ``reportgen.writers.pdf``, which would use that module.
"""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path

import weasyprint
from weasyprint.text.ffi import ffi

import reportgen

WRITTEN = Path(reportgen.__file__).parent / "writers" / "pdf" / "declarations.py"
# the declarations, and what says which libraries' functions are called and when
_SOURCES = ("__init__.py", "pdf/fonts.py", "text/ffi.py", "text/fonts.py")
_HEAD = '''"""WeasyPrint's C declarations as cffi parses them; written by ``make declarations``."""
# ruff: noqa
# fmt: off

SOURCES = {
'''


def declarations_module() -> str:
    """Return the text of the module."""
    folder = Path(weasyprint.__file__).parent
    digests = {name: sha256((folder / name).read_bytes()).hexdigest() for name in _SOURCES}
    ffi.set_source("weasyprint", None, compiler_verbose=0)
    with tempfile.TemporaryDirectory() as place:
        emitted = Path(place, "emitted.py")
        ffi.emit_python_code(str(emitted))
        _, made, arguments = emitted.read_text().partition("_cffi_backend.FFI('weasyprint',\n")
    assert made
    lines = [f'    "{name}": "{digest}",\n' for name, digest in digests.items()]
    return f"{_HEAD}{''.join(lines)}}}\nDECLARATIONS = dict(\n{arguments}"


if __name__ == "__main__":
    WRITTEN.write_text(declarations_module())

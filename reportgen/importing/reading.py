"""Read a file of any supported form: its tables of cells, and the target table in them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from reportgen.base.problems import Place
from reportgen.importing.cells import Notes, Read
from reportgen.importing.grid import find_grids
from reportgen.importing.headings import Meaning, Vocabulary
from reportgen.importing.page import read_page
from reportgen.importing.table import ImportedTable, imported_table, refuse_odd_cells
from reportgen.importing.texts import read_text
from reportgen.importing.word import read_word
from reportgen.importing.workbooks import read_stored, read_workbook
from reportgen.sources.foreign import (
    MOST_BYTES,
    ZIP,
    ask,
    checked,
    foreign_bytes,
    office_bytes,
    shown,
)
from reportgen.sources.stored import OLE

_MOST_TEXT = 4 * 1024 * 1024
_WORD = (".docx", ".doc")
_OFFICE = (*_WORD, ".xlsx", ".xlsm", ".ods")
_PAGE, _HEAD = re.compile(rb"(?i)<(?:!doctype html|html|head|body|table)\b"), 64 * 1024


@dataclass(frozen=True, slots=True)
class Wish:
    """What a table is read for: its year and date, what headings mean, what the office answers.

    ``has_glyph`` tells what the office's fonts can print; without it, they are taken to print all.
    """

    year: int
    issued: date
    headings: Mapping[str, Meaning]
    answered: tuple[str, ...] = ()
    has_glyph: Callable[[str], bool] | None = None


def read_table(path: Path, wish: Wish) -> ImportedTable:
    """Read the target table in a file, in a child process; raise DataError where there is none."""
    suffix, name = path.suffix.lower(), shown(path.name)
    most = MOST_BYTES if suffix == ".xls" else _MOST_TEXT
    content = office_bytes(path) if suffix in _OFFICE else foreign_bytes(path, most)

    def found() -> object:
        table = table_in(name, content, suffix, wish)
        return _TABLE.dump_python(table, mode="json", exclude_unset=True)

    return _TABLE.validate_json(ask(name, found))


def table_in(name: str, content: bytes, suffix: str, wish: Wish) -> ImportedTable:
    """Return the target table in a file's bytes, its name as users know it; see ``read_table``."""
    vocabulary, notes = Vocabulary(wish.year, wish.headings), Notes(Place(name))
    grids = find_grids(_read(name, content, suffix, vocabulary), vocabulary, notes)
    refuse_odd_cells(grids, notes.place, wish.has_glyph)
    return imported_table(grids, notes, wish.year, wish.issued, wish.answered)


def _read(name: str, content: bytes, suffix: str, vocabulary: Vocabulary) -> Read:
    """Read a file by what it is: what programs save as .xls is often a page or a text."""
    if suffix in _WORD:
        return read_word(checked(name, content))
    if suffix == ".ods":
        return read_stored(name, checked(name, content))
    if suffix in _OFFICE or content.startswith(ZIP):
        return read_workbook(checked(name, content))
    if content.startswith(OLE):
        return read_stored(name, content)
    if _PAGE.search(content[:_HEAD].replace(b"\0", b"")):
        return read_page(name, content)
    return read_text(name, content, vocabulary)


_TABLE = TypeAdapter(ImportedTable)

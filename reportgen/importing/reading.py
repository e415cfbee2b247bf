"""Read a file of any supported form: its tables of cells, and the target table in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from reportgen.importing.cells import Read
from reportgen.importing.grid import find_grids
from reportgen.importing.headings import Meaning, Vocabulary
from reportgen.importing.table import ImportedTable, imported_table
from reportgen.importing.texts import read_text
from reportgen.importing.word import read_word
from reportgen.importing.workbooks import read_workbook
from reportgen.sources.foreign import ask, checked, foreign_bytes, office_bytes, shown

_MOST_TEXT = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wish:
    """What a table is read for: its year and date, what headings mean, what the office answers."""

    year: int
    issued: date
    headings: Mapping[str, Meaning]
    answered: tuple[str, ...] = ()


def read_table(path: Path, wish: Wish) -> ImportedTable:
    """Read the target table in a file, in a child process; raise DataError where there is none."""
    suffix, name = path.suffix.lower(), shown(path.name)
    content = office_bytes(path) if suffix in _READERS else foreign_bytes(path, _MOST_TEXT)

    def found() -> object:
        table = table_in(name, content, suffix, wish)
        return _TABLE.dump_python(table, mode="json", exclude_unset=True)

    return _TABLE.validate_json(ask(name, found))


def table_in(name: str, content: bytes, suffix: str, wish: Wish) -> ImportedTable:
    """Return the target table in a file's bytes, its name as users know it; see ``read_table``."""
    vocabulary = Vocabulary(wish.headings)
    reader = _READERS.get(suffix)
    if reader is None:
        read = read_text(name, content, vocabulary)
    else:
        read = reader(checked(name, content))
    found = find_grids(read, name, vocabulary)
    return imported_table(found, name, wish.year, wish.issued, wish.answered)


_READERS: dict[str, Callable[[bytes], Read]] = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xls"), read_workbook),
    **dict.fromkeys((".docx", ".doc"), read_word),
}
_TABLE = TypeAdapter(ImportedTable)

"""Who judges: programs that lay a DOCX out on their own and say so in a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.parity import libreoffice, onlyoffice


@dataclass(frozen=True)
class Judge:
    """A program that lays out.

    ``lay_out`` takes DOCX files, a folder with all fonts it may use and a folder for its own files,
    and returns a PDF of each. ``missing`` says in Chinese why the program isn't at hand; nothing if it is.
    """

    name: str
    lay_out: Callable[[Sequence[Path], Path, Path], list[Path]]
    missing: Callable[[], str]


LIBREOFFICE = Judge("LibreOffice", libreoffice.lay_out, libreoffice.missing)
ONLYOFFICE = Judge("ONLYOFFICE", onlyoffice.lay_out, onlyoffice.missing)
JUDGES = (LIBREOFFICE, ONLYOFFICE)

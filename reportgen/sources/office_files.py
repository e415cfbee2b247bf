"""Vet an Office file (xlsx, docx) before a library opens it: bounded size, no DTD, nothing odd.

openpyxl and python-docx trust what they are given: a megabyte can expand to gigabytes, a single
cell at XFD1048576 makes a sheet of seventeen billion (reliability §3.5). openpyxl fills every cell
of a merged range, and a whole column has a million: a slip of the mouse.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from lxml import etree

from reportgen.base.codes import Code
from reportgen.base.packages import with_fixed_times
from reportgen.base.problems import DataError, Place
from reportgen.sources.foreign import answer, ask, foreign_bytes, shown

MOST_ROWS, MOST_COLUMNS = 5_000, 200
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(rf"{_CELL.pattern}(?::{_CELL.pattern})?")


class ExtentError(ValueError):
    """A sheet that isn't one of ordinary size: what is wrong with it."""


@dataclass(slots=True)
class Extent:
    """What a sheet's rows and cells say of where they stand, counted as openpyxl counts them."""

    last_row: int = 0
    last_column: int = 0
    merged: list[str] = field(default_factory=list)
    _row: int = 0
    _column: int = 0

    def see(self, element: etree._Element, tag: str) -> None:
        """Take note of an element's beginning; raise ExtentError where it stands too far out."""
        reference = str(element.get("r") or "")
        if tag == "row":
            self._row, self._column = _row_number(reference) or self._row + 1, 0
        elif tag == "c":
            self._row, self._column = _position(reference) or (self._row, self._column + 1)
            self.last_column = max(self.last_column, self._column)
        elif tag == "mergeCell":
            self.merged.append(str(element.get("ref")))
        else:
            return
        self.last_row = max(self.last_row, self._row)
        if self.last_row > MOST_ROWS or self.last_column > MOST_COLUMNS:
            where = reference or f"第 {self._row} 行"
            limits = f"{MOST_ROWS} 行、{MOST_COLUMNS} 列"
            raise ExtentError(f"{where} 超出了 {limits}的范围，多半是误碰了远处的单元格")

    def clipped(self, sheet: bytes) -> bytes | None:
        """Return the sheet with its merged ranges cut to its cells, None where none goes beyond."""
        cut = {reference: self._cut(reference) for reference in self.merged}
        if all(reference == new for reference, new in cut.items()):
            return None
        root = etree.fromstring(sheet, etree.XMLParser(resolve_entities=False, no_network=True))
        for element in list(root.iter("{*}mergeCell")):
            new = cut[str(element.get("ref"))]
            parent = element.getparent()
            if new is not None:
                element.set("ref", new)
            elif parent is not None:
                parent.remove(element)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _cut(self, reference: str) -> str | None:
        """Return what of a range lies among the cells; None for nothing, or a single cell."""
        match = _RANGE.fullmatch(reference.replace("$", ""))
        if match is None:
            raise ExtentError(f"合并区域“{reference[:30]}”写法不对")
        left, top, right, bottom = match.groups()
        columns = sorted((_column_number(left), _column_number(right or left)))
        rows = sorted((int(top), int(bottom or top)))
        columns[1], rows[1] = min(columns[1], self.last_column), min(rows[1], self.last_row)
        size = (columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1)
        if columns[0] > columns[1] or rows[0] > rows[1] or size == 1:
            return None
        return ":".join(f"{_letters(c)}{r}" for c, r in zip(columns, rows, strict=True))


def _row_number(reference: str) -> int | None:
    if not reference:
        return None
    if not _ROW.fullmatch(reference):
        raise ExtentError(f"行号“{reference[:30]}”写法不对")
    return int(reference)


def _position(reference: str) -> tuple[int, int] | None:
    if not reference:
        return None
    match = _CELL.fullmatch(reference)
    if match is None:
        raise ExtentError(f"单元格“{reference[:30]}”写法不对")
    return int(match[2]), _column_number(match[1])


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


_MOST_BYTES = 20 * 1024 * 1024
_MOST_PART = 64 * 1024 * 1024
_MOST_TOTAL = 200 * 1024 * 1024
_MOST_PARTS = 2_000
_MOST_ELEMENTS = 500_000
_MOST_STRINGS = 200_000
_CHUNK = 1024 * 1024
# what zipfile raises for damaged packages (found by mutating good ones)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def office_bytes(path: Path) -> bytes:
    """Return the bytes of what may be an Office file; nothing of it is parsed here.

    Raises MissingInputError for no file, DataError for what can't be one.
    """
    content = foreign_bytes(path, _MOST_BYTES)
    name = shown(path.name)
    if content.startswith(_OLE):
        raise _refusal(name, "是旧格式（.xls、.doc）或加了密码的文件，改扩展名没有用", "另存为")
    if not content.startswith(_ZIP):
        raise _refusal(name, "不是 Office 文件，可能只是改了扩展名", "另存为")
    return content


def check_office_file(path: Path) -> None:
    """Have a child look whether a file is intact, harmless and of ordinary size; raises DataError."""
    ask("reportgen.sources.office_files", shown(path.name), office_bytes(path))


def checked(name: str, content: bytes) -> bytes:
    """Return the bytes of a file that is safe to open, merged ranges cut to the cells that there are.

    To be called in the child alone. Raises DataError for a file that isn't intact, harmless and of
    ordinary size.
    """
    try:
        return _checked_parts(name, content)
    except _BROKEN as error:
        raise _refusal(name, "文件已损坏，打不开") from error


def _refusal(name: str, message: str, mend: str = "重新") -> DataError:
    remedy = {
        "另存为": "用 WPS 或 Office 打开，另存为 .xlsx 或 .docx，不设密码。",
        "重新": "请提供单位重新保存一份再交。",
    }[mend]
    return DataError([Code.OFFICE_FILE.problem(message, Place(name), remedy)])


def _checked_parts(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as package:
        entries = package.infolist()
        names = [entry.filename for entry in entries]
        if len(names) > _MOST_PARTS or len(set(names)) < len(names):
            raise _refusal(name, "压缩包的内容不正常：部件太多或重名")
        total = elements = 0
        clipped: dict[str, bytes] = {}
        for entry in entries:
            if entry.flag_bits & 1:
                raise _refusal(name, "文件加了密码", "另存为")
            part = _expanded(name, package, entry)
            total += len(part)
            if total > _MOST_TOTAL:
                raise _refusal(name, f"解压后超过 {_MOST_TOTAL // _CHUNK} MB，不是正常的表格")
            if entry.filename.endswith((".xml", ".rels")):
                try:
                    look = _look_at(name, entry.filename, part, _MOST_ELEMENTS - elements)
                    cut = look.extent.clipped(part)
                except ExtentError as error:
                    raise _refusal(name, f"{Path(entry.filename).stem}：{error}") from error
                elements += look.elements
                if cut is not None:
                    clipped[entry.filename] = cut
    return with_fixed_times(content, clipped) if clipped else content


def _expanded(name: str, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read a part, counting what really comes out; the size that the zip claims proves nothing."""
    pieces: list[bytes] = []
    size = 0
    with package.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > _MOST_PART:
                limit = _MOST_PART // _CHUNK
                raise _refusal(name, f"{entry.filename} 解压后超过 {limit} MB，不是正常的表格")
            pieces.append(piece)
    return b"".join(pieces)


@dataclass(slots=True)
class _Look:
    """What was seen of an XML part."""

    elements: int = 0
    strings: int = 0
    extent: Extent = field(default_factory=Extent)


def _look_at(name: str, part_name: str, part: bytes, most_elements: int) -> _Look:
    if b"<!DOCTYPE" in part[:_CHUNK] or b"<!ENTITY" in part[:_CHUNK]:
        raise _refusal(name, f"{part_name} 里有 DOCTYPE，不安全")
    look = _Look()
    is_sheet = False
    try:
        for event, element in etree.iterparse(
            BytesIO(part), events=("start", "end"), resolve_entities=False, no_network=True
        ):
            if event == "end":
                element.clear()
                continue
            tag = str(element.tag).rpartition("}")[2]
            is_sheet = is_sheet or (look.elements == 0 and tag == "worksheet")
            look.elements += 1
            look.strings += tag == "si"
            if look.elements > most_elements:
                raise _refusal(name, f"{part_name} 的内容太多，不是正常的表格")
            if look.strings > _MOST_STRINGS:
                raise _refusal(name, f"{part_name} 有超过 {_MOST_STRINGS} 条文字，不是正常的表格")
            if is_sheet:
                look.extent.see(element, tag)
    except etree.XMLSyntaxError as error:
        raise _refusal(name, f"{part_name} 已损坏") from error
    return look


def _vet(name: str, content: bytes, _: object) -> None:
    checked(name, content)


if __name__ == "__main__":
    answer(_vet)

"""Read foreign files in a child process with limits; only plain JSON comes back.

A file made elsewhere may be anything: a megabyte that swells to gigabytes, what a library never
thought of. So whatever opens one runs apart, and an Office file (xlsx, docx) is vetted first:
openpyxl and python-docx trust what they are given, and a single cell at XFD1048576 makes a sheet of
seventeen billion (reliability §3.5). openpyxl fills every cell of a merged range, and a whole column
has a million: a slip of the mouse.
"""

from __future__ import annotations

import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path

from lxml import etree

from reportgen.base.codes import Code
from reportgen.base.limits import run_limited
from reportgen.base.packages import with_fixed_times
from reportgen.base.problems import DataError, MissingInputError, Place, Problem, reason
from reportgen.sources.stored import MOST_COLUMNS, MOST_ROWS, OLE

_SECONDS, _MEGABYTES = 60.0, 1024
_MB = 1024 * 1024
MOST_BYTES, _MOST_PART, _MOST_TOTAL = 20 * _MB, 64 * _MB, 200 * _MB
_MOST_PARTS, _MOST_ELEMENTS, _MOST_STRINGS = 2_000, 500_000, 200_000
ZIP = b"PK\x03\x04"
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_RANGE = re.compile(rf"{_CELL.pattern}(?::{_CELL.pattern})?")
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
_SAVE_AS = "用 WPS 或 Office 打开，另存为 .xlsx 或 .docx，不设密码。"
_SAVE_AGAIN = "请提供单位重新保存一份再交。"
_CLEAN = "接受修订、删去批注，去掉宏和链接，另存为 .docx 再附。"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_RUNS = re.compile(r"(?i)vbaProject|vbaData|/activeX/|oleObject|/embeddings/[^/]*\.(?!xlsx$|docx$)")
_OF_THE_WEB = re.compile(r"(?i)https?:|mailto:|tel:|#")
_FIELD_REACHES = re.compile(r"(?i)\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT)\b")
_INSTR = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instr"


def shown(path: Path | str) -> str:
    """Return a name as it can be printed: one that isn't UTF-8 (a zip of Windows) has marks in it."""
    return os.fsencode(path).decode(errors="replace")


def foreign_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return a file's bytes; raises MissingInputError, or DataError for more than ``most``."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        message = f"文件读不出来：{reason(error)}"
        problem = Code.FILE_NOT_FOUND.problem(message, Place(shown(path)), "检查文件名和权限。")
        raise MissingInputError([problem]) from error
    if len(content) > most:
        raise _refusal(shown(path.name), f"文件超过 {most // _MB} MB")
    return content


def office_bytes(path: Path) -> bytes:
    """Return the bytes of what may be an Office file; nothing of it is parsed here.

    Raises MissingInputError for no file, DataError for what can't be one.
    """
    content = foreign_bytes(path)
    if content.startswith(ZIP):
        return content
    message = "不是 Office 文件，可能只是改了扩展名"
    if content.startswith(OLE):
        message = "是旧格式（.xls、.doc）或加了密码的文件，改扩展名没有用"
    raise _refusal(shown(path.name), message, _SAVE_AS)


def check_office_file(path: Path) -> None:
    """Have a child look whether a file is intact, harmless and of ordinary size; raises DataError."""
    name, content = shown(path.name), office_bytes(path)
    ask(name, lambda: _vet(name, content))


def ask(name: str, work: Callable[[], object]) -> str:
    """Have a child do what opens a file that users know as ``name``; return its JSON.

    Raises DataError: what the work found wrong with the file, or that it came to grief on it.
    """
    try:
        answer = run_limited(partial(_answered, name, work), seconds=_SECONDS, megabytes=_MEGABYTES)
    except TimeoutError as error:
        raise _refusal(name, f"{_SECONDS:.0f} 秒还没有读完，不是正常的文件") from error
    except ChildProcessError as error:
        raise _refusal(name, "读它时用尽了内存或意外退出，不是正常的文件") from error
    problems, _, found = answer.partition(b"\n")
    if problems:
        raise DataError([Problem.from_json(record) for record in json.loads(problems)])
    return found.decode()


def _answered(name: str, work: Callable[[], object]) -> bytes:
    """Be the child: return in a line what is wrong, if anything is, and after it what was found."""
    try:
        return b"\n" + json.dumps(work(), ensure_ascii=False, default=asdict).encode()
    except DataError as error:
        wrong = error
    except MemoryError:
        raise  # the parent says so
    except Exception as error:  # libraries raise a dozen kinds for files that others mangled
        wrong = _refusal(name, f"文件的内容不合规范，读不下去（{type(error).__name__}）")
    return json.dumps([problem.to_json() for problem in wrong.problems]).encode()


def _refusal(name: str, message: str, remedy: str | None = None) -> DataError:
    return DataError([Code.OFFICE_FILE.problem(message, Place(name), remedy)])


class _OddFileError(Exception):
    """A package that isn't an ordinary workbook or text: what is wrong with it."""

    def __init__(self, message: str, remedy: str = _SAVE_AGAIN) -> None:
        self.remedy = remedy
        super().__init__(message)


def checked(name: str, content: bytes) -> bytes:
    """Return the bytes of a file that is safe to open, merged ranges cut to the cells that there are.

    To be called in the child alone. Raises DataError for a file that isn't intact, harmless and of
    ordinary size.
    """
    try:
        clipped = _clipped_parts(content)
    except _OddFileError as error:
        raise _refusal(name, str(error), error.remedy) from error
    except _BROKEN as error:
        raise _refusal(name, "文件已损坏，打不开", _SAVE_AGAIN) from error
    return with_fixed_times(content, clipped) if clipped else content


def _clipped_parts(content: bytes) -> dict[str, bytes]:
    """Look at every part of a package; return the sheets of which something is to be cut off."""
    clipped: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(content)) as package:
        entries = package.infolist()
        if len(entries) > _MOST_PARTS or len({each.filename for each in entries}) < len(entries):
            raise _OddFileError("压缩包的内容不正常：部件太多或重名")
        total = elements = 0
        for entry in entries:
            name = entry.filename
            if entry.flag_bits & 1:
                raise _OddFileError("文件加了密码", _SAVE_AS)
            with package.open(entry) as stream:  # the size that the zip claims proves nothing
                part = stream.read(_MOST_PART + 1)
            if len(part) > _MOST_PART:
                limit = _MOST_PART // _MB
                raise _OddFileError(f"{name} 解压后超过 {limit} MB，不是正常的表格")
            total += len(part)
            if total > _MOST_TOTAL:
                raise _OddFileError(f"解压后超过 {_MOST_TOTAL // _MB} MB，不是正常的表格")
            if name.endswith((".xml", ".rels")):
                look = _look_at(name, part, _MOST_ELEMENTS - elements)
                elements += look.elements
                if (cut := look.clipped(part)) is not None:
                    clipped[name] = cut
        if not {each.filename for each in entries} & {"[Content_Types].xml", "mimetype"}:
            raise _OddFileError("是压缩包，不是表格或文稿", "先解开，用里面的文件。")
    return clipped


def _look_at(name: str, part: bytes, most_elements: int) -> _Look:
    if b"<!DOCTYPE" in part[:_MB] or b"<!ENTITY" in part[:_MB]:
        raise _OddFileError(f"{name} 里有 DOCTYPE，不安全")
    look = _Look(Path(name).stem)
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
                raise _OddFileError(f"{name} 的内容太多，不是正常的表格")
            if look.strings > _MOST_STRINGS:
                raise _OddFileError(f"{name} 有超过 {_MOST_STRINGS} 条文字，不是正常的表格")
            if is_sheet:
                look.see(element, tag)
    except etree.XMLSyntaxError as error:
        raise _OddFileError(f"{name} 已损坏") from error
    return look


@dataclass(slots=True)
class _Look:
    """What was seen of an XML part; of a sheet, how far it reaches, counted as openpyxl counts."""

    name: str
    elements: int = 0
    strings: int = 0
    merged: list[str] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0
    _row: int = 0
    _column: int = 0

    def see(self, element: etree._Element, tag: str) -> None:
        """Take note of a sheet's element; raise _OddFileError where it stands too far out."""
        reference = str(element.get("r") or "")
        if tag == "row":
            if reference and not _ROW.fullmatch(reference):
                raise self._odd(f"行号“{reference[:30]}”写法不对")
            self._row, self._column = int(reference or self._row + 1), 0
        elif tag == "c":
            cell = _CELL.fullmatch(reference)
            if reference and cell is None:
                raise self._odd(f"单元格“{reference[:30]}”写法不对")
            self._column += 1
            if cell:
                self._row, self._column = int(cell[2]), _column_number(cell[1])
        elif tag == "mergeCell":
            self.merged.append(str(element.get("ref")))
        self.last_row = max(self.last_row, self._row)
        self.last_column = max(self.last_column, self._column)
        if self.last_row > MOST_ROWS or self.last_column > MOST_COLUMNS:
            where = reference or f"第 {self._row} 行"
            limits = f"{MOST_ROWS} 行、{MOST_COLUMNS} 列"
            raise self._odd(f"{where} 超出了 {limits}的范围，多半是误碰了远处的单元格")

    def clipped(self, sheet: bytes) -> bytes | None:
        """Return the sheet with its merged ranges cut to its cells, None where none goes beyond."""
        cut = {reference: self._cut(reference) for reference in self.merged}
        if all(reference == new for reference, new in cut.items()):
            return None
        root = etree.fromstring(sheet, _PARSER)
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
        from openpyxl.utils import get_column_letter  # slow to load, and only the child needs it

        match = _RANGE.fullmatch(reference.replace("$", ""))
        if match is None:
            raise self._odd(f"合并区域“{reference[:30]}”写法不对")
        left, top, right, bottom = match.groups()
        columns = sorted((_column_number(left), _column_number(right or left)))
        rows = sorted((int(top), int(bottom or top)))
        columns[1], rows[1] = min(columns[1], self.last_column), min(rows[1], self.last_row)
        size = (columns[1] - columns[0] + 1) * (rows[1] - rows[0] + 1)
        if columns[0] > columns[1] or rows[0] > rows[1] or size == 1:
            return None
        return ":".join(f"{get_column_letter(c)}{r}" for c, r in zip(columns, rows, strict=True))

    def _odd(self, message: str) -> _OddFileError:
        return _OddFileError(f"{self.name}：{message}")


def _column_number(letters: str) -> int:
    from openpyxl.utils import column_index_from_string  # slow to load

    return column_index_from_string(letters)


def _vet(name: str, content: bytes) -> None:
    """Refuse also what an office doesn't send out: what runs, what reaches out, what was remarked."""
    with zipfile.ZipFile(BytesIO(checked(name, content))) as package:
        for part in package.namelist():
            if _RUNS.search(part):
                raise _refusal(name, "含有宏、控件或嵌入的程序", _CLEAN)
            if part.endswith((".xml", ".rels")):
                root = etree.fromstring(package.read(part), _PARSER)
                for said in _not_to_go_out(root):
                    raise _refusal(name, said, _CLEAN)


def _not_to_go_out(root: etree._Element) -> Iterator[str]:
    for each in root.iter("{*}Relationship"):
        kind, target = str(each.get("Type")), str(each.get("Target"))
        if each.get("TargetMode") == "External":
            if not kind.endswith("/hyperlink"):
                yield "引用了外面的模板、图片或文件，打开时会去取"
            elif not _OF_THE_WEB.match(target):
                yield "有打开别的文件的链接"
    tags = {str(each.tag).rpartition("}")[2] for each in root.iter()}
    if "comment" in tags:
        yield "有批注"
    if tags & {"ins", "del", "moveFrom", "moveTo"}:
        yield "有没有接受的修订"
    codes = "".join(
        " | " if str(each.tag).endswith("}fldChar") else each.text or each.get(_INSTR) or ""
        for each in root.iter("{*}instrText", "{*}fldSimple", "{*}fldChar")
    )
    if _FIELD_REACHES.search(codes):
        yield "有取别处内容的域（DDE、INCLUDETEXT 等）"

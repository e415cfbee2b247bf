"""Vet an Office file (xlsx, docx) before a library opens it: bounded size, no DTD, nothing odd.

openpyxl and python-docx trust what they are given: a megabyte can expand to gigabytes, a single
cell at XFD1048576 makes a sheet of seventeen billion (reliability §3.5).
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from lxml import etree

from reportgen.codes import Code
from reportgen.errors import DataError, MissingInputError
from reportgen.problems import Place

_MOST_BYTES = 20 * 1024 * 1024
_MOST_PART = 64 * 1024 * 1024
_MOST_TOTAL = 200 * 1024 * 1024
_MOST_PARTS = 2_000
_MOST_ELEMENTS = 500_000
_MOST_STRINGS = 200_000
_MOST_ROWS, _MOST_COLUMNS = 5_000, 200
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
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def checked_office_file(path: Path) -> bytes:
    """Return the bytes of a file that is safe to open.

    Raises MissingInputError for no file and DataError for one that isn't an intact, harmless
    Office file of ordinary size.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _refusal(path, f"文件超过 {_MOST_BYTES // _CHUNK} MB")
        content = path.read_bytes()
    except OSError as error:
        problem = Code.FILE_NOT_FOUND.problem(
            f"文件读不出来：{error.strerror}", Place(str(path)), "检查文件名和权限。"
        )
        raise MissingInputError([problem]) from error
    if content.startswith(_OLE):
        raise _refusal(path, "是旧格式（.xls、.doc）或加了密码的文件，改扩展名没有用", "另存为")
    if not content.startswith(_ZIP):
        raise _refusal(path, "不是 Office 文件，可能只是改了扩展名", "另存为")
    try:
        _check_parts(path, content)
    except _BROKEN as error:
        raise _refusal(path, "文件已损坏，打不开") from error
    return content


def _refusal(path: Path, message: str, mend: str = "重新") -> DataError:
    remedy = {
        "另存为": "用 WPS 或 Office 打开，另存为 .xlsx 或 .docx，不设密码。",
        "重新": "请提供单位重新保存一份再交。",
    }[mend]
    return DataError([Code.OFFICE_FILE.problem(message, Place(path.name), remedy)])


def _check_parts(path: Path, content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as package:
        entries = package.infolist()
        names = [entry.filename for entry in entries]
        if len(names) > _MOST_PARTS or len(set(names)) < len(names):
            raise _refusal(path, "压缩包的内容不正常：部件太多或重名")
        total = 0
        for entry in entries:
            if entry.flag_bits & 1:
                raise _refusal(path, "文件加了密码", "另存为")
            part = _expanded(path, package, entry)
            total += len(part)
            if total > _MOST_TOTAL:
                raise _refusal(path, f"解压后超过 {_MOST_TOTAL // _CHUNK} MB，不是正常的表格")
            if entry.filename.endswith((".xml", ".rels")):
                _check_xml(path, entry.filename, part)


def _expanded(path: Path, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read a part, counting what really comes out; the size that the zip claims proves nothing."""
    pieces: list[bytes] = []
    size = 0
    with package.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            size += len(piece)
            if size > _MOST_PART:
                limit = _MOST_PART // _CHUNK
                raise _refusal(path, f"{entry.filename} 解压后超过 {limit} MB，不是正常的表格")
            pieces.append(piece)
    return b"".join(pieces)


def _check_xml(path: Path, name: str, part: bytes) -> None:
    if b"<!DOCTYPE" in part[:_CHUNK] or b"<!ENTITY" in part[:_CHUNK]:
        raise _refusal(path, f"{name} 里有 DOCTYPE，不安全")
    is_sheet = bool(_SHEET.fullmatch(name))
    strings = 0
    try:
        events = etree.iterparse(
            BytesIO(part), events=("start", "end"), resolve_entities=False, no_network=True
        )
        for count, (event, element) in enumerate(events):
            if count > 2 * _MOST_ELEMENTS:
                raise _refusal(path, f"{name} 的内容太多，不是正常的表格")
            if event == "end":
                element.clear()
                continue
            tag = str(element.tag).rpartition("}")[2]
            strings += tag == "si"
            if strings > _MOST_STRINGS:
                raise _refusal(path, f"{name} 有超过 {_MOST_STRINGS} 条文字，不是正常的表格")
            if is_sheet and tag in ("c", "row"):
                _check_extent(path, name, element.get("r") or "")
    except etree.XMLSyntaxError as error:
        raise _refusal(path, f"{name} 已损坏") from error


def _check_extent(path: Path, name: str, reference: str) -> None:
    if reference.isdigit():
        row, column = int(reference), 1
    elif match := _REFERENCE.fullmatch(reference):
        row, column = int(match[2]), _column_number(match[1])
    else:
        return
    if row > _MOST_ROWS or column > _MOST_COLUMNS:
        limits = f"{_MOST_ROWS} 行、{_MOST_COLUMNS} 列"
        message = f"{Path(name).stem}!{reference} 超出了 {limits}的范围，多半是误碰了远处的单元格"
        raise _refusal(path, message)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

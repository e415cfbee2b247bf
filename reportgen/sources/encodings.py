"""Texts that were made elsewhere, in whatever encoding they are."""

import codecs
import re
from collections.abc import Iterator

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"))
_ENCODINGS = (*_MARKS, (codecs.BOM_UTF16_BE, "utf-16"), (b"", "utf-8"), (b"", "gb18030"))
_WITHOUT_MARK = ("utf-16-le", "utf-16-be")
_SIMPLIFY = "用 WPS 或 Word 打开，在“审阅”里点“繁转简”，另存为 UTF-8 编码的文本或 .xlsx 再导入。"
_ORDINARY = re.compile(r"[\t\n\r\x20-\x7e\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def decoded(name: str, content: bytes) -> str:
    """Return a text, its lines ended by a line feed; raise DataError for what is none."""
    text = next(_decodings(content), None)
    if text is None:
        message = "文件的编码认不出来"
        remedy = "用记事本打开，另存为 UTF-8 编码的文本再导入。"
        raise DataError([Code.YAML_ENCODING.problem(message, Place(name), remedy)])
    if _is_big5(content, text):
        message = "文件是繁体中文（Big5 编码），指标的措辞认不准"
        raise DataError([Code.YAML_ENCODING.problem(message, Place(name), _SIMPLIFY)])
    if "\0" in text:
        raise DataError([Code.OFFICE_FILE.problem("不是文本文件", Place(name))])
    return re.sub(r"\r\n?", "\n", text)


def _is_big5(content: bytes, text: str) -> bool:
    """Tell Big5 from what GB 18030 makes of it: which has more of its characters in common use."""
    try:
        other = content.decode("big5")
    except UnicodeDecodeError:
        return False
    return _share(other, "big5", 0xC7) > _share(text, "gb2312", 0xD8)


def _share(text: str, encoding: str, end: int) -> float:
    """Return how many of a text's characters an encoding has before a first byte: the common ones."""
    foreign = [each for each in text if ord(each) > 127]
    known = (each.encode(encoding, errors="replace") for each in foreign)
    return sum(ord("?") < each[0] < end for each in known) / max(len(foreign), 1)


def _decodings(content: bytes) -> Iterator[str]:
    # UTF-16 without its mark: no other encoding has a NUL, and only one order makes Chinese of it
    if b"\0" in content and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        for encoding in _WITHOUT_MARK:
            text = content.decode(encoding, errors="replace")
            if len(_ORDINARY.findall(text)) > len(text) * 0.9:
                yield text
    for mark, encoding in _ENCODINGS:
        if content.startswith(mark):
            try:
                yield content.decode(encoding)
            except UnicodeDecodeError:
                continue

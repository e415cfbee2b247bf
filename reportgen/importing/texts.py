"""Read tables in plain text: pasted from a workbook, a web page or a Word file, or saved as CSV."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise

from reportgen.base.codes import Code
from reportgen.base.problems import DataError, Place
from reportgen.importing.cells import Block, Cell, Line, Read
from reportgen.importing.headings import LONGEST_HEADING, Meaning, Vocabulary

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"))
_ENCODINGS = (*_MARKS, (codecs.BOM_UTF16_BE, "utf-16"), (b"", "utf-8"), (b"", "gb18030"))
_WITHOUT_MARK = ("utf-16-le", "utf-16-be")
_ORDINARY = re.compile(r"[\t\n\r\x20-\x7e\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_RULE = re.compile(r"[-: |+=]*")
_Row = tuple[int, list[str]]


def read_text(name: str, content: bytes, vocabulary: Vocabulary) -> Read:
    """Read a text in the form in which most headings are found; raise DataError for what is none."""
    text = decoded(name, content)
    lines = text.split("\n")
    forms = (
        _separated(text, "\t"),
        _piped(lines),
        _cell_by_line(lines),
        _separated(text, ","),
        _separated(text, ";"),
        _separated(text, "，"),
        (
            (at, re.split(r" {2,}|　+|\t", line.strip()))
            for at, line in enumerate(lines, 1)
            if line.strip()
        ),
        _stacked(lines, vocabulary),
    )
    blocks = (
        Block(
            tuple(Line(f"第{at}行", tuple(map(Cell.of, cells))) for at, cells in form),
            is_ruled=False,
        )
        for form in forms
    )
    best = max(blocks, key=lambda block: _headings(block, vocabulary))
    return Read((best,))


def _headings(block: Block, vocabulary: Vocabulary) -> int:
    rows = ({vocabulary.meaning(cell.text) for cell in line.cells} - {None} for line in block.lines)
    return max(map(len, rows), default=0)


def decoded(name: str, content: bytes) -> str:
    """Return a text in whatever encoding it is, its lines ended by a line feed."""
    text = next(_decodings(content), None)
    if text is None:
        message = "文件的编码认不出来"
        remedy = "用记事本打开，另存为 UTF-8 编码的文本再导入。"
        raise DataError([Code.YAML_ENCODING.problem(message, Place(name), remedy)])
    if "\0" in text:
        raise DataError([Code.OFFICE_FILE.problem("不是文本文件", Place(name))])
    return re.sub(r"\r\n?", "\n", text)


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


def _separated(text: str, mark: str) -> Iterator[_Row]:
    """Read cells parted by a mark.

    A cell is in quotes as programs write it where a quote opens it and another closes it before the
    next mark. In tab text quotes are the author's own unless a program had a reason for them: a
    line end, a quote or a comma in the cell, and no tab.
    """
    quoted = re.compile(rf'"((?:[^"]|"")*+)"(?={mark}|\n|\Z)')
    plain = re.compile(rf"[^{mark}\n]*")
    row: list[str] = []
    at = first = 1
    place = 0
    while True:
        match = quoted.match(text, place)
        if match and (mark != "\t" or ("\t" not in match[1] and re.search('[\n,]|""', match[1]))):
            row.append(match[1].replace('""', '"'))
        else:
            match = plain.match(text, place)
            assert match is not None
            row.append(match[0])
        at += match[0].count("\n")
        place = match.end() + 1
        ended = match.end() == len(text)
        if ended or text[match.end()] == "\n":
            if any(cell.strip() for cell in row):
                yield first, row
            at += 1
            row, first = [], at
        if ended:
            return


def _piped(lines: list[str]) -> Iterator[_Row]:
    """Read ``| a | b |`` lines; a rule such as ``|---|---|`` isn't a row."""
    for at, line in enumerate(lines, start=1):
        bare = line.strip()
        if "|" in bare and not _RULE.fullmatch(bare):
            yield at, [cell.strip() for cell in bare.removeprefix("|").removesuffix("|").split("|")]
        elif bare and not _RULE.fullmatch(bare):
            yield at, [bare]


def _cell_by_line(lines: list[str]) -> Iterator[_Row]:
    """Read the form that web pages paste as: ``|`` opens a row, each cell ends with ``|``."""
    row: list[str] | None = None
    cell: list[str] = []
    first = 1
    for at, line in enumerate(map(str.strip, lines), start=1):
        if line == "|":
            if row:
                yield first, row
            row, cell, first = [], [], at
        elif row is None:
            if line:
                yield at, [line]
        elif line and set(line) <= {"|", " "}:
            continue  # the empty cells at the end of a row
        elif line.endswith("|"):
            row.append("\n".join([*cell, line.rstrip("| ")]))
            cell = []
        else:
            cell.append(line)
    if row:
        yield first, row


def _stacked(lines: list[str], vocabulary: Vocabulary) -> Iterator[_Row]:
    """Read a cell a line: the headings tell how many make a row, the numbers where one begins."""
    cells = [(at, line.strip()) for at, line in enumerate(lines, start=1) if line.strip()]
    known = [vocabulary.meaning(text) for _, text in cells]
    start = next((n for n, pair in enumerate(pairwise(known)) if None not in pair), len(cells))
    seq = next((n for n in range(start, len(cells)) if known[n] is Meaning.SEQ), None)
    if seq is not None:  # the title may sound like a heading
        start = seq - 1 if seq and known[seq - 1] is Meaning.CATEGORY else seq
    if seq is None:  # the rows are as long as the headings that are known
        body = next((n for n in range(start, len(cells)) if known[n] is None), len(cells))
        leading, begins = 0, list(range(body, len(cells), max(body - start, 1)))
    else:
        leading = seq - start
        first = (n for n in range(seq + 2, len(cells)) if _number(cells[n][1]) == 1)
        body = next(first, len(cells)) - leading
        begins = _begins(cells, body, body - start, leading)
    heading = [text for _, text in cells[start:body]]
    if len(heading) < 2 or any(len(text) > LONGEST_HEADING for text in heading):
        return
    yield from ((at, [text]) for at, text in cells[:start])
    yield cells[start][0], heading
    for begin, end in pairwise([*begins, len(cells)]):
        yield cells[begin][0], [text for _, text in cells[begin:end]]


def _begins(cells: list[tuple[int, str]], body: int, width: int, leading: int) -> list[int]:
    """Tell where rows begin: with the next number where a full row ends, else where it comes first.

    A line between two full rows, which counts itself 一、 or so, is a row of its own.
    """
    found = dict(enumerate(_number(text) for _, text in cells))
    begins, number = [body], 1
    while True:
        begin = begins[-1]
        full = begin + leading + width
        if found.get(full) in (number + 1, 1):
            after = full
        elif found.get(full + 1) in (number + 1, 1) and found[full - leading] is None:
            begins.append(full - leading)
            after = full + 1
        else:
            later = (n for n in range(begin + leading + 1, len(cells)) if found[n] == number + 1)
            after = next(later, 0)
        if not after:
            if len(cells) - begin > width:  # what stands below the table
                begins += range(begin + width, len(cells))
            return begins
        number = found[after] or 1
        begins.append(after - leading if after >= full else after)


def _number(text: str) -> int | None:
    match = re.fullmatch(r"(\d{1,4})[.．、]?", text)
    return int(match[1]) if match else None

"""Read tables in plain text: pasted from a workbook, a web page or a Word file, or saved as CSV."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from reportgen.importing.cell_texts import ORDINAL, UNIT, is_broken, number_in
from reportgen.importing.cells import Block, Cell, Line, Read
from reportgen.importing.headings import LONGEST_HEADING, Meaning, Vocabulary
from reportgen.sources.encodings import decoded
from reportgen.wording.phrases import deadline

_SPACED = re.compile(r"(?<!\S)(\S) (?=\S(?:\s|$))")  # 任 务
_ITEM = re.compile(r"(\d{1,3})[.．、]\s*(?=\D)(.+)")
_OTHER_ITEM = re.compile(r"[（(]?(\d{1,3}|[一二三四五六七八九十]{1,3})[)）、]\s*(.+)")
_SAID = re.compile(
    r"(?:^|[（(；;。，,\s])([^（）()：:；;，,。\s]{2,10})[：:]((?:[^；;（(）)\n]|[（(][^（()）]*[)）])+?)"
    r"(?=[；;）)\n]|[，,。\s]\s*[^（）()：:；;，,。\s]{2,10}[：:]|。?\s*$)",
    re.MULTILINE,
)
_RULE = re.compile(r"[-: |+=]*")
_Row = tuple[int, list[str]]


def read_text(name: str, content: bytes, vocabulary: Vocabulary) -> Read:
    """Read a text in the form in which most headings are found; raise DataError for what is none."""
    text = decoded(name, content)
    lines = text.split("\n")
    filled = [(at, line.strip()) for at, line in enumerate(lines, start=1) if line.strip()]
    forms = (
        _separated(text, "\t"),
        _piped(lines),
        *(_separated(text, mark) for mark in ",;，"),
        ((at, re.split(r" {2,}|　+|\t", line)) for at, line in filled),
        _stacked(filled, vocabulary),
        _stacked(list(_ended_by_strokes(filled)), vocabulary),
        _joined(
            [(at, _SPACED.sub(r"\1", line).split()) for at, line in filled if "|" not in line],
            vocabulary,
        ),
    )
    blocks = [_block(form, is_ruled=False) for form in forms]
    blocks.append(_block(_listed(filled, vocabulary), is_ruled=True))
    best = max(blocks, key=lambda block: _headings(block, vocabulary))
    return Read((best,))


def _block(form: Iterable[_Row], *, is_ruled: bool) -> Block:
    lines = (Line(f"第{at}行", tuple(map(Cell.of, cells))) for at, cells in form)
    return Block(tuple(lines), is_ruled=is_ruled)


def _headings(block: Block, vocabulary: Vocabulary) -> float:
    rows = ({vocabulary.meaning(cell.text) for cell in line.cells} - {None} for line in block.lines)
    several = sum(len(line.cells) > 2 for line in block.lines)
    return max(map(len, rows), default=0) + several / (len(block.lines) + 1)


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


def _joined(rows: list[_Row], vocabulary: Vocabulary) -> Iterator[_Row]:
    """Join rows that were broken inside a cell: what lacks cells, and has them with the next lines."""
    width = next((len(r) for _, r in rows if len(r) > 1 and all(map(vocabulary.meaning, r))), 0)
    at = 0
    while at < len(rows):
        where, row = rows[at]
        end = at + 1
        while _number(row[0]) and 1 < len(row) < width and end < len(rows):
            following = rows[end][1]
            if _number(following[0]) or len(row) + len(following) - 1 > width:
                break
            row = [*row[:-1], row[-1] + following[0], *following[1:]]
            end += 1
        at, row = (end, row) if len(row) == width else (at + 1, rows[at][1])
        yield where, row


def _piped(lines: list[str]) -> Iterator[_Row]:
    """Read ``| a | b |`` lines; a rule such as ``|---|---|`` isn't a row."""
    for at, line in enumerate(lines, start=1):
        bare = line.strip()
        if "|" in bare and not _RULE.fullmatch(bare):
            bare = re.sub(r"<br\s*/?>", "\n", bare)
            yield at, [cell.strip() for cell in bare.removeprefix("|").removesuffix("|").split("|")]
        elif bare and not _RULE.fullmatch(bare):
            yield at, [bare]


def _ended_by_strokes(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the cells of the form that web pages paste as: each ends with ``|``, on any line."""
    cell: list[str] = []
    first = next((n for n, (_, line) in enumerate(lines) if "|" in line), len(lines))
    last = max((n for n, (_, line) in enumerate(lines) if "|" in line), default=-1)
    for n, (at, line) in enumerate(lines):
        *ended, rest = map(str.strip, line.split("|"))
        for part in ended:
            if text := "\n".join(filter(None, (*cell, part))):
                yield at, text
            cell = []
        if rest and first <= n < last:
            cell.append(rest)
        elif rest:
            yield at, rest


def _stacked(cells: list[tuple[int, str]], vocabulary: Vocabulary) -> Iterator[_Row]:
    """Read a cell a line: the headings tell how many make a row, the numbers where one begins."""
    known = [vocabulary.meaning(text) for _, text in cells]
    numbers = dict(enumerate(_number(text) for _, text in cells))
    start = next((n for n, pair in enumerate(pairwise(known)) if None not in pair), len(cells))
    seq = next((n for n in range(start, len(cells)) if known[n] is Meaning.SEQ), None)
    if seq is not None:  # the title may sound like a heading
        start = seq - 1 if seq and known[seq - 1] is Meaning.CATEGORY else seq
        leading: int | None = seq - start
        first = (n for n in range(seq + 2, len(cells)) if numbers[n] and known[n] is None)
        body = next(first, len(cells)) - (seq - start)
        heading = [text for _, text in cells[start:body]]
    else:  # the rows are as long as the headings that are known; one may be over numbers, too
        body = next((n for n in range(start, len(cells)) if known[n] is None), len(cells))
        heading = [text for _, text in cells[start:body]]
        leading = next((n for n in range(2) if numbers.get(body + n) == 1), None)
        if leading is None and (len(cells) - body) % (body - start or 1):
            return
        if leading is not None:
            heading.insert(leading, "序号")
    width = len(heading)
    if body >= len(cells) or width < 2 or len({*heading}) < width:
        return
    if any(len(text) > LONGEST_HEADING for text in heading):
        return
    yield from ((at, [text]) for at, text in cells[:start])
    yield cells[start][0], heading
    if leading is None:
        begins = list(range(body, len(cells), width))
    else:
        begins = _begins(cells, numbers, body, width, leading, vocabulary.meaning(heading[-1]))
    for begin, end in pairwise([*begins, len(cells)]):
        yield cells[begin][0], [text for _, text in cells[begin:end]]


def _begins(
    cells: list[tuple[int, str]],
    numbers: dict[int, int | None],
    body: int,
    width: int,
    leading: int,
    last: Meaning | None,
) -> list[int]:
    """Tell where rows begin: with the next number where a full row ends, else where it comes first.

    A line between two full rows that could be no cell of theirs is a row of its own.
    """
    begins, at, number = [body], body + leading, numbers.get(body + leading) or 1
    while True:
        full = at + width
        if numbers.get(full) in (number + 1, 1):
            at = full
        elif numbers.get(full + 1) in (number + 1, 1) and _is_band(cells[full - leading][1]):
            begins.append(full - leading)
            at = full + 1
        else:
            later = (n for n in range(at + 1, len(cells)) if numbers[n] == number + 1)
            at = next(later, 0)
        if not at:
            end = full - leading
            for n in range(begins[-1] + 1, len(cells)):  # a unit a line makes the last row longer
                end += n < end and all(UNIT.fullmatch(text) for _, text in cells[n - 1 : n + 1])
            pairs = pairwise(text for _, text in cells[begins[-1] :])
            if sum(is_broken(*pair) for pair in pairs) == len(cells) - end:
                return begins
            return begins + list(range(end, len(cells)))  # what stands below the table
        number = numbers[at] or 1
        is_next = last in (Meaning.DEADLINE, Meaning.LEAD_UNIT) and _is_band(cells[at - 1][1])
        begins.append(at - leading if at >= full or is_next else at)


def _is_band(text: str) -> bool:
    return not (re.search(r"\d", text) or UNIT.fullmatch(text) or deadline(text, 2000))


def _number(text: str) -> int | None:
    match = re.fullmatch(r"(\d{1,4}|[一二三四五六七八九十]{1,3})[.．、]?", text)
    return number_in(match[1]) if match else None


def _listed(lines: list[tuple[int, str]], vocabulary: Vocabulary) -> Iterator[_Row]:
    """Read sentences that are counted and say behind, or below, whose each is."""
    items: list[tuple[int, str, str]] = []  # a number is empty for what is no item
    for at, line in lines:
        labels = [vocabulary.meaning(label) for label, _ in _SAID.findall(line)]
        item = _ITEM.match(line) or (Meaning.LEAD_UNIT in labels and _OTHER_ITEM.match(line))
        if item:
            items.append((at, item[1], item[2]))
        elif ORDINAL.match(line) or not items or not items[-1][1]:
            items.append((at, "", line))
        else:
            items[-1] = (items[-1][0], items[-1][1], f"{items[-1][2]}\n{line}")
    said = [_labelled(text, vocabulary) if number else {} for _, number, text in items]
    titles: dict[str, str] = {}
    for each in said:
        for key, (label, _) in each.items():
            titles.setdefault(key, label)
    if Meaning.LEAD_UNIT not in titles:
        return
    begin = next(n for n, (_, number, text) in enumerate(items) if number or ORDINAL.match(text))
    yield from ((at, [text]) for at, _, text in items[:begin])
    yield items[begin][0], ["序号", "工作任务", *titles.values()]
    for (at, number, text), own in zip(items[begin:], said[begin:], strict=True):
        cut = min((text.find(label) for label, _ in own.values()), default=len(text))
        told = (own.get(key, ("", ""))[1] for key in titles)
        yield at, [number, text[:cut].rstrip("（( \n"), *told] if number else [text]


def _labelled(text: str, vocabulary: Vocabulary) -> dict[str, tuple[str, str]]:
    """Return what a sentence says behind labels, with each label: （责任单位：甲局；时限：6月底）.

    Labels of one meaning (责任单位, 牵头单位) are one column.
    """
    found: dict[str, tuple[str, str]] = {}
    for label, said in _SAID.findall(text):
        meaning = vocabulary.meaning(label)
        if meaning in (Meaning.LEAD_UNIT, Meaning.DEADLINE):
            found.setdefault(label if meaning.value in found else meaning.value, (label, said))
        elif meaning is Meaning.OTHER:
            found[label] = label, said
    return found

"""What the text of a cell is: names of units, however they are parted, a value, a number in a row."""

import re
import unicodedata

from reportgen.wording.amounts import chinese_value
from reportgen.wording.phrases import deadline

_ENDING = (
    "局|委|办|处|科|室|厅|院|校|中心|公司|集团|银行|镇|乡|街道|县|区|市|州|部|会|队|站|所|府|"
    "联社|社|园|团|台|馆|企业|单位|部门"
)
UNIT = re.compile(rf".*(?:{_ENDING})(?:[（(].*[)）]|牵头|配合)?|各.{{1,12}}", re.DOTALL)
WORDS = "[一二三四五六七八九十]+"  # numbers in words
ORDINAL = re.compile(
    rf"\s*(?:第{WORDS}(?:部分|类|篇)|[（(]{WORDS}[)）]|{WORDS}(?=[、.．\s]))[、.．:：\s]*"
)
_LEADING = "(?:责任|牵头|承办|主办|承担)(?:单位|部门|科室)?"
# a line that says whose all below it is, and the same in brackets behind the name of a part
LED = re.compile(rf"[（(]?(?:{_LEADING}|部门|科室)[:：]\s*([^\s：:]+?)[)）]?")
LED_PART = re.compile(rf"[（(]{_LEADING}[:：]\s*([^：:（）()]+)[)）]")
NUMBER = r"\d(?:[.,，]?\d|\s\d{3}(?!\d))*[万亿]*"
BEFORE = r"(?:[-−－=≥≤≧≦＞＜><=约]|不低于|不少于|不超过|不高于|达到|完成|控制在|约)*\s*"
VALUE = rf"{BEFORE}{NUMBER}(?![.．])[^\d。；;，,、\s]{{0,8}}"  # a value by itself
_BETWEEN = re.compile(r"\s*\n\s*|[ 　\t]{2,}")
_COUNTED = re.compile(r"^(?:\d{1,2}[.、．](?=\D)|[（(]\d{1,2}[)）]|[①-⑳])\s*")
_MARKS = " 　、，,；;"
_LONGEST_REST = 3
_SENTENCE = 8  # characters; what is shorter is whole


def units_in(text: str) -> str:
    """Return the units of a cell, those on lines of their own parted by 、.

    What is no name by itself and ends as one with the few characters on the next line was broken
    there.
    """
    names: list[str] = []
    for part in _BETWEEN.split(text.strip()):
        spaced = part.split()
        alone = all(UNIT.fullmatch(each) and (len(each) > 2 or each[0] == "各") for each in spaced)
        for name in spaced if alone else [part]:
            bare = _COUNTED.sub("", name.strip(_MARKS))
            bare = bare[:-1] if bare.endswith("等") and UNIT.fullmatch(bare[:-1]) else bare
            broken = names and len(names[-1]) > 3 and not UNIT.fullmatch(names[-1])
            first = bare.split("、")[0]
            rest = len(first) <= _LONGEST_REST and UNIT.fullmatch(first)
            if (broken and rest) or (names and re.fullmatch(r"[（(].*[)）]|等.{0,4}", bare)):
                names[-1] += bare
            elif bare:
                names.append(bare)
    return "、".join(names)


def range_of(least: str, most: str) -> str:
    """Return what two cells say, of columns 下限 and 上限; one of them may be empty."""
    least, most = (each.strip("-—–/无 \n") for each in (least, most))
    if least and most:
        return f"{least}至{most}"
    return f"不低于{least}" if least else f"不超过{most}" if most else ""


def is_broken(text: str, following: str) -> bool:
    """Tell whether a line could go on in the next: a sentence without its end, and no other cell."""
    is_open = len(text) >= _SENTENCE and not re.search(r"[。；;！!）)]$", text)
    when = deadline(following, 2000) is not None and len(following) < _SENTENCE
    full = len(following) <= len(text) + 1  # a line is broken where the column ends
    return is_open and full and not (when or UNIT.fullmatch(text) or UNIT.fullmatch(following))


def number_in(text: str) -> int | None:
    """Read 3, 3., （三）, 十二 as a sequence number; None for what is none, and for codes."""
    if match := re.fullmatch(r"\D{0,2}(\d{1,9})\D{0,2}", text.strip()):
        return int(match[1])
    if re.fullmatch("[①-⑳]", text.strip()):
        return int(unicodedata.numeric(text.strip()))
    bare_text = re.sub(r"[（()）、.．\s第类项]", "", text)
    written = chinese_value(bare_text) if bare_text else None
    return None if written is None else int(written)

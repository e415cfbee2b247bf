"""Which numbers of a clause count something that is demanded, and why the others don't."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from reportgen.wording import phrases
from reportgen.wording.amounts import Amount

_SILENT = ""
_LARGE = 1_000  # a bare number in characters that is no part of a word: 突破千亿
# what stands right before a number that demands nothing
_BEFORE = (
    (re.compile(r"(?<![\dA-Za-z])[-−－]$"), "前面有负号"),
    (re.compile(r"(?:初步|项目|工程|投资)(?:预|概|估)算(?:约|为|总额|资金)*$"), "是预算"),
    (re.compile("±$"), "是允许的偏差"),
    (re.compile(r"^\s*(?:截[至止])?(?:上年|去年)(?!.*(?:基础|[较比超增降减]))"), "是上年的数"),
    (re.compile("每[低高超少多增减降欠][^,，;；。]{0,6}$|扣$|(?<![增参])加$"), "是评分的办法"),
)


def weighed(text: str, found: Sequence[Amount]) -> Iterator[tuple[Amount, str | None]]:
    """Yield the amounts of a clause, each with why it counts nothing; None where it counts.

    The reason is empty where nobody would take it for a number.
    """
    inside = [match.span() for match in re.finditer(r"[（(][^（()）]*+[)）]?", text)]
    for amount, following in zip_longest(found, found[1:]):
        apart = following and _is_inside(following, inside) != _is_inside(amount, inside)
        yield amount, _counts_nothing(text, amount, inside, None if apart else following)


def _is_inside(amount: Amount, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < amount.start < end for start, end in spans)


def _counts_nothing(
    text: str, amount: Amount, inside: list[tuple[int, int]], following: Amount | None
) -> str | None:
    """Say why an amount demands nothing; None for one that does."""
    before, after = text[: amount.start], text[amount.end :]
    if said := next((why for form, why in _BEFORE if form.search(before)), ""):
        return said
    if amount.in_words and not _is_count_in_words(text, amount):
        return _in_words(text, amount, before, after)
    if not amount.unit:
        return "后面没有计量单位"
    if _is_inside(amount, inside):
        return "写在括号里"
    if amount.unit in ("年", "月", "日"):
        return "是时间"
    if amount.unit == "倍" and phrases.CHANGES_BY.search(before):
        return "倍数没有写成百分数"
    between = text[amount.end : following.start] if following else ""
    if following and phrases.describes(between, amount.unit, following.unit):
        return "是对后面所数事物的说明"
    if amount.unit == "岁":
        after = re.sub("^及?以[上下]的?(?=[一-龥])", "", after)
    if amount.unit in ("小时", "天", "个月", "分钟", "秒", "岁") and (
        not phrases.comparators(before[-12:], after[:4]) and re.match(r"[一-龥]", after.lstrip())
    ):
        return "是对后面事物的说明"
    return None


def _in_words(text: str, amount: Amount, before: str, after: str) -> str:
    """Say why a number in characters demands nothing."""
    if before.endswith("前") and _ends_a_rank(amount, after):
        return "是名次"
    # 一次, 一个 are rarely counts, and a bare character is part of a word
    if amount.unit and phrases.EACH.search(before):
        return "写的是每期（每个）的数"
    whole = amount.value == int(amount.value)  # ½ is no part of a word
    compared = amount.value >= _LARGE and phrases.comparators(before, after)
    unsaid = amount.value <= 1 or _is_bare_two(text, amount) or not (amount.unit or compared)
    return _SILENT if unsaid and whole else "中文数字，前面没有要做什么"


def _ends_a_rank(amount: Amount, after: str) -> bool:
    """Tell 前三名, 前五, 前十强."""
    return amount.unit in ("名", "位") or (not amount.unit and re.match("强|$", after) is not None)


def _is_count_in_words(text: str, amount: Amount) -> bool:
    before, after = text[: amount.start], text[amount.end :]
    if not amount.known or before.endswith("第"):
        return False
    # 三期工程 is the third
    if _is_bare_two(text, amount) or (amount.unit == "期" and after.startswith(("工", "项", "建"))):
        return False
    alone = not (before + after).strip()
    if (
        amount.unit == "%"
        or (alone and amount.value > 1)
        or phrases.comparators(before[-12:], after[:4])
    ):
        return True
    return amount.value > 1 and phrases.ACTION.search(before[-12:]) is not None


def _is_bare_two(text: str, amount: Amount) -> bool:
    """Tell 二次, the second: two things are 两次."""
    return amount.value == 2 and text[amount.start] == "二"

"""Which numbers of a sentence state an amount, and which years and quarters it names.

Numbers that only name something (dates, document numbers, ordinals, labels) are told apart by the
words around them. Asked of what people write: notes and names, the text of circulars, templates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.base.numbers import HUNDRED, rounded, scaled
from reportgen.wording.amounts import chinese_value, flattened
from reportgen.wording.phrases import DATES, LABELS, LIST_MARKER

_HAN = "〇零一二两三四五六七八九十百千万亿"
# what a number in Chinese numerals counts; without such a word it's part of a name
_COUNTED = (
    "(?:个?百分点|工作日|平方米|公里|[余多]?[件次项家处篇户届份宗辆台套吨倍元亩公名座所"
    "人场条幅期部组][^民员才力间工均]?|(?<![十百千万])分(?![之别类期公成工管布析部钟制天])|[余多]?个(?!别|人|体|性|案)|成(?!为|立|果|功|效|员|本|长|熟|绩|都))"
)
# numbers that state nothing; beside what names something in a target's content too, what people
# write in sentences: dates by their numbers, documents' numbers, evidence, one of its kind
_NAMING = re.compile(
    "|".join(
        (
            r"[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|(?<![0-9])[0-9]{1,2}:[0-9]{2}",
            r"[〔\[（(［][12][0-9]{3}[〕\]）)］](?:第?[0-9]+号)?|[0-9]+号(?:文|令|公告)?",
            *(each.pattern for each in (DATES, LIST_MARKER, LABELS)),
            rf"[{_HAN}]{{1,3}}月(?:[{_HAN}]{{1,3}}日)?|第[{_HAN}0-9]+季度|(?:^|(?<=[\s；。：，、;:,]))[{_HAN}]{{1,3}}是",
            r"[（(](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)]",
            r"前?[一二三四](?:个?季度|季|期(?=工程|项目|建设|[开完竣]工)|届)|[上下]?半年",
            r"(?:截图|照片|复印件|扫描件)[0-9]+[张份页]|[0-9]+[张份页](?=截图|照片|复印件|扫描件)",
            "附件[0-9]+",
            r"(?:热线|电话)[:：“]?[0-9][0-9-]{2,}|[0-9]{5}(?=[”]?(?:热线|平台|电话))",
            "千家万户|百家争鸣|千千万万|一(?:个|批|件|次|项|些|家|处|名|人|场|条|部|组|份|户)",
        )
    )
)
_NUMBER = re.compile(
    rf"(?P<of>百分之)(?P<share>[{_HAN}]+(?:点[{_HAN}]+)?)"
    rf"|(?P<whole>[{_HAN}]+)分之(?P<few>[{_HAN}]+)|(?P<half>一半|半数|过半)"
    r"|(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?P<part>\.[0-9]+)?"
    r"\s*(?P<scale>[万亿]{0,2})(?P<unit>[%‰]|个?百分点|[批条场人]次|工作日|平方米|[\u3400-\u9fff]?)"
    rf"|(?<![数几{_HAN}])(?![百千]?[万亿]+元)(?P<han>[{_HAN}]+(?:点[{_HAN}]+)?)(?={_COUNTED})"
    r"|(?P<sign>[^\x00-\x7f\u3400-\u9fff])"
)
_YEAR = re.compile(
    r"([12][0-9]{3})(?=(?:[—–\-~～至到、][12][0-9]{3})*年)|([一二][零〇一二三四五六七八九]{3})年"
)
_MONTH = "[0-9]{1,2}|十[一二]?|[一二三四五六七八九]"
_NUMBERED = re.compile(rf"([0-9]+|[{_HAN}]+)(年度|期工程|届)")
_DAY = re.compile(r"(?<![0-9])([0-9]{1,2})月([0-9]{1,2})日")
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SPANS = {
    r"一季度|1[—–\-~至到]3月": 3,
    r"上半年|1[—–\-~至到]6月|前两个?季度": 6,
    r"前三季度|1[—–\-~至到]9月|前三个?季度": 9,
    r"1[—–\-~至到]12月|全年": 12,
}
_SINGLE = {"二季度": 6, "(?<!前)三季度": 9, "四季度": 12}


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount as a text states it; a sign such as ½ or ㊾ has the value that it stands for."""

    text: str
    value: Decimal
    percent: bool = False
    scale: Decimal = Decimal(1)

    def is_one_of(self, known: frozenset[Decimal]) -> bool:
        """Tell whether it is one of some figures, rounded to the decimals that are written."""
        exponent = (self.value / self.scale).normalize().as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        return any(
            rounded(each / scale, places) * scale == self.value
            for each in known
            for scale in {Decimal(1), self.scale}
        )


def amounts_in(text: str) -> Iterator[Stated]:
    """Yield the amounts that a text states, in digits, Chinese numerals and signs."""
    plain_text = flattened(text)
    bare = _NAMING.sub(lambda match: "\n" * len(match.group()), plain_text)
    for match in _NUMBER.finditer(bare):
        if sign := match["sign"]:
            worth = unicodedata.numeric(sign, None)
            if worth is not None:
                yield Stated(sign, Decimal(str(worth)))
        elif part := match["half"] or match["whole"]:
            whole = chinese_value(match["whole"] or "二")
            few = chinese_value(match["few"] or "一")
            if part and whole and few:
                yield Stated(match.group(), rounded(few * HUNDRED / whole, 0), percent=True)
        elif digits := match["digits"]:
            unit, scale = match["unit"], scaled("1", match["scale"])
            value = Decimal(digits.replace(",", "") + (match["part"] or "")) * scale
            yield Stated(match.group().strip(), value, unit.endswith(("%", "百分点")), scale)
        else:
            share, tenths = match["share"], bare.startswith("成", match.end())
            points = bare.startswith(("个百分点", "百分点"), match.end())
            value = (chinese_value(share or match["han"]) or Decimal(0)) * (10 if tenths else 1)
            written = text[match.start() : match.end() + (not share)]
            yield Stated(written, value, percent=bool(share) or tenths or points)


def years_in(text: str) -> frozenset[int]:
    """Return the years that a text names."""
    found = _YEAR.finditer(flattened(text))
    return frozenset(int(match[1] or chinese_value(match[2]) or 0) for match in found)


def impossible_days(text: str) -> list[str]:
    """Return the days of a text that no calendar has: 6月31日."""
    return [
        match.group()
        for match in _DAY.finditer(flattened(text))
        if not 1 <= int(match[1]) <= len(_LONGEST_MONTHS)
        or not 1 <= int(match[2]) <= _LONGEST_MONTHS[int(match[1]) - 1]
    ]


def last_months_in(text: str) -> frozenset[int]:
    """Return the last months of the quarters and spans that a text names: 上半年 → 6."""
    found, rest = set(), flattened(text)
    for pattern, month in (*_SPANS.items(), *_SINGLE.items()):
        if re.search(pattern, rest):
            found.add(month)
    return frozenset(found)


def closing_months_in(text: str) -> frozenset[int]:
    """Return the months at whose end a text counts: 截至5月底, 5月统计表."""
    found = re.finditer(
        rf"({_MONTH})月(?:份|底|末)?(?=统计|报表|月报)|截[至止]({_MONTH})月(?:底|末)",
        flattened(text),
    )
    return frozenset(
        int(chinese_value(m) or 0) if not m.isdecimal() else int(m)
        for m in (each[1] or each[2] for each in found)
    )


def counted_months_in(text: str, last: int) -> frozenset[int]:
    """Return the ends of what a text says is counted already: 截至5月底, and 上半年累计 before its end."""
    ahead = {
        month
        for pattern, month in (*_SPANS.items(), *_SINGLE.items())
        if month > last and re.search(f"(?:{pattern})(?:已|累计)", flattened(text))
    }
    return closing_months_in(text) | ahead


def misnamed(text: str, original: str) -> Iterator[tuple[str, str]]:
    """Yield what a text calls 三期工程 or 2011年度 where its original has 二期工程, 2012年度."""
    said, own = (
        {(match[2], match[1]): match.group() for match in _NUMBERED.finditer(flattened(each))}
        for each in (text, original)
    )
    for (noun, _), words in said.items():
        there = [each for each in own if each[0] == noun]
        if there and not any(each in said for each in there):
            yield words, own[there[0]]

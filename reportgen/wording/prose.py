"""Which numbers of a sentence state an amount, and which years and quarters it names.

Numbers that only name something (dates, document numbers, ordinals, labels) are told apart by the
words around them. Asked of what people write: notes and names, the text of circulars, templates.
"""

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from reportgen.base.numbers import HUNDRED, rounded, scaled
from reportgen.model.periods import Period
from reportgen.wording.amounts import chinese_value, flattened, whole_number
from reportgen.wording.phrases import DATES, LABELS, LIST_MARKER

CLAUSE: Final = re.compile("[，。；]")
# what is wished for or still to come
EXPECTED: Final = re.compile("确保|力争|争取|有望|预计|计划|[可能将拟要应]")

_HAN = "〇零一二两三四五六七八九十百千万亿廿卅"
# what a number in Chinese numerals counts; without such a word it's part of a name
_COUNTED = (
    "(?:个?百分点|工作日|平方米|公里|[余多]?[件次项家处篇户届份宗辆台套吨倍元亩公名座所"
    "人场条幅期部组][^民员才力间工均]?|批次|张|(?<=[一二两三四五六七八九十百千][万亿])(?=[，。；]|$)|(?<![十百千万])分(?![之别类期公成工管布析部钟制天])|[余多]?个(?!别|人|体|性|案)|成(?!为|立|果|功|效|员|本|长|熟|绩|都))"
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
            rf"前(?:[0-9]{{1,2}}|[{_HAN}]{{1,2}})个月|前?[一二三四](?:个?季度|季|期(?=工程|项目|建设|[开完竣]工)|届)|[上下]?半年",
            r"(?:截图|照片|复印件|扫描件)[0-9]+[张份页]|[0-9]+[张份页](?=截图|照片|复印件|扫描件)",
            "附件[0-9]+",
            r"(?:热线|电话)[:：“]?[0-9][0-9-]{2,}|[0-9]{5}(?=[”]?(?:热线|平台|电话))",
            "千家万户|百家争鸣|千千万万|一(?:个|批|件|次|项|些|家|处|名|人|场|条|部|组|份|户|张)",
        )
    )
)
_NUMBER = re.compile(
    rf"(?P<of>[百千]分之)(?P<share>[{_HAN}]+(?:点[{_HAN}]+)?)"
    rf"|(?P<whole>[{_HAN}]+)分之(?P<few>[{_HAN}]+)|(?P<half>一半|半数|过半)"
    r"|(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?P<part>\.[0-9]+)?"
    r"\s*(?P<scale>[万亿]{0,2})(?P<unit>[%‰]|个?百分点|[批条场人]次|工作日|平方米|[\u3400-\u9fff]?)"
    rf"|(?<![数几{_HAN}])(?![百千]?[万亿]+元)(?P<han>(?![百千万亿]+{_COUNTED})[{_HAN}]+(?:点[{_HAN}]+)?)(?={_COUNTED})"
    r"|(?P<word>[俩仨]|翻一?番|翻两番)|(?P<sign>[^\x00-\x7f\u3400-\u9fff])"
)
_YEAR = re.compile(
    r"([12][0-9]{3})(?=(?:[—–\-~～至到、][12][0-9]{3})*年)|([一二][零〇一二三四五六七八九]{3})年"
)
MONTH: Final = "[0-9]{1,2}|十[一二]?|[一二三四五六七八九]"
_NUMBERED = re.compile(rf"([0-9]+|[{_HAN}]+)(年度|期工程|届)")
_DAY = re.compile(
    r"(?:(?P<year>[12][0-9]{3})年|(?<![0-9]))(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日"
    "(?:[（(](?:星期|周)(?P<weekday>[一二三四五六日天])[）)])?"
)
_WEEKDAYS = "一二三四五六日"
_LEAP_YEAR = 2000
_CLOSING = re.compile(
    rf"({MONTH})月(?:份|底|末)?(?=统计|报表|月报|台账|名册|登记)|截[至止]({MONTH})月(?:底|末)"
)
_DONE_IN = re.compile(rf"({MONTH})月(?:[0-9]{{1,2}}日|[上中下]旬|底|末)?已|已[于在]({MONTH})月")
# the first and the last month of what words name, wherever the report stands
_SPANS = {
    "(?<!前)一季度": (1, 3),
    "上半年|前[两二]个?季度": (1, 6),
    "(?<!前)二季度": (4, 6),
    "前三(?:个季|季)度": (1, 9),
    "(?<!前)三季度": (7, 9),
    "(?<!前)四季度": (10, 12),
    "全年(?!.{0,2}(?:目标|任务|计划))": (1, 12),
}
_MONTHS = re.compile(
    rf"(?<![0-9])(?P<first>{MONTH})月?[—–\-~～至到](?P<last>{MONTH})月|前(?P<many>{MONTH}|两)个月"
    rf"|截[至止](?P<closed>{MONTH})月(?:底|末)?|(?<![0-9])(?P<one>{MONTH})月(?![0-9]|[上中下]旬|[底末初])"
)
_SO_FAR, _OWN = re.compile("累计|以来|截至目前"), re.compile("本季度|当季|本期|本月|当月")
_LAST_YEAR = re.compile("去年|上年(?!结转)")


_CAPITALS = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟]{2,}")
_AS_WRITTEN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_WORDS = {"俩": 2, "仨": 3, "翻番": 200, "翻一番": 200, "翻两番": 400}
_BEHIND = re.compile("成[一二三四五六七八九半]?|个?百分点|.?")
# what is said about an amount that a figure only comes near to: more, less, either, how near
_NEAR = (
    (re.compile("(?:超过?|逾|突破|[高多]于|不[少低]于|达到?)(?:[^，。；]{0,4}的)?$"), re.compile(".?(?:[以之]上|[多余])"), (0, 1), 0),
    (re.compile("(?:不到|不足|[低少]于|不超过)(?:[^，。；]{0,4}的)?$"), re.compile(".?[以之][内下]"), (-1, 0), 0),
    (re.compile("近(?:[^，。；]{0,4}的)?$"), re.compile("(?!)"), (-1, 0), Decimal("0.9")),
    (re.compile("约$"), re.compile(".?(?:左右|上下)"), (-1, 1), 0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount as a text states it, and where; ½ or ㊾ have the value that they stand for."""

    text: str
    value: Decimal
    at: int
    percent: bool = False
    scale: Decimal = Decimal(1)

    @property
    def end(self) -> int:
        """Return where it ends in its text."""
        return self.at + len(self.text)

    def is_one_of(self, known: AbstractSet[Decimal], text: str) -> bool:
        """Tell whether it is one of some figures, rounded to the decimals that are written.

        One is enough that comes near, where ``text`` says that the amount is only about so much.
        """
        last = (self.value / self.scale).normalize().as_tuple().exponent
        places = max(0, -last) if isinstance(last, int) else 0
        step = Decimal(1).scaleb(last if isinstance(last, int) else 0) * self.scale
        before, after = text[: self.at], text[self.end - 1 :]
        sides = [
            (max(self.value + low * step, self.value * least), self.value + high * step)
            for words, more, (low, high), least in _NEAR
            if words.search(before) or more.match(after)
        ]
        return any(
            rounded(each / scale, places) * scale == self.value
            for each in known
            for scale in {Decimal(1), self.scale}
        ) or any(low < each < high for low, high in sides for each in known)


def amounts_in(text: str) -> Iterator[Stated]:
    """Yield the amounts that a text states, in digits, Chinese numerals and signs."""
    plain_text = _CAPITALS.sub(lambda match: match.group().translate(_AS_WRITTEN), flattened(text))
    bare = _NAMING.sub(lambda match: "\n" * len(match.group()), plain_text)
    for match in _NUMBER.finditer(bare):
        at = match.start()
        if sign := match["sign"]:
            worth = unicodedata.numeric(sign, None)
            if worth is not None:
                yield Stated(sign, Decimal(str(worth)), at)
        elif word := match["word"]:
            yield Stated(word, Decimal(_WORDS[word]), at, percent=word.startswith("翻"))
        elif part := match["half"] or match["whole"]:
            whole = chinese_value(match["whole"] or "二")
            few = chinese_value(match["few"] or "一")
            if part and whole and few:
                yield Stated(match.group(), rounded(few * HUNDRED / whole, 0), at, percent=True)
        elif digits := match["digits"]:
            unit, scale = match["unit"], scaled("1", match["scale"])
            value = Decimal(digits.replace(",", "") + (match["part"] or "")) * scale
            percent = unit.endswith(("%", "百分点"))
            yield Stated(match.group().strip(), value, at, percent, scale)
        else:
            share, behind = match["share"], _BEHIND.match(bare, match.end())
            value = chinese_value(share or match["han"]) or Decimal(0)
            counted = "" if share or behind is None else behind.group()
            if tenths := counted.startswith("成"):
                value = value * 10 + (chinese_value(counted[1:]) or (5 if counted[1:] else 0))
            written = text[at : match.end() + len(counted)]
            percent = match["of"] == "百分之" or tenths or counted.endswith("百分点")
            yield Stated(written, value, at, percent)


def years_in(text: str) -> frozenset[int]:
    """Return the years that a text names."""
    found = _YEAR.finditer(flattened(text))
    return frozenset(whole_number(match[1] or match[2]) for match in found)


def impossible_days(text: str, year: int | None = None) -> Iterator[str]:
    """Yield the days of a text that no calendar has, and those of the wrong weekday: 6月31日.

    ``year`` is what a day without one is of; a weekday may be of the year after.
    """
    for match in _DAY.finditer(flattened(text)):
        years = [int(match["year"])] if match["year"] else [year or _LEAP_YEAR]
        years += [years[0] + 1] if match["weekday"] and not match["year"] else []
        days = [
            day
            for each in years
            if (day := _day(each, int(match["month"]), int(match["day"]))) is not None
        ]
        wanted = (match["weekday"] or "").replace("天", "日")
        if not days or (
            wanted
            and (year or match["year"])
            and wanted not in {_WEEKDAYS[each.weekday()] for each in days}
        ):
            yield match.group()


def _day(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None


def spans_in(text: str, now: Period) -> frozenset[tuple[int, int]]:
    """Return the first and last months of the spans that words name in a report on a period.

    1 to 6 is 上半年 as well as 1—6月, 5 to 5 is 5月份; what is of the year before ends in month 0.
    """
    told = ((_SO_FAR, 1), (_OWN, now.start.month))
    named = _named_spans(flattened(text)) or {
        (first, now.last_month) for words, first in told if words.search(text)
    }
    return frozenset(named | ({(0, 0)} if _LAST_YEAR.search(text) else set()))


def last_months_in(text: str) -> frozenset[int]:
    """Return the last months of the quarters and spans that a text names: 上半年 → 6."""
    return frozenset(last for first, last in _named_spans(flattened(text)) if first < last)


def _named_spans(text: str) -> frozenset[tuple[int, int]]:
    found = {span for words, span in _SPANS.items() if re.search(words, text)}
    for match in _MONTHS.finditer(text):
        first, last = match["first"] or match["one"] or "1", match[match.lastgroup or 0]
        found.add((whole_number(first), whole_number(last)))
    return frozenset(found)


def months_in(text: str) -> frozenset[int]:
    """Return all months that a text names, and the last of its spans."""
    named = re.findall(rf"(?<![0-9])({MONTH})月", flattened(text))
    return last_months_in(text) | {whole_number(each) for each in named}


def closing_months_in(text: str) -> frozenset[int]:
    """Return the months at whose end a text counts: 截至5月底, 5月统计表."""
    found = _CLOSING.finditer(flattened(text))
    return frozenset(whole_number(each[1] or each[2]) for each in found)


def counted_months_in(text: str, last: int) -> frozenset[int]:
    """Return the ends of what a text says is counted or done already, other than the month ``last``.

    截至5月底, and 10月已印发 before its time. A report is written a month later.
    """
    done = {whole_number(each[1] or each[2]) for each in _DONE_IN.finditer(flattened(text))}
    return (closing_months_in(text) - {last}) | {month for month in done if month > last + 1}


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

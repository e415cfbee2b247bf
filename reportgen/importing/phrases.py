"""The words in which targets say what is to be measured and by when, as patterns."""

from __future__ import annotations

import calendar
import re
from datetime import date
from decimal import Decimal

from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator

# compound units before their beginnings: 条次 is not 条
_UNITS = (
    "个百分点|平方公里|平方米|立方米|标准箱|工作日|人次|条次|场次|批次|件次|户次|家次|公里|小时|分钟|"
    "万元|亿元|公顷|美元|期|篇|处|个|项|件|次|家|场|条|座|所|名|人|户|类|套|辆|台|吨|亩|米|天|元|批|部|份"
)
_UNIT = rf"(?:[%％]|{_UNITS})"
_VALUE = rf"\d+(?:\.\d+)?[万亿]{{0,2}}{_UNIT}"
NUMBER = re.compile(
    rf"(?P<number>\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)|\d+(?:\.\d+)?)(?P<scale>[万亿]{{0,2}})余?"
    rf"(?:个(?=工作日|小时))?(?P<unit>{_UNIT})"
)
CHINESE = re.compile(
    r"(?P<number>[一二两三四五六七八九十百]+)(?P<unit>批次|场次|个|处|项|件|次|场|篇|家|条|座|所|名)"
)
RANGE = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?)[%％]?\s*(?:[～~—–－]|至|-)\s*"
    rf"(?P<high>\d+(?:\.\d+)?)(?P<scale>[万亿]{{0,2}})(?P<unit>{_UNIT})"
)
SHARED_OUT = re.compile(
    rf"(?P<names>[^,，;；。]+?)分别(?P<word>达到|不低于|不少于|不超过|控制在|达|为|完成|增长|下降)?"
    rf"(?P<values>{_VALUE}(?:(?:、|和|及|与|以及){_VALUE})+)(?P<after>以上|以内|左右)?"
)
ALIKE = re.compile(
    rf"(?P<names>[^,，;；。]+?、[^,，;；。]+?)(?:均|都)"
    rf"(?P<value>(?:达到|不低于|不少于|不超过|达|为)?{_VALUE}(?:以上|以内)?)"
)
FROM_TO = re.compile(
    rf"(?:由|从)[^,，;；。]{{0,6}}?(?P<base>\d+(?:\.\d+)?个?{_UNIT})"
    rf"(?P<verb>[^,，;；。\d]*?)(?:至|到|为)(?P<goal>\d+(?:\.\d+)?个?{_UNIT})"
)
NO_MORE = re.compile(
    rf"(?:较|比|与)?(?:上年度?|去年|上一年度?)(?:实际)?[（(](?P<value>{_VALUE})[)）](?:相比)?(?:只减不增|不增长?|零增长)"
)
MASKED = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕|「[^」]*」")
LIST_MARKER = re.compile(r"(?:^|(?<=[。；;,，\s]))\d{1,2}[.．](?=\D|\d{4}年)")
# the words around a number, which stands where \0 is; the first that is found decides, so that
# 达到95%以上 is one comparator, not two
_COMPARATORS = (
    (Comparator.AT_MOST, r"\0(?:以内|以下|之内)"),
    (Comparator.AT_LEAST, r"\0(?:以上|及以上)"),
    (Comparator.APPROXIMATELY, r"\0左右"),
    (Comparator.APPROXIMATELY, r"(?:约|大概)\0"),
    (Comparator.AT_LEAST, r"不(?:低于|少于)\0"),
    (
        Comparator.AT_MOST,
        r"(?:不超过|不多于|不高于|不突破|控制在|低于|少于|压缩到|降到|降至)\0",
    ),
    (Comparator.AT_LEAST, r"(?:不小于|至少|达到?|完成)\0"),
    (Comparator.MORE_THAN, r"(?:突破|超过|高于|大于)\0"),
    (Comparator.AT_LEAST, r"(?s:(?:至少|不少于|不低于).*\0)"),
)
REDUCTION = re.compile(r"下降|降低|减少|压减|压缩|缩短|提速|降幅|节约|削减")
# what a percentage is by the words before it, if not a rate
CHANGES = (
    (Kind.REDUCTION, REDUCTION),
    (Kind.GROWTH, re.compile(r"增长|增幅|增速|增加|提升|提高")),
)
SCOPE_VERB = re.compile(r"推进|办好|落实|督办|实施|办理|办结|完成")
SCOPE_NOUN = re.compile(r"事项|项目|实事|任务|工程|提案|建议")
ACTION = re.compile(
    r"(?:建成|新建|新增|建设|举办|组织|召开|开展|培育|引进|完成|编发|打造|创建|推出|出台|制定|培训|"
    r"不少于|不低于|至少|不超过|达到|突破|力争)[^,，;；。]{0,6}$"
)
# a clause that leaves out its subject names nothing but a span, a comparator or the value itself
NAMELESS = re.compile(
    rf"(?:全年|年内|今年|达到?|不少于|不低于|不超过|每个?季度|每月|召开)*(?:[\d.]+[万亿]{{0,2}}{_UNIT})?|由.*"
)
EACH = re.compile(r"每(?:个?季度|个?月|周|半年|天|日)")
SINCE = re.compile(r"同比|(?:较|比)(?:上年|去年|上一年|20\d\d年)")
HOPED = re.compile(r"力争|争取")
DURATIONS = ("工作日", "天", "小时", "分钟")
_LEADING = re.compile(
    r"^(?:全年|年内|年底前|今年|确保|力争|实现|完成|(?:\d{4}年)?(?:年底前|\d{1,2}月底前)|\d{4}年度?)+"
)
_TRAILING = re.compile(
    r"(?:分别|达到|达|不少于|不低于|不超过|不多于|不高于|控制在|突破|超过|至少|为|约|力争|比|较|同比|在|稳定|保持|缩短至|压缩至|进入)+$"
)
# with the month that ends the span where the words don't name it
_DEADLINES = (
    (re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日"), 0),
    (re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月"), 0),
    (re.compile(r"第?(?P<quarter>[一二三四1-4])季度"), 0),
    (re.compile(r"上半年"), 6),
    (re.compile(r"(?:(?P<year>\d{4})年)?年?[底末]|年内|全年|本年"), 12),
)


def comparator(before: str, after: str) -> Comparator | None:
    """Read the words before or after a number."""
    around = f"{before.rstrip()}\0{after}"
    return next((each for each, form in _COMPARATORS if re.search(form, around)), None)


def subject(text: str) -> str:
    """Return what a piece of a clause names, without the words of spans and comparators."""
    bare = text.strip(" 　、和及的")
    while (shorter := _TRAILING.sub("", bare)) != bare:
        bare = shorter
    return _LEADING.sub("", bare).strip(" 　、的") or bare


def deadline(text: str, year: int) -> date | None:
    """Find the day by which something is promised: 年底前, 6月底前, 上半年, 第三季度.

    None where the text states none, or an impossible one.
    """
    found = next(((m, month) for form, month in _DEADLINES if (m := form.search(text))), None)
    if found is None:
        return None
    match, month = found
    said = match.groupdict()
    if quarter := said.get("quarter"):
        month = ("一1二2三3四4".index(quarter) // 2 + 1) * 3
    try:
        when, month = int(said.get("year") or year), int(said.get("month") or month)
        return date(when, month, int(said.get("day") or calendar.monthrange(when, month)[1]))
    except (ValueError, calendar.IllegalMonthError):
        return None


def chinese_value(text: str) -> Decimal | None:
    """Read a number below a thousand written in characters; None for what isn't one."""
    digit = {each: at for at, each in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
    if text in digit:
        return Decimal(digit[text])
    if match := re.fullmatch(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", text):
        return Decimal(digit.get(match[1], 1) * 10 + digit.get(match[2], 0))
    if match := re.fullmatch(r"([一二两三四五六七八九])百", text):
        return Decimal(digit[match[1]] * 100)
    return None

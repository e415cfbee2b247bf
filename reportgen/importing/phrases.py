"""The words in which targets say what is to be measured, as patterns."""

from __future__ import annotations

import re
from decimal import Decimal

from reportgen.model.labels import Comparator

PERCENT = ("%", "％")
# compound units before their beginnings: 条次 is not 条
UNITS = (
    "个百分点|平方公里|平方米|立方米|标准箱|工作日|人次|条次|场次|批次|件次|户次|家次|公里|小时|分钟|"
    "万元|亿元|公顷|美元|期|篇|处|个|项|件|次|家|场|条|座|所|名|人|户|类|套|辆|台|吨|亩|米|天|元|批|部|份"
)
NUMBER = re.compile(
    rf"(?P<number>\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)|\d+(?:\.\d+)?)(?P<scale>[万亿]{{0,2}})余?"
    rf"(?:个(?=工作日|小时))?(?P<unit>[%％]|{UNITS})"
)
CHINESE = re.compile(
    r"(?P<number>[一二两三四五六七八九十百]+)(?P<unit>批次|场次|个|处|项|件|次|场|篇|家|条|座|所|名)"
)
RANGE = re.compile(
    rf"(?P<low>\d+(?:\.\d+)?)[%％]?\s*(?:[～~—–－]|至|-)\s*"
    rf"(?P<high>\d+(?:\.\d+)?)(?P<scale>[万亿]{{0,2}})(?P<unit>[%％]|{UNITS})"
)
UNIT = rf"(?:[%％]|{UNITS})"
VALUE = rf"\d+(?:\.\d+)?[万亿]{{0,2}}{UNIT}"
SHARED_OUT = re.compile(
    rf"(?P<names>[^,，;；。]+?)分别(?P<word>达到|不低于|不少于|不超过|控制在|达|为|完成|增长|下降)?"
    rf"(?P<values>{VALUE}(?:(?:、|和|及|与|以及){VALUE})+)(?P<after>以上|以内|左右)?"
)
ALIKE = re.compile(
    rf"(?P<names>[^,，;；。]+?、[^,，;；。]+?)(?:均|都)(?P<word>达到|不低于|不少于|不超过|达|为)?"
    rf"(?P<value>{VALUE})(?P<after>以上|以内)?"
)
FROM_TO = re.compile(
    rf"(?:由|从)[^,，;；。]{{0,6}}?(?P<base>\d+(?:\.\d+)?个?{UNIT})"
    rf"(?P<verb>[^,，;；。\d]*?)(?:至|到|为)(?P<goal>\d+(?:\.\d+)?个?{UNIT})"
)
NO_MORE = re.compile(
    rf"(?:较|比|与)?(?:上年度?|去年|上一年度?)(?:实际)?[（(](?P<value>{VALUE})[)）](?:相比)?(?:只减不增|不增长?|零增长)"
)
MASKED = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕|「[^」]*」")
ORDINAL = re.compile(r"第$")
LIST_MARKER = re.compile(r"(?:^|(?<=[。；;,，\s]))\d{1,2}[.．](?=\D|\d{4}年)")
BEFORE = (
    (
        Comparator.AT_MOST,
        re.compile(r"(?:不超过|不多于|不高于|不突破|控制在|低于|少于|压缩到|降到|降至)$"),
    ),
    (
        Comparator.AT_LEAST,
        re.compile(r"(?:不少于|不低于|不小于|至少|力争达到|达到|达|完成|超额完成)$"),
    ),
    (Comparator.MORE_THAN, re.compile(r"(?:突破|超过|高于|大于)$")),
)
EARLIER = re.compile(r"至少|不少于|不低于")
DURATIONS = ("工作日", "天", "小时", "分钟")
NOT_LESS = re.compile(r"不(?:低于|少于)$")
AFTER = (
    (Comparator.AT_MOST, re.compile(r"^(?:以内|以下|之内)")),
    (Comparator.AT_LEAST, re.compile(r"^(?:以上|及以上)")),
    (Comparator.APPROXIMATELY, re.compile(r"^左右")),
)
ABOUT = re.compile(r"(?:约|大约|大概)$")
REDUCTION = re.compile(r"下降|降低|减少|压减|压缩|缩短|提速|降幅|节约|削减")
GROWTH = re.compile(r"增长|增幅|增速|增加|提升|提高")
SCOPE_VERB = re.compile(r"推进|办好|落实|督办|实施|办理|办结|完成")
SCOPE_NOUN = re.compile(r"事项|项目|实事|任务|工程|提案|建议")
ACTION = re.compile(
    r"(?:建成|新建|新增|建设|举办|组织|召开|开展|培育|引进|完成|编发|打造|创建|推出|出台|制定|培训|"
    r"不少于|不低于|至少|不超过|达到|突破|力争)[^,，;；。]{0,6}$"
)
# a clause that leaves out its subject names nothing but a span, a comparator or the value itself
NAMELESS = re.compile(
    rf"(?:全年|年内|今年|达到?|不少于|不低于|不超过|每个?季度|每月|召开)*(?:[\d.]+[万亿]{{0,2}}{UNIT})?|由.*"
)
EACH = re.compile(r"每(?:个?季度|个?月|周|半年|天|日)")
SINCE = re.compile(r"同比|(?:较|比)(?:上年|去年|上一年|20\d\d年)")
STRIPPED = re.compile(
    r"^(?:全年|年内|年底前|今年|确保|力争|实现|完成|(?:\d{4}年)?(?:年底前|\d{1,2}月底前)|\d{4}年度?)+"
)
TRAILING = re.compile(
    r"(?:分别|达到|达|不少于|不低于|不超过|不多于|不高于|控制在|突破|超过|至少|为|约|力争|比|较|同比|在|稳定|保持|缩短至|压缩至|进入)+$"
)


def chinese_value(text: str) -> Decimal | None:
    """Read a number below a thousand written in characters; None for what isn't one."""
    digits = {character: value for value, character in enumerate("零一二三四五六七八九") if value}
    digits["两"] = 2
    if text in digits:
        return Decimal(digits[text])
    if match := re.fullmatch(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)", text):
        tens = digits[match[1]] if match[1] else 1
        return Decimal(tens * 10 + (digits[match[2]] if match[2] else 0))
    if match := re.fullmatch(r"([一二两三四五六七八九])百", text):
        return Decimal(digits[match[1]] * 100)
    return None

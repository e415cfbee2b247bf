"""Numbers with their units as texts write them: 6万批次, 百分之九十五, 三分之二, ㊿件, 12万㎡."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.base.numbers import HUNDRED, plain, rounded, scaled

# units of one character, each with what may stand right after it and makes another word of it:
# 座谈, 条例
_OTHER_WORDS = """
人才民大均员社力口 家庭长政具电园 台账阶风湾 条例件 期刊货间限 处理置罚方 次序生日月年
项目 座谈 分别之局公厂院校店会析类级布管行散流项期解步 位于置 只减增有要能 层次级面
门类店户诊 口岸腔径 片区 批发准复示 部门分署队委 份额 组织建合团 队伍 场地所景馆
所有需属在 道路德口 段落 节能约点目日水 户籍外型均 套餐 本地市县区级科年月季土部省届校
天然津气河 元旦素月 对外口接标企全象 根据本 支持付撑部出线 种植子业养苗 起草步点动
例如会行 集中团体聚约成市镇 班子车组 回复访收应归 首席次创家批个届 架构 轮训换 届时
类似别型 个性体人 吨 周边期转 头部
"""
_PLAIN_UNITS = """
个百分点 百分点 平方公里 平方千米 平方米 平方 立方米 公里 千米 厘米 毫米 米 公顷 亩 ㎡ m² m2 m³ m3 ㎥ ㎢ km² km2 ㎞ km ㎝ ㎜
吨标准煤 吨标煤 千克 公斤 毫克 微克 克 ㎏ kg ㎎ mg μg mL ㎖ 毫升 升 千瓦时 千瓦 兆瓦 kWh kW MW 分贝 dB ℃ 摄氏度
美元 港元 港币 欧元 日元 英镑 标准箱 标箱 TEU 工作日 小时 分钟 秒 个月 人次 人天 条次 场次 批次 件次 户次 家次
辆次 班次 架次 航次 车次 台次 例次 艘次 艘时 艘天 台时 台班 工时 床日 吨公里 人公里 车公里 台套 床位 学位 泊位 车位 机位 篇 名 件 辆 年 月 日 倍 斤 岁 幢 栋 株 棵 匹 艘 盏 间 扇 眼 块 幅 册
/10万 /万 张 枚 颗 尾 羽 箱 桶 袋 盒 宗 笔 封 趟 遍 票 步 卷 杆 孔 畦 窝 丛 束 朵 粒 瓶 包 捆 页 字
"""
UNITS = "|".join(
    [
        *sorted(_PLAIN_UNITS.split(), key=len, reverse=True),
        *(f"{word[0]}(?![{word[1:]}])" if word[1:] else word for word in _OTHER_WORDS.split()),
    ]
)
_MONEY = re.compile(r"[万亿]*(?:元|美元|港元|港币|欧元|日元|英镑)$")
_SPAN = r"以上|以下|以内|之内|之间|及以|左右|上下|内(?!容|部|外)"
# ends an open unit: a mark, a word of comparison, the end
_BOUNDARY = rf"(?=[\s,，;；。、：:!！?？（(）)～~—–]|{_SPAN}|$)"
_LATIN = r"[A-Za-zμ°]{1,5}[²³]?"
_NO_UNIT = r"(?!均|都|和|及|与|或|的|等|以|之|分别|左右|上下|大关|内|余|多|至|到|号|级|版|代|届)"
_UNIT = re.compile(
    rf"[%‰]"
    rf"|(?:{UNITS}|{_LATIN}|[一-龥]{{1,3}})/(?:[万亿]?(?:{UNITS})|{_LATIN}|[一-龥]{{1,3}}?{_BOUNDARY})"
    rf"|(?P<known>{UNITS})(?:每(?:{UNITS}))?"
    rf"|{_NO_UNIT}[一-龥]{{1,3}}?{_BOUNDARY}"
)
_KNOWN = re.compile(rf"个?(?:[%‰]|(?:{UNITS}))(?:[/每][万亿]?(?:{UNITS}))?")
_ALTERNATIVE = re.compile(rf"[（(](?:{UNITS})[)）]")
_SCALE = r"(?P<scale>(?:百(?![分货姓])|千(?![克米瓦伏]))?[万亿]{0,2})"
_CHINESE = "零〇一二两三四五六七八九十百千"
_WORDS = rf"[{_CHINESE}]++(?:[万亿][{_CHINESE}]*+)*+(?:点[{_CHINESE}]++)?"
_LONGEST_WORDS = 24
_CIRCLED = "①-⑳㉑-㉟㊱-㊿½⅓⅔¼¾"
_NUMBER = re.compile(
    rf"(?P<tenth>[一二两三四五六七八九]|(?<![\d.,，])[1-9])成{_BOUNDARY}"
    rf"|(?P<figures>(?<![\d.])\d{{1,3}}(?:[,， ]\d{{3}})++(?!\d)(?:\.\d++)?|(?<![\d.])\d++(?:\.\d++)?)"
    rf"\s?{_SCALE}"
    rf"|(?P<hundredth>[百千]分之(?P<part>{_WORDS}|\d++(?:\.\d++)?))"
    rf"|(?P<over>[{_CHINESE}]++)分之(?P<under>[{_CHINESE}]++)"
    rf"|(?P<words>{_WORDS})|(?P<circled>[{_CIRCLED}])"
)
_AFTER_GE = re.compile("工作日|小时")
_LOOSE = re.compile(r"\s?[余多](?!元|边|次|层|家|部|样)?\s?")
_JOIN = re.compile(r"\s*(?:[～~—–－-]{1,2}|至|到|±)\s*")
_LISTING = ("、", "和", "及")
_DIGITS = {each: at for at, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "廿": 20, "卅": 30}
# one form of a unit, and others of the same
_ALIKE = """
平方米=㎡=m²=m2=平方 立方米=㎥=m³=m3 公里=km=㎞=千米 平方公里=km²=km2=㎢=平方千米
千克=kg=㎏=公斤 港元=港币 微克=μg 毫克=mg=㎎ 标准箱=标箱 吨标准煤=吨标煤
"""
_SAME_UNITS = {
    other: form
    for form, *others in (each.split("=") for each in _ALIKE.split())
    for other in others
}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at its place in a text, with its unit; ``upper`` is the other end of a range.

    The unit is "" where none follows, or a later number's (``shared``). Money keeps its scale as the
    text has it, 3000亿元; other numbers are multiplied out.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    known: bool = False
    in_words: bool = False
    loose: bool = False
    rounded: bool = False
    shared: bool = False
    upper: Decimal | None = None


def flattened(text: str) -> str:
    """Return a text of the same length whose figures and signs have one form each."""
    return text.translate(_FORMS)


_FORMS = str.maketrans(
    "０１２３４５６７８９％／＝＞＜﹥﹤⩾⩽≧≦≯≮．\u00b5\u3000\u00a0\u2009\u202f",
    "0123456789%/=><><≥≤≥≤≤≥.\u03bc\u0020\u0020\u0020\u0020",
)


def amounts(text: str) -> list[Amount]:
    """Return the numbers of a flattened text, in order, ranges as one.

    Those of a list share its last one's unit: 35、60微克, 15个、20个工作日.
    """
    found = list(_each(text))
    for at in reversed(range(len(found) - 1)):
        one, last = found[at : at + 2]
        shared = text[last.start : last.end].endswith(f"{one.unit}{last.unit}")
        if shared and one.unit in ("", "个") and text[one.end : last.start] in _LISTING:
            found[at] = replace(one, unit=last.unit, known=last.known, shared=True)
    return found


def _each(text: str) -> Iterator[Amount]:
    held: Amount | None = None
    for match in _NUMBER.finditer(text):
        found = _amount(text, match)
        if found is None or (held and found.start < held.end):
            continue
        if held and (joined := _joined(text, held, found)):
            held = joined
            continue
        if held:
            yield held
        held = found
    if held:
        yield held


def same_unit(unit: str) -> tuple[Decimal, str]:
    """Return a unit in one form of it, and how many of that it is: 万亩 → 10000, 亩."""
    bare = flattened(unit)
    if bare in ("个百分点", "个工作日", "个小时"):
        bare = bare[1:]
    base = bare.lstrip("万亿") or bare
    form = "/".join(_SAME_UNITS.get(each, each) for each in base.split("/"))
    return scaled("1", bare.removesuffix(base)), form


def is_known_unit(unit: str) -> bool:
    """Tell whether a unit is one of the list, alone or per another one."""
    return _KNOWN.fullmatch(flattened(unit).lstrip("万亿") or " ") is not None


def chinese_value(text: str) -> Decimal | None:
    """Read a number written in characters; None for what isn't one."""
    whole, _, decimals = text.partition("点")
    if not whole or len(text) > _LONGEST_WORDS or not set(decimals) <= set(_DIGITS):
        return None
    if len(whole) > 1 and not set(whole) - set(_DIGITS):  # 二〇一二
        value = Decimal("".join(str(_DIGITS[each]) for each in whole))
    else:
        total = section = 0
        digit: int | None = None
        for each in whole:
            if each in _DIGITS:
                digit = _DIGITS[each]
            elif each in _POWERS:
                section += (1 if digit is None else digit) * _POWERS[each]
                digit = None
            elif each in "万亿":
                section += digit or 0
                total = int(scaled(str(total + section or 1), each))
                section, digit = 0, None
            else:
                return None
        value = Decimal(total + section + (digit or 0))
    fraction = "".join(str(_DIGITS[each]) for each in decimals)
    return value + Decimal(f"0.{fraction}") if fraction else value


def whole_number(text: str | None) -> int:
    """Read a whole number in figures or characters; 0 for what is none."""
    return int(text) if text and text.isdecimal() else int(chinese_value(text or "") or 0)


def _amount(text: str, match: re.Match[str]) -> Amount | None:
    """Read a number's match and the unit after it; None for what is no number."""
    start, end, said = match.start(), match.end(), match.groupdict()
    if said["hundredth"] or said["over"] or said["tenth"]:
        return _fraction(start, end, said)
    number, scale, words = _number(said), said["scale"] or "", said["words"] or ""
    loose = _LOOSE.match(text, end)
    if number is None or (words in ("百", "千") and not loose):
        return None
    in_words = not said["figures"]
    named = _UNIT.match(text, loose.end() if loose else end + (text[end : end + 1] == " "))
    number *= {"百": 100, "千": 1000}.get(scale[:1], 1)
    scale = scale.lstrip("百千")
    number *= scaled("1", scale)
    if named is None or (in_words and not named["known"]):
        return Amount(start, end, _whole(number), "", in_words=in_words)
    word, end = named.group(), named.end()
    known = is_known_unit(word)
    if word == "个" and (more := _AFTER_GE.match(text, end)):
        word, end = more.group(), more.end()
    elif other := _ALTERNATIVE.match(text, end):
        end = other.end()
    if _MONEY.match(word) and (last := (scale or words)[-1:]) in ("万", "亿"):
        number /= scaled("1", last)  # 2万亿元 is 20000亿元
        word = last + word
    return Amount(start, end, _whole(number), word, known, in_words, loose is not None)


def _fraction(start: int, end: int, said: dict[str, str | None]) -> Amount | None:
    """Read 百分之九十五, 千分之七, 三分之二, 九成."""
    if tenth := said["tenth"]:
        many = Decimal(10 * (int(tenth) if tenth.isdecimal() else _DIGITS[tenth]))
        return Amount(start, end, many, "%", known=True, in_words=not tenth.isdecimal())
    if said["hundredth"] and (part := said["part"]):
        value = Decimal(part) if part[0].isdigit() else chinese_value(part)
        unit = "%" if said["hundredth"][0] == "百" else "‰"
        return None if value is None else Amount(start, end, value, unit, known=True, in_words=True)
    whole, share = chinese_value(said["over"] or ""), chinese_value(said["under"] or "")
    if not whole or share is None:
        return None
    exact = share * HUNDRED / whole
    value = rounded(exact, 2)
    return Amount(start, end, _whole(value), "%", known=True, in_words=True, rounded=value != exact)


def _number(said: dict[str, str | None]) -> Decimal | None:
    if figures := said["figures"]:
        return Decimal(re.sub("[,， ]", "", figures))
    if circled := said["circled"]:
        return Decimal(str(unicodedata.numeric(circled)))
    return chinese_value(said["words"] or "")


def _whole(value: Decimal) -> Decimal:
    return Decimal(plain(value))


def _joined(text: str, low: Amount, high: Amount) -> Amount | None:
    """Join 10 and 15万元 in 10～15万元; None where the two are no range."""
    apart = text[low.end : high.start]
    if len(apart) > 4 or not high.unit or not _JOIN.fullmatch(apart) or low.upper is not None:
        return None
    factor, form = same_unit(high.unit)
    if low.unit:
        own, same = same_unit(low.unit)
        if same != form:
            return None
        value = low.value * own / factor
    else:
        written = text[low.start : low.end]
        scale = re.search(r"[万亿]*$", text[high.start : high.end].removesuffix(high.unit))
        value = low.value
        if written[-1] in "万亿":
            value = low.value / factor
        elif scale and form == high.unit and not _MONEY.match(high.unit):
            value = low.value * scaled("1", scale.group())
    if re.search(r"[由从]\D{0,8}$", text[max(0, low.start - 9) : low.start]):
        return None
    if "±" in apart:
        return replace(high, start=low.start, value=value - high.value, upper=value + high.value)
    if value >= high.value:
        return None
    return replace(high, start=low.start, value=value, upper=high.value)

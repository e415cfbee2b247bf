"""The words around a number, and the words of days: what is to be measured, and by when."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from reportgen.model.indicator_kinds import Kind
from reportgen.model.labels import Comparator
from reportgen.wording.amounts import whole_number

_QUARTERS = "一1二2三3四4"
# ordinals, names with Latin letters, 5G, phone numbers and codes (0755), 7×24
LABELS = re.compile(
    r"(?<![A-Za-zμ/\d.])(?:(?:19|20)\d\d)?(?=[A-Za-z][A-Za-z/.—-]*+\d)[A-Za-z—]++[A-Za-z\d/.-]++"
    r"|(?<![\d.])\d[A-Z](?![A-Za-z\d/])|(?<![\d.])\d++(?:\.\d++)?[×xX*]\d++|(?<![\d.,，-])(?<!\d )0\d++(?![\d.年月日/-])|第[零〇一二两三四五六七八九十百\d]{1,5}+(?!季度)"
)
# what counts nothing in a target's content: labels, and whatever stands in titles and nicknames
MASKED = re.compile(rf"《[^《》]*+》|“[^“”]*+”|〔[^〔〕]*+〕|「[^「」]*+」|{LABELS.pattern}")
_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
# years, months and days; they say when, never how many
DATES = re.compile(
    r"(?<!\d)\d{4}(?=[-—–~～至到、和]{1,2}(?:19|20)\d\d年)|(?<!\d)(?:19|20)\d\d年度?[初中底末]?"
    r"|[一二][零〇一二三四五六七八九]{3}年度?"
    rf"|(?<!\d)\d{{1,2}}(?=[-—–~～至到、和]{{1,2}}\d{{1,2}}月)|(?<!\d){_MONTH}月份?"
    rf"(?:\d{{1,2}}日|[上中下]旬|[底末初中])?前?|(?<!\d)\d{{1,2}}日前?"
    rf"|第?[{_QUARTERS}](?:、[{_QUARTERS}])?季度|前[{_QUARTERS}]个?(?:季度|月)"
    r"|十[一二三四]五"
)
LIST_MARKER = re.compile(
    r"(?:^|(?<=[。；;,，：:\s]))(?:\d{1,2}[.、](?=\D|\d{4}年)|[（(][\d一二三四五六七八九十]{1,3}[)）]"
    r"|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])|[①-⑳](?!个|项|件|次|家|处))"
)
# the words around a number, which stands where \0 is; the first that is found decides, so that
# 达到95%以上 is one comparator, not two
_COMPARATORS = (
    (Comparator.AT_MOST, r"\0(?:以内|以下|之内|内(?!容|部|外))"),
    (Comparator.AT_LEAST, r"\0(?:以上|及以上)"),
    (Comparator.APPROXIMATELY, r"\0(?:左右|上下)"),
    (Comparator.APPROXIMATELY, r"(?:约|大概|大约|接近|(?<![附最])近)\0"),
    (Comparator.AT_LEAST, r"(?:不(?:低于|少于|小于|下于|得低于|得少于)|≥)\0"),
    (
        Comparator.AT_MOST,
        r"(?:不(?:得)?(?:超过|多于|高于|突破|大于|超)|控制(?:在|到|至)|限制在|低于|少于|小于|≤|<|"
        r"(?:压缩|压减|缩短|缩减|减少|精简|降低|下降|压|降|减|缩)(?:到|至|为))\0",
    ),
    (Comparator.MORE_THAN, r"(?:突破|超过|高于|大于|多于|>)\0"),
    (Comparator.AT_LEAST, r"(?:至少|达到?|完成|(?:提高|提升|增加|扩大|上升|增|升)(?:到|至|为))\0"),
    (Comparator.AT_LEAST, r"(?s:(?:至少|不少于|不低于).*\0)"),
    (Comparator.AT_MOST, r"(?s:(?:不超过|不多于|不高于).*\0)"),
)
_INCLUDED = re.compile(r"[（(]不?含(?:本数|\0)?[）)]")
# words that say little more than the bare number does
_WEAK = re.compile(r"(?:达到?|完成)\0")
_TO_LEVEL = re.compile(
    r"(?:提高|提升|增加|扩大|上升|增|升|压缩|压减|缩短|缩减|减少|精简|降低|下降|压|降|减|缩|控制|限制)(?:到|至|为|在)$"
)
_CHANGES = (
    (Kind.REDUCTION, r"下降|降低|减少|压减|压缩|缩短|提速|降幅|节约|削减|精简|[降减]$"),
    (Kind.GROWTH, r"增长|增幅|增速|增加|提升|提高|递增|上升|上涨|涨幅|(?<!新)增$"),
)
_CHANGE = re.compile("|".join(words for _, words in _CHANGES))
CHANGES_BY = re.compile(rf"(?:{_CHANGE.pattern})$")
_SHARE = re.compile(r"(?:率|比例|比重|占比|合格|达标|满意度|覆盖面)$")
_CHANGE_RATE = re.compile(r"(?:增长|递增|下降|降低|压减|减排|缩减)率$")
_PACE = re.compile("(?:[涨增降]幅|增速)$")
UNWANTED = re.compile(
    r"(?:投诉|差错|错误|退件|退回|失业|死亡|事故|发病|不合格|不满意|不良|不良贷款|超期|逾期|违约|违纪|案发|"
    r"流失|空置|空编|误报|漏报|返工|负债|债务|发案|撂荒|损失|漏损|负面)率$"
)
COVERED = re.compile(r"覆盖|普及率|轮训|接种率|参训率|参保率|受训")
_LEVEL = re.compile(
    r"浓度|平均|[人户亩地次件班师生日周旬月季年]均|每[百千万][人名户]|[百千万]人口?[一-龥]{1,8}[数量率]|"
    r"(?:万元|单位)[一-龥]{1,8}耗|保有|存栏|保持在|稳定在|每[一-龥]{1,3}时长|时限|用时|时长|存量|积压|密度|强度|得分|评分|成绩|寿命|单位能耗|库存|余额|负债"
)
_LEVEL_UNITS = re.compile(
    r"工作日|天|小时|分钟|秒|个月|年|分|分贝|dB|℃|摄氏度|岁|倍|‰|个?百分点|.*/.*"
)
_TO_LEVEL_DOWN = re.compile(r"(?:压缩|压减|缩短|缩减|降低|下降|压|降|减|缩)(?:到|至|为)$")
_FLOW_UNITS = frozenset(["次", "场", "件", "期", "篇", "份", "场次", "件次", "个", "人次", "项"])
REDUCTION = re.compile(r"下降|降|减少|压减|压缩|缩短|提速|缩")
SCOPE_VERB = re.compile(r"推进|办好|落实|督办|实施|办理|办结|完成")
SCOPE_NOUN = re.compile(r"事项|项目|实事|任务|工程|提案|建议")
_SIZE = re.compile(r"[万亿]*[美港欧日]?元|岁|工作日|小时|天|分钟|个月|年")
ACTION = re.compile(
    r"(?:建成|新建|新增|建设|举办|组织|召开|开展|培育|引进|完成|编发|打造|创建|推出|出台|制定|培训|办结|"
    r"改造|开工|实施|≥|≤|[<>]|不少于|不低于|至少|不超过|达到?|突破|力争)[^,，;；。]{0,6}$"
)
_VERB = re.compile(
    r"建成|新建|新增|建设|举办|组织|召开|开展|培育|培训|引进|完成|编发|打造|创建|推出|改造|服务|达到?|不少于"
)
_ENDS_IN_VERB = re.compile(rf"(?:{_VERB.pattern}|召开|开展|拥有)$")
_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]?")
EACH = re.compile(
    r"每(?:个?季度|个?月|周|半年|半月|天|日|年|次|期|场|批|人|个|户|村|镇|乡|县|区|所|座|处|家|项|件|名|台|辆|班|校|"
    r"亩|公里|平方米|[百千万][人名户])"
    r"|(?<![上下])半年(?![内度底前])"
)
# what demands a value without a number, and that value
UNNUMBERED = (
    (re.compile("翻一?番"), "100", "%"),
    (re.compile("翻两番"), "300", "%"),
    (re.compile("一半|减半|过半|半数"), "50", "%"),
    (re.compile("全覆盖"), "100", "%"),
    (re.compile("(?<!社)零增长|只减不增|双下?降|不(?:超过|高于|多于|低于|少于)(?:去年|上年)"), "0", "%"),
    (re.compile("(?:零|“零”|□{3})的?突破"), "1", ""),
    (re.compile("零(?:事故|上访|投诉|差错|发生|死亡|违规|案件)|[为归清]零"), "0", ""),
)  # fmt: skip
SINCE = re.compile(r"同比|(?:较|比)(?:上年|去年|上一年|20\d\d年)")
HOPED = re.compile(r"力争|争取")
_LAST_YEAR = r"(?:上年度?|去年|上一年度?|(?:20\d\d|□{4})[年□]度?)(?:实际)?"
NO_MORE = re.compile(rf"{_LAST_YEAR}$")
THAN_LAST_YEAR = re.compile(rf"[,，]?(?:较|比|与|同)?{_LAST_YEAR}[（(]$")
NO_MORE_AFTER = re.compile(r"[)）]?(?:相比)?(?:只减不增|不增长?|零增长)")
PER_NAME = re.compile(r"分别|均|都|全部|各(?![类项种级地界方])")
_NUMBERED = r"\d[\d.,]*[万亿]*"
_LEADING = re.compile(
    r"^(?:全年|年内|年底前|今年|其中|确保|力争|(?:实现|完成)(?!率)|将|(?:\d{4}年)?(?:年底前|\d{1,2}月底前)|\d{4}年度?|[:：])+"
)
_TRAILING = re.compile(
    r"(?:分别|达到|达|不得|不少于|不低于|不超过|不多于|不高于|不小于|不大于|控制在|控制到|突破|超过|高于|低于|大于|小于|至少|"
    r"为|约|接近|(?<![附最])近|实现|力争|\d{1,2}月[底末份]?前?|(?<!占)比|较|同比|在|稳定|保持|(?:缩短|压缩|压减|降低|提高|提升|增加|减少|下降|[降升压减增])[至到]|进入|每[百千万]?[人户月年]|均|都|各|共|[≥≤≧≦≮≯⩾⩽<>=＝＞＜﹥﹤:：¥￥€£$])+$"
)
_AFTER = re.compile(r"^(?:以上|以内|以下|之内|左右|上下)?的?")
_SPEECH = r"全年|年内|今年|每个?季度|每月|每[次期场批人个户]|召开|同比|[比较]上年|增长|下降|提高|[增降减]|\s"
_SAYS_NOTHING = re.compile(rf"(?:{_SPEECH})*")
_LITTLE = re.compile(
    rf"(?:{DATES.pattern}|{_SPEECH}|[上下]半年|共|建成|新建|新增|建设|举办|组织|开展|培育|引进|打造|创建|推出|改造|"
    r"达到?|完成|实现|确保|力争|开工|竣工|投用|[年底末内前—–~～至到-])+"
)
# with the month that ends the span where the words don't name it
_YEAR = r"(?:(?P<year>\d{4})年|(?P<next>[明次来翌]年))?"
_DEADLINES = (
    (re.compile(rf"{_YEAR}(?P<month>{_MONTH})月(?P<day>\d{{1,2}})日"), 0),
    (re.compile(rf"{_YEAR}(?P<month>{_MONTH})月(?P<tenth>[上中]旬)?"), 0),
    (re.compile(rf"(?<!每)(?:(?P<year>\d{{4}})年)?第?(?P<quarter>[{_QUARTERS}])季度"), 0),
    (re.compile(r"(?<![\d.])(?P<year>20\d\d)([./-])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?(?![\d.万亿%])"), 0),
    (re.compile(r"上半年|年中前"), 6),
    (re.compile(r"(?:(?P<year>\d{4})年)?年?[底末]|年内|全年|本年|下半年"), 12),
)  # fmt: skip
_TO_DAY = re.compile("[-—–~～至到]{1,2}")
_FIRM = re.compile(r"[底末前]|上半年")


@dataclass(frozen=True, slots=True)
class Due:
    """A day by which something is promised; ``firm`` where no other reading is likely."""

    day: date
    firm: bool


def comparators(before: str, after: str) -> tuple[Comparator, ...]:
    """Return what the words before or after a number can mean; none where there are none."""
    around = _INCLUDED.sub("", f"{before.rstrip()}\0{after.lstrip()}")
    around = around.replace(">=\0", "≥\0").replace("<=\0", "≤\0")
    found = next((each for each, form in _COMPARATORS if re.search(form, around)), None)
    if found is None:
        return ()
    weak = found is Comparator.AT_LEAST and _WEAK.search(around) and not after.startswith("以上")
    return (found, Comparator.PLANNED) if weak else (found,)


def change(before: str) -> Kind | None:
    """Tell whether the words before a percentage make it a rise or a fall, not a share."""
    before = before.rstrip()
    bare = _TRAILING.sub("", before)
    if _TO_LEVEL.search(before) and not _PACE.search(bare):
        return None
    if _SHARE.search(bare) and not _CHANGE_RATE.search(bare):
        return None
    words = [match.group() for match in _CHANGE.finditer(before)]
    return next((kind for kind, form in _CHANGES if words and re.match(form, words[-1])), None)


def unchanged(name: str) -> str:
    """Return what a name says is to rise or fall: 增长5%，达到3亿元 is said of one thing."""
    return re.sub(rf"(?<=..){CHANGES_BY.pattern}", "", name)


def is_level(unit: str, before: str, *, down: bool) -> bool:
    """Tell whether a value is held at any time rather than added up over the year."""
    if _LEVEL.search(before):
        return True
    if down and unit not in _FLOW_UNITS and _TO_LEVEL_DOWN.search(before.rstrip()):
        return True
    durations_up = not down and unit in ("天", "小时", "年", "个月")
    return _LEVEL_UNITS.fullmatch(unit) is not None and not durations_up


def is_scope(unit: str, before: str, after: str) -> bool:
    """Tell whether a number says how many things there are to do: 推进33项挂牌督办事项."""
    return bool(unit in ("项", "件") and SCOPE_VERB.search(before) and SCOPE_NOUN.search(after))


def describes(between: str, unit: str, next_unit: str) -> bool:
    """Tell whether an amount describes what is counted next: 5亿元以上项目不少于6个.

    ``between`` are the words from the one to the other. What is listed (项目6个以上、企业20家)
    describes nothing, and only a size does so before a share: 65岁以上老年人体检率90%.
    """
    match = re.match(r"(?:及?以上|以下|[以之]?内(?!容|部|外))?的?", between)
    attached = unit.endswith("元") and re.fullmatch("[一-龥]{2,6}", between)  # 5亿元项目2个
    if (
        not match
        or not (match.group() or attached)
        or re.search("[、和及与]", between[match.end() :])
    ):
        return False
    noun = subject(between[match.end() :])
    if next_unit in "%‰" and not _SIZE.fullmatch(unit):
        return False
    return not _VERB.match(noun) if noun else unit != next_unit


def subject(text: str) -> str:
    """Return what a piece of a clause names, without the words of spans and comparators."""
    bare = text.strip(" 　、和的▼▲▽△●○■□★☆◆◇※①②③④⑤⑥⑦⑧⑨")
    if bare.count('"') % 2:  # the other one stands outside
        bare = bare.strip('"')
    while (shorter := _TRAILING.sub("", bare)) != bare:
        bare = shorter.strip(" 　、的")
    return _LEADING.sub("", bare).strip(" 　、的") or bare


def name_around(before: str, after: str) -> str:
    """Name a thing by what stands before its number, or after it: 组织4次接话活动."""
    ahead, behind = subject(before), subject(_IN_BRACKETS.sub("", _AFTER.sub("", after)))
    verb_only = len(ahead) <= 4 or _ENDS_IN_VERB.search(ahead)
    return behind if behind and (verb_only or len(behind) > len(ahead)) else ahead or behind


def says_nothing(name: str) -> bool:
    """Tell whether a clause leaves out its subject: nothing but a span or a comparator."""
    bare = _TRAILING.sub("", name)
    return _SAYS_NOTHING.fullmatch(bare) is not None or bare.startswith("由")


def says_little(name: str) -> bool:
    """Tell whether a name says only what is done and when, not to what: 6月底前建成."""
    return _LITTLE.fullmatch(name) is not None


def deadline(text: str, year: int) -> Due | None:
    """Find the day by which something is promised: 年底前, 6月底前, 上半年, 第三季度.

    None where the text states none, or an impossible one; of a span, its end.
    """
    for form, month in _DEADLINES:
        if match := form.search(text):
            while (to := _TO_DAY.match(text, match.end())) and (end := form.match(text, to.end())):
                match, year = end, int(match.groupdict().get("year") or year)
            return _due(text, year, match, month)
    return None


def deadlines(cell: str, year: int) -> list[Due]:
    """Return the days that a cell of deadlines names; the last one counts: 3月启动，10月底完成."""
    return [due for part in re.split("[，,；;。\n]", cell) if (due := deadline(part, year))]


def last_day_in(text: str, year: int) -> date | None:
    """Return the last of the days that a text names by its month; 年底 is a manner of speech."""
    named = (form for form, _ in _DEADLINES[:2])
    found = (_due(text, year, match, 0) for form in named for match in form.finditer(text))
    return max((due.day for due in found if due and due.firm), default=None)


def _due(text: str, year: int, match: re.Match[str], month: int) -> Due | None:
    said = match.groupdict()
    if quarter := said.get("quarter"):
        month = (_QUARTERS.index(quarter) // 2 + 1) * 3
    try:
        when = int(said.get("year") or year) + bool(said.get("next"))
        month = whole_number(said.get("month")) or month
        last = calendar.monthrange(when, month)[1]
        tenth = {"上旬": 10, "中旬": 20}.get(said.get("tenth") or "")
        day = date(when, month, int(said.get("day") or tenth or last))
    except (ValueError, calendar.IllegalMonthError):
        return None
    firm = _FIRM.search(match.group() + text[match.end() : match.end() + 1])
    return Due(day, firm is not None)

"""What the headings of a table mean, in the words of many offices and those of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.wording.amounts import is_known_unit


class Meaning(StrEnum):
    """What a column can hold; ``OTHER`` is known, but no field of a target: it is kept as it is.

    ``SIGN`` is ≥ or 不超过 in a column of its own. ``MONTH`` is what was done in each month: it goes with the progress, and isn't read.
    """

    SEQ = "seq"
    CATEGORY = "category"
    NAME = "name"
    CONTENT = "content"
    VALUE = "value"
    MEASURE = "measure"
    SIGN = "sign"
    BASIS = "basis"
    LEAD_UNIT = "lead_unit"
    DEADLINE = "deadline"
    PROGRESS = "progress"
    MONTH = "month"
    OTHER = "other"


OWN_MEANINGS = {each.value: each for each in Meaning}


# the first that matches the whole heading, without its blanks and brackets, decides; where several
# columns mean the same, the one that matched first in this list is taken, the rest are kept beside
_FORMS = (
    (Meaning.SEQ, r"序号?|编号|项次|项号|№|N[Oo][.．]?"),
    (Meaning.MONTH, r"(\d{1,2}|[一二三四五六七八九十]{1,2})(([-—–~～至]|月至)\d{1,2})?月份?(完成[数值量额]?)?"),
    (Meaning.OTHER, r"第?[一二三四1-4]季度|[上下]半年|前三季度"),
    (
        Meaning.LEAD_UNIT,
        r".*(责任|牵头|承办|主办|负责)(单位|部门)(和|及|与|、)(主要)?(负责人|责任人|领导|联系人)",
    ),
    (
        Meaning.OTHER,
        r".*(领导|责任人|负责人|联络[人员]|联系人|姓名|电话|联系方式|手机号?码?|职务|传真|邮箱|包保人|备注|说明|"
        r"分值|权重|得分|评分.*|自评|打分.*|标准分|(配合|协办|协同|协助|参与|参加)(单位|部门|处室|科室)?)",
    ),
    (Meaning.LEAD_UNIT, r".*牵头.*(单位|部门|处室|科室|科)|牵头"),
    (
        Meaning.LEAD_UNIT,
        r".*(责任|承办|承担|主办|负责|主责|实施|落实|执行|主管|建设|办理|完成|申报|分解)"
        r"(单位|部门|处室|科室|股室|主体|科|局)(和.*|及.*)?",
    ),
    (Meaning.LEAD_UNIT, r"(部门|单位|科室|处室|股室)(名称)?|责任主体|属地"),
    (Meaning.SIGN, r"(指标|目标)?(性质|方向|符号)|比较(符号?|关系|方式)?"),
    (Meaning.MEASURE, r"(计量|度量|指标|数量)单位"),
    (Meaning.OTHER, r".*((季度|月份?|阶段|时序|形象).*(目标|计划|安排|任务|要求|节点)|计划.*安排)"),
    (Meaning.OTHER, r"(开工|开始|启动|起始)(时[间限段]|日期)?"),
    (Meaning.OTHER, r"进度(安排|要求|计划|目标)|.*(上年|去年|基期|基数|往年).*"),
    (Meaning.DEADLINE, r".*((时限|期限)(要求)?|完成时[间段]|时间节点|完成日期|截止.*|办结时间|(竣工|完工)(时[间限])?)|时间(要求|安排)?"),
    (Meaning.PROGRESS, r".*(进展|完成情况|落实情况|执行情况|推进情况|办理情况|实际|累计完成|完成[数值率]).*|完成"),
    (Meaning.BASIS, r".*(依据|对标|创标|任务来源|文件来源|来源)"),
    (Meaning.CATEGORY, r".*(类别|类型|分类|门类|大类|领域|板块)|一级(指标)?|类"),
    (Meaning.VALUE, r"(.*(目标|指标|任务|计划|预期))?(实现|达到)?([值数]|数?量|数额)([及和]?(计量)?单位)?|规模"),
    (
        Meaning.CONTENT,
        r".*(主要目标|具体目标|年度目标|全年目标|预期目标|考核目标|建设目标|绩效目标|工作目标|量化目标|"
        r"目标内容|目标要求|目标任务|任务目标|具体指标|量化指标|考核指标|指标内容|(目标|任务)(和|及|与|、).+|"
        r".+(和|及|与|、)目标)",
    ),
    (
        Meaning.CONTENT,
        r".*(工作|任务|项目|建设|实施|主要|具体|事项|实事|考核|重点|年度|责任|改革)"
        r"(内容|任务|要求|要点)|内容|.*任务分解|.*(内容(及|和|与|、)规模|规模(及|和|与|、)内容)",
    ),
    (Meaning.CONTENT, r".*(措施|举措|做法|抓手|步骤)|(完成|达到|达标|工作|目标|质量|验收)(标准|要求)"),
    (Meaning.NAME, r"三级(指标)?"),
    (Meaning.NAME, r".*名称"),
    (
        Meaning.NAME,
        r"(工作|重点|目标|督查|督办|任务|民生|实事|改革|主要|年度|具体|建设|考核)*(事项|项目|工作|实事|指标|任务|目标|工程)"
        r"|二级(指标)?|经济指标|目\s*标",
    ),
)  # fmt: skip
_IGNORED = re.compile(r"[\s　]|[（(].*?[)）]|^(?:20\d\d年|[本今]年)(?=.)")
_IN_BRACKETS = re.compile(r"[（(](?:计量)?(?:单位[:：])?([^（）()\d:：]{1,8})[)）]")
LONGEST_HEADING = 25


def measure_in(text: str) -> str:
    """Return the unit that stands in brackets: 目标值（亿元）."""
    found = (each for each in _IN_BRACKETS.findall(text) if is_known_unit(each))
    return next(found, "")


def bare(heading: str) -> str:
    """Return a heading without blanks, brackets and the year before it."""
    return _IGNORED.sub("", heading) or "".join(heading.split())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What headings mean in a table of a year.

    ``own`` are words of an office's own, by what they mean. What is of another year is kept beside.
    """

    year: int
    own: Mapping[str, Meaning] = field(default_factory=dict)

    def is_of_other_year(self, heading: str) -> bool:
        """Tell a column of the years before or after: 2023年实际, 2025年目标."""
        years = {int(each) for each in re.findall(r"20\d\d(?=年)", heading)}
        return bool(years) and self.year not in years

    def meaning(self, heading: str) -> Meaning | None:
        """Return what a heading stands for; None for what isn't known."""
        return self.found(heading)[0]

    def found(self, heading: str) -> tuple[Meaning | None, int]:
        """Return what a heading stands for, and of two of one meaning which is meant: the lesser."""
        words = "".join(heading.split())
        if not words or len(words) > LONGEST_HEADING:
            return None, len(_FORMS)
        for own in (words, bare(heading)):
            if own in self.own:
                return self.own[own], -1
        if self.is_of_other_year(words):
            return Meaning.OTHER, len(_FORMS)
        found = (
            (meaning, rank)
            for rank, (meaning, form) in enumerate(_FORMS)
            if re.fullmatch(form, bare(heading))
        )
        measured = Meaning.VALUE if measure_in(heading) else None
        return next(found, (measured, len(_FORMS)))

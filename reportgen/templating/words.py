"""What words say of a figure that stands beside them or under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from reportgen.templating.named import PERCENT, Name

_OWN_PERIOD = "period_own_name"

# what a figure may be that stands beside a word, in a sentence or under a heading
_WORDS: Mapping[str, str] = {
    "符合.{0,2}要求": "good good_share",
    "未达.{0,2}要求|未达标": "poor behind rows assessed-good",
    "缺报|未报": "missing unreported",
    "纳入评价": "assessed",
    "推进中|尚未到评价时点": "under_way",
    "本[期月]不(?:评价|报送)|没有到报送时间": "not_due",
    "量化指标": "indicators",
    "到期未完成": "late",
    "完成率": "completion_rate",
    "时序(?:进度)?": "schedule_progress schedule_gap month",
    "计划进度": "schedule_progress schedule_gap",
    "进度差": "schedule_gap behind_below",
    "已用(?:上限的)?": "completion_rate",
    "目标值": "value upper display lower rate_yellow_from",
    "(?:目标|完成)(?:由|为|是|共)?(?:不少于|不超过|突破|压减|增长|达到)?$": "value upper display size "
    "targets categories schedule_gap cumulative cumulative-goal period_actual numerator denominator",
    "累计(?:完成|覆盖)?": "cumulative numerator denominator",
    "现[值为]": "current cumulative",
    "基期值": "value",
    "(?:第[一二三四]季度|[0-9]+月|本[期月])(?:份?完成|｜)": "period_actual",
    "得分率": "rate",
    "得分": "score points",
    "考核得分": "score",
    "我市": "own_value own_text",
    "此前": "previous_value",
    "实际完成": "cumulative period_actual as_of",
    "得权重的": "score under_way_share achieved_share",
    "参评权重": "assessed",
    "权重": "weight default_weight assessed",
    "名次": "rank",
    "[^扣]加分": "bonus most_bonus points",
    "减分": "penalty most_penalty points",
    "变动前": "before",
    "变动后": "after",
}
# what a text may be that stands under a heading
_HEADINGS: Mapping[str, str] = {
    "指标|指标名称|事项|任务": "name",
    "目标名称": "name target_name",
    "单位|责任单位|牵头单位": "lead_unit name unit responsible",
    "类别": "category name",
    "滞后原因|原因": "lag_reason",
    "(?:下一步)?措施": "next_steps",
    "责任人": "owner lead_unit",
}
_SEVERAL = re.compile("[及和与或／/]|说明")  # a heading of several things
_COUNTED = re.compile("[项件次期篇户份]|[个家处](?!百分点|千分点|工作日)")


class Piece(NamedTuple):
    """What stands on a page: words of the template, or a value with its name."""

    text: str
    name: Name | None = None

    @property
    def is_figure(self) -> bool:
        """Tell whether it is a figure, not a text."""
        return self.name is not None and self.name.unit is not None


def worded(segment: Sequence[Piece]) -> Iterator[str]:
    """Yield the figures that are none of what the words beside them say."""
    for index, piece in enumerate(segment):
        if piece.name is None or not piece.is_figure or not re.search("[0-9]", piece.text):
            continue
        before, after = _said(segment[:index][::-1])[::-1], _said(segment[index + 1 :])
        words = [max(_words_in("".join(before)), default=None)]
        if len(after) == len(segment) - index - 1:  # no other figure follows, whose words they are
            words.append(min(_words_in("".join(after)), default=None))
        told = [(word, fields) for each in words if each for _, _, word, fields in [each]]
        if told and not any(piece.name.field in fields for _, fields in told):
            yield f"“{told[0][0]}”旁边印的“{piece.text}”是 {piece.name.field}"
        yield from _counted(piece, "".join(each.text for each in segment[index + 1 :]))


def _counted(piece: Piece, after: str) -> Iterator[str]:
    assert piece.name is not None
    percent = piece.text.endswith("%") or after.startswith("%")
    if percent and piece.name.unit not in ("", PERCENT):
        yield f"“{piece.text}”印成了百分数，{piece.name.field} 的单位是{piece.name.unit}"
    elif not percent and piece.name.unit == PERCENT and (unit := _COUNTED.match(after)):
        yield f"“{piece.text}{unit.group()}”是百分数 {piece.name.field}，不是几{unit.group()}"


def _said(pieces: Sequence[Piece]) -> list[str]:
    """Return the words up to the next value that isn't said by the template itself."""
    words = []
    for piece in pieces:
        if piece.name is not None and piece.name.field != _OWN_PERIOD:
            break
        words.append(piece.text)
    return words


@lru_cache(maxsize=4096)  # a template's own words are few
def _words_in(text: str) -> tuple[tuple[int, int, str, frozenset[str]], ...]:
    """Return the words of a text that say what a figure is, by where they end and how long they are."""
    return tuple(
        (found.end(), found.end() - found.start(), found.group(), frozenset(fields.split()))
        for word, fields in _WORDS.items()
        for found in re.finditer(word, text)
    )


def headed(heading: str, shown: Sequence[Piece]) -> Iterator[str]:
    """Yield what stands under a heading that says otherwise."""
    bare = re.sub("（.*?）|\\s", "", heading)
    texts = next((f.split() for word, f in _HEADINGS.items() if re.fullmatch(word, bare)), None)
    words = None if _SEVERAL.search(bare) else max(_words_in(f"{bare}｜"), default=None)
    figures = [each for each in shown if each.is_figure]
    fields = words and words[3] if figures else texts
    found = [each.name.field for each in figures or shown if each.name]
    if fields and found and not set(found) & set(fields):
        yield f"“{bare}”一栏印的“{(figures or shown)[0].text}”是 {found[0]}"

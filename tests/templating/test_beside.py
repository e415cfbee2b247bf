"""A template that prints another figure than it says is refused; what is said rightly is let be."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import pytest

from reportgen.base.problems import ConfigurationError
from reportgen.reports.filters import FILTERS
from reportgen.sources.workspace import Workspace
from reportgen.templating.rendering import render
from reportgen.templating.sandbox import Environment, make_environment
from tests import documents

ROOT = Path(__file__).parents[2]
MACROS, WORDING = "_macros.html", "_wording.html"
QUARTERLY, BRIEF = "quarterly.html", "brief.html"
OVERVIEW, PROBLEMS = "passages/overview.html", "passages/problems.html"
DETAIL, CHANGES, SCORES = "annexes/detail.html", "annexes/changes.html", "annexes/scores.html"


def of_units(heading: str, *fields: str) -> str:
    """Return a table of units with several figures under one heading."""
    figures = "／".join("{{ u." + each + " }}" for each in fields)
    name = "{% call column('单位') %}{{ u.name }}{% endcall %}"
    cell = "{% call column('" + heading + "') %}" + figures + "{% endcall %}"
    return (
        "<table>{% call(u, n, column) say.columns(units) %}" + name + cell + "{% endcall %}</table>"
    )


YEAR = "<p>{{ year }}年度共有"
COLOURS = ("lights.green", "lights.yellow", "lights.red")
# shipped templates, edited so that they print a wrong figure
WRONG = (
    # another figure than the sentence says
    (OVERVIEW, "met(assessed, good,", "met(assessed, missing | length,"),
    (OVERVIEW, "met(assessed, good,", "met(good, good,"),
    (OVERVIEW, "缺报{{ missing | length }}", "缺报{{ under_way | length }}"),
    (OVERVIEW, "时序进度为{{ schedule_progress", "时序进度为{{ good_share"),
    (OVERVIEW, '{{ categories | sum(attribute="size") }}', "{{ indicators | length }}"),
    (OVERVIEW, "{{ scores.assessed | percent }}", "{{ scores.rate | percent }}"),
    (PROBLEMS, "有{{ poor | length }}项", "有{{ late | length }}项"),
    (MACROS, "{{ good }}项符合要求", "{{ assessed | less(good) }}项符合要求"),
    (MACROS, "{{ assessed | less(good) }}项未达", "{{ good }}项未达"),
    (OVERVIEW, "{{ scores.score |", "{{ scores.points |"),
    (MACROS, "，我市{{ with_unit(b.own_value", "，我市{{ with_unit(b.peer_value"),
    (WORDING, "完成率{{ i.completion_rate", "完成率{{ i.schedule_progress"),
    (WORDING, "{{ verb }}{{ say.with_unit(i.period_actual", "{{ verb }}{{ say.with_unit(i.cumulative"),
    # another column than its heading says
    (DETAIL, 'column("完成率",', 'column("时序进度",'),
    (DETAIL, "{{ say.completion(i) }}", '{{ i.schedule_progress | given("percent") }}'),
    (DETAIL, "{{ i.period_actual |", "{{ i.cumulative |"),
    (DETAIL, 'column("目标值",', 'column("累计完成",'),
    (DETAIL, "{{ i.name }}", "{{ i.target_name }}"),
    (QUARTERLY, "{{ category.assessed }}", "{{ category.size }}"),
    (SCORES, 'column("参评权重", "number") %}{{ row.assessed', 'column("得分", "number") %}{{ row.assessed'),
    (CHANGES, "{{ say.changed(c.before,", "{{ say.changed(c.after,"),
    (OVERVIEW, YEAR, of_units("红／黄／绿", *COLOURS) + YEAR),
    (OVERVIEW, YEAR, of_units("符合要求／纳入评价", "assessed", "good") + YEAR),
    # all, most or none, where the counts say otherwise
    (OVERVIEW, YEAR, f"<p>各项指标均达到要求。</p>{YEAR}"),
    (OVERVIEW, YEAR, f"<p>没有缺报。</p>{YEAR}"),
    # of another indicator, category, state
    (DETAIL, "{{ say.reached(i) }}", "{{ say.reached(indicators[0]) }}"),
    (QUARTERLY, "{{ category.missing }}", "{{ categories[0].missing }}"),
    (QUARTERLY, "{{ category.missing }}", "{{ missing | length }}"),
    (QUARTERLY, "{{ i.name }}{{ i.comp", "{{ i.name }}{{ indicators[0].comp"),
    (QUARTERLY, "{{ i.said.note }}。", "{{ target.indicators[0].said.note or i.name }}。"),
    (OVERVIEW, "{{ each.count }}项，占", "{{ counts[0].count }}项，占"),
    # of another period
    (OVERVIEW, "{{ scores.score |", "{{ history[0].score |"),
    (QUARTERLY, "{{ h.score | rounded_number }}", "{{ history[0].score | rounded_number }}"),
    (OVERVIEW, YEAR, "<p>绿灯{{ lights[1].count }}项。</p>" + YEAR),
    (OVERVIEW, YEAR, "<p>{{ indicators[0].name }}已达标，{{ indicators[7].name }}已达标。</p>" + YEAR),
    # of another annex
    (QUARTERLY, 'href="#annex-{{ annex.number }}"', 'href="#annex-1"'),
    (QUARTERLY, 'id="annex-{{ annex.number }}"', 'id="annex-{{ loop.revindex }}"'),
    (QUARTERLY, "say.attached(annexes)", "say.attached(annexes | reverse | list)"),
    (QUARTERLY, "{% for annex in annexes %}", "{% for annex in annexes | reverse | list %}"),
    (QUARTERLY, "附件{{ annex.number if", "附件{{ loop.revindex if"),
    (QUARTERLY, "{{ annex.heading }}", "{{ annexes[0].heading }}"),
    (QUARTERLY, "{{ annex.heading }}", "未达要求事项清单"),
    (QUARTERLY, '"annexes/" ~ annex.name', '"annexes/" ~ annexes[0].name'),
    # texts under another heading
    (DETAIL, 'column("状态",', 'column("亮灯",'),
    ("annexes/sources.html", 'column("口径",', 'column("数据来源",'),
    # upside down, on the wrong side, of another time
    (WORDING, "{{ i.numerator | number }}/{{ i.denominator", "{{ i.denominator | number }}/{{ i.numerator"),
    (WORDING, "累计分子除以累计分母", "累计分母除以累计分子"),
    (SCORES, "得分÷参评权重", "参评权重÷得分"),
    (MACROS, '"高于" if gap > 0', '"高于" if gap < 0'),
    (OVERVIEW, YEAR, "<p>截至{{ good }}月底。</p>" + YEAR),
    (OVERVIEW, YEAR, "<p>{{ last_month }}年。</p>" + YEAR),
    (OVERVIEW, YEAR, "<p>考核得分{{ good_share | percent }}。</p>" + YEAR),
    (DETAIL, 'i.schedule_progress | given("percent") }}', 'i.schedule_progress | given("percent") }}%'),
    (PROBLEMS, "{{ missing | length }}项指标缺报", "{{ missing | length }}个单位缺报"),
    # reckoned from what doesn't go together
    (OVERVIEW, "{{ indicators | length }}", '{{ indicators | sum(attribute="value") }}'),
    (OVERVIEW, "{{ scores.score |", "{{ scores.score | less(good_share) |"),
    (OVERVIEW, "{{ each.share | percent }}", "{{ each.share | number }}项"),
    (WORDING, "say.with_unit(i.period_actual, i.unit)", "say.with_unit(i.completion_rate, i.unit)"),
)  # fmt: skip


@pytest.fixture(scope="module")
def contexts(workspace: Workspace) -> tuple[Mapping[str, object], ...]:
    return tuple(documents.job(workspace, "quarterly", f"2012{q}").context for q in ("Q1", "Q2"))


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(ROOT / "templates", tmp_path_factory.mktemp("w") / "templates")


@pytest.mark.parametrize(("file", "right", "wrong"), WRONG)
def test_a_template_that_prints_another_figure_than_it_says_is_refused(
    file: str, right: str, wrong: str, templates: Path, contexts: tuple[Mapping[str, object], ...]
) -> None:
    text = (templates / file).read_text(encoding="utf-8")
    assert right in text
    try:
        (templates / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
        environment = make_environment(templates, FILTERS)
        with pytest.raises(ConfigurationError) as caught:
            _render_all(environment, contexts)
    finally:
        (templates / file).write_text(text, encoding="utf-8")
    assert {each.code for each in caught.value.problems} <= {"T510", "T503"}
    assert all(each.place and each.place.line for each in caught.value.problems)


def _render_all(environment: Environment, contexts: Iterable[Mapping[str, object]]) -> None:
    for each in contexts:
        render(environment, QUARTERLY, each)


# what an office may write in a template of its own
RIGHT = (
    "<p>{{ span }}，{{ good }}项符合要求，{{ assessed | less(good) }}项未达要求，{{ missing | length }}项缺报。</p>",
    "<p>目标{{ categories | sum(attribute='size') }}个，指标{{ indicators | length }}项，已评价{{ assessed }}项。</p>",
    "<p>{{ assessed }}项指标纳入评价，符合要求的占{{ good_share | percent }}，得分{{ scores.score | number }}分。</p>",
    "<p>达到目标要求的{{ good }}项，缺报的{{ missing | length }}项。</p>",
    "<p>已评价{{ assessed }}项缺报{{ missing | length }}项。</p>",
    "<p>{{ period_own_name }}共评价{{ assessed }}项，得分{{ scores.score | rounded_number }}。</p>",
    "<p>缺报（{{ missing | length }}项）：{{ missing | map(attribute='name') | join('、') }}。</p>",
    "<p>{{ indicators[0].name }}完成{{ indicators[0].cumulative | number }}，比{{ indicators[1].name }}快，后者完成{{ indicators[1].cumulative | number }}。</p>",
    "<p>{{ history[0].name }}得分{{ history[0].score | number }}，{{ span }}得分{{ scores.score | number }}。</p>",
    "{% for u in units %}<h3>{{ u.name }}</h3><p>得分{{ u.score | number }}分，全市平均{{ scores.score | number }}分，共{{ units | length }}个单位。</p>{% endfor %}",
    "{% for c in categories %}<h2>{{ c.heading }}</h2><p>本类{{ c.assessed }}项，占全部{{ assessed }}项的一部分。</p>{% endfor %}<h2>其他</h2><p>{{ categories[0].good }}项</p>",
    "{% for i in indicators %}<p>{{ loop.index }}.{{ i.name }}（{{ i.lead_unit }}）：{{ i.status.label }}；{{ i.completion_rate | given('percent') }}。</p>{% endfor %}",
    "{% for i in indicators %}<p>{{ i.name }}目标为{{ i.display }}，现完成{{ i.cumulative | number }}{{ i.unit }}，完成率{{ i.completion_rate | given('percent') }}（时序{{ i.schedule_progress | given('percent') }}）。</p>{% endfor %}",
    "<p>{{ units[0].indicators | sum(attribute='weight') | number }}分权重由{{ units[0].name }}承担。</p>",
    "{% for i in indicators if i.schedule_gap and i.schedule_gap < 0 %}<p>{{ i.name }}低于目标{{ i.schedule_gap | given('number') }}件。</p>{% endfor %}",
    "<p>另一处得分{{ good | fixed('特意这样') }}。</p>",
    "<table>{% call(t, n, column) say.columns(categories) %}{% call column('类别') %}{{ t.name }}{% endcall %}{% call column('指标') %}{{ t.assessed }}{% endcall %}{% call column('目标') %}{{ t.targets | length }}{% endcall %}{% call column('缺报、未到期') %}{{ t.missing }}、{{ t.under_way }}{% endcall %}{% endcall %}</table>",
    "<table>{% call(u, n, column) say.columns(units) %}{% call column('单位') %}{{ u.name }}{% endcall %}{% call column('缺报') %}{{ u.unreported | map(attribute='name') | join('、') }}{% endcall %}{% call column('得分（百分制）') %}{{ u.score | number }}{% endcall %}{% call column('红灯') %}{{ u.lights.red }}{% endcall %}{% endcall %}</table>",
    # said in other words, of a share of something, of all, beside a word that belongs to something else
    "<p>按时序应完成{{ indicators | length }}项，比时序慢的{{ poor | length }}项，快于时序的{{ good }}项；累计{{ good }}项达标，符合要求的占{{ assessed }}项的{{ good_share | percent }}。</p>",
    "<p>完成目标{{ good }}项，未完成{{ poor | length }}项，{{ units | length }}家有未达要求的指标，{{ period_own_name }}目标完成{{ good }}项，加减分合计：加{{ scores.bonus | number }}分。</p>",
    "<p>目标{{ categories | sum(attribute='size') }}项分为{{ categories | length }}类：{% for c in categories %}{{ c.name }}{{ c.size }}项；{% endfor %}</p>",
    "{% for i in indicators %}<p>{{ i.name }}完成全年目标的{{ i.completion_rate | given('percent') }}，应完成{{ i.expected | given('number') }}，权重{{ i.weight | number }}，得分为权重的{{ i.score | given('percent') }}，目标值{{ i.goal | given('number') }}，已用{{ i.cumulative | given('number') }}。</p>{% endfor %}",
    "<p>{{ units[0].name }}比{{ units[-1].name }}多{{ units[0].good }}项，{{ units[0].name }}{{ units[0].good }}/{{ units[0].assessed }}项达标。</p>",
    "<table>{% call(u, n, column) say.columns(units) %}{% call column('单位') %}{{ u.name }}{% endcall %}{% call column('全部纳入评价') %}{{ assessed }}{% endcall %}{% endcall %}</table>",
    "<table>{% call(i, n, column) say.columns(indicators) %}{% call column('任务') %}{{ i.target_name }}{% endcall %}{% call column('得权重（%）') %}{{ i.score | given('number') }}{% endcall %}{% endcall %}</table>",
    "<table>{% call(c, n, column) say.columns(changes) %}{% call column('事项') %}{{ c.name }}{% endcall %}{% call column(period_own_name) %}{{ say.changed(c.after, c.unit) if c.after is not none else '—' }}{% endcall %}{% endcall %}</table>",
    "<table><tbody><tr><td>得分</td><td>{{ scores.score | number }}</td><td>得分率</td><td>{{ scores.rate | percent }}</td></tr></tbody></table>",
    "<table><thead><tr><th>项目</th><th>合计</th>{% for c in categories %}<th>{{ c.name }}</th>{% endfor %}</tr></thead><tbody><tr><td>符合要求</td><td>{{ good }}</td>{% for c in categories %}<td>{{ c.good }}</td>{% endfor %}</tr></tbody></table>",
    of_units("绿／黄／红", *COLOURS),
    "{% for i in indicators if i.status == 'within_cap' %}<p>{{ i.name }}未突破上限，没有突破上限。</p>{% endfor %}",
    of_units("符合要求／纳入评价", "good", "assessed"),
    "<p>{% if not missing %}没有缺报。{% endif %}多数指标符合要求，力争各项指标均达到要求。</p>",
    # names are no words, whatever they are called
    "<p>{{ things | map(attribute='name') | join('、') }}{{ good }}项，{{ things[0].name ~ '：' }}{{ good }}项。</p>",
    "<table><thead><tr><th>项目</th><th>{{ things[0].name }}</th></tr></thead><tbody><tr><td>目标</td><td>{{ indicators[0].value | number }}</td></tr></tbody></table>",
    "<table>{% call(i, n, column) say.columns(indicators) %}{% call column('指标') %}{{ i.target_name }}：{{ i.name }}{% endcall %}{% call column('目标值') %}{{ i.value | number }}{{ i.unit }}{% endcall %}{% call column('完成') %}{{ i.cumulative | number }}{% endcall %}{% call column('完成率') %}{{ i.completion_rate | given('percent') }}{% endcall %}{% endcall %}</table>",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    name: Annotated[str, "名称"]


THINGS = (Thing("群众评议得分"), Thing("未达标户完成率"))


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_said_rightly_is_let_be(
    text: str, templates: Path, contexts: tuple[Mapping[str, object], ...]
) -> None:
    page = templates / "own.html"
    page.write_text('{% import "_macros.html" as say %}' + text, encoding="utf-8")
    given = {**contexts[-1], "things": THINGS}
    assert "<" in render(make_environment(templates, FILTERS), "own.html", given)


# what an office may get wrong there, and what it is told
SAID_WRONG = (
    ("<p>达到进度要求的{{ assessed }}项。</p>", "“达到进度要求”旁边印的“24”是纳入评价的指标项数（assessed）"),
    ("<p>达标率{{ schedule_progress | percent }}。</p>", "“达标率”旁边印的“50%”是全年已过的百分比（时序进度）（schedule_progress）"),
    ("<p>{{ poor | length }}项没有报送，{{ not_due | length }}项本期不评价。</p>", "是未达要求或应予控制的指标（poor）"),
    ("<table><tbody><tr><td>符合要求</td><td>{{ assessed }}</td></tr></tbody></table>", "“符合要求”一栏印的"),
    ("<table><thead><tr><th>项目</th>{% for c in categories %}<th>{{ c.name }}</th>{% endfor %}</tr></thead><tbody><tr><td>评价</td>{% for c in categories %}<td>{{ categories[0].assessed }}</td>{% endfor %}</tr></tbody></table>", "的纳入评价的指标项数（assessed）"),
    ("<p>{{ categories[0].name }}{{ categories[0].good }}项，{{ categories[1].name }}{{ categories[0].good }}项。</p>", "这里说的是"),
    ("{% for i in indicators %}<p>{{ i.name }}，使用率{{ i.schedule_progress | given('percent') }}。</p>{% endfor %}", "是时序进度（%）（schedule_progress）"),
    ("{% for i in indicators if i.baseline %}<p>现值为{{ i.baseline.value | number }}。</p>{% endfor %}", "是基期值（value）"),
    ("<p>得{{ good }}分。</p>", "的单位印成了分，符合要求的指标项数（good）的单位是项"),
    ("<p>符合要求{{ assessed ~ '项' }}。</p>", "“符合要求”旁边印的“24”"),
    ("<p>{{ ['符合要求' ~ assessed ~ '项', '另有'] | join('，') }}</p>", "“符合要求”旁边印的“24”"),
    ("<p>{{ indicators[0].name }}{{ indicators[1].status.label }}。</p>", "却是“"),
    ("<p>{{ indicators[0].name }}到{{ indicators[1].deadline | chinese_date }}。</p>", "却是“"),
    ("<p>{{ poor[0].name }}已完成。</p>", "旁边写着“已完成”，它的状态却是"),
    ("<table><tbody><tr><td>{{ poor[0].name }}</td><td>已完成</td></tr></tbody></table>", "旁边写着“已完成”"),
    ("<p>红灯{{ units[0].lights.green }}项。</p>", "“红灯”旁边印的"),
    ("<p>{{ good }}/{{ units[0].assessed }}项达标。</p>", "是两个的数"),
    ("<p>由{{ (changes | selectattr('after') | first).after | number }}调整为{{ (changes | selectattr('after') | first).before | number }}。</p>", "变动"),
    ("<p>{{ good | percent }}</p>", "是符合要求的指标项数（good），不能用 percent 印"),
    ("<p>{{ scores.score | less(good_share) | number }}</p>", "的单位是"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "said"), SAID_WRONG)
def test_what_is_said_wrongly_is_named_in_words(
    text: str, said: str, templates: Path, contexts: tuple[Mapping[str, object], ...]
) -> None:
    (templates / "own.html").write_text(f"\n{text}", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        render(make_environment(templates, FILTERS), "own.html", contexts[-1])
    (problem,) = caught.value.problems
    assert said in problem.message
    assert str(problem.place) == "templates/own.html:2"

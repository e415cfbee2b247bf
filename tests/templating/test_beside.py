"""A template that prints another figure than it says is refused; what is said rightly is let be."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from reportgen.base.problems import ConfigurationError
from reportgen.reports.filters import FILTERS
from reportgen.sources.workspace import Workspace
from reportgen.templating.sandbox import Environment, make_environment, render
from tests import documents

ROOT = Path(__file__).parents[2]
MACROS, WORDING = "_macros.html", "_wording.html"
QUARTERLY, SUMMARY, BRIEF = "quarterly.html", "summary.html", "brief.html"
OVERVIEW, PROBLEMS = "passages/overview.html", "passages/problems.html"
DETAIL, CHANGES, SCORES = "annexes/detail.html", "annexes/changes.html", "annexes/scores.html"

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
    (MACROS, "，我市{{ b.own_value", "，我市{{ b.peer_value"),
    (WORDING, "完成率{{ i.completion_rate", "完成率{{ i.schedule_progress"),
    (WORDING, "{{ verb }}{{ i.period_actual", "{{ verb }}{{ i.cumulative"),
    # another column than its heading says
    (DETAIL, 'column("完成率",', 'column("时序进度",'),
    (DETAIL, "{{ say.completion(i) }}", '{{ i.schedule_progress | given("percent") }}'),
    (DETAIL, "{{ i.period_actual |", "{{ i.cumulative |"),
    (DETAIL, 'column("目标值",', 'column("累计完成",'),
    (DETAIL, "{{ i.name }}", "{{ i.target_name }}"),
    (QUARTERLY, "{{ category.assessed }}", "{{ category.size }}"),
    (SCORES, 'column("参评权重", "number") %}{{ row.assessed', 'column("得分", "number") %}{{ row.assessed'),
    (CHANGES, "{{ say.changed(c.before,", "{{ say.changed(c.after,"),
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
    # reckoned from what doesn't go together
    (OVERVIEW, "{{ indicators | length }}", '{{ indicators | sum(attribute="value") }}'),
    (OVERVIEW, "{{ scores.score |", "{{ scores.score | less(good_share) |"),
    (OVERVIEW, "{{ each.share | percent }}", "{{ each.share | number }}项"),
    (WORDING, "{{ i.period_actual | number }}{{ i.unit }}", "{{ i.completion_rate | number }}{{ i.unit }}"),
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
    "{% for i in indicators %}<p>{{ i.name }}低于目标{{ i.schedule_gap | given('number') }}件。</p>{% endfor %}",
    "<p>另一处得分{{ good | fixed('特意这样') }}。</p>",
    "<table>{% call(t, n, column) say.columns(categories) %}{% call column('类别') %}{{ t.name }}{% endcall %}{% call column('指标') %}{{ t.assessed }}{% endcall %}{% call column('目标') %}{{ t.targets | length }}{% endcall %}{% call column('缺报、未到期') %}{{ t.missing }}、{{ t.under_way }}{% endcall %}{% endcall %}</table>",
    "<table>{% call(u, n, column) say.columns(units) %}{% call column('单位') %}{{ u.name }}{% endcall %}{% call column('缺报') %}{{ u.unreported | map(attribute='name') | join('、') }}{% endcall %}{% call column('得分（百分制）') %}{{ u.score | number }}{% endcall %}{% call column('红灯') %}{{ u.lights.red }}{% endcall %}{% endcall %}</table>",
    "<table>{% call(i, n, column) say.columns(indicators) %}{% call column('指标') %}{{ i.target_name }}：{{ i.name }}{% endcall %}{% call column('目标值') %}{{ i.value | number }}{{ i.unit }}{% endcall %}{% call column('完成') %}{{ i.cumulative | number }}{% endcall %}{% call column('完成率') %}{{ i.completion_rate | given('percent') }}{% endcall %}{% endcall %}</table>",
)  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_said_rightly_is_let_be(
    text: str, templates: Path, contexts: tuple[Mapping[str, object], ...]
) -> None:
    page = templates / "own.html"
    page.write_text('{% import "_macros.html" as say %}' + text, encoding="utf-8")
    assert "<" in render(make_environment(templates, FILTERS), "own.html", contexts[-1])

"""No number gets into a document but from the data: typed ones are found, wrong ones refused."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.base.problems import ConfigurationError, OutputError
from reportgen.document.figures import unaccounted
from reportgen.document.tree import Block, Document, Paragraph, Run
from reportgen.reports.filters import FILTERS
from reportgen.sources.workspace import Workspace
from reportgen.templating.lint import bare_numbers
from reportgen.templating.sandbox import make_environment
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from reportgen.writers.formats import DOCX, FLOWING_DOCX, PDF
from reportgen.writers.readback import check_docx, check_pdf
from tests import documents

ROOT = Path(__file__).parents[2]


def test_the_projects_own_templates_hold_none() -> None:
    assert not list(bare_numbers(make_environment(ROOT / "templates", FILTERS)))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<p>共5项</p>", [(1, "5")]),
        ("<p>\n完成率95.5%</p>", [(2, "95.5%")]),
        ("<p>{{ '共8项' }}</p>", [(1, "8")]),
        ("<p>{{ 8 }}项</p>", [(1, "8")]),
        ("<p>{% set word = '第3次' %}{{ word }}</p>", [(1, "3")]),
        ("<p>{{ '附件1' | fixed }}</p>", []),
        ("<h1 id='annex-1'>表</h1><a href='#annex-1'/>", []),
        ("{# 第1稿 #}<p>{{ n }}项</p>", []),
        ("{% if n > 1 %}<p>多项</p>{% endif %}", []),
        ('<p class=\'{{ "a" if n else "b2" }}\'>文</p>', []),
        ("<p>共十五项，完成百分之九十五，㊾项，½，Ⅳ级</p>", [(1, "½"), (1, "Ⅳ"), (1, "㊾"), (1, "十五项"), (1, "百分之九十五")]),
        ("<p>{{ n }}万批次</p>", [(1, "万")]),
        ("<p>&#52;&#50;项</p>", [(1, "42")]),
        ('<section data-mark="2013年{{ n }}"/>', [(1, "2013")]),
        ('<table summary="完成{{ n }}项、5项"/>', [(1, "5")]),
        ("{% set n = 42 %}{{ n }}", [(1, "42")]),
        ("{{ n | default(42) }}{{ items | sum(start=7) }}", [(1, "42"), (1, "7")]),
        ("{% for n in (41, 43) %}{{ n }}{% endfor %}", [(1, "41"), (1, "43")]),
        ("{% macro m(n=8) %}{{ n }}{% endmacro %}{{ m(9) }}", [(1, "8"), (1, "9")]),
        ("{{ '1月1日' | fixed }}{{ '12' | fixed('一年的月数') }}{{ 'SHA-256' | fixed }}", []),
        ("<p>一、总体。一是抓落实。有一件未达的</p>", []),
        ("{{ items[0] }}{{ items[:3] }}{{ items | selectattr('rank', 'equalto', 1) | list }}", []),
        ("{{ loop.index }}{{ items | length - others | length }}{{ items | sum(attribute='n') }}", []),
        ("{{ 'a' if n == 10 else 'b' }}{% for i in a + b %}{{ i }}{% endfor %}", []),
        ("{{ a | list + b | list }}{{ [('x', '')] * 3 }}{{ a | less(b) }}", []),
        ("{{ ' 42' }}{{ '-42' }}{{ '1,234' }}{{ '<b>42</b>' }}{{ 'x42' }}", [(1, "1"), (1, "42")]),
        ("{{ '十' }}{{ '约四十二' }}{{ '一季度' }}", [(1, "一季度"), (1, "十"), (1, "四十二")]),
        ("<p>三季度、二〇一三年、第四十二期、十天、肆拾贰、几百、翻两番</p>", [(1, each) for each in ("三季度", "二〇一三年", "几百", "十", "第四十二", "翻两番", "肆拾")]),
        ("<p>十一、四季如春、第三方、十二五规划、百家争鸣、全年</p>", []),
        ("<section data-mark='第42稿'/><table summary = \"5项\"/>", [(1, "42"), (1, "5")]),
        ("{#---\ntitle: 第42号报告\nheading: \"{{ span }}2011年\"\ndue: 10\n---#}\n", [(2, "42"), (3, "2011")]),
    ],
)  # fmt: skip
def test_digits_typed_into_prose_are_found(
    tmp_path: Path, text: str, lines: list[tuple[int, str]]
) -> None:
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    found = list(bare_numbers(make_environment(tmp_path, FILTERS)))
    assert [(each.place.line, each.message.split()[-1]) for each in found if each.place] == lines
    assert all("fixed" in each.remedy for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "{{ good + 1 }}",
        "{{ good * 100 / (indicators | length) }}",
        "{{ 40 + 2 }}",
        "{{ -good }}",
        "{{ share | int }}",
        "{{ share | round(1) }}",
        "{{ good | replace('1', '7') }}",
        "{{ ['a', 'b'] | length }}",
        "{{ [good] | map('round') | first }}",
        "{{ [good] | map('length') | first }}",
        "{% set n = good - 1 %}{{ n }}",
        "{{ [good, share] | sum }}",
        "{{ ([good] * 3) | sum }}",
        "{{ good | less(share) | less(share) }}",
        "{{ 'x42' | trim('x') }}",
        "{% set l = ['a', 'b'] %}{{ l | length }}",
        "{{ '%d' | format(good) }}",
    ],
)
def test_figures_are_not_reckoned_in_templates(tmp_path: Path, text: str) -> None:
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    assert "T509" in {each.code for each in bare_numbers(make_environment(tmp_path, FILTERS))}


@pytest.mark.parametrize(
    "text",
    [
        *("'42' | fixed", "'共42项' | fixed", "'95%' | fixed", "'四十二项' | fixed"),
        *("'42' | fixed('')", "'42' | fixed('42')"),
    ],
)
def test_a_bare_number_is_not_fixed_without_a_word_why(tmp_path: Path, text: str) -> None:
    (tmp_path / "page.html").write_text(f"{{{{ {text} }}}}", encoding="utf-8")
    (problem,) = bare_numbers(make_environment(tmp_path, FILTERS))
    assert problem.code == "T505"


def test_a_number_typed_into_a_template_is_refused(
    tmp_path: Path, workspace: Workspace, workshop: Workshop
) -> None:
    shutil.copytree(ROOT / "templates", tmp_path, dirs_exist_ok=True)
    template = tmp_path / "quarterly.html"
    text = template.read_text(encoding="utf-8")
    planted = text.replace("<h2>总体情况</h2>", "<h2>总体情况</h2>\n<p>另有987654项。</p>")
    template.write_text(planted, encoding="utf-8")
    job = documents.job(workspace, "quarterly", "2012Q1")
    planting = Workshop(ROOT, workshop.profile, make_environment(tmp_path, FILTERS))
    with pytest.raises(ConfigurationError, match="987654") as caught:
        planting.compose(job)
    place = caught.value.problems[0].place
    assert place is not None
    assert (place.file, place.line is not None) == ("templates/quarterly.html", True)


@pytest.fixture(scope="module")
def ready(workspace: Workspace, workshop: Workshop) -> Layout:
    return workshop.make(documents.job(workspace, "quarterly", "2012Q1"))


def _falsified(document: Document) -> Document:
    """Return the document with one number of its text changed."""

    def change(block: Block) -> Block:
        if not isinstance(block, Paragraph):
            return block
        runs = (each for each in block.inlines if isinstance(each, Run))
        inlines = tuple(Run(each.text.replace("1180", "1181")) for each in runs)
        return replace(block, inlines=inlines) if "1180" in block.text else block

    sections = (replace(each, blocks=tuple(map(change, each.blocks))) for each in document.sections)
    changed = replace(document, sections=tuple(sections))
    assert changed != document
    return changed


def test_a_number_that_a_writer_got_wrong_is_refused(ready: Layout, workshop: Workshop) -> None:
    pdf, word = workshop.written(ready, PDF), workshop.written(ready, DOCX)
    check_pdf(pdf, ready)
    check_docx(word, ready)
    workshop.written(ready, FLOWING_DOCX)
    other = workshop.typeset(_falsified(ready.document))
    with pytest.raises(OutputError, match="1180"):
        check_docx(word, other)
    with pytest.raises(OutputError, match="1181"):
        check_pdf(pdf, other)


def test_a_number_planted_in_the_file_is_refused(ready: Layout, workshop: Workshop) -> None:
    word = workshop.written(ready, DOCX)
    planted = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as source, zipfile.ZipFile(planted, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"1180", b"1190", 1)
            target.writestr(name, content)
    with pytest.raises(OutputError, match="1190"):
        check_docx(planted.getvalue(), ready)


@pytest.mark.parametrize(
    ("full", "less"),
    [
        ("<p>共11项、22件。</p>", "<p>共11项。</p>"),
        ("<p>共11项。</p><ol><li>另有22件</li></ol>", "<p>共11项。</p>"),
        (f"<p>共{'很' * 900}多11项。</p><p>22件。</p>", f"<p>共{'很' * 900}多11项。</p>"),  # page 2
    ],
)
def test_what_a_file_holds_too_much_or_too_little_is_named(
    full: str, less: str, typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    more, fewer = (
        typeset_body(f'<section data-mark="第33稿">{each}</section>') for each in (full, less)
    )
    for name, format_, check in (("PDF", PDF, check_pdf), ("Word", DOCX, check_docx)):
        of_more, of_fewer = (workshop.written(each, format_) for each in (more, fewer))
        check(of_more, more)
        with pytest.raises(OutputError, match=f"《试验》的 {name} 文件读回来多出了数 22\n"):
            check(of_more, fewer)
        with pytest.raises(OutputError, match=f"《试验》的 {name} 文件读回来缺少了数 22\n"):
            check(of_fewer, more)


def test_word_is_read_back_count_by_count(
    typeset_body: Callable[[str], Layout], workshop: Workshop
) -> None:
    once, twice = (typeset_body(f"<section>{'<p>共11项。</p>' * n}</section>") for n in (1, 2))
    with pytest.raises(OutputError, match="多出了数 11\n"):
        check_docx(workshop.written(twice, DOCX), once)
    with pytest.raises(OutputError, match="缺少了数 11\n"):
        check_docx(workshop.written(once, DOCX), twice)


def test_the_ledger_holds_for_paragraphs_lists_and_charts(
    typeset_body: Callable[[str], Layout],
) -> None:
    chart = """<table class="progress-chart" summary="甲完成多少"><thead><tr><th>指标</th>
<th>完成率</th><th>时序进度</th></tr></thead><tbody><tr><td>甲</td><td>40%</td><td>50%</td></tr>
</tbody></table><p class="figure-caption">完成率</p>"""
    body = f"<section><p>共11项，另有2项。</p>{chart}</section>"
    document = typeset_body(body).document
    printed = frozenset({"11", "40", "50"})

    def found(ledger: frozenset[str], list_items: int) -> list[str]:
        return [each.message for each in unaccounted(document, ledger, list_items)]

    assert found(printed, 2) == []
    assert found(printed, 1) == ["“共11项，另有2项。”里的数 2 不是数据印出来的"]
    assert found(printed - {"40"}, 2) == ["图表“甲完成多少”里的数 40 不是数据印出来的"]

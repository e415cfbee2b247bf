"""A kind of indicator is one entry, one rule, one wording: no other room names it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.assessment.verdicts import RULES
from reportgen.model.indicator_kinds import Kind

ROOT = Path(__file__).resolve().parents[2]
# the table, the rules, the words of measures; and what a milestone is unless said otherwise
NAMING = {
    "reportgen/model/indicator_kinds.py",
    "reportgen/assessment/verdicts.py",
    "reportgen/importing/indicators.py",
    "reportgen/model/targets.py",
    "templates/_wording.html",
}
NAMED = re.compile(
    rf"\bKind\.({'|'.join(kind.name for kind in Kind)})\b"
    rf"|\bkind(?:\.value)? (?:==|!=|in|is) \(?[\"']({'|'.join(Kind)})\b"
)
WORDING = (ROOT / "templates/_wording.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_rule_and_a_wording(kind: Kind) -> None:
    assert (kind in RULES) is kind.traits.measured
    assert re.search(rf'^  "{kind}": {{.*"rule": {kind}_rule', WORDING, re.MULTILINE)
    assert (f"macro {kind}_finding(" in WORDING) is kind.traits.measured


def test_no_other_room_names_a_kind() -> None:
    files = [*ROOT.glob("reportgen/**/*.py"), *ROOT.glob("templates/**/*.*")]
    naming = {
        str(file.relative_to(ROOT))
        for file in files
        if file.suffix in {".py", ".html", ".txt"}
        and NAMED.search(file.read_text(encoding="utf-8"))
    }
    assert naming - NAMING == set()
    assert "reportgen/assessment/verdicts.py" in naming  # so it can fail


def _inserted(file: Path, before: str, added: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, added + before), encoding="utf-8")


def test_a_new_kind_is_an_entry_a_rule_and_a_wording(tmp_path: Path) -> None:
    """Add 水平, a level in its own unit, to a copy of the program, and make a report of it."""
    for folder in ("reportgen", "templates", "data"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__py*"))
    _inserted(
        tmp_path / "reportgen/model/indicator_kinds.py",
        '    MILESTONE = "milestone"',
        '    LEVEL = "level", "水平", Traits(("current",), _UPWARDS)\n',
    )
    rules = tmp_path / "reportgen/assessment/verdicts.py"
    _inserted(
        rules,
        "RULES: Mapping",
        "def _level(case: Case, level: Decimal) -> Verdict:\n"
        "    completion = percentage(level, case.indicator.value)\n"
        "    met = _reaches(case, level)\n"
        "    status = Status.RATE_MET if met else Status.RATE_MISSED\n"
        "    return Verdict(status, completion, None, completion - HUNDRED)\n\n\n",
    )
    _inserted(rules, "    Kind.SCOPE: _scope", "    Kind.LEVEL: _level,\n")
    wording = tmp_path / "templates/_wording.html"
    _inserted(
        wording,
        "{% set BY_KIND",
        "{% macro level_finding(i, own_name) -%}现为{{ say.reached(i) }}，{{ i.status.label }}"
        "{%- endmacro %}\n{% macro level_rule(i) -%}现值与目标值比{%- endmacro %}\n",
    )
    _inserted(
        wording, '  "milestone": {', '  "level": {"finding": level_finding, "rule": level_rule},\n'
    )
    table = tmp_path / "data/2012/targets.yaml"
    text = table.read_text(encoding="utf-8")
    subject, text = _made_level(text)
    table.write_text(text, encoding="utf-8")
    for report in (tmp_path / "data/2012/progress").glob("*.yaml"):
        entries = report.read_text(encoding="utf-8")
        report.write_text(_with_level(entries, subject), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "reportgen", "explain", subject, "--period", "2012Q2"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    for words in ("（水平，", "规则：现值与目标值比", "算式：1÷", "未达标"):
        assert words in told.stdout


def _made_level(text: str) -> tuple[str, str]:
    """Make the table's first count a level; return its id too."""
    start = text.index("kind: count\n") + len("kind: ")
    subject = re.findall(r"- id: (\S+)\n", text[:start])[-1]
    return subject, f"{text[:start]}level{text[start + len('count') :]}"


def _with_level(entries: str, subject: str) -> str:
    """Report a present value in place of what was counted."""
    own = re.compile(rf"(- indicator: {re.escape(subject)}\n)((?:    [^\n]*\n)+)")

    def level(match: re.Match[str]) -> str:
        kept = re.sub(r"    (actual|cumulative):[^\n]*\n", "", match[2])
        return f"{match[1]}    current: 1\n{kept}"

    return own.sub(level, entries)

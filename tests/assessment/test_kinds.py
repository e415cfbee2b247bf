"""A kind of indicator is one entry, one rule, one wording: no other room names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportgen.assessment.verdicts import RULES
from reportgen.model.indicator_kinds import Kind
from tests.docs.following import copied, follow, told

ROOT = Path(__file__).resolve().parents[2]
# the table, the rules, the words of measures; and what a milestone is unless said otherwise
NAMING = {
    "reportgen/model/indicator_kinds.py",
    "reportgen/assessment/verdicts.py",
    "reportgen/wording/phrases.py",
    "reportgen/wording/doubts.py",
    "reportgen/wording/statements.py",
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


def test_a_new_kind_is_an_entry_a_rule_and_a_wording(tmp_path: Path) -> None:
    """Add 位次, a place among others, to a copy of the program, and make a report of it."""
    copied(tmp_path)
    assert len(follow("An indicator kind", tmp_path)) == 4
    table = tmp_path / "data/2012/targets.yaml"
    text = table.read_text(encoding="utf-8")
    subject, text = _made_rank(text)
    table.write_text(text, encoding="utf-8")
    for report in (tmp_path / "data/2012/progress").glob("*.yaml"):
        entries = report.read_text(encoding="utf-8")
        report.write_text(_with_rank(entries, subject), encoding="utf-8")
    explained = told(tmp_path, "explain", subject, "--period", "2012Q2")
    assert explained.returncode == 0, explained.stdout + explained.stderr
    for words in ("（位次，", "规则：位次与目标值比", "数值：位居第500", "未达标，黄灯"):
        assert words in explained.stdout


def _made_rank(text: str) -> tuple[str, str]:
    """Make the table's first count a rank; return its id too."""
    start = text.index("kind: count\n")
    subject = re.findall(r"- id: (\S+)\n", text[:start])[-1]
    own = re.sub(
        r"kind: .*\n( *)comparator: .*", r"kind: rank\n\1comparator: at_most", text[start:], count=1
    )
    return subject, text[:start] + own


def _with_rank(entries: str, subject: str) -> str:
    """Report a present value in place of what was counted."""
    own = re.compile(rf"(- indicator: {re.escape(subject)}\n)((?:    [^\n]*\n)+)")

    def rank(match: re.Match[str]) -> str:
        kept = re.sub(r"    (actual|cumulative):[^\n]*\n", "", match[2])
        return f"{match[1]}    current: 500\n{kept}"

    return own.sub(rank, entries)

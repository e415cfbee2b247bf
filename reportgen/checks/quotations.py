"""Rules on quotations: each stands in the source text, and bears the number claimed for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from typing import TypeAlias

from reportgen.base.codes import Code
from reportgen.base.numbers import plain, scaled
from reportgen.base.problems import Problem
from reportgen.checks.walk import records_in
from reportgen.model.targets import Benchmark, Indicator, Milestone, Target
from reportgen.sources.strict_yaml import Location
from reportgen.sources.workspace import Workspace

_Quoting: TypeAlias = Indicator | Milestone | Benchmark
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?\s*([万亿]{0,2})")
_CHINESE_NUMERAL = re.compile("[一二三四五六七八九十百千两]")


def missing_quotes(workspace: Workspace) -> Iterator[Problem]:
    """Find quotations that don't stand in their target's content (benchmarks: its basis)."""
    for table in workspace.tables.values():
        for place, target in records_in(table.record, Target):
            parts: Iterator[tuple[Location, _Quoting]]
            parts = records_in(target, Indicator, Milestone, Benchmark)
            for location, part in parts:
                is_fact = isinstance(part, Benchmark)
                texts = target.basis if is_fact else (target.content,)
                if not any(part.quote in text for text in texts):
                    where = "制定依据" if is_fact else "目标内容"
                    yield Code.QUOTE_NOT_FOUND.problem(
                        f"{part.id} 的原文引用“{part.quote}”不在 {target.id} 的{where}中"
                        f"{_nearest_passage(part.quote, texts)}",
                        table.place(*place, *location, "quote"),
                    )


def _nearest_passage(quote: str, texts: tuple[str, ...]) -> str:
    """Return a hint with the passage that shares the longest run of characters with the quote."""
    best = ""
    longest = 1
    for text in texts:
        match = SequenceMatcher(None, text, quote, autojunk=False).find_longest_match()
        if match.size > longest:
            start = max(0, match.a - match.b)
            longest, best = match.size, text[start : start + len(quote)]
    return f"；最接近的原文是“{best}”" if best else ""


def contradicted_values(workspace: Workspace) -> Iterator[Problem]:
    """Find indicators whose value is neither in the quotation nor in its display form."""
    for table in workspace.tables.values():
        for location, indicator in records_in(table.record, Indicator):
            written = (
                ("quote", "原文引用", indicator.quote),
                ("display", "目标值写法", indicator.display),
            )
            for field, title, text in written:
                if not _bears(text, indicator.value):
                    seen = "、".join(map(plain, numbers_in(text))) or "没有数字"
                    yield Code.VALUE_CONTRADICTS_QUOTE.problem(
                        f"{indicator.id} 的目标值是 {plain(indicator.value)}，"
                        f"{title}“{text}”中的数是：{seen}",
                        table.place(*location, field),
                    )


def numbers_in(text: str) -> tuple[Decimal, ...]:
    """Return the numbers written in figures, 万 and 亿 multiplied out: ``6万`` → 60000."""
    return tuple(scaled(match[1] + (match[2] or ""), match[3]) for match in _NUMBER.finditer(text))


def _bears(text: str, value: Decimal) -> bool:
    numbers = numbers_in(text)
    if not numbers and _CHINESE_NUMERAL.search(text):
        return True  # numbers in Chinese numerals are left to the reader
    return value in numbers

"""What the headings of a table mean, in the words of many offices and those of one's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.base.tables import rows_beside
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
_FORMS = [(Meaning(row["meaning"]), re.compile(row["heading"])) for row in rows_beside(__file__)]
_IGNORED = re.compile(r"[\s　]|[（(].*?[)）]|^(?:20\d\d年|[本今]年)(?=.)")
_IN_BRACKETS = re.compile(r"[（(](?:计量)?(?:单位[:：])?([^（）()\d:：]{1,8})[)）]")
LONGEST_HEADING, LAST_RANK = 25, len(_FORMS)


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
            return None, LAST_RANK
        for own in (words, bare(heading)):
            if own in self.own:
                return self.own[own], -1
        if self.is_of_other_year(words):
            return Meaning.OTHER, LAST_RANK
        found = (
            (meaning, rank)
            for rank, (meaning, form) in enumerate(_FORMS)
            if form.fullmatch(bare(heading))
        )
        if re.fullmatch(rf"{self.year}年度?", words):
            return Meaning.VALUE, 0
        measured = Meaning.VALUE if measure_in(heading) else None
        return next(found, (measured, LAST_RANK))

"""The names of units in a cell, however they are parted."""

from __future__ import annotations

import re

_ENDING = (
    "局|委|办|处|科|室|厅|院|校|中心|公司|集团|银行|镇|乡|街道|县|区|市|州|部|会|队|站|所|府|"
    "联社|社|园|团|台|馆|企业|单位|部门"
)
UNIT = re.compile(rf".*(?:{_ENDING})(?:[（(].*[)）])?|各.{{1,12}}")
_BETWEEN = re.compile(r"\s*\n\s*|[ 　\t]{2,}")
_MARKS = " 　、，,；;"
_LONGEST_REST = 3


def units_in(text: str) -> str:
    """Return the units of a cell, those on lines of their own parted by 、.

    What is no name by itself and ends as one with the few characters on the next line was broken
    there.
    """
    names: list[str] = []
    for part in _BETWEEN.split(text.strip()):
        spaced = part.split()
        alone = all(UNIT.fullmatch(each) and len(each) > 2 for each in spaced)
        for name in spaced if alone else [part]:
            bare = name.strip(_MARKS)
            broken = names and len(names[-1]) > 3 and not UNIT.fullmatch(names[-1])
            if broken and len(bare) <= _LONGEST_REST and UNIT.fullmatch(bare):
                names[-1] += bare
            elif bare:
                names.append(bare)
    return "、".join(names)

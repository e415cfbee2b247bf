"""The number ledger: every number of a document comes from the data, none from loose typing.

``unaccounted`` finds numbers of a parsed document that no template expression printed;
``numbers_of_text`` is how numbers are told apart, here and when finished files are read back.
"""

import re
from collections import Counter
from collections.abc import Iterator

from reportgen.base.codes import Code
from reportgen.base.problems import Problem
from reportgen.document.tree import Chart, Document, Figure, walk_figures, walk_paragraphs

# runs of digits: a decimal is two of them, for “1.2012年” is item 1 of the year 2012
_NUMBER = re.compile(r"\d+")


def numbers_of_text(text: str) -> Counter[str]:
    """Count the numbers of a text."""
    return Counter(_NUMBER.findall(text))


def unaccounted(document: Document, ledger: frozenset[str], list_items: int) -> Iterator[Problem]:
    """Find numbers that are neither in the ledger nor the ordinals of lists."""
    known = ledger | {str(number) for number in range(1, list_items + 1)}
    for paragraph in walk_paragraphs(document):
        for number in numbers_of_text(paragraph.text):
            if number not in known:
                message = f"“{paragraph.text[:20]}”里的数 {number} 不是数据印出来的"
                yield Code.BARE_NUMBER.problem(message, paragraph.place)
    for figure in walk_figures(document):
        for number in numbers_drawn(figure):
            if number not in known:
                message = f"图表“{figure.alternative[:20]}”里的数 {number} 不是数据印出来的"
                yield Code.BARE_NUMBER.problem(message, figure.place)


def numbers_drawn(figure: Figure) -> Counter[str]:
    """Count the numbers that a chart prints; a picture's can't be read."""
    texts = figure.content.texts if isinstance(figure.content, Chart) else ()
    return numbers_of_text("\n".join(texts))

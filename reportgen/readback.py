"""Read finished files back: a number in them that the document doesn't hold is refused."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from io import BytesIO

from lxml import etree

from reportgen.codes import Code
from reportgen.document.figures import numbers_drawn, numbers_of_text
from reportgen.document.tree import Document
from reportgen.document.walking import walk_figures
from reportgen.errors import OutputError
from reportgen.problems import Problem
from reportgen.typeset.layout import Layout, walk_set

_WITHOUT_WIDTH = re.compile("[\u200b\u200d]")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def check_docx(content: bytes, layout: Layout) -> None:
    """Compare the numbers of a DOCX's body with those of its layout, count by count.

    Raises OutputError where they differ.
    """
    with zipfile.ZipFile(BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    found: Counter[str] = Counter()
    for paragraph in body.iter(f"{_W}p"):
        text = "".join(each.text or "" for each in paragraph.iter(f"{_W}t"))
        found.update(numbers_of_text(_WITHOUT_WIDTH.sub("", text)))
    expected = _numbers_written(layout)
    _refuse("Word", layout.document, found - expected, expected - found)


def check_pdf(content: bytes, layout: Layout) -> None:
    """Compare which numbers stand in a PDF and in its layout, page numbers aside.

    How often isn't compared: heads are printed again on each page. Raises OutputError.
    """
    import pypdfium2  # a DOCX needs none of it

    document = layout.document
    pdf = pypdfium2.PdfDocument(content)
    found: Counter[str] = Counter()
    for page in pdf:
        found += numbers_of_text(page.get_textpage().get_text_range())
    marks = "".join(section.mark or "" for section in document.sections)
    first = document.first_page
    pages = {str(number) for number in range(first, first + len(pdf))}
    drawn = {number for figure in walk_figures(document) for number in numbers_drawn(figure)}
    written = set(_numbers_written(layout)) | set(numbers_of_text(marks))
    extra = Counter(set(found) - written - drawn - pages)
    _refuse("PDF", document, extra, Counter(written - set(found)))


def _numbers_written(layout: Layout) -> Counter[str]:
    """Count the numbers that a file of this layout holds in its text block; merged cells count once."""
    written: Counter[str] = Counter()
    for each in walk_set(layout):
        written.update(numbers_of_text(each.text))
    return written


def _refuse(kind: str, document: Document, extra: Counter[str], lost: Counter[str]) -> None:
    problems: list[Problem] = []
    for word, numbers in (("多出", extra), ("缺少", lost)):
        if numbers:
            named = "、".join(sorted(numbers)[:10])
            message = f"《{document.title}》的 {kind} 文件读回来{word}了数 {named}"
            problems.append(Code.READBACK_DIFFERS.problem(message))
    if problems:
        raise OutputError(problems)

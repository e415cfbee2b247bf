"""Read finished files back: a number in them that the document doesn't hold is refused."""

from __future__ import annotations

import zipfile
from collections import Counter
from io import BytesIO

import pypdfium2
from lxml import etree

from reportgen.codes import Code
from reportgen.document.figures import numbers_drawn, numbers_of_text, numbers_written
from reportgen.document.keep import WORD_JOINER
from reportgen.document.tree import Document
from reportgen.document.walking import walk_figures
from reportgen.errors import OutputError
from reportgen.problems import Problem

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def check_docx(content: bytes, document: Document) -> None:
    """Compare the numbers of a DOCX's body with those of its tree, count by count.

    Raises OutputError where they differ.
    """
    with zipfile.ZipFile(BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    found: Counter[str] = Counter()
    for paragraph in body.iter(f"{_W}p"):
        text = "".join(each.text or "" for each in paragraph.iter(f"{_W}t"))
        found += numbers_of_text(text.replace(WORD_JOINER, ""))
    expected = numbers_written(document)
    _refuse("Word", document, found - expected, expected - found)


def check_pdf(content: bytes, document: Document) -> None:
    """Compare which numbers stand in a PDF and in its tree, page numbers aside.

    How often isn't compared: heads are printed again on each page. Raises OutputError.
    """
    pdf = pypdfium2.PdfDocument(content)
    found: Counter[str] = Counter()
    for page in pdf:
        found += numbers_of_text(page.get_textpage().get_text_range())
    marks = "".join(section.mark or "" for section in document.sections)
    first = document.first_page
    pages = {str(number) for number in range(first, first + len(pdf))}
    drawn = {number for figure in walk_figures(document) for number in numbers_drawn(figure)}
    written = set(numbers_written(document)) | set(numbers_of_text(marks))
    extra = Counter(set(found) - written - drawn - pages)
    _refuse("PDF", document, extra, Counter(written - set(found)))


def _refuse(kind: str, document: Document, extra: Counter[str], lost: Counter[str]) -> None:
    problems: list[Problem] = []
    for word, numbers in (("多出", extra), ("缺少", lost)):
        if numbers:
            named = "、".join(sorted(numbers)[:10])
            message = f"《{document.title}》的 {kind} 文件读回来{word}了数 {named}"
            problems.append(Code.READBACK_DIFFERS.problem(message))
    if problems:
        raise OutputError(problems)

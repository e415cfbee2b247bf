"""Read finished files back: a number in them that the document doesn't hold is refused."""

import re
import zipfile
from collections import Counter
from contextlib import closing
from io import BytesIO

from lxml import etree

from reportgen.base.codes import Code
from reportgen.base.problems import OutputError
from reportgen.document.figures import numbers_drawn, numbers_of_text
from reportgen.document.tree import Document, walk_figures
from reportgen.typeset.layout import Layout, walk_set

_WITHOUT_WIDTH = re.compile("[\u200b\u200d]")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def check_docx(content: bytes, layout: Layout) -> None:
    """Compare the numbers of a DOCX's body with those of its layout, count by count.

    Raises OutputError where they differ.
    """
    found: Counter[str] = Counter()
    with (
        zipfile.ZipFile(BytesIO(content)) as package,
        package.open("word/document.xml") as body,
    ):
        for _, element in etree.iterparse(body, tag=(f"{_W}p", f"{_W}tr")):
            if element.tag == f"{_W}p":
                text = "".join(map(str, element.itertext(f"{_W}t", with_tail=False)))
                found.update(numbers_of_text(_WITHOUT_WIDTH.sub("", text)))
            else:
                element.clear()  # a large document's whole tree takes more memory than its layout
    written = _numbers_written(layout)
    _refuse("Word", layout.document, extra=set(found - written), lost=set(written - found))


def check_pdf(content: bytes, layout: Layout) -> None:
    """Compare which numbers stand in a PDF and in its layout, page numbers aside.

    How often isn't compared: heads are printed again on each page. Raises OutputError.
    """
    import pypdfium2  # a DOCX needs none of it

    document = layout.document
    found: set[str] = set()
    with closing(pypdfium2.PdfDocument(content)) as pdf:
        count = len(pdf)
        for number in range(count):
            with closing(pdf[number]) as page, closing(page.get_textpage()) as text:
                found.update(numbers_of_text(text.get_text_range()))
    marks = "".join(section.mark or "" for section in document.sections)
    written = set(_numbers_written(layout)) | set(numbers_of_text(marks))
    drawn = {number for figure in walk_figures(document) for number in numbers_drawn(figure)}
    pages = {str(document.first_page + index) for index in range(count)}
    _refuse("PDF", document, extra=found - written - drawn - pages, lost=written - found)


def _numbers_written(layout: Layout) -> Counter[str]:
    """Count the numbers that a file of this layout holds in its text block; merged cells count once."""
    return Counter(
        number for each in walk_set(layout) for number in numbers_of_text(each.text).elements()
    )


def _refuse(kind: str, document: Document, *, extra: set[str], lost: set[str]) -> None:
    problems = [
        Code.READBACK_DIFFERS.problem(
            f"《{document.title}》的 {kind} 文件读回来{word}了数 {'、'.join(sorted(numbers)[:10])}"
        )
        for word, numbers in (("多出", extra), ("缺少", lost))
        if numbers
    ]
    if problems:
        raise OutputError(problems)

"""Put a document's parts together into the bytes of a DOCX file."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml.etree import _Element

from reportgen.document.tree import Document, Paragraph, Section
from reportgen.layout.profile import LayoutProfile
from reportgen.writers.docx.body import Bookmarks, paragraph_element
from reportgen.writers.docx.pages import section_properties, write_headers
from reportgen.writers.docx.settings import write_settings
from reportgen.writers.docx.styles import write_styles
from reportgen.writers.docx.tables import table_element
from reportgen.writers.docx.wml import w

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_UNUSED = (RELATIONSHIP_TYPE.THEME, RELATIONSHIP_TYPE.CUSTOM_XML, RELATIONSHIP_TYPE.NUMBERING)


def write_docx(document: Document, profile: LayoutProfile) -> bytes:
    """Return the DOCX of a paginated document; the same document gives the same bytes."""
    word = docx.Document()
    _drop_parts(word)
    write_styles(word, profile, document.language)
    write_settings(word, document.language)
    _write_properties(word, document)
    body = word.element.body
    for child in list(body):
        body.remove(child)
    bookmarks = Bookmarks()
    last = len(document.sections) - 1
    for index, section in enumerate(document.sections):
        body.extend(_blocks(section, profile, bookmarks))
        properties = section_properties(section, profile)
        if index == last:
            body.append(properties)
        else:
            body[-1].get_or_add_pPr().append(properties)
    write_headers(word, document.sections, profile)
    return _same_bytes(word)


def _blocks(section: Section, profile: LayoutProfile, bookmarks: Bookmarks) -> list[_Element]:
    elements = [
        paragraph_element(block, bookmarks)
        if isinstance(block, Paragraph)
        else table_element(block, section, profile, bookmarks)
        for block in section.blocks
    ]
    if not isinstance(section.blocks[-1], Paragraph):
        elements.append(_end_of_section())
    return elements


def _end_of_section() -> _Element:
    """Return the paragraph that Word demands after a table; it takes no room."""
    spacing = w("spacing", before=0, after=0, line=20, lineRule="exact")
    mark = w("rPr", w("sz", val=2), w("szCs", val=2))
    return w("p", w("pPr", spacing, mark))


def _drop_parts(word: WordDocument) -> None:
    """Drop the template's theme and leftovers: theme fonts win over named ones."""
    for name, relationship in list(word.part.rels.items()):
        if relationship.reltype in _UNUSED or "stylesWithEffects" in relationship.reltype:
            word.part.drop_rel(name)
            word.part.rels.pop(name, None)


def _write_properties(word: WordDocument, document: Document) -> None:
    moment = datetime.combine(document.date, time(), UTC)
    properties = word.core_properties
    properties.title = document.title
    properties.author = document.author
    properties.last_modified_by = document.author
    properties.language = document.language
    properties.created = properties.modified = moment
    properties.comments = ""
    properties.keywords = ""
    properties.revision = 1


def _same_bytes(word: WordDocument) -> bytes:
    """Save with the zip's times fixed."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return fixed.getvalue()

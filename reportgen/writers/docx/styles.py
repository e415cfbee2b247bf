"""What holds for the whole Word file: the profile's text styles, its faces, settings, properties.

The template's own styles are thrown away.
"""

from datetime import UTC, datetime, time

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from lxml.etree import _Element

from reportgen.document.tree import Document
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import Frame, TextStyle
from reportgen.typeset.parting import NOT_AT_END, NOT_AT_START
from reportgen.writers.docx import wml
from reportgen.writers.docx.paragraphs import JOINER, JUSTIFICATION
from reportgen.writers.docx.wml import BLACK, twips, w

# the theme stays, since the format demands one, but no style refers to its fonts
_UNUSED = frozenset({"stylesWithEffects", "customXml", "numbering", "webSettings", "thumbnail"})
_NORMAL = "Normal"
_CHINESE = "86"  # GB 2312
_CHINESE_SIGNATURE = {
    **dict.fromkeys(("usb0", "usb2", "usb3", "csb1"), "00000000"),
    "usb1": "080E0000",
    "csb0": "00040000",
}
_APPLICATION = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
<Application>reportgen</Application></Properties>"""


def drop_template(word: WordDocument) -> None:
    """Drop what python-docx's template carries besides the text: its thumbnail, its fonts."""
    for relationships in (word.part.rels, word.part.package.rels):
        for name, relationship in list(relationships.items()):
            if relationship.reltype.rpartition("/")[2] in _UNUSED:
                relationships.pop(name)


def write_properties(word: WordDocument, document: Document) -> None:
    """Say what the document is and by whom; the time is the document's own date."""
    properties = word.core_properties
    properties.title = document.title
    properties.author = properties.last_modified_by = document.author
    properties.language = document.language
    properties.created = properties.modified = datetime.combine(document.date, time(), UTC)
    properties.comments = properties.keywords = ""
    properties.revision = 1
    extended = word.part.package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    extended._blob = _APPLICATION


def write_settings(word: WordDocument, language: str) -> None:
    """Replace the template's settings."""
    office = "http://schemas.microsoft.com/office/word"
    word_2013 = w("compatSetting", name="compatibilityMode", uri=office, val=15)
    word.settings.element[:] = [
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("characterSpacingControl", val="doNotCompress"),
        w("noLineBreaksAfter", lang=language, val=NOT_AT_END + JOINER),
        w("noLineBreaksBefore", lang=language, val=NOT_AT_START + JOINER),
        w("compat", word_2013),
        w("themeFontLang", val="en-US", eastAsia=language),
    ]
    word.settings.odd_and_even_pages_header_footer = True


def write_fonts(word: WordDocument, profile: LayoutProfile) -> None:
    """Name the faces, and by what a machine without one finds another full-width face."""
    table = w("fonts")
    for names in profile.faces.values():
        others = (*names.aliases, *names.instead)
        font = w(
            "font",
            w("altName", val=",".join(others)) if others else None,
            w("panose1", val=names.panose) if names.panose else None,
            w("charset", val=_CHINESE),
            w("family", val="auto"),
            w("pitch", val="default"),
            w("sig", **_CHINESE_SIGNATURE),
            name=names.official,
        )
        table.append(font)
    part = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = serialize_part_xml(table)


def write_styles(word: WordDocument, profile: LayoutProfile, language: str) -> None:
    """Replace all styles of a new Word document by those of the profile."""
    table = w("tblPr", wml.no_indent(), wml.cell_margins())
    word.styles.element[:] = [
        _defaults(profile, language),
        # plain, so that a clerk's own table or picture takes over nothing from it
        _style(_NORMAL, _NORMAL, w("qFormat"), default=1),
        _style("table-default", "Normal Table", table, kind="table", default=1),
        *(_paragraph_style(role, style, profile) for role, style in profile.styles.items()),
        *(_frame_style(role, style, profile) for role, style in profile.frames.items()),
    ]


def _style(
    role: str, name: str, *children: _Element, kind: str = "paragraph", default: int | None = None
) -> _Element:
    named = w("name", val=name)
    return w("style", named, *children, type=kind, styleId=role, default=default)


def _run_properties(
    profile: LayoutProfile, style: TextStyle, language: _Element | None = None
) -> _Element:
    """Name one face for all scripts: a theme font or a Latin one would take “ ” — … away."""
    name = profile.faces[style.face].official
    return w(
        "rPr",
        w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="eastAsia"),
        w("color", val=style.colour) if style.colour != BLACK else None,
        w("spacing", val=twips(style.letter_spacing_pt)),
        *wml.sizes(style.size_pt),
        language,
    )


def _defaults(profile: LayoutProfile, language: str) -> _Element:
    run = _run_properties(
        profile,
        profile.styles[profile.roles.body],
        w("lang", val="en-US", eastAsia=language, bidi="ar-SA"),
    )
    # lines are reckoned with no space between Han and Latin and no punctuation over the edge
    off = ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid")
    paragraph = w(
        "pPr",
        w("widowControl", val=int(profile.pagination.widow_lines > 1)),
        w("kinsoku"),
        *(w(each, val=0) for each in off),
    )
    return w("docDefaults", w("rPrDefault", run), w("pPrDefault", paragraph))


def _paragraph_style(role: str, style: TextStyle, profile: LayoutProfile) -> _Element:
    rule = wml.line("bottom", style.rule_below_pt, style.colour) if style.rule_below_pt else None
    # a rule sticks out by its own thickness on either side
    inset = style.rule_below_pt if not style.outdent_mm else 0
    first = "firstLine" if style.indent_pt >= 0 else "hanging"
    indents = {
        "left": twips(style.left_indent_pt + inset),
        "right": twips(style.right_indent_pt + inset),
        first: twips(abs(style.indent_pt)),
    }
    level = style.outline_level
    return _style(
        role,
        style.word,
        w("basedOn", val=_NORMAL),
        w("next", val=profile.roles.body if level else role),
        w("qFormat"),
        w(
            "pPr",
            wml.flag("keepNext", style.keep_with_next),
            w("pBdr", rule) if rule is not None else None,
            w(
                "spacing",
                before=twips(style.space_before_pt),
                after=twips(style.space_after_pt),
                line=twips(style.line_pt),
                lineRule="exact",
            ),
            w("ind", **indents),
            w("jc", val=JUSTIFICATION[style.align]),
            w("outlineLvl", val=level - 1) if level else None,
        ),
        _run_properties(profile, style),
    )


def _frame_style(role: str, style: Frame, profile: LayoutProfile) -> _Element:
    """Return the style of a picture's paragraph, whose line is as high as the picture."""
    before, after = twips(style.space_before_pt), twips(style.space_after_pt)
    return _style(
        role,
        style.word,
        w("basedOn", val=_NORMAL),
        w("next", val=profile.roles.body),
        w("qFormat"),
        w(
            "pPr",
            w("keepNext"),
            w("spacing", before=before, after=after, line=240, lineRule="auto"),
            w("ind", left=0, right=0, firstLine=0),
            w("jc", val=JUSTIFICATION[style.align]),
        ),
        w("rPr", *wml.sizes(1)),
    )

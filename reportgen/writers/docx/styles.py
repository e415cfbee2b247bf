"""The profile's text styles as real Word styles; the template's own styles are thrown away."""

from __future__ import annotations

from docx.document import Document as WordDocument
from lxml.etree import _Element

from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import Align, Frame, TextStyle
from reportgen.writers.docx.wml import eighths, replace_children, twips, w

JUSTIFICATION = {
    Align.LEFT: "left",
    Align.CENTER: "center",
    Align.RIGHT: "right",
    Align.JUSTIFY: "both",
    Align.DISTRIBUTE: "distribute",
}
_BODY = "body"
_NORMAL = "Normal"
_BLACK = "000000"


def write_styles(word: WordDocument, profile: LayoutProfile, language: str) -> None:
    """Replace all styles of a new Word document by those of the profile."""
    replace_children(
        word.styles.element,
        _defaults(profile, language),
        _normal(),
        _table_default(),
        *(_paragraph_style(role, style, profile) for role, style in profile.styles.items()),
        *(_frame_style(role, style) for role, style in profile.frames.items()),
    )


def fonts(profile: LayoutProfile, style: TextStyle) -> _Element:
    """Name one face for all scripts: a theme font or a Latin one would take “ ” — … away."""
    name = profile.faces[style.face].official
    return w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="eastAsia")


def run_properties(profile: LayoutProfile, style: TextStyle) -> _Element:
    """Return the character part of a style."""
    properties = w("rPr", fonts(profile, style))
    if style.colour != _BLACK:
        properties.append(w("color", val=style.colour))
    properties.append(w("spacing", val=twips(style.letter_spacing_pt)))
    half_points = int(style.size_pt * 2)
    properties.extend([w("sz", val=half_points), w("szCs", val=half_points)])
    return properties


def _defaults(profile: LayoutProfile, language: str) -> _Element:
    # WeasyPrint adds no space between Han and Latin and lets no punctuation hang over the edge.
    paragraph = w(
        "pPr",
        w("widowControl", val=int(profile.pagination.widow_lines > 1)),
        w("kinsoku"),
        w("overflowPunct", val=0),
        w("autoSpaceDE", val=0),
        w("autoSpaceDN", val=0),
        w("adjustRightInd", val=0),
        w("snapToGrid", val=0),
    )
    run = run_properties(profile, profile.styles[_BODY])
    run.append(w("lang", val="en-US", eastAsia=language, bidi="ar-SA"))
    return w("docDefaults", w("rPrDefault", run), w("pPrDefault", paragraph))


def _normal() -> _Element:
    """Return a plain default style: a clerk's own table or picture takes over nothing from it."""
    element = w("style", w("name", val=_NORMAL), w("qFormat"), type="paragraph", styleId=_NORMAL)
    element.set(element.nsmap["w"].join(("{", "}default")), "1")
    return element


def _paragraph_style(role: str, style: TextStyle, profile: LayoutProfile) -> _Element:
    element = w("style", type="paragraph", styleId=role)
    element.append(w("name", val=style.word))
    element.append(w("basedOn", val=_NORMAL))
    element.append(w("next", val=_BODY if style.outline_level else role))
    element.append(w("qFormat"))
    properties = w("pPr")
    if style.keep_with_next:
        properties.append(w("keepNext"))
    if style.rule_below_pt:
        width = eighths(style.rule_below_pt)
        rule = w("bottom", val="single", sz=width, space=0, color=style.colour)
        properties.append(w("pBdr", rule))
    properties.append(
        w(
            "spacing",
            before=twips(style.space_before_pt),
            after=twips(style.space_after_pt),
            line=twips(style.line_pt),
            lineRule="exact",
        )
    )
    first = "firstLine" if style.indent_pt >= 0 else "hanging"
    # a rule sticks out by its own thickness on either side
    inset = style.rule_below_pt if not style.outdent_mm else 0
    indents = {"right": twips(style.right_indent_pt + inset), first: twips(abs(style.indent_pt))}
    properties.append(w("ind", left=twips(style.left_indent_pt + inset), **indents))
    properties.append(w("jc", val=JUSTIFICATION[style.align]))
    if style.outline_level:
        properties.append(w("outlineLvl", val=style.outline_level - 1))
    element.append(properties)
    element.append(run_properties(profile, style))
    return element


def _frame_style(role: str, style: Frame) -> _Element:
    """Return the style of a picture's paragraph, whose line is as high as the picture."""
    before, after = twips(style.space_before_pt), twips(style.space_after_pt)
    return w(
        "style",
        w("name", val=style.word),
        w("basedOn", val=_NORMAL),
        w("next", val=_BODY),
        w("qFormat"),
        w(
            "pPr",
            w("keepNext"),
            w("spacing", before=before, after=after, line=240, lineRule="auto"),
            w("ind", left=0, right=0, firstLine=0),
            w("jc", val=JUSTIFICATION[style.align]),
        ),
        w("rPr", w("sz", val=2), w("szCs", val=2)),
        type="paragraph",
        styleId=role,
    )


def _table_default() -> _Element:
    margins = w(
        "tblCellMar", *(w(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right"))
    )
    element = w("style", w("name", val="Normal Table"), type="table", styleId="table-default")
    element.set(element.nsmap["w"].join(("{", "}default")), "1")
    element.append(w("tblPr", w("tblInd", w=0, type="dxa"), margins))
    return element

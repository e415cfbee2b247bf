"""Charts as Word's own, which a clerk can edit: a chart part with its workbook inside."""

from __future__ import annotations

from decimal import Decimal

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from lxml.etree import _Element

from reportgen.document.tree import Chart, Series
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import ChartKind, ChartStyle
from reportgen.packages import put_row, workbook_bytes

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GROUPING = {
    ChartKind.OVERLAID: ("clustered", 100),
    ChartKind.STACKED: ("stacked", 100),
    ChartKind.CLUSTERED: ("clustered", 0),
}
_GAP_WIDTH = 61  # per cent of a bar, which makes it 0.62 of its row
_CATEGORY_AXIS, _VALUE_AXIS = "111", "112"
_SHEET = "Sheet1"


def add_chart(word: WordDocument, chart: Chart, role: str, profile: LayoutProfile) -> str:
    """Put a chart and its data into the Word file; return the relationship's id."""
    package = word.part.package
    number = sum(part.partname.startswith("/word/charts/") for part in package.iter_parts()) + 1
    book = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK_TYPE, _workbook(chart), package
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    relation = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    space = _chart_space(chart, profile.charts[role], profile, relation)
    part._blob = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    return word.part.relate_to(part, RELATIONSHIP_TYPE.CHART)


def _workbook(chart: Chart) -> bytes:
    import openpyxl  # takes longer to load than most documents need it

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _SHEET
    put_row(sheet, 1, ["", *(series.name for series in chart.series)])
    for index, category in enumerate(chart.categories):
        numbers = (series.values[index].number for series in chart.series)
        put_row(sheet, index + 2, [category, *numbers])
    return workbook_bytes(book)


def _c(tag: str, *children: _Element, **attributes: object) -> _Element:
    element = etree.Element(f"{{{_C}}}{tag}", nsmap={"c": _C, "a": _A, "r": _R})
    for name, value in attributes.items():
        element.set(name, str(value))
    element.extend(children)
    return element


def _a(tag: str, *children: _Element, **attributes: object) -> _Element:
    element = etree.Element(f"{{{_A}}}{tag}", nsmap={"a": _A})
    for name, value in attributes.items():
        element.set(name, str(value))
    element.extend(children)
    return element


def _chart_space(
    chart: Chart, style: ChartStyle, profile: LayoutProfile, relation: str
) -> _Element:
    grouping, overlap = _GROUPING[style.kind]
    bars = _c("barChart", _c("barDir", val="bar"), _c("grouping", val=grouping))
    bars.append(_c("varyColors", val=0))
    for index, series in enumerate(chart.series):
        bars.append(_series(index, series, chart, style))
    bars.extend([_c("gapWidth", val=_GAP_WIDTH), _c("overlap", val=overlap)])
    bars.extend([_c("axId", val=_CATEGORY_AXIS), _c("axId", val=_VALUE_AXIS)])
    axes = _category_axis(), _value_axis(style.scale_end(chart))
    area = _c("plotArea", _layout(chart, style), bars, *axes)
    legend = _c("legend", _c("legendPos", val="b"), _c("overlay", val=0))
    drawn = _c(
        "chart",
        _c("autoTitleDeleted", val=1),
        area,
        legend,
        _c("plotVisOnly", val=1),
        _c("dispBlanksAs", val="gap"),
    )
    external = _c("externalData", _c("autoUpdate", val=0))
    external.set(f"{{{_R}}}id", relation)
    frame = _c("spPr", _a("noFill"), _a("ln", _a("noFill")))
    return _c(
        "chartSpace", _c("roundedCorners", val=0), drawn, frame, _text(style, profile), external
    )


def _layout(chart: Chart, style: ChartStyle) -> _Element:
    """Place the bars where the profile says, as in the PDF, in shares of the whole chart."""
    rows = style.row_mm * len(chart.categories)
    across = style.width_mm - style.label_mm - style.value_mm
    shares = {
        "x": style.label_mm / style.width_mm,
        "y": Decimal(0),
        "w": across / style.width_mm,
        "h": rows / (rows + style.legend_mm),
    }
    manual = _c("manualLayout", _c("layoutTarget", val="inner"))
    manual.extend([_c("xMode", val="edge"), _c("yMode", val="edge")])
    manual.extend(_c(name, val=f"{share:.4f}") for name, share in shares.items())
    return _c("layout", manual)


def _text(style: ChartStyle, profile: LayoutProfile) -> _Element:
    text = profile.styles[style.style]
    face = profile.faces[text.face].official
    defaults = _a(
        "defRPr", _a("latin", typeface=face), _a("ea", typeface=face), sz=int(text.size_pt * 100)
    )
    paragraph = _a("p", _a("pPr", defaults), _a("endParaRPr", lang="zh-CN"))
    return _c("txPr", _a("bodyPr"), _a("lstStyle"), paragraph)


def _series(index: int, series: Series, chart: Chart, style: ChartStyle) -> _Element:
    column = chr(ord("B") + index)
    last = len(chart.categories) + 1
    fill = style.fills[index % len(style.fills)]
    inside = _a("noFill") if fill == "none" else _solid(fill)
    look = _c("spPr", inside, _a("ln", _solid("000000"), w=6350))
    names = _points("strCache", chart.categories)
    values = _points("numCache", [f"{value.number:f}" for value in series.values])
    values.insert(0, _code(series))
    return _c(
        "ser",
        _c("idx", val=index),
        _c("order", val=index),
        _c("tx", _reference("strRef", f"{_SHEET}!${column}$1", _points("strCache", [series.name]))),
        look,
        _c("invertIfNegative", val=0),
        _labels(index, series, style),
        _c("cat", _reference("strRef", f"{_SHEET}!$A$2:$A${last}", names)),
        _c("val", _reference("numRef", f"{_SHEET}!${column}$2:${column}${last}", values)),
    )


def _solid(colour: str) -> _Element:
    return _a("solidFill", _a("srgbClr", val=colour))


def _code(series: Series) -> _Element:
    element = _c("formatCode")
    element.text = _format(series)
    return element


def _format(series: Series) -> str:
    return 'General"%"' if all(value.label.endswith("%") for value in series.values) else "General"


def _labels(index: int, series: Series, style: ChartStyle) -> _Element:
    """Print values; a mark laid over another series carries none, nor does a bar of no length."""
    labels = _c("dLbls")
    shown = style.kind is not ChartKind.OVERLAID or index == 0
    if style.kind is ChartKind.STACKED:
        for number, value in enumerate(series.values):
            if not value.number:
                labels.append(_c("dLbl", _c("idx", val=number), _c("delete", val=1)))
    labels.append(_c("numFmt", formatCode=_format(series), sourceLinked=0))
    if style.kind is ChartKind.STACKED and style.is_dark(index):
        white = _a("defRPr", _solid("FFFFFF"))
        paragraph = _a("p", _a("pPr", white), _a("endParaRPr", lang="zh-CN"))
        labels.append(_c("txPr", _a("bodyPr"), _a("lstStyle"), paragraph))
    labels.append(_c("dLblPos", val="ctr" if style.kind is ChartKind.STACKED else "outEnd"))
    for name in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
        labels.append(_c(f"show{name}", val=int(shown and name == "Val")))
    return labels


def _points(tag: str, values: tuple[str, ...] | list[str]) -> _Element:
    cache = _c(tag, _c("ptCount", val=len(values)))
    for index, value in enumerate(values):
        text = _c("v")
        text.text = value
        cache.append(_c("pt", text, idx=index))
    return cache


def _reference(tag: str, formula: str, cache: _Element) -> _Element:
    element = _c("f")
    element.text = formula
    return _c(tag, element, cache)


def _category_axis() -> _Element:
    return _c(
        "catAx",
        _c("axId", val=_CATEGORY_AXIS),
        _c("scaling", _c("orientation", val="maxMin")),  # the first category on top
        _c("delete", val=0),
        _c("axPos", val="l"),
        _c("majorTickMark", val="none"),
        _c("minorTickMark", val="none"),
        _c("tickLblPos", val="low"),
        _c("spPr", _a("ln", _solid("000000"), w=6350)),
        _c("crossAx", val=_VALUE_AXIS),
        _c("crosses", val="autoZero"),
        _c("auto", val=1),
        _c("lblAlgn", val="ctr"),
        _c("lblOffset", val=100),
        _c("noMultiLvlLbl", val=0),
    )


def _value_axis(end: Decimal) -> _Element:
    return _c(
        "valAx",
        _c("axId", val=_VALUE_AXIS),
        _c("scaling", _c("orientation", val="minMax"), _c("max", val=end), _c("min", val=0)),
        _c("delete", val=1),
        _c("axPos", val="t"),
        _c("numFmt", formatCode="General", sourceLinked=0),
        _c("majorTickMark", val="none"),
        _c("minorTickMark", val="none"),
        _c("tickLblPos", val="nextTo"),
        _c("crossAx", val=_CATEGORY_AXIS),
        _c("crosses", val="autoZero"),
        _c("crossBetween", val="between"),
    )

"""Charts as Word's own, which a clerk can edit: a chart part with its workbook inside.

Imported where there is a chart to write, since openpyxl takes longer to load than most documents
need.
"""

from collections.abc import Sequence
from decimal import Decimal

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.chart import data_source as source
from openpyxl.chart.chartspace import ChartContainer, ChartSpace
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.plotarea import PlotArea
from openpyxl.chart.series import Series as Bars
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.xml.functions import tostring

from reportgen.base.packages import put_row, workbook_bytes
from reportgen.document.tree import Chart, Series
from reportgen.layout.profile import LayoutProfile
from reportgen.layout.styles import ChartKind, ChartStyle

_GROUPING = {
    ChartKind.OVERLAID: ("clustered", 100),
    ChartKind.STACKED: ("stacked", 100),
    ChartKind.CLUSTERED: ("clustered", 0),
}
_GAP_WIDTH = 61  # per cent of a bar, which makes it 0.62 of its row
_SHEET = "Sheet1"
_LINE = LineProperties(w=6350, solidFill="000000")
_NOT_SHOWN = dict.fromkeys(
    ("showLegendKey", "showCatName", "showSerName", "showPercent", "showBubbleSize"), False
)


def add_chart(word: WordDocument, chart: Chart, role: str, profile: LayoutProfile) -> str:
    """Put a chart and its data into the Word file; return the relationship's id."""
    package = word.part.package
    space = _chart_space(chart, role, profile)
    name = package.next_partname("/word/charts/chart%d.xml")
    part = XmlPart(name, CONTENT_TYPE.DML_CHART, space, package)
    name = package.next_partname("/word/embeddings/chart%d.xlsx")
    book = Part(name, CONTENT_TYPE.SML_SHEET, _workbook(chart), package)
    relation = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    # openpyxl would write the id without its namespace
    external = f'<c:externalData {nsdecls("c", "r")} r:id="{relation}"/>'
    space.append(parse_xml(external))
    return word.part.relate_to(part, RELATIONSHIP_TYPE.CHART)


def _workbook(chart: Chart) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _SHEET
    put_row(sheet, 1, ["", *(series.name for series in chart.series)])
    for index, category in enumerate(chart.categories):
        numbers = (series.values[index].number for series in chart.series)
        put_row(sheet, index + 2, [category.replace("\n", ""), *numbers])
    return workbook_bytes(book)


def _chart_space(chart: Chart, role: str, profile: LayoutProfile) -> BaseOxmlElement:
    style = profile.charts[role]
    grouping, overlap = _GROUPING[style.kind]
    bars = BarChart(barDir="bar", grouping=grouping, gapWidth=_GAP_WIDTH, overlap=overlap)
    bars.varyColors = False
    bars.ser = [_bars(index, series, chart, style) for index, series in enumerate(chart.series)]
    categories, values = bars.x_axis, bars.y_axis
    categories.scaling.orientation = "maxMin"  # the first category on top
    categories.tickLblPos = "low"
    categories.spPr = GraphicalProperties(ln=_LINE)
    categories.delete, values.delete = False, True
    values.scaling.min, values.scaling.max = 0, style.scale_end(chart)
    values.majorGridlines = None
    values.crossBetween = "between"
    text = profile.styles[style.style]
    face = Font(typeface=profile.faces[text.face].official)
    space = ChartSpace(
        roundedCorners=False,
        chart=ChartContainer(
            autoTitleDeleted=True,
            plotArea=PlotArea(
                layout=_place(chart, style, profile.chart_row_mm(role, chart)), _charts=[bars]
            ),
            legend=Legend(legendPos="b", overlay=False),
            plotVisOnly=True,
            dispBlanksAs="gap",
        ),
        spPr=GraphicalProperties(noFill=True, ln=LineProperties(noFill=True)),
        txPr=_text(CharacterProperties(latin=face, ea=face, sz=int(text.size_pt * 100))),
    )
    return parse_xml(tostring(space.to_tree()))


def _place(chart: Chart, style: ChartStyle, row_mm: Decimal) -> Layout:
    """Place the bars where the profile says, as in the PDF, in shares of the whole chart."""
    rows = row_mm * len(chart.categories)
    across = style.width_mm - style.label_mm - style.value_mm
    return Layout(
        ManualLayout(
            layoutTarget="inner",
            xMode="edge",
            yMode="edge",
            x=_share(style.label_mm, style.width_mm),
            y=0,
            w=_share(across, style.width_mm),
            h=_share(rows, rows + style.legend_mm),
        )
    )


def _share(part: Decimal, whole: Decimal) -> float:
    return float(round(part / whole, 4))


def _text(properties: CharacterProperties) -> RichText:
    end = CharacterProperties(lang="zh-CN")
    return RichText(p=[Paragraph(ParagraphProperties(defRPr=properties), end, r=[])])


def _bars(index: int, series: Series, chart: Chart, style: ChartStyle) -> Bars:
    column, last = chr(ord("B") + index), len(chart.categories) + 1
    code = 'General"%"' if all(each.label.endswith("%") for each in series.values) else "General"
    numbers = [source.NumVal(at, v=f"{each.number:f}") for at, each in enumerate(series.values)]
    cache = source.NumData(code, len(numbers), numbers)
    fill = style.fills[index % len(style.fills)]
    return Bars(
        idx=index,
        order=index,
        tx=SeriesLabel(_strings(f"${column}$1", [series.name])),
        spPr=GraphicalProperties(
            noFill=fill == "none" or None, solidFill=None if fill == "none" else fill, ln=_LINE
        ),
        invertIfNegative=False,
        dLbls=_labels(index, series, style, code),
        cat=source.AxDataSource(strRef=_strings(f"$A$2:$A${last}", chart.categories)),
        val=source.NumDataSource(
            source.NumRef(f"{_SHEET}!${column}$2:${column}${last}", numCache=cache)
        ),
    )


def _strings(place: str, texts: Sequence[str]) -> source.StrRef:
    points = [source.StrVal(index, text) for index, text in enumerate(texts)]
    return source.StrRef(f"{_SHEET}!{place}", source.StrData(len(points), points))


def _labels(index: int, series: Series, style: ChartStyle, code: str) -> DataLabelList:
    """Print values; a mark laid over another series carries none, nor does a bar of no length."""
    stacked = style.kind is ChartKind.STACKED
    empty = [at for at, value in enumerate(series.values) if stacked and not value.number]
    white = CharacterProperties(solidFill="FFFFFF")
    return DataLabelList(
        dLbl=[DataLabel(at, showVal=False, **_NOT_SHOWN) for at in empty],
        numFmt=code,
        # the frame that is laid over a bar doesn't cross its value
        spPr=None
        if stacked
        else GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(noFill=True)),
        txPr=_text(white) if stacked and style.is_dark(index) else None,
        dLblPos="ctr" if stacked else "outEnd",
        showVal=style.kind is not ChartKind.OVERLAID or index == 0,
        **_NOT_SHOWN,
    )

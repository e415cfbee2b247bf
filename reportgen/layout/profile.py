"""The typed form of ``templates/profiles/*.yaml``. Lengths are mm or pt as the names say."""

from __future__ import annotations

from decimal import Decimal
from math import floor
from typing import Self

from pydantic import Field

from reportgen.document.tree import Chart, Section
from reportgen.fonts.faces import Face
from reportgen.layout.styles import (
    DIFFERENCE_PT,
    POINTS_PER_MM,
    ChartStyle,
    Colour,
    FigureStyle,
    Frame,
    NotNegative,
    PanelStyle,
    Positive,
    TableStyle,
    TextStyle,
)
from reportgen.model.records import Record, Text


class Paper(Record):
    """幅面."""

    width_mm: Positive = Field(title="宽")
    height_mm: Positive = Field(title="高")


class Margins(Record):
    """页边，竖排."""

    top_mm: Positive = Field(title="天头")
    bottom_mm: Positive = Field(title="地脚")
    left_mm: Positive = Field(title="订口")
    right_mm: Positive = Field(title="切口")


class Grid(Record):
    """版心网格."""

    lines: int = Field(title="每面行数", ge=1)
    characters: int = Field(title="每行字数", ge=1)
    size_pt: Positive = Field(title="字号", description="没有写 size_pt 的文字样式用它")
    line_pt: Positive = Field(title="行距", description="没有写 line_pt 的文字样式用它")


class Sheet(Record):
    """页面: what all measures that a style leaves out are taken from."""

    paper: Paper = Field(title="幅面")
    margins: Margins = Field(title="页边")
    grid: Grid = Field(title="网格")

    @property
    def text_width_mm(self) -> Decimal:
        """Return the width of the text block (版心)."""
        return self.paper.width_mm - self.margins.left_mm - self.margins.right_mm

    @property
    def text_height_mm(self) -> Decimal:
        """Return the height of the text block (版心)."""
        return self.paper.height_mm - self.margins.top_mm - self.margins.bottom_mm

    def page_of(self, section: Section) -> Self:
        """Return a section's page; a landscape one's top is the upright one's left (clause 8)."""
        if not section.landscape:
            return self
        paper, margins = self.paper, self.margins
        turned = {
            "paper": Paper(width_mm=paper.height_mm, height_mm=paper.width_mm),
            "margins": Margins(
                top_mm=margins.left_mm,
                right_mm=margins.top_mm,
                bottom_mm=margins.right_mm,
                left_mm=margins.bottom_mm,
            ),
        }
        return self.model_copy(update=turned)

    @property
    def letter_spacing_pt(self) -> Decimal:
        """Return what is put between characters so that so many fill a line, in Word's twentieths.

        The line keeps room for what programs may differ by in its width, so that none breaks it.
        """
        count = self.grid.characters
        width = self.text_width_mm * POINTS_PER_MM - DIFFERENCE_PT
        spare = width - count * self.grid.size_pt
        gaps = count + 1 if spare > 0 else max(count - 1, 1)
        return Decimal(floor(spare / gaps * 20)) / 20


class Roles(Record):
    """程序自己要用的样式, by their names: what they are called is the profile's business."""

    body: Text = Field(title="正文", description="<p> 的样式")
    headings: tuple[Text, ...] = Field(title="标题", description="<h1>、<h2>……的样式", min_length=1)
    annex_label: Text = Field(title="附件首页的“附件”")
    annex_title: Text = Field(title="附件首页的标题")
    page_number: Text = Field(title="页码")
    page_mark: Text = Field(title="页眉标记")
    figure: Text | None = Field(None, title="图", description="没有 class 的 <img> 的图框")
    caption: Text | None = Field(None, title="图题", description="依次编号，见 numbering.caption")


class FaceNames(Record):
    """字体."""

    official: Text = Field(title="公文字体名")
    aliases: tuple[Text, ...] = Field((), title="同一字体的其他名称")
    stand_in: Text = Field(title="替代字体文件")
    instead: tuple[Text, ...] = Field((), title="没有它的机器上 Word 改用的字体")
    panose: str | None = Field(
        None, title="字形分类", description="Word 据此选相近的字体", pattern="^[0-9A-F]{20}$"
    )


class Numbering(Record):
    """序数."""

    headings: tuple[Text, ...] = Field(title="各级标题序数")
    list: Text = Field(title="列表序数")
    caption: Text = Field("图{arabic}　", title="图题序数")


class PageNumber(Record):
    """页码."""

    dash: Text = Field(title="一字线")
    below_text_mm: Positive = Field(title="一字线距版心下边缘")
    inset_chars: NotNegative = Field(title="左右空字")


class PageMark(Record):
    """页眉标记."""

    above_text_mm: Positive = Field(title="距版心上边缘")


class Signing(Record):
    """署名和成文日期的位置."""

    right_chars: NotNegative = Field(title="成文日期右空字数")
    unsealed_right_chars: NotNegative = Field(title="不加盖印章的署名右空字数")
    unsealed_shift_chars: NotNegative = Field(title="不加盖印章的日期比署名右移字数")
    seal_mm: Positive = Field(title="印章直径")


class SecondRule(Record):
    """信函首页下方的双线."""

    width_mm: Positive = Field(title="线长")
    above_page_end_mm: Positive = Field(title="距下页边")
    lines_pt: tuple[Positive, Positive] = Field(title="上、下线粗")
    gap_pt: Positive = Field(title="两线间距")
    colour: Colour = Field(title="颜色")


class PaginationRules(Record):
    """分页."""

    slack_mm: NotNegative = Field(title="有表格、图的页的余量")
    continued: Text = Field(title="续表标记")
    widow_lines: int = Field(title="段落在页首页末至少行数", ge=1)
    imprint_gap_lines: NotNegative = Field(Decimal("0.5"), title="版记与上文至少隔行数")


class BreakingRules(Record):
    """断行."""

    loose_em: NotNegative = Field(
        Decimal("0.15"), title="数与单位为同行而使上一行字距加大的限度，以字为单位"
    )
    ragged_below_chars: NotNegative = Field(
        Decimal(16), title="一行不足几字的单元格左对齐，不拉开字距"
    )


class LayoutProfile(Sheet):
    """版式文件."""

    name: Text = Field(title="名称")
    roles: Roles = Field(title="样式的用处")
    faces: dict[str, FaceNames] = Field(title="字体")
    styles: dict[str, TextStyle] = Field(title="文字样式")
    numbering: Numbering = Field(title="序数")
    page_number: PageNumber = Field(title="页码")
    page_mark: PageMark = Field(title="页眉标记")
    tables: dict[str, TableStyle] = Field(title="表格")
    panels: dict[str, PanelStyle] = Field({}, title="并排文字")
    signing: Signing | None = Field(None, title="署名", description="有署名样式（part）时必填")
    letter_rule: SecondRule | None = Field(None, title="信函首页下方的双线")
    figures: dict[str, FigureStyle] = Field({}, title="图")
    charts: dict[str, ChartStyle] = Field({}, title="图表")
    pagination: PaginationRules = Field(title="分页")
    breaking: BreakingRules = Field(BreakingRules(), title="断行")

    def font_faces(self) -> tuple[Face, ...]:
        """Return the faces as fonts are looked for."""
        return tuple(
            Face(key, names.official, names.aliases, names.stand_in)
            for key, names in self.faces.items()
        )

    @property
    def frames(self) -> dict[str, Frame]:
        """Return the frames of pictures and charts by role."""
        return {**self.figures, **self.charts}

    def chart_row_mm(self, role: str, chart: Chart) -> Decimal:
        """Return the height of a category's row, as the name with the most lines asks for."""
        style = self.charts[role]
        lines = max(each.count("\n") + 1 for each in chart.categories)
        named = lines * self.styles[style.style].line_pt / POINTS_PER_MM
        return max(style.row_mm, named) if lines > 1 else style.row_mm

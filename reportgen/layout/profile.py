"""The typed form of ``templates/profiles/*.yaml``. Lengths are mm or pt as the names say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from reportgen.document.keep import width_em
from reportgen.document.tree import Chart, Figure, Panel, Paragraph, Section, Table
from reportgen.fonts.faces import Face
from reportgen.model.targets import Record, Text

Positive = Annotated[Decimal, Field(gt=0)]
NotNegative = Annotated[Decimal, Field(ge=0)]
Colour = Annotated[str, Field(pattern="^[0-9A-Fa-f]{6}$")]

POINTS_PER_MM = Decimal(72) / Decimal("25.4")


class Align(StrEnum):
    """How lines stand in their box."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"
    DISTRIBUTE = "distribute"


class Paper(Record):
    """幅面."""

    width_mm: Positive = Field(title="宽")
    height_mm: Positive = Field(title="高")

    @property
    def turned(self) -> Paper:
        """Return the sheet lying on its side."""
        return Paper(width_mm=self.height_mm, height_mm=self.width_mm)


class Margins(Record):
    """页边，竖排."""

    top_mm: Positive = Field(title="天头")
    bottom_mm: Positive = Field(title="地脚")
    left_mm: Positive = Field(title="订口")
    right_mm: Positive = Field(title="切口")

    @property
    def turned(self) -> Margins:
        """Return the margins of a landscape page, whose top is the portrait's left (clause 8)."""
        return Margins(
            top_mm=self.left_mm,
            right_mm=self.top_mm,
            bottom_mm=self.right_mm,
            left_mm=self.bottom_mm,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it lies: its paper, its margins, the text block (版心) between them."""

    paper: Paper
    margins: Margins

    @property
    def text_width_mm(self) -> Decimal:
        """Return the width of the text block."""
        return self.paper.width_mm - self.margins.left_mm - self.margins.right_mm

    @property
    def text_height_mm(self) -> Decimal:
        """Return the height of the text block."""
        return self.paper.height_mm - self.margins.top_mm - self.margins.bottom_mm


class Grid(Record):
    """版心网格."""

    lines: int = Field(title="每面行数", ge=1)
    characters: int = Field(title="每行字数", ge=1)
    line_pt: Positive = Field(title="行距")


class FaceNames(Record):
    """字体."""

    official: Text = Field(title="公文字体名")
    aliases: tuple[Text, ...] = Field((), title="同一字体的其他名称")
    stand_in: Text = Field(title="替代字体文件")


class TextStyle(Record):
    """文字样式."""

    word: Text = Field(title="Word 样式名")
    face: Text = Field(title="字体")
    size_pt: Positive = Field(title="字号")
    line_pt: Positive = Field(title="行距")
    letter_spacing_pt: Decimal = Field(Decimal(0), title="字距增减")
    align: Align = Field(title="对齐")
    colour: Colour = Field("000000", title="颜色")
    left_indent_chars: NotNegative = Field(Decimal(0), title="左缩进字数")
    indent_chars: Decimal = Field(
        Decimal(0), title="首行缩进字数", description="在左缩进之外；负数为悬挂"
    )
    right_indent_chars: NotNegative = Field(Decimal(0), title="右缩进字数")
    space_before_lines: NotNegative = Field(Decimal(0), title="段前空行数")
    space_after_lines: NotNegative = Field(Decimal(0), title="段后空行数")
    rule_below_pt: NotNegative = Field(Decimal(0), title="下方横线粗")
    outdent_mm: NotNegative = Field(Decimal(0), title="左右伸出版心")
    fit: bool = Field(False, title="一行放不下时缩小")
    even_lines: bool = Field(False, title="一行放不下时按词意分行，各行长短相近")
    keep_with_next: bool = Field(False, title="与下段同页")
    keep_with_previous: bool = Field(False, title="与上段同页")
    outline_level: int | None = Field(None, title="大纲级别", ge=1, le=9)

    @property
    def pitch_pt(self) -> Decimal:
        """Return how far one character's left edge is from the next one's."""
        return self.size_pt + self.letter_spacing_pt

    def scaled_size_pt(self, scale: float) -> float:
        """Return the size of shrunk characters in half points, as Word counts."""
        return int(float(self.size_pt) * scale * 2) / 2

    @property
    def indent_pt(self) -> Decimal:
        """Return the first-line indent."""
        return self.indent_chars * self.pitch_pt

    @property
    def left_indent_pt(self) -> Decimal:
        """Return the indent of all lines on the left; less than 0 where it reaches out."""
        return self.left_indent_chars * self.pitch_pt - self.outdent_mm * POINTS_PER_MM

    @property
    def right_indent_pt(self) -> Decimal:
        """Return the indent of all lines on the right."""
        return self.right_indent_chars * self.pitch_pt - self.outdent_mm * POINTS_PER_MM

    @property
    def space_before_pt(self) -> Decimal:
        """Return the room above the paragraph."""
        return self.space_before_lines * self.line_pt

    @property
    def space_after_pt(self) -> Decimal:
        """Return the room below the paragraph."""
        return self.space_after_lines * self.line_pt


class Numbering(Record):
    """序数."""

    headings: tuple[Text, ...] = Field(title="各级标题序数")
    list: Text = Field(title="列表序数")


class PageNumber(Record):
    """页码."""

    dash: Text = Field(title="一字线")
    below_text_mm: Positive = Field(title="一字线距版心下边缘")
    inset_chars: NotNegative = Field(title="左右空字")


class PageMark(Record):
    """页眉标记."""

    above_text_mm: Positive = Field(title="距版心上边缘")


class Padding(Record):
    """单元格边距."""

    side: NotNegative = Field(title="左右")
    top: NotNegative = Field(title="上")
    bottom: NotNegative = Field(title="下")


class ColumnStyle(Record):
    """栏."""

    width_mm: Positive = Field(title="栏宽")
    style: Text = Field(title="文字样式")
    stretch: bool = Field(False, title="可伸缩")


class TableStyle(Record):
    """表格样式."""

    head: Text = Field(title="标题行样式")
    border_pt: Positive = Field(title="线宽")
    padding_mm: Padding = Field(title="单元格边距")
    columns: dict[str, ColumnStyle] = Field(title="各栏")
    other_column: ColumnStyle = Field(title="未列出的栏")

    def column(self, role: str) -> ColumnStyle:
        """Return the style of a column, the general one for a role that isn't listed."""
        return self.columns.get(role, self.other_column)

    def widths_mm(self, roles: tuple[str, ...], room_mm: Decimal) -> tuple[Decimal, ...]:
        """Share ``room_mm`` among the columns; what is over or short goes to those that stretch."""
        styles = [self.column(role) for role in roles]
        total = sum((style.width_mm for style in styles), Decimal(0))
        elastic = sum((style.width_mm for style in styles if style.stretch), Decimal(0))
        if not elastic or elastic + room_mm <= total:
            return tuple(style.width_mm * room_mm / total for style in styles)
        factor = (elastic + room_mm - total) / elastic
        return tuple(
            style.width_mm * factor if style.stretch else style.width_mm for style in styles
        )


class PanelStyle(Record):
    """并排文字：没有边框的格子，可有横线."""

    columns_mm: tuple[Positive, ...] = Field(title="各格宽", min_length=1)
    hug_chars: NotNegative | None = Field(
        None,
        title="末格比其中的文字宽几字",
        description="首格让出或收进；不写则各格都如 columns_mm",
    )
    max_height_mm: Positive | None = Field(None, title="一行放不下或高过它时文字缩小")
    align: Align = Field(Align.CENTER, title="在版心中的位置")
    rule_top_pt: NotNegative = Field(Decimal(0), title="上横线粗")
    rule_inner_pt: NotNegative = Field(Decimal(0), title="中间横线粗")
    rule_bottom_pt: NotNegative = Field(Decimal(0), title="下横线粗")


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


class Frame(Record):
    """图框."""

    word: Text = Field(title="Word 样式名")
    width_mm: Positive = Field(title="宽")
    align: Align = Field(title="对齐")
    space_before_pt: NotNegative = Field(Decimal(0), title="上方空")
    space_after_pt: NotNegative = Field(Decimal(0), title="下方空")


class FigureStyle(Frame):
    """图."""

    max_height_mm: Positive = Field(title="最高")


class ChartKind(StrEnum):
    """How the bars of a category stand: one over the other, one after the other, side by side."""

    OVERLAID = "overlaid"
    STACKED = "stacked"
    CLUSTERED = "clustered"


class ChartStyle(Frame):
    """图表：横条，从上到下各类别一条."""

    kind: ChartKind = Field(title="种类")
    style: Text = Field(title="文字样式")
    row_mm: Positive = Field(title="每个类别高")
    label_mm: Positive = Field(title="类别名称宽")
    value_mm: NotNegative = Field(title="条末数值宽")
    legend_mm: Positive = Field(title="图例高")
    fills: tuple[Text, ...] = Field(
        title="各系列的填充色", description="六位十六进制，none 为只有框"
    )

    def scale_end(self, chart: Chart) -> Decimal:
        """Return the number whose bar fills the whole width."""
        stacked = self.kind is ChartKind.STACKED
        return max(max(chart.totals) if stacked else chart.highest, Decimal(1))

    def is_dark(self, number: int) -> bool:
        """Tell whether text on a series' fill should be white."""
        fill = self.fills[number % len(self.fills)]
        return fill != "none" and int(fill[:2], 16) < 128


class PaginationRules(Record):
    """分页."""

    slack_mm: NotNegative = Field(title="表格每页余量")
    continued: Text = Field(title="续表标记")
    widow_lines: int = Field(title="段落在页首页末至少行数", ge=1)
    imprint_gap_lines: NotNegative = Field(Decimal("0.5"), title="版记与上文至少隔行数")


class LayoutProfile(Record):
    """版式文件."""

    name: Text = Field(title="名称")
    paper: Paper = Field(title="幅面")
    margins: Margins = Field(title="页边")
    grid: Grid = Field(title="网格")
    faces: dict[str, FaceNames] = Field(title="字体")
    styles: dict[str, TextStyle] = Field(title="文字样式")
    numbering: Numbering = Field(title="序数")
    page_number: PageNumber = Field(title="页码")
    page_mark: PageMark = Field(title="页眉标记")
    tables: dict[str, TableStyle] = Field(title="表格")
    panels: dict[str, PanelStyle] = Field({}, title="并排文字")
    signing: Signing | None = Field(None, title="署名", description="有 signature 样式时必填")
    letter_rule: SecondRule | None = Field(None, title="信函首页下方的双线")
    figures: dict[str, FigureStyle] = Field({}, title="图")
    charts: dict[str, ChartStyle] = Field({}, title="图表")
    pagination: PaginationRules = Field(title="分页")

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for role in ("body", "title", "page-number", "page-mark"):
            if role not in self.styles:
                raise ValueError(f"styles 中缺少必有的样式 {role}")
        if "signature" in self.styles and self.signing is None:
            raise ValueError("有 signature 样式，要写 signing")
        for role, style in self.styles.items():
            if style.face not in self.faces:
                raise ValueError(f"样式 {role} 的字体 {style.face} 不在 faces 中")
        for role, chart in self.charts.items():
            if chart.style not in self.styles:
                raise ValueError(f"图表 {role} 用了 styles 中没有的样式 {chart.style}")
        for name, table in self.tables.items():
            used = {table.head, table.other_column.style}
            used.update(column.style for column in table.columns.values())
            if unknown := used - self.styles.keys():
                raise ValueError(
                    f"表格 {name} 用了 styles 中没有的样式 {'、'.join(sorted(unknown))}"
                )
        return self

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        named = [*self.styles, *self.tables, *self.panels, *self.frames]
        unique = (*self.panels, *self.frames)
        if shared := {role for role in unique if named.count(role) > 1}:
            raise ValueError(f"图、图表、并排文字与别的样式同名：{'、'.join(sorted(shared))}")
        return self

    @model_validator(mode="after")
    def _grid_fits(self) -> Self:
        body = self.styles["body"]
        page = self.upright
        height_pt = page.text_height_mm * POINTS_PER_MM
        width_pt = page.text_width_mm * POINTS_PER_MM
        if self.grid.lines * self.grid.line_pt > height_pt:
            raise ValueError(f"版心高 {page.text_height_mm} 毫米放不下 {self.grid.lines} 行")
        if self.grid.characters * body.pitch_pt > width_pt:
            raise ValueError(f"版心宽 {page.text_width_mm} 毫米放不下 {self.grid.characters} 字")
        return self

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

    @property
    def upright(self) -> Page:
        """Return the upright page."""
        return Page(self.paper, self.margins)

    def page_of(self, section: Section) -> Page:
        """Return a section's page; a landscape one is the upright sheet turned (clause 8)."""
        if section.landscape:
            return Page(self.paper.turned, self.margins.turned)
        return self.upright

    def column_widths_mm(self, table: Table, section: Section) -> tuple[Decimal, ...]:
        """Return the widths of a table's columns, which together fill the section's text block."""
        roles = tuple(column.role for column in table.columns)
        return self.tables[table.role].widths_mm(roles, self.page_of(section).text_width_mm)

    def panel_widths_mm(self, panel: Panel) -> tuple[Decimal, ...]:
        """Return the widths of a panel's columns."""
        style = self.panels[panel.role]
        if style.hug_chars is None:
            return style.columns_mm
        first, *between, last = style.columns_mm
        room = style.hug_chars
        hugged = max(self._text_width_mm(row[-1].paragraphs[0], room) for row in panel.rows)
        return (first + last - hugged, *between, hugged)

    def _text_width_mm(self, paragraph: Paragraph, room_chars: Decimal) -> Decimal:
        """Estimate the width of a paragraph on one line, with room for some characters more."""
        pitch = self.styles[paragraph.style].pitch_pt
        return (Decimal(width_em(paragraph.text)) + room_chars) * pitch / POINTS_PER_MM

    def figure_size_mm(self, figure: Figure) -> tuple[Decimal, Decimal]:
        """Return a picture's width and height: its role's width, less where it would be too high.

        A chart is as high as its rows and its legend.
        """
        if isinstance(figure.content, Chart):
            chart = self.charts[figure.role]
            return chart.width_mm, chart.row_mm * len(figure.content.categories) + chart.legend_mm
        style = self.figures[figure.role]
        proportion = Decimal(figure.content.height) / Decimal(figure.content.width)
        height = min(style.width_mm * proportion, style.max_height_mm)
        return height / proportion, height

"""How text, tables, panels and pictures look: the styles of a layout profile. Lengths are mm or pt."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import Annotated, Self

from pydantic import Field, model_validator

from reportgen.document.tree import Chart
from reportgen.model.records import Record, Text

Positive = Annotated[Decimal, Field(gt=0)]
NotNegative = Annotated[Decimal, Field(ge=0)]
Colour = Annotated[str, Field(pattern="^[0-9A-Fa-f]{6}$")]

POINTS_PER_MM = Decimal(72) / Decimal("25.4")
DIFFERENCE_PT = Decimal("0.5")  # of programs in a line's width, beside one letter spacing


class Align(StrEnum):
    """How lines stand in their box."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"
    DISTRIBUTE = "distribute"


class Part(StrEnum):
    """What a paragraph is in a circular, where its place or company depends on that."""

    BODY_FOLLOWS = "body_follows"
    LISTED = "listed"
    SIGNATURE = "signature"
    DATE = "date"
    UNSEALED_SIGNATURE = "unsealed_signature"
    UNSEALED_DATE = "unsealed_date"
    JOINT_SIGNATURE = "joint_signature"
    JOINT_DATE = "joint_date"

    @property
    def signs(self) -> bool:
        """Tell whether an organ's name or the date below it is meant."""
        return self not in (Part.BODY_FOLLOWS, Part.LISTED)


class Entry(Record):
    """What is defined by name, and may be like another one of its kind (``loading``)."""

    like: Text | None = Field(
        None, title="同哪一个一样", description="除 word 和写明的以外，各项都同它"
    )


class TextStyle(Entry):
    """文字样式."""

    word: Text = Field(title="Word 样式名")
    face: Text = Field(title="字体")
    size_pt: Positive = Field(title="字号", description="不写则为网格的")
    line_pt: Positive = Field(title="行距", description="不写则为网格的")
    letter_spacing_pt: Decimal = Field(
        Decimal(0), title="字距增减", description="网格字号的字不写则为网格的"
    )
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
    part: Part | None = Field(None, title="在公文中是什么")
    then: Text | None = Field(None, title="紧接着又是这个样式时改用的样式")

    @property
    def pitch_pt(self) -> Decimal:
        """Return how far one character's left edge is from the next one's."""
        return self.size_pt + self.letter_spacing_pt

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
    least_mm: Positive | None = Field(None, title="最窄", description="不写则不为省行而收窄")
    most_mm: Positive | None = Field(None, title="最宽", description="不写则不为省行而放宽")


class RowRule(StrEnum):
    """Whether a table's rows may part over two pages."""

    WHOLE = "whole"
    PARTING = "parting"


class TableStyle(Entry):
    """表格样式."""

    head: Text = Field(title="标题行样式")
    border_pt: Positive = Field(title="线宽")
    padding_mm: Padding = Field(title="单元格边距")
    rows: RowRule = Field(
        RowRule.WHOLE,
        title="行能否跨页",
        description="whole 整行在一页，空出三分之一页时才在段间跨页；parting 随处可跨页",
    )
    columns: dict[str, ColumnStyle] = Field(title="各栏")
    other_column: ColumnStyle = Field(title="未列出的栏")

    def column(self, role: str) -> ColumnStyle:
        """Return the style of a column, the general one for a role that isn't listed."""
        return self.columns.get(role, self.other_column)


class Anchor(StrEnum):
    """Where a cell's text stands beside a higher one."""

    TOP = "top"
    CENTER = "center"
    BOTTOM = "bottom"


class PanelStyle(Entry):
    """并排文字：没有边框的格子，可有横线."""

    columns_mm: tuple[Positive, ...] = Field((), title="各格宽", description="不写则等分")
    anchors: tuple[Anchor, ...] = Field((), title="各格文字在上、在中还是在下")
    names_a_line: int | None = Field(
        None,
        title="每排几个名称",
        description="首行末格中的各段是名称，排成几排；不写 columns_mm 则一个名称一格，末排靠右",
        ge=1,
    )
    name_chars: int | None = Field(
        None, title="名称最长几字", description="有更长的，每排少一个", ge=1
    )
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

    def anchor(self, column: int) -> Anchor:
        """Return where the text of a column's cells stands."""
        return self.anchors[column] if column < len(self.anchors) else Anchor.CENTER

    @model_validator(mode="after")
    def _has_columns(self) -> Self:
        if not self.columns_mm and not self.names_a_line:
            raise ValueError("columns_mm 和 names_a_line 至少写一个")
        return self


class Frame(Entry):
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
        values = [[value.number for value in series.values] for series in chart.series]
        if self.kind is ChartKind.STACKED:
            values = [[sum(of_category, Decimal(0)) for of_category in zip(*values, strict=True)]]
        return max(chart.reach, *chain.from_iterable(values))

    def is_dark(self, number: int) -> bool:
        """Tell whether text on a series' fill should be white."""
        fill = self.fills[number % len(self.fills)]
        return fill != "none" and int(fill[:2], 16) < 128

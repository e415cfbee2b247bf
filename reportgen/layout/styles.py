"""How text, tables, panels and pictures look: the styles of a layout profile. Lengths are mm or pt."""

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

    like: Text | None = None


class TextStyle(Entry):
    """文字样式."""

    word: Text
    face: Text
    size_pt: Positive
    line_pt: Positive
    letter_spacing_pt: Decimal = Decimal(0)
    align: Align
    colour: Colour = "000000"
    left_indent_chars: NotNegative = Decimal(0)
    indent_chars: Decimal = Decimal(0)
    right_indent_chars: NotNegative = Decimal(0)
    space_before_lines: NotNegative = Decimal(0)
    space_after_lines: NotNegative = Decimal(0)
    rule_below_pt: NotNegative = Decimal(0)
    outdent_mm: NotNegative = Decimal(0)
    fit: bool = False
    even_lines: bool = False
    keep_with_next: bool = False
    keep_with_previous: bool = False
    outline_level: int | None = Field(None, ge=1, le=9)
    part: Part | None = None
    then: Text | None = None

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

    side: NotNegative
    top: NotNegative
    bottom: NotNegative


class ColumnStyle(Record):
    """栏."""

    width_mm: Positive
    style: Text
    stretch: bool = False
    least_mm: Positive | None = None
    most_mm: Positive | None = None


class RowRule(StrEnum):
    """Whether a table's rows may part over two pages."""

    WHOLE = "whole"
    PARTING = "parting"


class TableStyle(Entry):
    """表格样式."""

    head: Text
    border_pt: Positive
    padding_mm: Padding
    rows: RowRule = RowRule.WHOLE
    columns: dict[str, ColumnStyle]
    other_column: ColumnStyle

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

    columns_mm: tuple[Positive, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    names_a_line: int | None = Field(None, ge=1)
    name_chars: int | None = Field(None, ge=1)
    hug_chars: NotNegative | None = None
    max_height_mm: Positive | None = None
    align: Align = Align.CENTER
    rule_top_pt: NotNegative = Decimal(0)
    rule_inner_pt: NotNegative = Decimal(0)
    rule_bottom_pt: NotNegative = Decimal(0)

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

    word: Text
    width_mm: Positive
    align: Align
    space_before_pt: NotNegative = Decimal(0)
    space_after_pt: NotNegative = Decimal(0)


class FigureStyle(Frame):
    """图."""

    max_height_mm: Positive


class ChartKind(StrEnum):
    """How the bars of a category stand: one over the other, one after the other, side by side."""

    OVERLAID = "overlaid"
    STACKED = "stacked"
    CLUSTERED = "clustered"


class ChartStyle(Frame):
    """图表：横条，从上到下各类别一条."""

    kind: ChartKind
    style: Text
    row_mm: Positive
    label_mm: Positive
    value_mm: NotNegative
    legend_mm: Positive
    fills: tuple[Text, ...]

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

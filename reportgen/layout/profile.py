"""The typed form of ``templates/profiles/*.yaml``. Lengths are mm or pt as the names say."""

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

    width_mm: Positive
    height_mm: Positive


class Margins(Record):
    """页边，竖排."""

    top_mm: Positive
    bottom_mm: Positive
    left_mm: Positive
    right_mm: Positive


class Grid(Record):
    """版心网格."""

    lines: int = Field(ge=1)
    characters: int = Field(ge=1)
    size_pt: Positive
    line_pt: Positive


class Sheet(Record):
    """页面: what all measures that a style leaves out are taken from."""

    paper: Paper
    margins: Margins
    grid: Grid

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

    body: Text
    headings: tuple[Text, ...] = Field(min_length=1)
    annex_label: Text
    annex_title: Text
    page_number: Text
    page_mark: Text
    figure: Text | None = None
    caption: Text | None = None


class FaceNames(Record):
    """字体."""

    official: Text
    aliases: tuple[Text, ...] = ()
    stand_in: Text
    instead: tuple[Text, ...] = ()
    panose: str | None = Field(None, pattern="^[0-9A-F]{20}$")


class Numbering(Record):
    """序数."""

    headings: tuple[Text, ...]
    list: Text
    caption: Text = "图{arabic}　"


class PageNumber(Record):
    """页码."""

    dash: Text
    below_text_mm: Positive
    inset_chars: NotNegative


class PageMark(Record):
    """页眉标记."""

    above_text_mm: Positive


class Signing(Record):
    """署名和成文日期的位置."""

    right_chars: NotNegative
    unsealed_right_chars: NotNegative
    unsealed_shift_chars: NotNegative
    seal_mm: Positive


class SecondRule(Record):
    """信函首页下方的双线."""

    width_mm: Positive
    above_page_end_mm: Positive
    lines_pt: tuple[Positive, Positive]
    gap_pt: Positive
    colour: Colour


class PaginationRules(Record):
    """分页."""

    slack_mm: NotNegative
    continued: Text
    widow_lines: int = Field(ge=1)
    imprint_gap_lines: NotNegative = Decimal("0.5")


class BreakingRules(Record):
    """断行."""

    loose_em: NotNegative = Decimal("0.15")
    ragged_below_chars: NotNegative = Decimal(16)


class LayoutProfile(Sheet):
    """版式文件."""

    name: Text
    roles: Roles
    faces: dict[str, FaceNames]
    styles: dict[str, TextStyle]
    numbering: Numbering
    page_number: PageNumber
    page_mark: PageMark
    tables: dict[str, TableStyle]
    panels: dict[str, PanelStyle] = Field({})
    signing: Signing | None = None
    letter_rule: SecondRule | None = None
    figures: dict[str, FigureStyle] = Field({})
    charts: dict[str, ChartStyle] = Field({})
    pagination: PaginationRules
    breaking: BreakingRules = BreakingRules()

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

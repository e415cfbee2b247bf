"""The documents of a dispatch: labels on the attachments, the imprint after the last bound one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.dispatch.vetting import Vetted, vet
from reportgen.document.tree import Document, Panel, Paragraph, Run, Section
from reportgen.layout.profile import LayoutProfile
from reportgen.reports.circulars import Dispatch, Enclosure
from reportgen.sources.foreign import check_office_file
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A document that is made here, typeset; ``label`` is empty for the circular itself."""

    label: str
    title: str
    layout: Layout

    @property
    def pages(self) -> int:
        """Return how many pages it has."""
        return len(self.layout.pages)


@dataclass(frozen=True, slots=True)
class ForeignPart:
    """A file made elsewhere; ``vetted`` is None for one that can't be bound (DOCX)."""

    label: str
    title: str
    path: Path
    vetted: Vetted | None

    @property
    def pages(self) -> int:
        """Return how many pages it has, 0 where it isn't known."""
        return self.vetted.pages if self.vetted else 0


Part = OwnPart | ForeignPart


def parts_of(workshop: Workshop, dispatch: Dispatch) -> tuple[Part, ...]:
    """Make every document of a dispatch, in order: the circular, then the attachments.

    Raises DataError for a foreign file that can't go out.
    """
    foreign = [_foreign(each) for each in dispatch.enclosures if isinstance(each.source, Path)]
    composed: list[_Composed | ForeignPart] = [
        _Composed("", dispatch.title, workshop.compose(dispatch))
    ]
    for enclosure in dispatch.enclosures:
        if isinstance(enclosure.source, Path):
            composed.append(foreign.pop(0))
        else:
            composed_annex = workshop.compose(enclosure.source)
            document = with_label(composed_annex, enclosure.label, workshop.profile)
            composed.append(_Composed(_short(enclosure.label), enclosure.title, document))
    if dispatch.bound:
        composed = _with_imprint_last(composed, workshop.profile)
    return tuple(_typeset(workshop, composed, dispatch))


@dataclass(frozen=True, slots=True)
class _Composed:
    label: str
    title: str
    document: Document


def _foreign(enclosure: Enclosure) -> ForeignPart:
    assert isinstance(enclosure.source, Path)
    path = enclosure.source
    if path.suffix.lower() == ".pdf":
        vetted = vet(path, path.name)
    else:
        check_office_file(path)
        vetted = None
    return ForeignPart(_short(enclosure.label), enclosure.title, path, vetted)


def _short(label: str) -> str:
    """Return a label without the circular's number: 附件1."""
    return label[label.index("附件") :]


def with_label(document: Document, label: str, profile: LayoutProfile) -> Document:
    """Put an attachment's label on its first line, its title on the third (7.3.7)."""
    first, *others = document.sections
    paragraph = Paragraph("label", profile.roles.annex_label, (Run(label),))
    blocks = (
        replace(block, style=profile.roles.annex_title)
        if isinstance(block, Paragraph) and block.heading_level == 0
        else block
        for block in first.blocks
    )
    return replace(document, sections=(replace(first, blocks=(paragraph, *blocks)), *others))


def _with_imprint_last(
    parts: list[_Composed | ForeignPart], profile: LayoutProfile
) -> list[_Composed | ForeignPart]:
    """Move the circular's imprint behind the last attachment, into a file of its own if need be."""
    circular, last = parts[0], parts[-1]
    assert isinstance(circular, _Composed)
    body = circular.document.sections[-1]
    if body.imprint is None or len(parts) == 1:
        return parts
    imprint = replace(body.imprint, panel=_rekeyed(body.imprint.panel))
    without = _with_last_section(circular.document, replace(body, imprint=None))
    parts = [replace(circular, document=without), *parts[1:]]
    if isinstance(last, _Composed):
        end = last.document.sections[-1]
        document = _with_last_section(last.document, replace(end, imprint=imprint))
        return [*parts[:-1], replace(last, document=document)]
    nothing = Paragraph("nothing", profile.roles.body, ())
    page = Section((nothing,), mark=body.mark, imprint=imprint, numbered=False)
    return [*parts, _Composed("", "版记", replace(circular.document, sections=(page,)))]


def _rekeyed(panel: Panel) -> Panel:
    """Give a panel keys that no block of another document has."""
    rows = tuple(
        tuple(
            replace(
                cell,
                paragraphs=tuple(
                    replace(each, key=f"imprint.{row}.{column}.{index}")
                    for index, each in enumerate(cell.paragraphs)
                ),
            )
            for column, cell in enumerate(cells)
        )
        for row, cells in enumerate(panel.rows)
    )
    return replace(panel, key="imprint", rows=rows)


def _with_last_section(document: Document, section: Section) -> Document:
    return replace(document, sections=(*document.sections[:-1], section))


def _typeset(
    workshop: Workshop, parts: list[_Composed | ForeignPart], dispatch: Dispatch
) -> Iterator[Part]:
    """Typeset part by part: the pages of what is bound are counted through."""
    number = 1
    for part in parts:
        if isinstance(part, ForeignPart):
            made: Part = part
        else:
            document = replace(part.document, first_page=number)
            made = OwnPart(part.label, part.title, workshop.typeset(document))
        number = number + made.pages if dispatch.bound else 1
        yield made

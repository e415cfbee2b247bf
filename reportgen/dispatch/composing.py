"""The documents of a dispatch: labels on the attachments, the imprint after the last bound one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.dispatch.converting import bindable
from reportgen.dispatch.vetting import ForeignFile, vet
from reportgen.document.tree import Document, Panel, Paragraph, Run, Section
from reportgen.layout.profile import LayoutProfile
from reportgen.reports.circulars import Dispatch
from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Part:
    """A document that is made here, typeset, or a file made elsewhere; the circular has no label."""

    label: str
    title: str
    made: Layout | ForeignFile

    @property
    def name(self) -> str:
        """Return what it is called: 附件1　and its title."""
        return f"{self.label}　{self.title}" if self.label else self.title

    @property
    def pages(self) -> int:
        """Return how many pages it has, 0 where it isn't known."""
        return self.made.pages if isinstance(self.made, ForeignFile) else len(self.made.pages)


def parts_of(workshop: Workshop, dispatch: Dispatch) -> Iterator[Part]:
    """Make every document of a dispatch, in order: the circular, then the attachments.

    The pages of what is bound are counted through. Raises DataError for a foreign file that can't
    go out.
    """
    sources = (each.source for each in dispatch.enclosures)
    foreign = {each: vet(each) for each in sources if isinstance(each, Path)}
    if dispatch.bound:
        workshop.show_fonts()
        foreign = {path: bindable(file) for path, file in foreign.items()}
    names = [("", dispatch.title)]
    contents: list[Document | ForeignFile] = [workshop.compose(dispatch)]
    for enclosure in dispatch.enclosures:
        label, source = enclosure.label, enclosure.source
        names.append(
            (label[label.index("附件") :], enclosure.title)
        )  # without the number before it
        if isinstance(source, Path):
            contents.append(foreign[source])
        else:
            contents.append(_with_label(workshop.compose(source), label, workshop.profile))
    if dispatch.bound:
        contents = _with_imprint_last(contents)
    number = 1
    for (label, title), content in zip(names, contents, strict=True):
        if isinstance(content, Document):
            part = Part(label, title, workshop.typeset(replace(content, first_page=number)))
        else:
            part = Part(label, title, content)
        number = number + part.pages if dispatch.bound else 1
        yield part


def _with_label(document: Document, label: str, profile: LayoutProfile) -> Document:
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


def _with_imprint_last(contents: list[Document | ForeignFile]) -> list[Document | ForeignFile]:
    """Move the circular's imprint behind the last attachment, if that is made here.

    Behind a file made elsewhere it would have to stand on a page of its own.
    """
    circular, *between, last = contents if len(contents) > 1 else (*contents, None)
    assert isinstance(circular, Document)
    body = circular.sections[-1]
    if not isinstance(last, Document) or body.imprint is None:
        return contents
    without = _with_last_section(circular, replace(body, imprint=None))
    end = replace(last.sections[-1], imprint=_rekeyed(body.imprint))
    return [without, *between, _with_last_section(last, end)]


def _rekeyed(panel: Panel) -> Panel:
    """Give a panel keys that no block of another document has."""
    rows = (
        (
            replace(
                cell,
                paragraphs=tuple(
                    replace(each, key=f"imprint.{each.key}") for each in cell.paragraphs
                ),
            )
            for cell in cells
        )
        for cells in panel.rows
    )
    return replace(panel, key="imprint", rows=tuple(map(tuple, rows)))


def _with_last_section(document: Document, section: Section) -> Document:
    return replace(document, sections=(*document.sections[:-1], section))

"""From a job to its pages: a template becomes a tree, the tree lines and pages, these bytes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.base.problems import ConfigurationError
from reportgen.document.figures import numbers_of_text, unaccounted
from reportgen.document.numbering import numbered
from reportgen.document.tree import Document, Image, walk_paragraphs
from reportgen.fonts.faces import Face, resolve_fonts
from reportgen.fonts.fontconfig import activate
from reportgen.layout.loading import load_profile
from reportgen.layout.profile import LayoutProfile
from reportgen.markup.reading import parse_markup
from reportgen.publish import MadeFile
from reportgen.reports.jobs import Job
from reportgen.templating.assets import FOLDER as ASSETS
from reportgen.templating.assets import read_image
from reportgen.templating.rendering import render, render_text
from reportgen.templating.sandbox import Environment
from reportgen.typeset.layout import Layout
from reportgen.typeset.looks import make_setup
from reportgen.typeset.typesetter import typeset
from reportgen.writers.formats import Format, Writer


class Workshop:
    """The means of production, made once for many jobs: profile, templates, fonts, writers.

    ``run`` are all profiles that documents of this process are made by: Pango looks for fonts only
    once, so it is shown the faces of all, and one official face is the same file in each.
    """

    def __init__(
        self,
        root: Path,
        profile: LayoutProfile,
        environment: Environment,
        run: Sequence[LayoutProfile] = (),
    ) -> None:
        self.profile = profile
        self._shown = resolve_fonts(_all_faces(run or (profile,)))
        by_name = {each.face.official: each for each in self._shown.faces.values()}
        faces = {key: by_name[names.official] for key, names in profile.faces.items()}
        self.fonts = replace(self._shown, faces=faces)
        self.environment = environment
        self._templates = root / "templates"
        self.setup = make_setup(profile, self.fonts)
        self._writers: dict[Format, Writer] = {}

    @property
    def font_files(self) -> frozenset[Path]:
        """Return the files that print."""
        return self._shown.files

    def show_fonts(self) -> None:
        """Show the fonts to this process, before it loads Pango, and to the programs it starts."""
        activate(self._shown)

    def load_image(self, name: str) -> Image:
        """Read a picture of the templates; that it was used is noted as of a template."""
        self.environment.used.add(f"{ASSETS}/{name}")
        return read_image(self._templates, name)

    def compose(self, job: Job) -> Document:
        """Make the tree of one document.

        Raises ConfigurationError for a number that no expression of its template printed.
        """
        markup = render(self.environment, job.template, job.context)
        composed = compose_markup(markup, self.profile, self.load_image)
        ledger = frozenset(numbers_of_text("\n".join(self.environment.printed)))
        # the highest number that headings, captions and lists may carry on their own
        paragraphs = list(walk_paragraphs(composed))
        headings = sum(each.heading_level is not None for each in paragraphs)
        captions = sum(each.style == self.profile.roles.caption for each in paragraphs)
        most = max(markup.count("<li"), headings, captions)
        if problems := list(unaccounted(composed, ledger, most)):
            raise ConfigurationError(problems)
        return composed

    def typeset(self, composed: Document) -> Layout:
        """Decide a document's lines and pages."""
        return typeset(composed, self.setup)

    def make(self, job: Job) -> Layout:
        """Compose and typeset one document."""
        return self.typeset(self.compose(job))

    def kept_beside(self, job: Job) -> Iterator[MadeFile]:
        """Yield the file that a document has beside it, which says where its figures come from."""
        if job.data is not None:
            text = render_text(self.environment, job.data, job.context)
            # Excel takes a CSV file without the mark for one of the machine's old encoding
            yield MadeFile((f"{job.stem}数据来源.csv",), text.encode("utf-8-sig"))

    def written(self, layout: Layout, wanted: Format) -> bytes:
        """Return the bytes of a document in a format."""
        if wanted not in self._writers:
            self._writers[wanted] = wanted.writer(self.setup, self._shown)
        return self._writers[wanted](layout)


def font_files(workshops: Mapping[str, Workshop]) -> list[Path]:
    """Return the files that print in some workshops, in order."""
    return sorted({file for each in workshops.values() for file in each.font_files})


def make_workshops(
    root: Path, names: Iterable[str], environment: Environment
) -> dict[str, Workshop]:
    """Make a workshop for each of some profiles, so that all can work in one process.

    Raises ConfigurationError with the place of each fault in a profile.
    """
    profiles = {name: load_profile(root, name) for name in names}
    run = tuple(profiles.values())
    return {name: Workshop(root, profile, environment, run) for name, profile in profiles.items()}


def compose_markup(
    markup: str, profile: LayoutProfile, load_image: Callable[[str], Image]
) -> Document:
    """Read markup into a tree with its headings and captions numbered."""
    numbering, caption = profile.numbering, profile.roles.caption
    read = parse_markup(markup, profile, load_image)
    return numbered(read, numbering.headings, {caption: numbering.caption} if caption else {})


def _all_faces(profiles: Iterable[LayoutProfile]) -> tuple[Face, ...]:
    """Return each official face of some profiles once, as the first of them has it."""
    faces: dict[str, Face] = {}
    for face in (each for profile in profiles for each in profile.font_faces()):
        faces.setdefault(face.official, replace(face, key=f"face-{len(faces)}"))
    return tuple(faces.values())

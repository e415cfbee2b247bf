"""The means of production: a profile with its fonts, the templates, the writers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.assets import FOLDER as ASSETS
from reportgen.assets import image_loader
from reportgen.document.tree import Document, Image
from reportgen.fonts.faces import Face, resolve_fonts
from reportgen.layout.loading import load_profile
from reportgen.layout.profile import LayoutProfile
from reportgen.reports.jobs import Job
from reportgen.templating import Environment
from reportgen.typeset.layout import Layout
from reportgen.typeset.looks import make_setup
from reportgen.typeset.typesetter import typeset
from reportgen.typesetting import compose
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
        self._read_image = image_loader(root / "templates")
        self.setup = make_setup(profile, self.fonts)
        self._writers: dict[Format, Writer] = {}

    def load_image(self, name: str) -> Image:
        """Read a picture of the templates; that it was used is noted as of a template."""
        self.environment.used.add(f"{ASSETS}/{name}")
        return self._read_image(name)

    def compose(self, job: Job) -> Document:
        """Make the tree of one document."""
        return compose(self.environment, job.template, job.context, self.profile, self.load_image)

    def typeset(self, composed: Document) -> Layout:
        """Decide a document's lines and pages."""
        return typeset(composed, self.setup)

    def make(self, job: Job) -> Layout:
        """Compose and typeset one document."""
        return self.typeset(self.compose(job))

    def written(self, layout: Layout, wanted: Format) -> bytes:
        """Return the bytes of a document in a format."""
        if wanted not in self._writers:
            self._writers[wanted] = wanted.writer(self.setup, self._shown)
        return self._writers[wanted](layout)


def make_workshops(
    root: Path, names: Iterable[str], environment: Environment
) -> dict[str, Workshop]:
    """Make a workshop for each of some profiles, so that all can work in one process.

    Raises ConfigurationError with the place of each fault in a profile.
    """
    profiles = {name: load_profile(root, name) for name in names}
    run = tuple(profiles.values())
    return {name: Workshop(root, profile, environment, run) for name, profile in profiles.items()}


def _all_faces(profiles: Iterable[LayoutProfile]) -> tuple[Face, ...]:
    """Return each official face of some profiles once, as the first of them has it."""
    faces: dict[str, Face] = {}
    for face in (each for profile in profiles for each in profile.font_faces()):
        faces.setdefault(face.official, replace(face, key=f"face-{len(faces)}"))
    return tuple(faces.values())

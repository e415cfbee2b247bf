"""Make what is due, side by side, and publish it: one document after the other, one run at a time.

A document is made in a staging folder and put into a twin of its period's folder with a manifest;
that is entered in the register and appears by one renaming. Whatever interrupts a run, the next
one goes on from the register and the manifests.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.paths import below
from reportgen.base.problems import (
    CannotCreateError,
    DataError,
    ExitCode,
    OutputError,
    Place,
    Problem,
    ReportgenError,
    reason,
)
from reportgen.layout.loading import PROFILES, printing_files
from reportgen.model.kinds import Need
from reportgen.model.labels import Republishing
from reportgen.model.periods import Period
from reportgen.model.schedule import Schedule
from reportgen.publish import copy_beside, publish, remove_leftovers, standing
from reportgen.reports.briefs import issued_with
from reportgen.schedule.calendar import CHINA, Due
from reportgen.schedule.keys import Key, signing_key
from reportgen.schedule.manifests import (
    MANIFEST,
    FileRecord,
    Manifest,
    Published,
    damaged,
    file_now,
    read_manifest,
    tools,
    written,
)
from reportgen.schedule.register import (
    STAGING,
    ahead_of,
    enter,
    finish,
    read_register,
    unsealed,
)
from reportgen.sources.names import PROGRESS_FOLDER, REPORTED_FOLDER
from reportgen.sources.workspace import as_reported, open_workspace, write_issued

PUBLISHED = Path("build") / "publish"


@dataclass(frozen=True, slots=True)
class Built:
    """What was made for publishing: the files' pages by path, of what, the findings.

    ``data`` is the digest of what the data say to it.
    """

    pages: Mapping[Path, int]
    inputs: tuple[FileRecord, ...]
    data: str
    problems: tuple[Problem, ...]
    seconds: float


Answer = Built | ReportgenError
# has documents made, each in a folder, and tells the number of each as it is done
Builder = Callable[[Sequence[tuple[Due, Path]]], Iterator[tuple[int, Answer]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one due document: files put out, none where it was unchanged, or problems."""

    due: Due
    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    exit_code: int = ExitCode.DONE

    @property
    def failed(self) -> bool:
        """Tell whether it wasn't made."""
        return self.exit_code != ExitCode.DONE


def run(
    root: Path,
    schedule: Schedule,
    dues: Sequence[Due],
    now: datetime,
    build: Builder,
    *,
    anew: bool,
) -> Iterator[Outcome]:
    """Publish what is due, in this order, whichever is made first; the workspace is locked for it.

    What was published stands as long as the data say the same to it, unless all is wanted ``anew``
    that another template, layout, font or program prints otherwise.
    Raises OutputError where nothing can be written, DataError where the register of what was
    published is broken.
    """
    key = signing_key(root / schedule.signing_key) if schedule.signing_key else None
    with _cleared(root / PUBLISHED, key):
        making = _Making(root, dues, build, anew=anew)
        for due in dues:
            try:
                yield _made(root, schedule, due, now, key, making.made, anew=anew)
            except (ReportgenError, OSError) as error:
                stopped = _said(error, root / PUBLISHED)
                yield Outcome(due, (), stopped.problems, stopped.exit_code)


class _Making:
    """Documents on their way, side by side; one that is numbered by those before it, in its turn."""

    def __init__(self, root: Path, dues: Sequence[Due], build: Builder, *, anew: bool) -> None:
        self._root, self._build = root, build
        self._works = [
            (due, _staging(root, due))
            for due in dues
            if Need.BRIEF not in due.kind.needs and not _stands(root, due, anew=anew)
        ]
        self._early = {(due.period, due.name) for due, _ in self._works}
        self._coming = build(self._works)
        self._done: dict[tuple[Period, str], Answer] = {}

    def made(self, due: Due) -> Built:
        """Wait for a document; raises what stopped it."""
        key = (due.period, due.name)
        if key not in self._early:
            ((_, self._done[key]),) = self._build([(due, _staging(self._root, due))])
        while key not in self._done:
            number, answer = next(self._coming)
            done, _ = self._works[number]
            self._done[done.period, done.name] = answer
        found = self._done.pop(key)
        if isinstance(found, ReportgenError):
            raise found
        return found


def _staging(root: Path, due: Due) -> Path:
    return below(root / PUBLISHED, STAGING, str(due.period), due.kind.kind)


def _stands(root: Path, due: Due, *, anew: bool) -> bool:
    """Tell whether a document needn't be made; of what can't be read, it is said in its turn."""
    try:
        folder = below(root / PUBLISHED, str(due.period))
        old = read_manifest(folder / MANIFEST).documents.get(due.name)
        return old is not None and _is_whole(folder, old) and _is_current(root, old, anew=anew)
    except (ReportgenError, OSError):
        return False


def _is_whole(folder: Path, old: Published) -> bool:
    return not list(damaged(folder, old.outputs))


def _said(error: ReportgenError | OSError, folder: Path) -> ReportgenError:
    if isinstance(error, ReportgenError):
        return error
    message = f"不能在这里发布：{reason(error)}"
    place = Place(str(error.filename or folder))
    return OutputError([Code.OUTPUT_FAILED.problem(message, place)])


@contextmanager
def _cleared(folder: Path, key: Key | None) -> Iterator[None]:
    """Finish and clear away what a run that was cut off has left, and what this one leaves."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _finish(folder, key)
        remove_leftovers(folder)
        yield
        _finish(folder, key)
    except OSError as error:
        raise _said(error, folder) from error


def _finish(folder: Path, key: Key | None) -> None:
    register = read_register(folder, key)
    if register.problems:
        raise DataError(register.problems)
    finish(folder, register)
    shutil.rmtree(folder / STAGING, ignore_errors=True)


def _made(
    root: Path,
    schedule: Schedule,
    due: Due,
    now: datetime,
    key: Key | None,
    build: Callable[[Due], Built],
    *,
    anew: bool,
) -> Outcome:
    folder = below(root / PUBLISHED, str(due.period))
    path = below(folder, MANIFEST)
    manifest = Manifest(period=str(due.period))
    if path.exists():
        broken = tuple(unsealed(root / PUBLISHED, folder, read_register(root / PUBLISHED, key)))
        if broken:  # else the next line of the register would make it good
            raise DataError(broken)
        manifest = read_manifest(path)
    old = manifest.documents.get(due.name)
    whole = old is not None and _is_whole(folder, old)
    if old and whole and _is_current(root, old, anew=anew):
        return Outcome(due, (), old.problems)
    built = build(due)
    inputs = built.inputs
    ahead = ahead_of(root / PUBLISHED, str(due.period))
    shutil.rmtree(ahead, ignore_errors=True)
    copy_beside(folder, ahead)

    def release(document: Published) -> None:
        documents = {**manifest.documents, due.name: document}
        publish(ahead / MANIFEST, written(Manifest(period=manifest.period, documents=documents)))
        enter(root / PUBLISHED, manifest.period, now.astimezone(CHINA), key)

    if old and whole and not anew and old.data == built.data:
        others = (each for each in old.inputs if not _is_data(each))
        inputs = (*filter(_is_data, inputs), *others)
        release(old.model_copy(update={"inputs": inputs}))
        return Outcome(due, (), old.problems)
    outputs = _put_in(ahead, built.pages, _staging(root, due), folder, schedule.republishing)
    inputs = _kept(root, due.period, inputs)
    names = {record.path for record in outputs}
    before = (*old.outputs, *old.earlier) if old else ()
    document = Published(
        kind=due.kind.kind,
        arguments=due.arguments,
        outputs=outputs,
        earlier=tuple(each for each in before if each.path not in names),
        inputs=inputs,
        data=built.data,
        fonts=_fonts(root, inputs),
        tools=tools(),
        problems=built.problems,
        seconds=built.seconds,
        published=now.astimezone(CHINA).isoformat(timespec="seconds"),
    )
    issued = issued_with(open_workspace(root), due.period) if Need.BRIEF in due.kind.needs else None
    if issued:  # the next brief's number follows from it
        write_issued(root, due.period.year, issued)
    release(document)
    files = () if old and old.outputs == outputs else tuple(record.path for record in outputs)
    return Outcome(due, files, built.problems)


def _kept(root: Path, period: Period, inputs: tuple[FileRecord, ...]) -> tuple[FileRecord, ...]:
    """Keep the data of a quarter whose report goes out first; a later one tells what differs.

    Return what a document is made of: that its own quarter wasn't kept before is nothing of it.
    """
    workspace, quarter = (
        open_workspace(root),
        Period(period.year, -(-period.last_month // 3) * 3, 3),
    )
    told = f"data/{quarter.year}/{PROGRESS_FOLDER}/{quarter}.yaml"
    read = any(each.sha256 and each.path == told for each in inputs)
    if period == quarter and read and quarter not in workspace.frozen:
        for path, content in as_reported(workspace, quarter).items():
            publish(path, content)
    kept = f"data/{quarter.year}/{REPORTED_FOLDER}/{quarter}/"
    return tuple(each for each in inputs if each.sha256 or not each.path.startswith(kept))


def _is_current(root: Path, old: Published, *, anew: bool) -> bool:
    """Tell whether a document would be made of the same data; of the same in all, if that counts."""
    if not all(file_now(root / each.path, root) == each for each in old.inputs if _is_data(each)):
        return False
    return not anew or (
        old.tools == tools()
        and all(file_now(root / each.path, root) == each for each in old.inputs)
        and _fonts(root, old.inputs) == old.fonts
    )


def _is_data(record: FileRecord) -> bool:
    return record.path.startswith("data/")


def _fonts(root: Path, inputs: Sequence[FileRecord]) -> tuple[FileRecord, ...]:
    """Return the fonts of the layout profiles among a document's inputs, as they are found now."""
    paths = (Path(each.path) for each in inputs)
    names = (path.stem for path in paths if path.parent == PROFILES)
    return tuple(file_now(file, root) for file in printing_files(root, names))


def _put_in(
    ahead: Path,
    pages: Mapping[Path, int],
    staging: Path,
    folder: Path,
    rule: Republishing,
) -> tuple[FileRecord, ...]:
    """Put a document's files into the twin of its period's folder.

    They have their names, or those of a revision if other files stand there.
    """
    made = {path.relative_to(staging): number for path, number in pages.items()}
    contents = {name: (staging / name).read_bytes() for name in made}

    def target(name: Path, revision: int) -> Path:
        return below(folder, *_revised(name, revision).parts)

    revision = 1
    while any(
        standing(target(name, revision)) not in (None, content)
        for name, content in contents.items()
    ):
        revision += 1
        if rule is Republishing.REFUSE:
            message = "已经发布过，这次做的不同，按日程的 republishing 拒绝"
            place = Place(str(folder))
            raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, place)])
    for name, content in contents.items():
        publish(ahead / _revised(name, revision), content)
    return tuple(file_now(ahead / _revised(name, revision), ahead, made[name]) for name in made)


def _revised(name: Path, revision: int) -> Path:
    """Name a revision: of a circular its whole folder, so that what its list names stays true."""
    if revision == 1:
        return name
    first, *inside = name.parts
    return (
        Path(f"{first}_修订{revision}", *inside)
        if inside
        else name.with_stem(f"{name.stem}_修订{revision}")
    )

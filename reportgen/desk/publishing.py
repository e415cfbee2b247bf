"""Publish what is due, tell how that went, install what does it daily, hold it against the record."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from reportgen.base.codes import Code
from reportgen.base.problems import (
    ExitCode,
    MissingInputError,
    OutputError,
    Place,
    Problem,
    ReportgenError,
    Severity,
    errors_in,
)
from reportgen.base.workers import Crew, LostError, broken_off, shared_out, spare_crew
from reportgen.desk.making import Wanted, inputs_of, make_to_publish, meaning_in
from reportgen.desk.production import failure
from reportgen.desk.products import Manner
from reportgen.locking import workspace_lock
from reportgen.model.periods import Period
from reportgen.model.schedule import Limits
from reportgen.publish import publish
from reportgen.schedule.calendar import (
    CHINA,
    Due,
    due_at,
    due_of,
    each_circular,
    is_told_of,
    next_due,
    planned,
)
from reportgen.schedule.installing import (
    crontab_line,
    next_run,
    systemd_units,
    with_crontab_line,
)
from reportgen.schedule.journal import few_words, notify, open_log, summary_of, write_outcome
from reportgen.schedule.keys import read_key
from reportgen.schedule.manifests import (
    MANIFEST,
    Published,
    changed_inputs,
    checksum,
    damaged,
    read_manifest,
)
from reportgen.schedule.register import (
    REGISTER,
    Register,
    read_register,
    unlisted,
    unregistered,
    unsealed,
)
from reportgen.schedule.running import PUBLISHED, Answer, Built, Outcome, run
from reportgen.sources.workspace import first_year, open_workspace
from reportgen.writers.formats import DOCX, PDF

_LAST = "last-run.json"
_DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class PublishedDue:
    """What became of a run: each document, those not made, its record for programs, few words.

    ``unsent`` says why the office's own notice didn't go out.
    """

    outcomes: tuple[Outcome, ...]
    failed: tuple[Outcome, ...]
    record: dict[str, Any]
    words: tuple[str, ...]
    unsent: Problem | None


@dataclass(frozen=True, slots=True)
class ScheduleStatus:
    """The record of the last run, None before the first; when the next check is, what is due then."""

    last: dict[str, Any] | None
    next_check: datetime
    next_due: tuple[tuple[str, Period, date], ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What differs from the record of what was published; ``files`` were looked at.

    ``lines`` has the register, the first signed one is ``signed_from``; ``last`` covers all of it.
    """

    files: int
    problems: tuple[Problem, ...]
    lines: int
    signed_from: int | None
    last: str

    @property
    def intact(self) -> bool:
        """Tell whether all is as published, whatever became of what it was made of."""
        return not errors_in(self.problems)


def publish_due(
    root: Path,
    now: datetime | None = None,
    period: Period | None = None,
    *,
    anew: bool = False,
    progress: Callable[[int], Callable[[str], None]],
) -> PublishedDue:
    """Make and publish what is due now, or what the schedule has for a period, due or not.

    A moment without a zone is China's. What is published already stands as long as the data say
    the same to it; ``anew`` publishes what templates or program print otherwise, too. ``progress``
    is told how many documents there are, and returns what is told each one's name.
    Raises LockedError where another run is at work.
    """
    log = open_log(root / PUBLISHED)
    now = _in_china(now)
    workspace = open_workspace(root)
    schedule, tasks = workspace.schedule.record, planned(workspace.schedule, workspace.heads)
    first = first_year(root)
    due = due_of(tasks, period) if period else due_at(tasks, now)
    told = (
        each for each in due if each.period.year >= first and is_told_of(workspace, each.period)
    )
    dues = list(each_circular(workspace, told))
    log.info("开始：%s，到期 %d 份", now.isoformat(timespec="seconds"), len(dues))
    show = progress(len(dues))
    outcomes = []
    try:
        with workspace_lock(root, log.info):
            build = partial(_side_by_side, root, schedule.limits)
            for outcome in run(root, schedule, dues, now, build, anew=anew):
                show(outcome.due.title)
                outcomes.append(outcome)
                write_outcome(log, outcome)
            summary = summary_of(now, outcomes)
            written = json.dumps(summary, ensure_ascii=False, indent=2)
            publish(root / PUBLISHED / _LAST, written.encode())
    except ReportgenError as error:
        log.error("%s", error)
        raise
    worth_telling = any(each.files or each.failed for each in outcomes)
    unsent = notify(schedule.notify, summary) if worth_telling else None
    if unsent:
        log.warning("%s", unsent)
    failed = tuple(each for each in outcomes if each.failed)
    log.info("结束：%d 份，失败 %d 份", len(outcomes), len(failed))
    words = tuple(few_words(outcomes, unsent, root / PUBLISHED))
    return PublishedDue(tuple(outcomes), failed, summary, words, unsent)


def _side_by_side(
    root: Path, limits: Limits, works: Sequence[tuple[Due, Path]]
) -> Iterator[tuple[int, Answer]]:
    """Have due documents made by forked processes; where there are more, they help each other."""

    def work(task: tuple[Due, Path]) -> Built:
        due, folder = task
        helpers = spare_crew()
        manner = Manner((DOCX, PDF), folder, helpers.workers if helpers else 1, limits)
        return _built(root, due.kind.kind, due.arguments, manner)

    # the documents that are made for one have limits of their own
    crew = Crew(os.cpu_count() or 1, _DAY_SECONDS, limits.megabytes)
    for number, answer in shared_out(work, works, crew):
        yield number, failure(root, answer) if isinstance(answer, LostError) else answer


def schedule_status(root: Path, now: datetime | None = None) -> ScheduleStatus:
    """Tell how the last run went, when the next one is and what each task has due next."""
    now = _in_china(now)
    workspace = open_workspace(root)
    schedule, tasks = workspace.schedule.record, planned(workspace.schedule, workspace.heads)
    last = root / PUBLISHED / _LAST
    return ScheduleStatus(
        json.loads(last.read_bytes()) if last.is_file() else None,
        next_run(schedule.at, now),
        tuple((each.kind.title, each.period, each.day) for each in next_due(tasks, now)),
    )


def crontab(root: Path) -> str:
    """Return the line of a crontab that publishes what is due every day."""
    return crontab_line(root, open_workspace(root).schedule.record.at)


def install_crontab(line: str) -> None:
    """Put the line into the user's crontab; raises OutputError where there is no cron."""
    program = shutil.which("crontab")
    if program is None:
        message, remedy = "本机没有 crontab 命令", "装上 cron，或用 --systemd。"
        raise OutputError([Code.OUTPUT_FAILED.problem(message, None, remedy)])
    listed = subprocess.run([program, "-l"], capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    text = with_crontab_line(listed.stdout if listed.returncode == 0 else "", line)
    subprocess.run([program, "-"], input=text, encoding="utf-8", check=True)  # noqa: S603


def systemd(root: Path) -> dict[str, str]:
    """Return the texts of the service and its timer, by file name."""
    schedule = open_workspace(root).schedule.record
    (root / "build").mkdir(exist_ok=True)  # systemd starts no unit whose folders are missing
    return systemd_units(root, schedule)


def install_systemd(units: dict[str, str], folder: Path) -> tuple[Path, ...]:
    """Put the units into systemd's folder and return the files."""
    for name, text in units.items():
        publish(folder / name, text.encode())
    return tuple(folder / name for name in units)


def verify(root: Path, folder: Path | None = None, key: Path | None = None) -> Verified:
    """Hold a published folder, or all, against manifests and register; name inputs that changed.

    ``key`` is the file of the office's public key.
    """
    published, reader = root / PUBLISHED, read_key(key) if key else None
    while True:
        before = _entries(published)
        register = read_register(published, reader)
        if folder:
            files, problems = _held(root, folder, register)
        else:
            files, problems = _all_held(root, register)
        problems = [*register.problems, *problems]
        signed = [each.number for each in register.lines if each.signature]
        if reader and register.lines and not register.lines[-1].signature:
            message, place = "发布登记的最后一行没有签名", Place(str(published / REGISTER))
            problems.append(Code.REGISTER_BROKEN.problem(message, place))
        if not problems or before == _entries(published):  # else something was published meanwhile
            return Verified(
                files, tuple(problems), len(register.lines), next(iter(signed), None), register.last
            )


def _entries(published: Path) -> set[tuple[str, int]]:
    """Return what stands among the published: what is put in another's place has another inode."""
    if not published.is_dir():
        message = "还没有发布过"
        raise MissingInputError([Code.FILE_NOT_FOUND.problem(message, Place(str(published)))])
    with os.scandir(published) as entries:
        return {(each.name, each.inode()) for each in entries}


def _held(root: Path, folder: Path, register: Register) -> tuple[int, list[Problem]]:
    manifest = read_manifest(folder / MANIFEST)
    return len(manifest.files), [
        *unsealed(root / PUBLISHED, folder, register),
        *damaged(folder, manifest.files),
        *unlisted(folder, manifest),
        *changed_inputs(root, manifest),
    ]


def _all_held(root: Path, register: Register) -> tuple[int, list[Problem]]:
    files, problems = 0, list(unregistered(root / PUBLISHED, register))
    for period in register.periods:
        folder = root / PUBLISHED / period
        try:
            count, found = _held(root, folder, register)
        except MissingInputError:
            count, found = 0, list(unsealed(root / PUBLISHED, folder, register))
        files += count
        problems += found
    return files, problems


def reproduce(
    root: Path, manifest: Path, key: Path | None = None, *, progress: Callable[[str], None]
) -> Verified:
    """Verify what a manifest records, make it again and compare the files byte by byte."""
    record, verified = read_manifest(manifest), verify(root, manifest.parent, key)
    problems = list(verified.problems)
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, document) in enumerate(record.documents.items()):
            problems += _differing(root, document, Path(folder) / str(number))
            progress(f"{record.period} {name}：再做了 {len(document.outputs)} 个文件")
    return replace(verified, problems=tuple(problems))


def _differing(root: Path, document: Published, folder: Path) -> Iterator[Problem]:
    """Make a published document again and find which of its files come out otherwise."""
    try:
        built = _built(root, document.kind, document.arguments, Manner((DOCX, PDF), folder))
    except ReportgenError as error:
        message = error.problems[0].message
        yield Code.CHILD_FAILED.problem(f"{document.kind} 再做时没有做成：{message}")
        return
    made = set(map(checksum, built.pages))
    for each in document.outputs:
        if each.sha256 not in made:
            message = "再做一遍得到的与发布的不同"
            yield Code.PUBLISHED_DIFFERS.problem(message, Place(each.path))


def _built(root: Path, kind: str, arguments: Sequence[str], manner: Manner) -> Built:
    """Make what words of ``reportgen build`` ask for; raises what stopped any of it."""
    started = time.monotonic()
    try:
        wanted, strict = _wanted(kind, arguments)
        made = make_to_publish(root, wanted, manner, strict=strict)
    except ReportgenError:
        raise
    except Exception as error:  # of one document, which stops no other
        raise failure(root, broken_off()) from error
    grave = tuple(each for each in made.problems if each.severity is not Severity.NOTE)
    if made.failures:
        stopped = ReportgenError(grave)
        stopped.exit_code = ExitCode(made.exit_code)
        raise stopped
    pages = {each.path: each.pages for each in made.outputs}
    seconds = round(time.monotonic() - started, 1)
    return Built(pages, inputs_of(made), meaning_in(made), grave, seconds)


def _wanted(kind: str, arguments: Sequence[str]) -> tuple[Wanted, bool]:
    """Read the words that a manifest records, as ``Due.arguments`` writes them."""
    end = arguments.index("--")
    said, name = dict(pairwise(arguments[:end])), arguments[end + 2 :]
    year, period = said.get("--year"), said.get("--period")
    wanted = Wanted(
        kind,
        name[0] if name else None,
        int(year) if year else None,
        Period.parse(period) if period else None,
    )
    return wanted, "--strict" in arguments[:end]


def _in_china(moment: datetime | None) -> datetime:
    if moment is None:
        return datetime.now(CHINA)
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)

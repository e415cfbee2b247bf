"""The register of what was published: a line each time, whose digest covers the line before.

A line is written when all of a publishing lies ready beside its place, and before that appears by
one renaming: what a run that was cut off has entered, the next one puts in its place.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from reportgen.base.codes import Code
from reportgen.base.paths import below, is_own_file, shown
from reportgen.base.problems import Place, Problem
from reportgen.publish import publish, put_in_place, standing
from reportgen.schedule.keys import Key
from reportgen.schedule.manifests import MANIFEST, Manifest, checksum, edited

REGISTER = "register.jsonl"
STAGING, _AHEAD = ".staging", "next"
# the register itself, what a run tells, where it works, what it is still writing
_OF_RUNS = re.compile(
    r"register\.jsonl|run-due\.log(\.\d)?|last-run\.json|\.staging|\.[0-9a-f]+\.part"
)


class Line(BaseModel):
    """One publishing: of which period, the checksum of its manifest, when; its digest and signature."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    period: str
    manifest: str
    entered: str
    digest: str = ""
    signature: str = ""

    def digest_after(self, before: str) -> str:
        """Return the digest that it has behind a line with the digest ``before``."""
        content = self.model_dump_json(exclude={"digest", "signature"})
        return hashlib.sha256(f"{before}\n{content}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Register:
    """The lines as far as they hold together, and what is wrong with the one that doesn't."""

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def last(self) -> str:
        """Return the digest of the last line, which covers all."""
        return self.lines[-1].digest if self.lines else ""

    @property
    def periods(self) -> tuple[str, ...]:
        """Return the periods of which something was published."""
        return tuple(dict.fromkeys(each.period for each in self.lines))

    def manifests(self, period: str) -> list[str]:
        """Return the checksums that a period's manifest has had, the last one last."""
        return [each.manifest for each in self.lines if each.period == period]


def read_register(folder: Path, key: Key | None) -> Register:
    """Read the register of a folder and hold each line against the one before, and its signature."""
    path, lines, signed = below(folder, REGISTER), list[Line](), False
    for number, text in enumerate((standing(path) or b"").splitlines(), 1):
        before = lines[-1].digest if lines else ""
        try:
            line = Line.model_validate_json(text)
        except ValidationError:
            fault = "读不懂"
        else:
            signed = signed or bool(line.signature)
            if line.number != number or line.digest != line.digest_after(before):
                fault = "与前面的接不上：有一行改动过、少了或多了"
            elif key and signed and not key.has_signed(line.digest, line.signature):
                fault = "没有本单位的签名，或签名不符"
            else:
                lines.append(line)
                continue
        problem = Code.REGISTER_BROKEN.problem(
            f"发布登记断了：这一行{fault}", Place(str(path), number)
        )
        return Register(tuple(lines), (problem,))
    return Register(tuple(lines))


def enter(folder: Path, period: str, now: datetime, key: Key | None) -> None:
    """Enter what lies ready of a period, and let it appear in its place."""
    ahead = ahead_of(folder, period)
    register = read_register(folder, key)
    line = Line(
        number=len(register.lines) + 1,
        period=period,
        manifest=_seal(ahead),
        entered=now.isoformat(timespec="seconds"),
    )
    digest = line.digest_after(register.last)
    signature = key.signature(digest) if key else ""
    line = line.model_copy(update={"digest": digest, "signature": signature})
    path = below(folder, REGISTER)
    publish(path, (standing(path) or b"") + line.model_dump_json().encode() + b"\n")
    put_in_place(ahead, below(folder, period))


def ahead_of(folder: Path, period: str) -> Path:
    """Return where a period's folder is put together, before it appears."""
    return below(folder, STAGING, _AHEAD, period)


def finish(folder: Path, register: Register) -> None:
    """Put in its place what was entered by a run that was cut off then."""
    for period in register.periods:
        if _is_unfinished(folder, period, register):
            put_in_place(ahead_of(folder, period), below(folder, period))


def unsealed(published: Path, folder: Path, register: Register) -> Iterator[Problem]:
    """Find in what a folder isn't what the register has last of its period."""
    period, place = folder.absolute().name, Place(str(folder / MANIFEST))
    entered, found = register.manifests(period), _seal(folder)
    if folder.is_symlink():
        yield Code.SEAL_BROKEN.problem("这一期的文件夹换成了链接", Place(str(folder)))
    elif found in entered[-1:]:
        return
    elif _is_unfinished(published, period, register) and (found in entered or not folder.exists()):
        message = "最近一次发布没有做完，下次 run-due 会接着做"
        yield Code.PUBLISHING_UNFINISHED.problem(message, place)
    elif not entered:
        yield Code.SEAL_BROKEN.problem("发布登记里没有这一期", place)
        yield from edited(folder / MANIFEST)
    elif not found:
        yield Code.SEAL_BROKEN.problem("登记过的这一期不见了", place)
    elif found in entered:
        yield Code.SEAL_BROKEN.problem("清单是从前的，不是最近登记的", place)
    else:
        yield Code.SEAL_BROKEN.problem("清单与登记的不同，改动过", place)


def unlisted(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Find what lies in a published folder and isn't in its manifest; of a folder it alone."""
    listed = {Path(MANIFEST), *(Path(each.path) for each in manifest.files)}
    listed |= {parent for each in listed for parent in each.parents}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if name not in listed and name.parent in listed:
            yield _unlisted(path)


def unregistered(folder: Path, register: Register) -> Iterator[Problem]:
    """Find what lies beside the published periods and is neither one nor of the runs."""
    for path in sorted(folder.iterdir()):
        if path.name not in register.periods and not _OF_RUNS.fullmatch(path.name):
            yield _unlisted(path)


def _unlisted(path: Path) -> Problem:
    what = "链接" if path.is_symlink() else "文件夹" if path.is_dir() else "文件"
    return Code.UNLISTED.problem(f"没有发布过的{what}", Place(shown(str(path))))


def _seal(folder: Path) -> str:
    """Return the checksum of a folder's manifest, "" without one."""
    path = folder / MANIFEST
    return checksum(path) if is_own_file(path) else ""


def _is_unfinished(published: Path, period: str, register: Register) -> bool:
    last = register.manifests(period)[-1:]
    return _seal(published / period) not in last and _seal(ahead_of(published, period)) in last

"""Published folders and their register, tampered with: ``verify`` names what isn't as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from reportgen.desk.publishing import verify
from reportgen.schedule.calendar import CHINA
from reportgen.schedule.keys import Key, signing_key
from reportgen.schedule.manifests import MANIFEST, FileRecord, Manifest, Published, checksum
from reportgen.schedule.manifests import written as manifest_text
from reportgen.schedule.register import REGISTER, STAGING, Line, ahead_of, enter
from reportgen.schedule.running import PUBLISHED
from tests.attack.contest import Attack, Case, Fault, Seen, refused
from tests.attack.mutating import spoiled_bytes
from tests.schedule.test_register import made_keys

_NOW = datetime(2012, 8, 10, 6, tzinfo=CHINA)
_PERIODS = ("2012-04", "2012-05", "2012Q2", "2012-04")  # the first is revised in the end
_State = Mapping[str, object]


class Seals(Attack):
    key, name, tries = "seals", "篡改发布的文件夹和登记", 3000

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._past = self.root / "kept"
        self._past.mkdir(parents=True)
        private, self._public = made_keys(self.root / "keys")
        for number, period in enumerate(_PERIODS):
            _publish(self.root / PUBLISHED, period, number, signing_key(private))
            shutil.copytree(self.root / PUBLISHED, self._past / str(number))
        self._last = verify(self.root, key=self._public).last
        shutil.rmtree(self.root / PUBLISHED)

    def case(self, dice: Random) -> Case:
        steps = [
            (dice.choice(list(_WAYS)), dice.randrange(10**6))
            for _ in range(dice.choice((1, 1, 1, 2, 2, 3)))
        ]
        return Case("篡改.json", json.dumps(steps).encode())

    def played(self, case: Case) -> Seen:
        published = self.root / PUBLISHED
        shutil.copytree(self._past / str(len(_PERIODS) - 1), published)
        before = _state(published)
        for way, seed in json.loads(case.content):
            with suppress(
                OSError, ValueError
            ):  # a step before it may have taken away what it changes
                _WAYS[way](Random(seed), published, self._past)
        after = _state(published)
        found = verify(self.root, key=self._public)
        if found.problems:
            if before == after:
                raise Fault(f"没有动过，却说：{found.problems[0].message}")
            return refused(found.problems)
        # a register that was cut off at its end is told by the last digest, which verify prints
        if before != after and found.last == self._last:
            raise Fault(f"没有发现：{case.content.decode()}")
        return Seen(accepted=True)


def _publish(published: Path, period: str, number: int, key: Key) -> None:
    """Publish two files of a period, as ``run-due`` would, without making a document."""
    ahead = ahead_of(published, period)
    ahead.mkdir(parents=True)
    for name in ("报告.pdf", "报告.docx"):
        (ahead / name).write_text(f"{period} {name} {number}")
    outputs = tuple(
        FileRecord(path=each.name, sha256=checksum(each), pages=2) for each in ahead.iterdir()
    )
    document = Published(
        kind="brief", arguments=(), outputs=outputs, inputs=(), fonts=(), tools={}, seconds=1.0,
        published=_NOW.isoformat(),
    )  # fmt: skip
    manifest = Manifest(period=period, documents={"brief": document})
    (ahead / MANIFEST).write_bytes(manifest_text(manifest))
    enter(published, period, _NOW, key)
    shutil.rmtree(published / STAGING)  # where a run works, of which nothing was published


def _state(published: Path) -> _State:
    """Return what stands there; of the register what it says, not how it is written."""
    found: dict[str, object] = {}
    for path in published.rglob("*"):
        name = str(path.relative_to(published))
        if path.is_symlink() or not path.is_file():
            found[name] = path.is_symlink()
        elif name == REGISTER:
            found[name] = _said(path.read_bytes())
        else:
            found[name] = path.read_bytes()
    return found


def _said(register: bytes) -> object:
    try:
        lines = [Line.model_validate_json(each) for each in register.splitlines()]
    except ValueError:
        return register
    return [each.model_copy(update={"signature": each.signature.lower()}) for each in lines]


def _any_file(dice: Random, published: Path) -> Path:
    return dice.choice(sorted(each for each in published.rglob("*") if each.is_file()))


def _folder(dice: Random, published: Path) -> Path:
    return dice.choice(sorted(each for each in published.glob("2012*")) or [published])


def _spoil(dice: Random, published: Path, _: Path) -> None:
    path = _any_file(dice, published)
    path.write_bytes(spoiled_bytes(dice, path.read_bytes() or b"x"))


def _remove(dice: Random, published: Path, _: Path) -> None:
    _any_file(dice, published).unlink()


def _rename(dice: Random, published: Path, _: Path) -> None:
    path = _any_file(dice, published)
    path.rename(path.with_name(dice.choice(("别名.pdf", ".x", "报告.PDF", "manifest.json.bak"))))


def _swap(dice: Random, published: Path, _: Path) -> None:
    one, other = _any_file(dice, published), _any_file(dice, published)
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def _add(dice: Random, published: Path, _: Path) -> None:
    place = dice.choice((published, _folder(dice, published)))
    path = place / dice.choice(("冒充.pdf", ".x", "2012-06", "register.jsonl.bak", "附件"))
    match dice.randrange(3):
        case 0:
            path.write_bytes(b"forged")
        case 1:
            (path / "x").mkdir(parents=True)
        case _:
            path.symlink_to(published.parent)


def _link(dice: Random, published: Path, _: Path) -> None:
    """Move a file or folder elsewhere, and put a link in its place."""
    path = dice.choice((_any_file(dice, published), _folder(dice, published)))
    away = published.parents[2] / "given" / str(dice.random())
    away.parent.mkdir(exist_ok=True)
    path.rename(away)
    path.symlink_to(away)


def _exchange(dice: Random, published: Path, _: Path) -> None:
    one, other = _folder(dice, published), _folder(dice, published)
    one.rename(published / "x")
    if other.exists():
        other.rename(one)
    (published / "x").rename(other)


def _restore(dice: Random, published: Path, kept: Path) -> None:
    """Put back what was published before: a folder, or the register."""
    old = kept / str(dice.randrange(len(_PERIODS)))
    name = dice.choice(("2012-04", REGISTER))
    path = published / name
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    copy: Callable[..., object] = shutil.copytree if (old / name).is_dir() else shutil.copy
    copy(old / name, path)


def _forget(dice: Random, published: Path, _: Path) -> None:
    shutil.rmtree(_folder(dice, published))


def _reline(dice: Random, published: Path, _: Path) -> None:
    """Drop, double or exchange lines of the register."""
    path = published / REGISTER
    lines = path.read_bytes().splitlines(keepends=True)
    one, other = (dice.randrange(len(lines)) for _ in range(2))
    match dice.randrange(3):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, lines[one])
        case _:
            lines[one], lines[other] = lines[other], lines[one]
    path.write_bytes(b"".join(lines))


def _forge(dice: Random, published: Path, _: Path) -> None:
    """Change a file, and make manifest and register say so: all but the signatures."""
    folder = _folder(dice, published)
    file, manifest, register = folder / "报告.pdf", folder / MANIFEST, published / REGISTER
    file.write_bytes(b"forged")
    said = Manifest.model_validate_json(manifest.read_bytes())
    sums = {"sha256": checksum(file)} if dice.random() < 0.8 else {"pages": 9}
    documents = {
        name: each.model_copy(
            update={
                "outputs": tuple(
                    o.model_copy(update=sums) if o.path == file.name else o for o in each.outputs
                )
            }
        )
        for name, each in said.documents.items()
    }
    manifest.write_bytes(manifest_text(said.model_copy(update={"documents": documents})))
    lines = [Line.model_validate_json(each) for each in register.read_bytes().splitlines()]
    last, text = "", b""
    for each in lines:
        changes: dict[str, Any] = {"number": text.count(b"\n") + 1}
        if each.period == folder.name:
            changes["manifest"] = checksum(manifest)
        line = each.model_copy(update=changes)
        last = line.digest_after(last)
        text += line.model_copy(update={"digest": last}).model_dump_json().encode() + b"\n"
    register.write_bytes(text)


_WAYS: Mapping[str, Callable[[Random, Path, Path], None]] = {
    way.__name__.lstrip("_"): way
    for way in (
        *(_spoil, _spoil, _remove, _rename, _swap, _add, _link, _exchange, _restore, _forget),
        *(_reline, _forge),
    )
}

"""Write files and folders so that none is ever half there: made beside it, flushed, renamed."""

import ctypes
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.paths import is_own_file, open_file
from reportgen.base.problems import CannotCreateError, OutputError, Place

_UNFINISHED = ".part"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file to be put out: the names of its folders and its own, its bytes, its pages (0: none)."""

    names: tuple[str, ...]
    content: bytes
    pages: int = 0

    @property
    def name(self) -> str:
        """Return its name below the output folder."""
        return "/".join(self.names)


def publish(path: Path, content: bytes) -> None:
    """Put content at a path; an old file survives any failure whole, an equal one is left alone.

    Raises CannotCreateError when the folder can't be made or something else than a file stands
    there, OutputError when writing fails.
    """
    with Code.OUTPUT_FAILED.refused(CannotCreateError, "不能建立文件夹", path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    with Code.OUTPUT_FAILED.refused(OutputError, "写入失败", path):
        if standing(path) != content:
            _replace(path, content)


def standing(path: Path) -> bytes | None:
    """Return what stands at a path, None for nothing.

    Raises CannotCreateError for what is no file itself: it would be followed, or waited for.
    """
    refuse_no_file(path)
    if not path.exists():
        return None
    with open_file(path) as file:
        return file.read()


def refuse_no_file(path: Path) -> None:
    """Raise CannotCreateError where a folder, a link, a pipe or a device stands."""
    if os.path.lexists(path) and not is_own_file(path):
        message = "这里有同名的文件夹、链接或管道，没有动它"
        raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, Place(str(path)))])


def refuse_differing(contents: Mapping[Path, bytes], message: str, remedy: str) -> None:
    """Raise CannotCreateError for the first path that already holds something else."""
    for path, content in contents.items():
        if standing(path) not in (None, content):
            raise CannotCreateError([Code.OUTPUT_EXISTS.problem(message, Place(str(path)), remedy)])


def remove_leftovers(folder: Path) -> None:
    """Remove what a killed process was still writing; nobody else may be writing there."""
    for path in folder.rglob(f".*{_UNFINISHED}"):
        path.unlink(missing_ok=True)


def copy_beside(folder: Path, ahead: Path) -> None:
    """Make a new folder that holds what a folder holds: the files themselves, copies if need be."""
    ahead.mkdir(parents=True)
    if not folder.is_dir():
        return
    if ahead.stat().st_mode != folder.stat().st_mode:  # a set group may be inherited, not asked for
        shutil.copymode(folder, ahead)
    for each in folder.iterdir():
        twin = ahead / each.name
        if each.is_dir() and not each.is_symlink():
            copy_beside(each, twin)
            continue
        try:
            os.link(each, twin, follow_symlinks=False)
        except OSError:  # this disk has none, or not of others' files
            shutil.copy2(each, twin, follow_symlinks=False)


def put_in_place(ahead: Path, folder: Path) -> None:
    """Let a finished folder appear by one renaming; what stood there before stands in its place.

    Where the disk can't exchange two names, the folder is away for a moment, never half there.
    """
    for inner in (ahead, *(each for each in ahead.rglob("*") if each.is_dir())):
        _flush(inner)
    if folder.exists() and not _exchanged(ahead, folder):
        old = ahead.with_name(f"{ahead.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    if not folder.exists():
        ahead.rename(folder)
    _flush(folder.parent)


def _exchanged(one: Path, other: Path) -> bool:
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    names = os.fsencode(one), os.fsencode(other)
    return rename is not None and rename(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{os.urandom(8).hex()}{_UNFINISHED}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush(path.parent)  # the renaming itself


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""The one way from a name in data, a manifest or a template to a path: below its folder or not at all."""

import os
import stat
import unicodedata
from io import BufferedReader
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import DataError

_LONGEST_NAME = 255  # bytes, on every usual file system
_SEPARATORS = ("/", "\\")
# control, invisible, lone surrogate, line and paragraph separator
_REFUSED_CATEGORIES = ("Cc", "Cf", "Cs", "Zl", "Zp")


def below(folder: Path, *names: str) -> Path:
    """Return the path of a file or folder by the names of its folders and its own, one by one.

    Raises DataError for a name that is none or a link on the way; ``folder`` itself may be one.
    """
    if fault := path_fault(folder, *names):
        raise DataError([Code.PATH_REFUSED.problem(f"“{shown('/'.join(names))}”{fault}")])
    return folder.joinpath(*names)


def path_fault(folder: Path, *names: str) -> str | None:
    """Say why names don't lead to a place below a folder; None if they do."""
    faults = (fault for name in names if (fault := name_fault(name)))
    if fault := next(faults, None):
        return fault
    path = folder
    for name in names:
        path /= name
        if path.is_symlink():
            return f"经过链接 {path}，链接一律不跟"
    return None


def name_fault(name: str) -> str | None:
    """Say why a text can't be the name of a file or folder; None if it can."""
    if not name:
        return "有一段是空的，或是绝对路径"
    if name in (".", ".."):
        return f"里不能有 {name}"
    if any(sign in name for sign in _SEPARATORS):
        return "里有路径分隔符，不能作文件名"
    if any(unicodedata.category(character) in _REFUSED_CATEGORIES for character in name):
        return "里有控制字符、看不见的字符或不完整的字符"
    if len(name.encode()) > _LONGEST_NAME:
        return "太长，不能作文件名"
    return None


def shown(text: str) -> str:
    """Write a name so that printing it does nothing to a terminal."""
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)


def is_litter(name: str) -> bool:
    """Tell whether a file is hidden or an editor's own: a backup, a lock."""
    return name.startswith((".", "~", "#")) or name.endswith("~")


def is_own_file(path: Path) -> bool:
    """Tell whether an ordinary file stands at a path, not a link to one."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def open_file(path: Path) -> BufferedReader:
    """Open an ordinary file to read it; raises OSError at once for a pipe, a device or a folder."""
    return open(path, "rb", opener=_ordinary)


def _ordinary(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_NONBLOCK)  # a pipe would wait for its writer
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "不是普通文件", path)
    return descriptor

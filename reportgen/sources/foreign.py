"""Read foreign files in a child process with limits; only plain JSON comes back.

A file made elsewhere may be anything: a megabyte that swells to gigabytes, a range of seventeen
billion cells, what a library never thought of. So whatever opens one runs apart.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reportgen.base.codes import Code
from reportgen.base.limits import Ending, run_limited
from reportgen.base.problems import DataError, ExitCode, MissingInputError, Place, Problem

_SECONDS, _MEGABYTES = 60.0, 1024


def foreign_bytes(path: Path, most: int) -> bytes:
    """Return a file's bytes; raises MissingInputError, or DataError for more than ``most``."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        message = f"文件读不出来：{error.strerror}"
        problem = Code.FILE_NOT_FOUND.problem(message, Place(shown(path)), "检查文件名和权限。")
        raise MissingInputError([problem]) from error
    if len(content) > most:
        raise DataError(
            [Code.OFFICE_FILE.problem(f"文件超过 {most // 2**20} MB", Place(shown(path.name)))]
        )
    return content


def shown(path: Path | str) -> str:
    """Return a name as it can be printed: one that isn't UTF-8 (a zip of Windows) has marks in it."""
    return os.fsencode(path).decode(errors="replace")


def ask(module: str, name: str, content: bytes, request: object = None) -> str:
    """Have a module :func:`answer` about a file that users know as ``name``; return its JSON.

    Raises DataError: what the module found wrong with the file, or that it came to grief on it.
    """
    head = json.dumps([name, request]).encode()
    ended = run_limited(
        module, [], seconds=_SECONDS, megabytes=_MEGABYTES, given=head + b"\n" + content
    )
    if ended.ending is Ending.DONE:
        return ended.stdout
    if ended.ending is Ending.FAILED and ended.code == ExitCode.DATA:
        raise DataError([Problem.from_json(record) for record in json.loads(ended.stdout)])
    if ended.ending is Ending.TIMED_OUT:
        reason = f"{_SECONDS:.0f} 秒还没有读完"
    else:
        reason = "读它时用尽了内存或意外退出"
    raise DataError([Code.OFFICE_FILE.problem(f"{reason}，不是正常的文件", Place(name))])


def answer(work: Callable[[str, bytes, Any], object]) -> None:
    """Be the child: do a module's work on a name, the bytes and a request; print the answer."""
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    name, request = json.loads(head)
    code = ExitCode.DONE
    try:
        written = _json(work(name, content, request))
    except DataError as error:
        written, code = _json([problem.to_json() for problem in error.problems]), error.exit_code
    except MemoryError:
        raise  # the parent says so
    except Exception as error:  # libraries raise a dozen kinds for files that others mangled
        message = f"文件的内容不合规范，读不下去（{type(error).__name__}）"
        problem = Code.OFFICE_FILE.problem(message, Place(name))
        written, code = _json([problem.to_json()]), ExitCode.DATA
    sys.stdout.buffer.write(written)
    sys.stdout.buffer.flush()
    sys.exit(code)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=asdict).encode()

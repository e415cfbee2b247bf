"""Tell the office by a command of its own, which may mail or message it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence

from reportgen.base.codes import Code
from reportgen.base.problems import Problem

_NOTICE_SECONDS = 60


def notify(command: Sequence[str], summary: object) -> Problem | None:
    """Hand a summary as JSON to the office's own command; says what went wrong with it."""
    if not command:
        return None
    try:
        ended = subprocess.run(  # noqa: S603 the office's own command, from its own data
            command,
            input=json.dumps(summary, ensure_ascii=False),
            encoding="utf-8",
            errors="backslashreplace",
            capture_output=True,
            timeout=_NOTICE_SECONDS,
            check=False,
        )
    except OSError as error:
        return Code.NOTICE_FAILED.problem(f"通知命令不能运行：{error.strerror}")
    except ValueError:
        return Code.NOTICE_FAILED.problem("通知命令里有 NUL 或不完整的字符，不能运行")
    except subprocess.TimeoutExpired:
        return Code.NOTICE_FAILED.problem(f"通知命令 {_NOTICE_SECONDS} 秒还没有结束")
    if ended.returncode:
        return Code.NOTICE_FAILED.problem(f"通知命令返回 {ended.returncode}")
    return None

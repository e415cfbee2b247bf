"""What a run tells: the whole story to its log, a summary to programs, few words to people."""

import json
import logging
import subprocess
from collections.abc import Iterator, Sequence
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from reportgen.base.codes import Code
from reportgen.base.paths import below
from reportgen.base.problems import OutputError, Problem, errors_in, reason
from reportgen.model.periods import Period
from reportgen.publish import refuse_no_file
from reportgen.schedule.calendar import CHINA
from reportgen.schedule.running import Outcome

LOG = "run-due.log"
_NOTICE_SECONDS = 60


def open_log(folder: Path) -> logging.Logger:
    """Return the log of the runs that publish in a folder.

    Raises OutputError, or CannotCreateError where something else is in its place.
    """
    with Code.OUTPUT_FAILED.refused(OutputError, "日志写不进去", folder):
        folder.mkdir(parents=True, exist_ok=True)
        path = below(folder, LOG)
        refuse_no_file(path)  # a pipe would wait for its reader
        handler = RotatingFileHandler(
            path, maxBytes=2**20, backupCount=5, encoding="utf-8", errors="backslashreplace"
        )
    words = logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s", "%FT%T+08:00")
    words.converter = lambda seconds: datetime.fromtimestamp(seconds or 0, CHINA).timetuple()
    handler.setFormatter(words)
    logging.raiseExceptions = False  # a full disk is said once, not for each line of the log
    log = logging.getLogger("reportgen.run-due")
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
    return log


def write_outcome(log: logging.Logger, outcome: Outcome) -> None:
    """Write into the log what became of a document, with all that was found."""
    what = outcome.due.title
    if outcome.failed:
        log.error("%s 没有做成", what)
    elif outcome.files:
        log.info("%s 已发布：%s", what, "、".join(outcome.files))
    else:
        log.info("%s 没有变化", what)
        return
    for each in outcome.problems:
        log.warning("  %s %s：%s 改法：%s", each.place or "", each.code, each.message, each.remedy)


def summary_of(now: datetime, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return what became of a run for programs: its JSON, the notice, the next status."""
    return {
        "now": now.isoformat(timespec="seconds"),
        "documents": [
            {
                "kind": each.due.kind.kind,
                "name": each.due.title,
                "period": str(each.due.period),
                "due": each.due.day.isoformat(),
                "result": "failed" if each.failed else "published" if each.files else "unchanged",
                "files": list(each.files),
                "problems": [problem.to_json() for problem in each.problems],
            }
            for each in outcomes
        ],
    }


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
        fault = f"返回 {ended.returncode}" if ended.returncode else ""
    except OSError as error:
        fault = f"不能运行：{reason(error)}"
    except ValueError:
        fault = "里有 NUL 或不完整的字符，不能运行"
    except subprocess.TimeoutExpired:
        fault = f" {_NOTICE_SECONDS} 秒还没有结束"
    return Code.NOTICE_FAILED.problem(f"通知命令{fault}") if fault else None


def few_words(outcomes: Sequence[Outcome], unsent: Problem | None, folder: Path) -> Iterator[str]:
    """Yield the lines that cron mails: what failed, what went out with something missing."""
    failed = [each for each in outcomes if each.failed]
    doubtful = [each for each in outcomes if each.files and _own_warnings(each)]
    if failed:
        yield f"reportgen：到期的 {len(outcomes)} 份文稿有 {len(failed)} 份没有做成。"
    for outcome in failed:
        errors = errors_in(outcome.problems)
        yield f"  {outcome.due.title}：{_first_of(errors or outcome.problems)}"
    if doubtful:
        yield f"reportgen：新发布的文稿有 {len(doubtful)} 份需要留意。"
    for outcome in doubtful:
        yield f"  {outcome.due.title}：{_first_of(_own_warnings(outcome))}"
    if unsent:
        yield f"  {unsent.message}"
    if failed or doubtful or unsent:
        yield f"详情见 {folder / LOG}"


def _own_warnings(outcome: Outcome) -> list[Problem]:
    """Return the warnings of a document's own data, not of earlier periods."""
    due = outcome.due
    own = {str(due.period), due.circular[1] if due.circular else ""}
    if due.period.last_month % 3 == 0:  # a month without data of its own takes the quarter's
        own.add(str(Period(due.period.year, due.period.last_month, 3)))
    return [each for each in outcome.problems if each.place and Path(each.place.file).stem in own]


def _first_of(problems: Sequence[Problem]) -> str:
    first = problems[0]
    more = f"（等 {len(problems)} 处）" if len(problems) > 1 else ""
    return f"{f'{first.place} ' if first.place else ''}{first.message}{more}"

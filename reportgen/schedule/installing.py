"""The crontab line and the systemd units that start ``run-due`` every day."""

import re
import shlex
import sys
from datetime import datetime, time, timedelta
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError
from reportgen.model.schedule import Schedule
from reportgen.schedule.calendar import CHINA

MARK = "# reportgen run-due"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
SERVICE, TIMER = "reportgen.service", "reportgen.timer"
_NO_NETWORK = "PrivateNetwork=yes\nRestrictAddressFamilies=AF_UNIX\n"


def _words(root: Path) -> list[str]:
    """Return the words of the command, with full paths: cron's environment is bare.

    Raises ConfigurationError for a path that would end a line of crontab or a unit.
    """
    words = [sys.executable, "-m", "reportgen", "-C", str(root.resolve()), "run-due"]
    if _CONTROL.search("".join(words)):
        message = "工作区或程序的路径里有换行等控制字符，写不进 crontab 和 systemd"
        remedy = "把工作区移到名称里没有控制字符的文件夹。"
        raise ConfigurationError([Code.PATH_REFUSED.problem(message, None, remedy)])
    return words


def _quoted(word: str) -> str:
    """Return a word as a systemd unit takes it: with % it would name something of systemd's."""
    return '"' + word.replace("\\", r"\\").replace('"', r"\"").replace("%", "%%") + '"'


def crontab_line(root: Path, at: str) -> str:
    """Return the crontab line; ``at`` is HH:MM in China, the line says it by the machine's clock."""
    local = next_run(at, datetime.now(CHINA)).astimezone()
    command = shlex.join(_words(root)).replace("%", "\\%")
    return f"{local.minute} {local.hour} * * * PYTHONUTF8=1 {command} {MARK}"


def next_run(at: str, now: datetime) -> datetime:
    """Return when a day's run comes next, ``at`` HH:MM in China."""
    today = datetime.combine(now.astimezone(CHINA).date(), time.fromisoformat(at), CHINA)
    return today if today > now else today + timedelta(days=1)


def with_crontab_line(crontab: str, line: str) -> str:
    """Put the line into a crontab, in the place of an earlier one."""
    others = [each for each in crontab.splitlines() if not each.endswith(MARK)]
    return "\n".join([*others, line]) + "\n"


def systemd_units(root: Path, schedule: Schedule) -> dict[str, str]:
    """Return the texts of a hardened service and its timer, by file name.

    It runs as the workspace's owner, sees no network unless the office's own notice needs one, and
    writes only where documents and the numbers of briefs go.
    """
    workspace = root.resolve()
    words = {
        # only commands have $ for variables
        "command": " ".join(_quoted(word).replace("$", "$$") for word in _words(root)),
        "owner": workspace.owner(),
        "network": "" if schedule.notify else _NO_NETWORK,
        "writable": " ".join(_quoted(str(workspace / name)) for name in ("build", "data")),
        "at": schedule.at,
    }
    units = (Path(__file__).with_name(name) for name in (SERVICE, TIMER))
    return {each.name: each.read_text("utf-8").format_map(words) for each in units}

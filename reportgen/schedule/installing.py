"""The crontab line and the systemd units that start ``run-due`` every day."""

from __future__ import annotations

import shlex
import sys
from datetime import datetime, time, timedelta
from pathlib import Path

from reportgen.model.schedule import Schedule
from reportgen.schedule.calendar import CHINA

MARK = "# reportgen run-due"
SERVICE, TIMER = "reportgen.service", "reportgen.timer"


def command_line(root: Path) -> str:
    """Return the command as a shell takes it, with full paths: cron's environment is bare."""
    words = [sys.executable, "-m", "reportgen", "-C", str(root.resolve()), "run-due"]
    return shlex.join(words)


def crontab_line(root: Path, at: str) -> str:
    """Return the crontab line; ``at`` is HH:MM in China, the line says it by the machine's clock."""
    local = next_run(at, datetime.now(CHINA)).astimezone()
    command = command_line(root).replace("%", "\\%")
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
    workspace, at = root.resolve(), schedule.at
    writable = " ".join(f'"{workspace / name}"' for name in ("build", "data"))
    network = "" if schedule.notify else "PrivateNetwork=yes\nRestrictAddressFamilies=AF_UNIX\n"
    service = f"""\
[Unit]
Description=reportgen：按日程生成并发布文稿

[Service]
Type=oneshot
ExecStart={command_line(root)}
User={workspace.owner()}
Environment=PYTHONUTF8=1
TimeoutStartSec=1h
MemoryMax=3G
{network}NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={writable}
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictNamespaces=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
CapabilityBoundingSet=
UMask=0022
"""
    timer = f"""\
[Unit]
Description=reportgen：每日 {at}（中国时间）检查日程

[Timer]
OnCalendar=*-*-* {at}:00 Asia/Shanghai
Persistent=true
RandomizedDelaySec=120

[Install]
WantedBy=timers.target
"""
    return {SERVICE: service, TIMER: timer}

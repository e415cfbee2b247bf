"""The crontab line and the systemd units that start ``run-due`` every day."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

MARK = "# reportgen run-due"
SERVICE, TIMER = "reportgen.service", "reportgen.timer"


def command_line(root: Path) -> str:
    """Return the command as a shell takes it, with full paths: cron's environment is bare."""
    words = [sys.executable, "-m", "reportgen", "-C", str(root.resolve()), "run-due"]
    return shlex.join(words)


def crontab_line(root: Path, at: str) -> str:
    """Return the crontab line; ``at`` is HH:MM, by the machine's clock."""
    hour, minute = at.split(":")
    command = command_line(root).replace("%", "\\%")
    return f"{int(minute)} {int(hour)} * * * PYTHONUTF8=1 {command} {MARK}"


def with_crontab_line(crontab: str, line: str) -> str:
    """Put the line into a crontab, in the place of an earlier one."""
    others = [each for each in crontab.splitlines() if not each.endswith(MARK)]
    return "\n".join([*others, line]) + "\n"


def systemd_units(root: Path, at: str) -> dict[str, str]:
    """Return the texts of a hardened service and its timer, by file name."""
    workspace = root.resolve()
    writable = " ".join(f'"{workspace / name}"' for name in ("build", "data"))
    service = f"""\
[Unit]
Description=reportgen：按日程生成并发布文稿

[Service]
Type=oneshot
ExecStart={command_line(root)}
Environment=PYTHONUTF8=1
TimeoutStartSec=1h
MemoryMax=3G
NoNewPrivileges=yes
PrivateNetwork=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={writable}
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
LockPersonality=yes
SystemCallArchitectures=native
CapabilityBoundingSet=
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

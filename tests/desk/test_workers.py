"""Work shared out: who dies, hangs, eats the memory or is wrong loses its own task and no other."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from reportgen.base.workers import Crew, LostError, shared_out, spare_crew
from reportgen.desk.making import Wanted, make
from reportgen.desk.products import manner
from reportgen.model.periods import Period
from tests.running import sample_at

MAY = Period.parse("2012-05")
TASKS = ("3", "dies", "4", "hangs", "eats", "errs", "5")


def work(task: str) -> int:
    match task:
        case "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hangs":
            time.sleep(600)
        case "eats":
            return len(bytearray(8 << 30))
        case "errs":
            raise ValueError(task)
    return int(task)


def test_only_the_task_itself_is_lost() -> None:
    results = dict(shared_out(work, TASKS, Crew(3, 3, 4096)))
    found = {TASKS[number]: result for number, result in results.items()}
    lost = {task: result.reason for task, result in found.items() if isinstance(result, LostError)}
    assert {task for task in found if task not in lost} == {"3", "4", "5"}
    assert lost == {
        "dies": "子进程意外退出（信号 9）",
        "hangs": "做了 3 秒还没有做完，已停止",
        "eats": "用尽了 4096 MB 内存，已停止",
        "errs": "程序内部错误：ValueError: errs",
    }


def test_a_lost_task_is_tried_once_more(tmp_path: Path) -> None:
    def dies_once(task: Path) -> str:
        if not task.exists():
            task.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    made = list(shared_out(dies_once, [tmp_path / "seen"], Crew(1, 60, 4096)))
    assert made == [(0, "done")]


def test_workers_help_where_tasks_are_few() -> None:
    def helped(task: str) -> int:
        helpers = spare_crew()
        if helpers is None:
            return work(task)
        (made,) = (each for _, each in shared_out(work, [task], helpers))
        if not isinstance(made, int):
            raise made
        return 10 * made

    crew = Crew(2, 60, 4096)
    assert list(shared_out(helped, ["3"], crew)) == [(0, 30)]
    assert dict(shared_out(helped, ["3", "4"], crew)) == {0: 3, 1: 4}
    ((_, lost),) = shared_out(helped, ["dies"], crew)
    assert isinstance(lost, LostError)
    assert lost.reason == "子进程意外退出（信号 9）"


def test_formats_written_side_by_side_are_the_same_files(tmp_path: Path) -> None:
    made = {}
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        how = manner(["docx", "pdf"], folder, workers=workers, anew=True)
        make(sample_at(folder), Wanted("brief", period=MAY), how, progress=lambda _: str)
        made[workers] = {path.name: path.read_bytes() for path in folder.glob("2012*")}
    assert {Path(name).suffix for name in made[1]} >= {".docx", ".pdf"}
    assert made[1] == made[2]

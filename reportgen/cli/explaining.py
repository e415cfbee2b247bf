"""``explain-code`` and ``explain-page``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.base.codes import Code, find_code
from reportgen.base.problems import ExitCode, UsageError
from reportgen.cli.output import print_table
from reportgen.cli.words import NUMBER, PERIOD, YEAR, Command
from reportgen.model.periods import Period

if TYPE_CHECKING:
    from reportgen.desk.checking import PageEnd, Piece

_SHOWN = 36


@click.command("explain-code", cls=Command)
@click.argument("code", required=False)
def explain_code_command(code: str | None) -> int:
    """说明一个问题代码；不写代码则列出全部。"""
    if code is None:
        for each in Code:
            click.echo(f"{each.code}　{each.severity.label}　{each.title}")
        return ExitCode.DONE
    found = find_code(code)
    if found is None:
        message = f"没有代码“{code}”"
        raise UsageError(
            [Code.USAGE.problem(message, None, "用 reportgen explain-code 列出全部。")]
        )
    click.echo(f"{found.code}　{found.severity.label}　{found.title}")
    click.echo(f"说明：{found.explanation}")
    click.echo(f"改法：{found.remedy}")
    return ExitCode.DONE


@click.command("explain-page", cls=Command)
@click.argument("kind")
@click.argument("name", required=False)
@click.option("--year", type=YEAR, help="年度，用于 target-table、circular")
@click.option("--period", type=PERIOD, help="期间，如 2012Q1；简报用月份")
@click.option("--unit", metavar="单位", help="责任单位，用于一个单位一份的文稿")
@click.option("--page", type=NUMBER, required=True, help="第几页，从 1 数起")
@click.pass_obj
def explain_page_command(
    root: Path,
    kind: str,
    name: str | None,
    year: int | None,
    period: Period | None,
    unit: str | None,
    page: int,
) -> int:
    """说明一页上有什么、为何到此为止：什么放不下、差多少、什么须与它同页。

    KIND、NAME、--year、--period 的写法与 build 相同。
    """
    from reportgen.desk.checking import explain_page  # slow to load, and explain-code is quick
    from reportgen.desk.making import Wanted

    explained = explain_page(root, Wanted(kind, name, year, period, unit), page)
    shown = explained.page
    print_table([("距页顶", "高", "文字"), *(_piece_row(each) for each in shown.pieces)])
    for line in _reasons(shown.end, last=page == explained.of):
        click.echo(line)
    return ExitCode.DONE


def _piece_row(piece: Piece) -> tuple[str, str, str]:
    text = "　".join(line.text for line in piece.lines)
    shown = f"{text[:_SHOWN]}……" if len(text) > _SHOWN else text
    return (_mm(piece.top_pt), _mm(piece.height_pt), shown)


def _reasons(end: PageEnd, *, last: bool) -> Iterator[str]:
    yield f"本页余 {_mm(end.left_pt)}。"
    if not end.unfit:
        yield "文稿到此结束。" if last else "下一页另起一节。"
        return
    yield f"接下来放不下的是“{end.unfit[:_SHOWN]}”，还差 {_mm(end.over_pt)}。"
    for reason in end.kept:
        yield f"本页因此提前结束：{reason}。"


def _mm(points: float) -> str:
    return f"{points * 25.4 / 72:.1f} 毫米"

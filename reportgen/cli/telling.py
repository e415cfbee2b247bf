"""What the program knows: of figures and their changes, of data files, problems, pages, the machine."""

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import click

from reportgen import desk
from reportgen.base.codes import Code, find_code
from reportgen.base.numbers import after_number, plain
from reportgen.base.problems import ExitCode, UsageError
from reportgen.cli import words
from reportgen.cli.output import print_aside, print_json, print_problems, print_table
from reportgen.model.labels import ChangeKind
from reportgen.model.periods import Period

_SHOWN = 36


@words.cli.command("explain")
@click.argument("subject", metavar="编号")
@words.period_option
@click.pass_obj
def explain_command(root: Path, subject: str, period: Period) -> None:
    """说明一个指标或节点：数值、来源、规则、算式、结论。"""
    click.echo(desk.tracing.explain(root, subject, period), nl=False)


@words.cli.command("diff")
@click.argument("earlier", type=words.PERIOD, metavar="期间")
@click.argument("later", type=words.PERIOD, metavar="期间")
@words.json_array_option
@click.pass_obj
def diff(root: Path, earlier: Period, later: Period, as_json: bool) -> ExitCode:
    """按含义比较同一年度的两个期间：数值、状态、已报数更正、目标修订、时限变动。"""
    compared = desk.tracing.compare(root, earlier, later)
    if as_json:
        severities = {ChangeKind.FELL: "error"}
        records = (
            {
                "kind": each.kind,
                "label": each.kind.label,
                "severity": severities.get(each.kind, "note"),
                **asdict(each),
            }
            for each in compared.changes
        )
        print_json(list(records))
    elif compared.changes:
        rows = (
            (
                each.subject,
                each.name,
                f"{each.period_name or ''}{each.kind.label}",
                in_words(each.before, each.unit),
                in_words(each.after, each.unit),
            )
            for each in compared.changes
        )
        print_table([("编号", "事项", "变动", earlier, later), *rows])
    else:
        click.echo("没有变动")
    if not compared.frozen:
        print_aside(
            f"{earlier} 没有定稿记录（reportgen freeze），已报数更正和没有写成修订的目标改动无从比较"
        )
    for each in compared.fallen:
        click.secho(f"错误：{each.subject}（{each.name}）的累计数下降", fg="red", err=True)
    return ExitCode.DATA if compared.fallen else ExitCode.DONE


def in_words(value: Decimal | str | None, unit: str) -> str:
    """Print a value that changed, with its unit: 3.8个工作日."""
    if isinstance(value, Decimal):
        return f"{plain(value)}{after_number(unit)}"
    return "—" if value is None else value


@words.cli.command("freeze")
@words.period_option
@click.option("--replace", is_flag=True, help="重新定稿，换掉原来的记录")
@click.pass_obj
def freeze_command(root: Path, period: Period, replace: bool) -> None:
    """报告发出时定稿：留存该期间的目标表和数据，供以后比较更正和修订；月份的，也记下简报的期号。"""
    for path in desk.tracing.freeze(root, period, replacing=replace, waiting=print_aside):
        click.echo(path)


@words.cli.command("schema")
@click.option("--out", type=words.FILE, help="写入该文件夹，每种数据一个文件")
def schema(out: Path | None) -> None:
    """打印数据文件的 JSON Schema，供编辑器补全和检查。"""
    if out is None:
        print_json(desk.workspaces.json_schemas())
        return
    for path in desk.workspaces.write_schemas(out):
        click.echo(path)


@words.cli.command("explain-code")
@click.argument("code", required=False)
def explain_code(code: str | None) -> None:
    """说明一个问题代码；不写代码则列出全部。"""
    if code is None:
        for each in Code:
            click.echo(f"{each.code}　{each.severity.label}　{each.title}")
        return
    found = find_code(code)
    if found is None:
        remedy = "用 reportgen explain-code 列出全部。"
        raise UsageError([Code.USAGE.problem(f"没有代码“{code}”", None, remedy)])
    click.echo(f"{found.code}　{found.severity.label}　{found.title}")
    click.echo(f"说明：{found.explanation}")
    click.echo(f"改法：{found.remedy}")


@words.cli.command("explain-page")
@click.argument("kind")
@click.argument("name", required=False)
@words.year_option
@click.option("--period", type=words.PERIOD, help="期间，如 2012Q1；简报用月份")
@words.unit_option
@click.option("--page", type=words.NUMBER, required=True, help="第几页，从 1 数起")
@click.pass_obj
def explain_page_command(
    root: Path,
    kind: str,
    name: str | None,
    year: int | None,
    period: Period | None,
    unit: str | None,
    page: int,
) -> None:
    """说明一页上有什么、为何到此为止：什么放不下、差多少、什么须与它同页。

    KIND、NAME、--year、--period 的写法与 build 相同。
    """
    wanted = desk.making.Wanted(kind, name, year, period, unit)
    shown, of = desk.making.explain_page(root, wanted, page)
    rows = [("距页顶", "高", "文字")]
    for piece in shown.pieces:
        text = "　".join(line.text for line in piece.lines)
        text = f"{text[:_SHOWN]}……" if len(text) > _SHOWN else text
        rows.append((_mm(piece.top_pt), _mm(piece.height_pt), text))
    print_table(rows)
    end = shown.end
    click.echo(f"本页余 {_mm(end.left_pt)}。")
    if not end.unfit:
        click.echo("文稿到此结束。" if page == of else "下一页另起一节。")
        return
    click.echo(f"接下来放不下的是“{end.unfit[:_SHOWN]}”，还差 {_mm(end.over_pt)}。")
    for reason in end.kept:
        click.echo(f"本页因此提前结束：{reason}。")


def _mm(points: float) -> str:
    return f"{points * 25.4 / 72:.1f} 毫米"


@words.cli.command("doctor")
@click.option("--fix", is_flag=True, help="缺少自由字体时下载")
@click.pass_obj
def doctor(root: Path, fix: bool) -> ExitCode:
    """检查本机：字体、排版库、版本，以及缺什么、怎么补。"""
    if fix:
        desk.machine.install_fonts(print_aside)
    machine = desk.machine.examine(root)
    click.echo(machine.system)
    print_table(list(machine.packages.items()))
    print_table([(name, found or "缺少") for name, found in machine.libraries.items()])
    rows = [("文字样式", "应为", "现为", "文件")]
    for style, wanted, face in machine.fonts:
        if face is None:
            rows.append((style, wanted, "没有", ""))
        else:
            kind = "替代" if face.substituted else "公文字体"
            rows.append((style, wanted, kind, str(face.file)))
    print_table(rows)
    print_problems(machine.problems)
    click.echo("有缺少的东西，见上" if machine.problems else "一切齐备")
    return ExitCode.CONFIGURATION if machine.problems else ExitCode.DONE


@words.cli.group("fonts")
def fonts_group() -> None:
    """自由字体。"""


@fonts_group.command("install")
def fonts_install() -> None:
    """下载自由字体，按公文字体的字宽改制；已有的不再下载。"""
    desk.machine.install_fonts(print_aside)

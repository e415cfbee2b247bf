"""What goes into a workspace: ``new``, ``new-template``, ``import``, ``forms``."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from reportgen import desk
from reportgen.base.problems import ExitCode
from reportgen.cli import words
from reportgen.cli.output import print_aside, print_json, print_problems, print_table
from reportgen.model.periods import Period

_MOST_SHOWN = 10


@words.cli.command("new")
@click.argument("folder", type=words.FILE, metavar="文件夹")
@click.option("--name", metavar="全称", help="发文机关全称，如 某市人民政府办公厅")
@click.option("--unit", metavar="简称", help="文中的简称，如 市政府办公厅；默认与全称相同")
@click.option("--year", type=words.YEAR, help="年度，默认为今年")
def new(folder: Path, name: str | None, unit: str | None, year: int | None) -> None:
    """新建一个工作区，内有可以直接生成的小例子。"""
    desk.workspaces.new_workspace(folder, name=name, unit=unit, year=year)
    click.echo(f"已建立 {folder}。下一步：reportgen -C {folder} build")


@words.cli.command("new-template")
@click.argument("name", metavar="种类")
@click.option("--like", default="quarterly", metavar="种类", help="照哪一种的模板，默认 quarterly")
@click.option("--title", metavar="名称", help="种类名称，如 年度工作总结")
@click.pass_obj
def new_template(root: Path, name: str, like: str, title: str | None) -> None:
    """新建一种文稿的模板，从另一种照抄，再改内容。"""
    path = desk.workspaces.new_template(root, name, like, title)
    click.echo(f"已建立 {path}。改好开头的说明和内容后：reportgen list documents")


@words.cli.command("import")
@click.argument("file", type=words.FILE, metavar="文件")
@click.option("--year", type=words.YEAR, required=True, help="年度")
@click.option("--date", "issued", type=words.DAY, help="目标表的成文日期")
@click.option(
    "--map",
    "headings",
    type=words.HEADING,
    multiple=True,
    metavar="栏目名=含义",
    help="指明一栏是什么，如 民生要事=content；可以写几次",
)
@click.option("--out", type=words.FILE, help="写到这个文件，默认为 data/年度/targets.yaml")
@click.option("--json", "as_json", is_flag=True, help="打印一个 JSON 对象；不写 --out 就不写文件")
@click.pass_obj
def import_table(
    root: Path,
    file: Path,
    year: int,
    issued: date | None,
    headings: tuple[tuple[str, str], ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """导入已有的目标表（网页或复制的文本、xlsx、xls、ods、docx），提出指标，写成 targets.yaml。"""
    table = desk.workspaces.propose(root, file, year, issued, dict(headings))
    path = None
    if out or not as_json:
        path = desk.workspaces.write_proposal(root, table, out, waiting=print_aside)
    if as_json:
        print_json(desk.workspaces.json_record(table))
    print_problems(table.problems)
    record, doubtful = table.record, table.doubtful
    columns = "、".join("".join(column.title.split()) for column in record.columns)
    print_aside(f"《{record.title}》：{len(record.targets)} 行；栏目：{columns}")
    if table.header_line:
        print_aside(f"表头行：{table.header_line}")
    print_aside(f"提出指标 {len(record.indicators)} 项，其中 {len(doubtful)} 项要核对")
    for each, doubt in doubtful[:_MOST_SHOWN]:
        print_aside(f"  {each.id} {each.quote}：{doubt.review}")
    if len(doubtful) > _MOST_SHOWN:
        print_aside(f"  另有 {len(doubtful) - _MOST_SHOWN} 项，见文件中的“待核”")
    if left := sum(map(len, table.left.values())):
        print_aside(f"原文中另有 {left} 个数没有提出指标，见文件中的“待核”")
    if without := [target.name for target in record.targets if not target.indicators]:
        print_aside(f"没有提出指标的目标：{'、'.join(without)}")
    if path is not None:
        print_aside(f"已写入 {path}；口径、责任单位标“待填”“待定”的请补上")


@words.cli.group("forms")
def forms_group() -> None:
    """给责任单位的 Excel 填报表：发出和收回。"""


@forms_group.command("in")
@click.argument("folder", type=words.FILE, metavar="文件夹")
@click.option("--period", type=words.PERIOD, help="期间；默认从填报表里看")
@click.option("--replace", is_flag=True, help="与已有的数不同时换成填报表的数，并列出改了什么")
@click.option("--date", "day", type=words.DAY, help="报告的日期；默认同填报日期，没有写的同日程")
@click.option(
    "--map",
    "mapping",
    type=words.FILE,
    help="对照文件：收一张全办的表（xlsx、xls、ods、csv），里面写哪一列是什么",
)
@words.json_object_option
@click.pass_obj
def forms_in(
    root: Path,
    folder: Path,
    mapping: Path | None,
    period: Period | None,
    replace: bool,
    day: date | None,
    as_json: bool,
) -> ExitCode:
    """收回填报表：一次列出全部问题，好的行写入进展数据，有误的做一份标红的副本。"""
    taken = desk.forms.take_in(
        root, folder, period, day=day, mapping=mapping, replacing=replace, waiting=print_aside
    )
    print_problems(taken.problems)
    if as_json:
        print_json(
            {
                "period": str(taken.period),
                "written": taken.written,
                "replaced": taken.replaced,
                "units": [{**asdict(each), "status": each.status.label} for each in taken.units],
                "problems": [problem.to_json() for problem in taken.problems],
            }
        )
    else:
        rows = (
            (each.unit, each.status.label, each.filled, each.expected, each.file or "—")
            for each in taken.units
        )
        print_table([("单位", "状态", "已填", "应填", "文件"), *rows])
        for line in taken.replaced:
            click.echo(f"已换：{line}")
        back = f"；退回的副本在 {taken.back}" if taken.back else ""
        click.echo(f"写入 {len(taken.written)} 项{back}\n\n{taken.chaser}", nl=False)
    if taken.complete:
        return ExitCode.DONE
    return ExitCode.SOME_FAILED if taken.any_accepted else ExitCode.DATA


@forms_group.command("out")
@words.period_option
@click.option(
    "--unit", "units", multiple=True, metavar="单位", help="只发给这个单位，可以重复；默认全部"
)
@click.option("--out", type=words.FILE, help="放到哪里，默认 build/forms/期间")
@click.option("--replace", is_flag=True, help="已有的填报表不同也换掉")
@click.pass_obj
def forms_out(
    root: Path, period: Period, units: tuple[str, ...], out: Path | None, replace: bool
) -> None:
    """发出填报表：每个责任单位一个工作簿。"""
    for path in desk.forms.send_out(root, period, units, folder=out, replacing=replace):
        click.echo(path)

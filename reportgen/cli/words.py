"""Click in Chinese: the program's group, its help and complaints, words and options that we read."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from reportgen import __version__
from reportgen.base.codes import Code
from reportgen.base.problems import UsageError
from reportgen.cli.output import in_columns
from reportgen.model.periods import FIRST_YEAR, LAST_YEAR, Period, is_usual

_HELP = {
    "Options": "选项",
    "Commands": "命令",
    "[OPTIONS]": "[选项]",
    "[COMMAND] [ARGS]...": "[命令 ……]",
    "COMMAND [ARGS]...": "命令 ……",
    "[required]": "（必填）",
}


def _in_chinese(text: str) -> str:
    for english, chinese in _HELP.items():
        text = text.replace(english, chinese)
    return text


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        del prefix
        super().write_usage(prog, _in_chinese(args), "用法: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_in_chinese(heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 0, col_spacing: int = 0
    ) -> None:
        del col_max, col_spacing  # click would count a Chinese character as one place
        for line in in_columns([(left, _in_chinese(right)) for left, right in rows]):
            self.write(f"{'':{self.current_indent}}{line}\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help and complaints are Chinese."""

    context_class = _Context
    allow_extra_args = True  # click would refuse them in English

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助"
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; whatever is wrong with them names this command."""
        try:
            super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if ctx.args and not isinstance(self, click.Group):
            ctx.fail(f"多写了“{' '.join(ctx.args)}”")
        return ctx.args


class Group(Command, click.Group):
    """A group of such commands, in the order that they are written in; alone, it prints its help."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 click's call
        """Return their names; click would sort them."""
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; none are a question, not an error as click has it."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            args = ["--help"]
        return super().parse_args(ctx, args)


Group.group_class = Group


def usage_error(error: click.UsageError) -> UsageError:
    """Translate click's error by its type; ours are Chinese already."""
    match error:
        case click.NoSuchOption():
            message = f"没有选项 {error.option_name}" + _nearest(error.possibilities)
        case click.NoSuchCommand():
            message = f"没有命令“{error.command_name}”" + _nearest(error.possibilities)
        case click.MissingParameter():
            message = f"缺少{_named(error)}"
        case click.BadOptionUsage():
            options = error.ctx.command.params if error.ctx else []
            known = next((each for each in options if error.option_name in each.opts), None)
            flag = isinstance(known, click.Option) and known.is_flag
            message = f"选项 {error.option_name} " + ("不带值" if flag else "后面缺少值")
        case click.BadParameter():
            why = "不是文件夹" if error.param and error.param.type is FOLDER else error.message
            message = f"{_named(error)}：{why}"
        case _:
            message = error.message
    command = error.ctx.command_path if error.ctx else "reportgen"
    return UsageError([Code.USAGE.problem(message, None, f"用 {command} --help 查看用法。")])


def _nearest(possibilities: Sequence[str] | None) -> str:
    return f"，是否指 {'、'.join(possibilities)}" if possibilities else ""


def _named(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return f"选项 {'、'.join(error.param.opts)}"
    return f"参数 {error.param.human_readable_name}" if error.param else "参数"


def _word(name: str, read: Callable[[str], object], example: str) -> click.ParamType[object]:
    """Return the type of a word that a function reads; its ValueError is told with an example."""

    def convert(text: str) -> object:
        try:
            return read(text)
        except ValueError:
            raise click.BadParameter(f"“{text}”写法不对，{example}") from None

    kind = click.types.FuncParamType(convert)
    kind.name = name
    return kind


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and is_usual(int(text))):
        raise ValueError(text)
    return int(text)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if not is_usual(moment.year):
        raise ValueError(text)
    return moment


def _heading(text: str) -> tuple[str, str]:
    heading, mark, meaning = map(str.strip, text.rpartition("="))
    if not (heading and mark and meaning):
        raise ValueError(text)
    return heading, meaning


PERIOD = _word("期间", Period.parse, "季度写 2012Q1，月份写 2012-08")
YEAR = _word("年度", _year, f"写 {FIRST_YEAR}—{LAST_YEAR} 间的四位数字，如 2012")
DAY = _word("日期", date.fromisoformat, "如 2012-03-01")
MOMENT = _word("时刻", _moment, "如 2012-05-03T06:00:00+08:00")
NUMBER = _word("数字", int, "写整数，如 3")
HEADING = _word("栏目", _heading, "如 民生要事=content")
FILE = click.Path(path_type=Path, readable=False)
FOLDER = click.Path(path_type=Path, file_okay=False, readable=False)
FILE.name, FOLDER.name = "文件", "文件夹"

period_option = click.option("--period", type=PERIOD, required=True, help="期间，如 2012Q2")
year_option = click.option("--year", type=YEAR, help="年度，用于 target-table、circular")
unit_option = click.option("--unit", metavar="单位", help="责任单位，用于一个单位一份的文稿")
now_option = click.option("--now", type=MOMENT, help="当作这个时刻，如 2012-05-03T06:00:00+08:00")
out_option = click.option("--out", type=FOLDER, help="输出文件夹，默认为工作区的 build")
strict_option = click.option("--strict", is_flag=True, help="有警告（如缺报）也按错误处理")
verbose_option = click.option("--verbose", is_flag=True, help="警告和说明逐条列出，不归并")
key_option = click.option("--key", type=FILE, help="本单位的公钥，用来核对发布登记的签名")
json_object_option = click.option(
    "--json", "as_json", is_flag=True, help="在标准输出打印一个 JSON 对象"
)
json_array_option = click.option("--json", "as_json", is_flag=True, help="打印 JSON 数组")


@click.group(cls=Group)
@click.option(
    "-C", "--workspace", type=FOLDER, default=Path(), help="工作区文件夹，默认为当前文件夹"
)
@click.version_option(__version__, message="reportgen %(version)s", help="显示版本")
@click.pass_context
def cli(context: click.Context, workspace: Path) -> None:
    """把目标表和进展数据变成可以签发的公文（Word 与 PDF）。"""
    context.obj = workspace

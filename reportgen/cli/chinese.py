"""Click with Chinese help and Chinese usage errors."""

from __future__ import annotations

import click

from reportgen.codes import Code
from reportgen.errors import UsageError

_SECTIONS = {"Usage": "用法", "Options": "选项", "Commands": "命令", "Arguments": "参数"}


class _ChineseFormatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        del prefix
        super().write_usage(prog, args, "用法: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_SECTIONS.get(heading, heading))


class _ChineseContext(click.Context):
    formatter_class = _ChineseFormatter


class ChineseCommand(click.Command):
    """A command whose help option speaks Chinese."""

    context_class = _ChineseContext

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示帮助"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group of such commands; alone, it prints its help."""

    command_class = ChineseCommand

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; none are a question, not an error as click has it."""
        if not args and self.no_args_is_help and not ctx.resilient_parsing:
            args = ["--help"]
        return super().parse_args(ctx, args)


ChineseGroup.group_class = ChineseGroup


def usage_error(error: click.UsageError) -> UsageError:
    """Translate click's error by its type."""
    match error:
        case click.NoSuchOption():
            message = f"没有选项 {error.option_name}"
            if error.possibilities:
                message += f"，是否指 {'、'.join(error.possibilities)}"
        case click.MissingParameter():
            name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
            message = f"缺少参数 {name}"
        case click.BadOptionUsage():
            message = f"选项 {error.option_name} 的用法不对，是否漏了值"
        case click.BadParameter():
            name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
            message = f"参数 {name} 的值不对：{error.message}"
        case _:
            message = f"命令写法有误（{error.format_message()}）"
    command = error.ctx.command_path if error.ctx else "reportgen"
    return UsageError([Code.USAGE.problem(message, None, f"用 {command} --help 查看用法。")])

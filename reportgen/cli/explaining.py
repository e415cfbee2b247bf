"""``explain-code``."""

from __future__ import annotations

import click

from reportgen.cli.chinese import ChineseCommand
from reportgen.codes import Code, find_code
from reportgen.errors import ExitCode, UsageError


@click.command("explain-code", cls=ChineseCommand)
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

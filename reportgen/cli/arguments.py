"""Arguments and options that several commands share."""

from __future__ import annotations

import click

from reportgen.codes import Code
from reportgen.errors import UsageError
from reportgen.model.periods import Period


def parsed_period(_: click.Context, __: click.Parameter, text: str) -> Period:
    """Read a period; raise UsageError for anything else."""
    try:
        return Period.parse(text)
    except ValueError:
        message = f"期间“{text}”写法不对；季度写 2012Q1，月份写 2012-08"
        raise UsageError([Code.USAGE.problem(message)]) from None


def optional_period(
    context: click.Context, parameter: click.Parameter, text: str | None
) -> Period | None:
    """Read a period where one is given."""
    return None if text is None else parsed_period(context, parameter, text)


period_option = click.option(
    "--period", required=True, callback=parsed_period, help="期间，如 2012Q2"
)
json_object_option = click.option(
    "--json", "as_json", is_flag=True, help="在标准输出打印一个 JSON 对象"
)
json_array_option = click.option("--json", "as_json", is_flag=True, help="打印 JSON 数组")

"""Arguments that several commands share."""

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

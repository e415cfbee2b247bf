"""Words and patterns that are data: CSV files beside the modules that use them."""

import csv
from functools import cache
from pathlib import Path


@cache
def rows_beside(module: str) -> list[dict[str, str]]:
    """Return the rows of the table that has the name of a module, which passes its ``__file__``."""
    with Path(module).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

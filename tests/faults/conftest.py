"""Collects what the fault tests saw; ``make faults`` prints it as one table at the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Seen = Callable[[str, str, str], None]


@pytest.fixture
def seen(record_property: Callable[[str, object], None]) -> Seen:
    """Note a fault, what is documented to happen, what did."""
    return lambda fault, expected, found: record_property("fault", (fault, expected, found))

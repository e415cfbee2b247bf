"""A workspace that sent its forms out, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.cli.program import run
from tests.forms.filling import workspace_at


@pytest.fixture(scope="package")
def sent_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace to copy from, not to write to."""
    root = workspace_at(tmp_path_factory.mktemp("forms") / "office")
    assert run(["-C", str(root), "forms", "out", "--period", "2012Q2"]) == 0
    return root

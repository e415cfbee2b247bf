"""The PDF of the layout that a test module sets as ``ready``."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest

from reportgen.typeset.layout import Layout
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF


@pytest.fixture(scope="module")
def content(ready: Layout, workshop: Workshop) -> bytes:
    return workshop.written(ready, PDF)


@pytest.fixture
def pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(content)) as opened:
        yield opened

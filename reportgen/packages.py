"""Zip packages with fixed times, so that the same content gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def with_fixed_times(raw: bytes, replaced: Mapping[str, bytes] | None = None) -> bytes:
    """Return the package with all times of its zip fixed, and some parts replaced."""
    fixed = BytesIO()
    parts = replaced or {}
    with zipfile.ZipFile(BytesIO(raw)) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, parts.get(name) or source.read(name))
    return fixed.getvalue()

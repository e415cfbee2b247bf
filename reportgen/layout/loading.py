"""Read a layout profile from the workspace's ``templates/profiles``."""

from __future__ import annotations

from pathlib import Path

from reportgen.errors import ConfigurationError, DataError
from reportgen.layout.profile import LayoutProfile
from reportgen.paths import below
from reportgen.sources.binding import read_record


def load_profile(root: Path, name: str) -> LayoutProfile:
    """Read a profile by name; raise ConfigurationError with the place of each fault."""
    try:
        path = below(root / "templates" / "profiles", f"{name}.yaml")
        return read_record(LayoutProfile, path, root).record
    except DataError as error:
        raise ConfigurationError(error.problems) from error

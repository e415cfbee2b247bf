"""Where fonts and what is derived from them are kept."""

import os
import sys
import tempfile
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from reportgen.base.codes import Code
from reportgen.base.problems import CannotCreateError, Place


def font_folder() -> Path:
    """Return the folder of the free faces: ``$REPORTGEN_FONTS``, the virtual environment's or one's own."""
    if given := os.environ.get("REPORTGEN_FONTS"):
        return Path(given)
    if sys.prefix != sys.base_prefix:
        return Path(sys.prefix) / "share" / "reportgen" / "fonts"
    own = user_data_path("reportgen") / "fonts"
    former = Path.home() / ".local" / "share" / "reportgen" / "fonts"  # whatever XDG_DATA_HOME said
    return former if former.is_dir() and not own.is_dir() else own


def cache_folder() -> Path:
    """Return a folder that can be written for what is derived from fonts."""
    return _writable(user_cache_path("reportgen"))


@cache
def _writable(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        # cron may run as a user without a home that can be written
        folder = Path(tempfile.gettempdir()) / f"reportgen-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != os.getuid():
            problem = Code.OUTPUT_FAILED.problem(
                "临时文件夹被别的用户占用，不能使用", Place(str(folder))
            )
            raise CannotCreateError([problem]) from None
        return folder

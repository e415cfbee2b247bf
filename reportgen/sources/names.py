"""What the files and folders of a workspace are called, and where its templates come from."""

import re
from collections.abc import Iterator
from pathlib import Path

from reportgen.base.codes import Code
from reportgen.base.paths import is_litter, name_fault, shown
from reportgen.base.problems import Place, Problem
from reportgen.model.periods import is_usual

OFFICE_FILE = "office.yaml"
SCHEDULE_FILE = "schedule.yaml"
TABLE_FILE = "targets.yaml"
RULES_FILE = "assessment-rules.yaml"
BRIEF_FILE = "brief.yaml"
ISSUED_FILE = "issued-briefs.yaml"
PROGRESS_FOLDER = "progress"
CIRCULARS_FOLDER = "circulars"
REPORTED_FOLDER = "reported"
FROZEN_PROGRESS = "progress.yaml"

_YEAR = re.compile(r"[0-9]{4}")


def is_year(name: str) -> bool:
    """Tell whether a folder is a year's."""
    return _YEAR.fullmatch(name) is not None and is_usual(int(name))


def packaged_templates() -> Path:
    """Return the sample workspace's templates: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


def visible(folder: Path, suffix: str) -> list[Path]:
    """List the files that end in ``suffix``, without litter and what no name of ours can be."""
    paths = folder.iterdir() if folder.is_dir() else ()
    return sorted(
        path
        for path in paths
        if path.name.endswith(suffix) and not is_litter(path.name) and not name_fault(path.name)
    )


def subfolders(folder: Path) -> list[Path]:
    """List the folders in a folder that aren't hidden."""
    paths = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in paths if path.is_dir() and not path.name.startswith("."))


def year_folders(data: Path) -> list[Path]:
    """List the folders of years."""
    return [path for path in subfolders(data) if is_year(path.name)]


def stray_files(root: Path) -> Iterator[Problem]:
    """Find data files that aren't read because of their names."""
    for path in sorted((root / "data").rglob("*")):
        if not is_litter(path.name) and (fault := name_fault(path.name)):
            message = f"“{shown(path.name)}”没有读入：文件名{fault}"
            place = Place(shown(path.parent.relative_to(root).as_posix()))
            yield Code.FILE_STRAY.problem(message, place)

"""What was made of what: a small local store, so that nothing is made again of what hasn't changed.

It can be thrown away at any time, and whatever goes wrong with it only makes work.
"""

import hashlib
import sqlite3
import time
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from reportgen.base.paths import open_file

STORE = Path("build") / ".made.sqlite"
_SCHEMA = """
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS files(path TEXT PRIMARY KEY, stamp TEXT, digest TEXT);
CREATE TABLE IF NOT EXISTS made(name TEXT PRIMARY KEY, record TEXT);
"""
_PATIENCE_SECONDS = 10.0
# a file may change twice within a tick of the file system's clock, and keep its size
_SETTLED_NS = 2_000_000_000


class Output(BaseModel):
    """One file that was made; ``pages`` is 0 for a list or a record."""

    model_config = ConfigDict(frozen=True)

    kind: str
    format: str
    path: Path
    pages: int
    sha256: str


class Trace(BaseModel):
    """How a document was made: the digest of each thing that went into it, the files that came out.

    ``used`` are the templates and pictures that its template called for; of a whole request, the
    names under which the traces of its documents are kept; of a template, the variables it asks for.
    """

    model_config = ConfigDict(frozen=True)

    parts: dict[str, str]
    used: tuple[str, ...]
    outputs: tuple[Output, ...] = ()
    seconds: float = 0


class Store:
    """The traces of one workspace, and the digests of files, which are read only when they changed."""

    def __init__(self, root: Path) -> None:
        self._path = root / STORE
        self._connection = self._opened() if self._path.exists() else None
        rows = self._ask("SELECT path, stamp, digest FROM files")
        self._known = {path: (stamp, digest) for path, stamp, digest in rows}
        self._read: dict[str, tuple[str, str]] = {}
        self._digests: dict[Path, str] = {}

    def digest(self, path: Path) -> str:
        """Return a file's SHA-256, the same one for as long as the store is open; empty for none."""
        if path not in self._digests:
            self._digests[path] = self._digest(path)
        return self._digests[path]

    def holds(self, trace: Trace) -> bool:
        """Tell whether all files still are what was made."""
        return all(self._digest(each.path) == each.sha256 for each in trace.outputs)

    def trace(self, name: str) -> Trace | None:
        """Return how something was made last, None where that isn't known."""
        rows = self._ask("SELECT record FROM made WHERE name = ?", name)
        try:
            return Trace.model_validate_json(rows[0][0]) if rows else None
        except ValidationError:  # of another version of this program
            return None

    def keep(self, name: str, trace: Trace) -> None:
        """Write down how something was made."""
        self._connection = self._connection or self._opened()
        self._ask("INSERT OR REPLACE INTO made VALUES (?, ?)", name, trace.model_dump_json())

    def close(self) -> None:
        """Write down the digests that were reckoned."""
        for path, (stamp, digest) in self._read.items():
            self._ask("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", path, stamp, digest)
        if self._connection:
            self._connection.close()

    def _digest(self, path: Path) -> str:
        try:
            found = path.stat()
            stamp = f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
            name = ascii(path.absolute())  # a name may be no text
            if (known := self._known.get(name)) and known[0] == stamp:
                return known[1]
            with open_file(path) as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return ""
        if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) > _SETTLED_NS:
            self._read[name] = (stamp, digest)
        return digest

    def _opened(self) -> sqlite3.Connection | None:
        """Open the store; a broken one is begun anew, one that can't be used is None."""
        for _ in range(2):
            try:
                self._path.parent.mkdir(exist_ok=True)
                connection = sqlite3.connect(self._path, _PATIENCE_SECONDS, isolation_level=None)
                connection.executescript(_SCHEMA)
            except (sqlite3.OperationalError, OSError):  # locked for long, or no room
                return None
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)
            else:
                return connection
        return None

    def _ask(self, statement: str, *values: str) -> list[tuple[str, ...]]:
        try:
            return (
                self._connection.execute(statement, values).fetchall() if self._connection else []
            )
        except sqlite3.OperationalError:
            return []
        except sqlite3.DatabaseError:
            self._path.unlink(missing_ok=True)
            self._connection = None
            return []

"""Manifests: what was published of which inputs, by which program; verified by computing again."""

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer, PlainValidator, ValidationError
from pydantic_core import from_json

from reportgen import __version__
from reportgen.base.codes import Code
from reportgen.base.paths import is_own_file, open_file, path_fault
from reportgen.base.problems import MissingInputError, Place, Problem

MANIFEST = "manifest.json"
_TOOLS = ("weasyprint", "pydyf", "python-docx", "jinja2", "lxml", "pikepdf", "openpyxl")


_Recorded = Annotated[
    Problem,
    PlainValidator(lambda given: given if isinstance(given, Problem) else Problem.from_json(given)),
    PlainSerializer(Problem.to_json),
]


class FileRecord(BaseModel):
    """A file and its checksum, empty if it was looked for in vain; ``pages`` is 0 where it has none."""

    model_config = ConfigDict(frozen=True)

    path: str
    sha256: str
    pages: int = 0


class Published(BaseModel):
    """One document of a period: how it was made, of what, and its files.

    ``data`` is the digest of what the data say to it; older manifests have none.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    arguments: tuple[str, ...]
    outputs: tuple[FileRecord, ...]
    earlier: tuple[FileRecord, ...] = ()
    inputs: tuple[FileRecord, ...]
    data: str = ""
    fonts: tuple[FileRecord, ...]
    tools: dict[str, str]
    problems: tuple[_Recorded, ...] = ()
    seconds: float
    published: str


class Manifest(BaseModel):
    """All documents published for a period, by kind; circulars by kind and name; its own digest."""

    model_config = ConfigDict(frozen=True)

    period: str
    documents: dict[str, Published] = {}
    digest: str = ""

    @property
    def files(self) -> tuple[FileRecord, ...]:
        """Return all files that were published."""
        documents = self.documents.values()
        return tuple(file for each in documents for file in (*each.outputs, *each.earlier))


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; raises MissingInputError where it isn't there or is none."""
    try:
        with open_file(path) as file:
            return Manifest.model_validate_json(file.read())
    except (OSError, ValidationError) as error:
        message = "读不到发布清单" if isinstance(error, OSError) else "不是发布清单"
        raise MissingInputError([Code.FILE_NOT_FOUND.problem(message, Place(str(path)))]) from error


def written(manifest: Manifest) -> bytes:
    """Return the text of a manifest, with its digest."""
    content = manifest.model_dump(mode="json")
    content["digest"] = _digest(content)
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def edited(path: Path) -> Iterator[Problem]:
    """Find whether a manifest isn't what its own digest says."""
    with open_file(path) as file:
        content = from_json(file.read())
    if content.get("digest") != _digest(content):
        yield Code.SEAL_BROKEN.problem("清单与它自己的校验值不符，改动过", Place(str(path)))


def _digest(content: dict[str, Any]) -> str:
    """Return the digest of all that a manifest says; of what a later version may say in it, too."""
    rest = {name: value for name, value in content.items() if name != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def file_now(path: Path, root: Path, pages: int = 0) -> FileRecord:
    """Return a file as it is now, named below ``root`` if it lies there; no checksum if it is none."""
    name = path.relative_to(root) if path.is_relative_to(root) else path
    digest = checksum(path) if path.is_file() else ""
    return FileRecord(path=name.as_posix(), sha256=digest, pages=pages)


def checksum(path: Path) -> str:
    """Return a file's SHA-256."""
    with open_file(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tools() -> dict[str, str]:
    """Return the versions of what makes documents."""
    ours = {"reportgen": __version__, "python": platform.python_version()}
    return ours | {name: version(name) for name in _TOOLS}


def damaged(folder: Path, records: Iterable[FileRecord]) -> Iterator[Problem]:
    """Find published files that aren't there or aren't what was published."""
    for record in records:
        path = folder / record.path
        if fault := path_fault(folder, *record.path.split("/")):
            message = f"清单里的路径不能用：{fault}"
        elif not is_own_file(path):
            message = "发布过的文件不见了"
        elif checksum(path) != record.sha256:
            message = "文件与发布时不同"
        else:
            continue
        yield Code.PUBLISHED_DIFFERS.problem(message, Place(str(path)))


def changed_inputs(root: Path, manifest: Manifest) -> Iterator[Problem]:
    """Find what has changed since: data, templates, fonts, program."""
    for document in manifest.documents.values():
        for record in (*document.inputs, *document.fonts):
            if file_now(root / record.path, root) != record:
                message = f"{document.kind} 发布以后改动过或不见了"
                yield Code.INPUT_CHANGED.problem(message, Place(record.path))
        for name, old in document.tools.items():
            if (new := tools().get(name)) != old:
                message = f"{document.kind} 发布时 {name} 是 {old}，现在是 {new}"
                yield Code.INPUT_CHANGED.problem(message)

"""All files of a dispatch: each document, one bound PDF, the packing list, the places of seals."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from reportgen.base.codes import Code
from reportgen.base.paths import open_file
from reportgen.base.problems import DataError, OutputError, Place
from reportgen.dispatch.composing import ForeignPart, OwnPart, Part, parts_of
from reportgen.dispatch.merging import Part as BoundPart
from reportgen.dispatch.merging import merged
from reportgen.publish import MadeFile
from reportgen.reports.circulars import Dispatch
from reportgen.templating.sandbox import render_text
from reportgen.typeset.signing import seal_places
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF, Format

_LONGEST_NAME = 150  # bytes; file systems allow 255, and 附件1 and .docx come in addition
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
BOUND_NAME = "合订本.pdf"


def packed(workshop: Workshop, dispatch: Dispatch, formats: Sequence[Format]) -> list[MadeFile]:
    """Make all files of a dispatch; raises DataError for attachments that can't go out."""
    parts = parts_of(workshop, dispatch)
    files = [file for part in parts for file in _files(workshop, part, formats)]
    pdfs = {file.name: file for file in files if file.name.endswith(".pdf")}
    if PDF in formats:
        content = _bound(dispatch, parts, [file.content for file in pdfs.values()])
        files.append(MadeFile((BOUND_NAME,), content, sum(file.pages for file in pdfs.values())))
    files.append(MadeFile(("用印位置.json",), _seals(workshop, parts)))
    files.append(MadeFile(("发文清单.json",), _as_json([_listed(file) for file in files])))
    listed = [_listed(file) for file in files if file.pages or not file.name.endswith(".json")]
    values = {"title": dispatch.title, "files": listed, "draft": dispatch.draft}
    text = render_text(workshop.environment, "packing-list.txt", values)
    files.append(MadeFile(("发文清单.txt",), text.encode()))
    _refuse_same_names(files)
    return [replace(file, names=(dispatch.stem, *file.names)) for file in files]


def _files(workshop: Workshop, part: Part, formats: Sequence[Format]) -> Iterator[MadeFile]:
    stem = file_stem(_name(part))
    if isinstance(part, OwnPart):
        for wanted in formats:
            content = workshop.written(part.layout, wanted)
            yield MadeFile((f"{stem}.{wanted.ending}",), content, part.pages)
    else:
        yield MadeFile((f"{stem}{part.path.suffix.lower()}",), _read(part), part.pages)


def _name(part: Part) -> str:
    return f"{part.label}　{part.title}" if part.label else part.title


def _read(part: ForeignPart) -> bytes:
    try:
        with open_file(part.path) as file:
            return file.read()
    except OSError as error:
        message = f"附件读不出来：{error.strerror}"
        raise OutputError([Code.FILE_UNREADABLE.problem(message, Place(part.path.name))]) from error


def file_stem(title: str) -> str:
    """Make a file's name of a title: what some system forbids is replaced, what is too long is cut."""
    name = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", title)).strip(" .")
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore") or "_"


def _bound(dispatch: Dispatch, parts: Sequence[Part], contents: Sequence[bytes]) -> bytes:
    bindable = [part for part in parts if isinstance(part, OwnPart) or part.vetted]
    bound: list[BoundPart] = []
    number = 1
    for part, content in zip(bindable, contents, strict=True):
        vetted = None if isinstance(part, OwnPart) else part.vetted
        label = f"{part.label}-" if part.label and not dispatch.bound else ""
        bound.append(
            BoundPart(
                content,
                _name(part),
                label,
                number,
                foreign=vetted is not None,
                archival=vetted is None or vetted.archival,
            )
        )
        number = number + part.pages if dispatch.bound else 1
    data = {path.name: path.read_bytes() for path in dispatch.data_files}
    return merged(bound, dispatch.title, dispatch.day, data)


def _seals(workshop: Workshop, parts: Sequence[Part]) -> bytes:
    circular = parts[0]
    assert isinstance(circular, OwnPart)
    places = seal_places(circular.layout, workshop.setup)
    return _as_json([asdict(place) for place in places])


def _listed(file: MadeFile) -> dict[str, object]:
    digest = hashlib.sha256(file.content).hexdigest()
    return {"file": file.name, "pages": file.pages, "sha256": digest}


def _as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _refuse_same_names(files: Sequence[MadeFile]) -> None:
    names = [file.name for file in files]
    if shared := sorted({name for name in names if names.count(name) > 1}):
        message = f"几个文件会同名：{'、'.join(shared)}"
        raise DataError([Code.CIRCULAR_ELEMENT.problem(message, None, "改附件名称（title）。")])

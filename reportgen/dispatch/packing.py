"""All files of a dispatch: each document, one bound PDF, the packing list, the places of seals."""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from reportgen.base.codes import Code
from reportgen.base.paths import open_file
from reportgen.base.problems import DataError, OutputError
from reportgen.dispatch.composing import Part, parts_of
from reportgen.dispatch.merging import BoundPart, merged
from reportgen.dispatch.vetting import ForeignFile
from reportgen.publish import MadeFile
from reportgen.reports.circulars import Dispatch
from reportgen.reports.jobs import Job
from reportgen.templating.rendering import render_text
from reportgen.typeset.signing import seal_places
from reportgen.workshop import Workshop
from reportgen.writers.formats import PDF, Format

_LONGEST_NAME = 150  # bytes; file systems allow 255, and 附件1 and .docx come in addition
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def packed(workshop: Workshop, dispatch: Dispatch, formats: Sequence[Format]) -> list[MadeFile]:
    """Make all files of a dispatch; raises DataError for attachments that can't go out."""
    parts = list(parts_of(workshop, dispatch))
    made = [(part, file) for part in parts for file in _files(workshop, part, formats)]
    files = [file for _, file in made]
    missing: list[str] = []
    if PDF in formats:
        bound = list(_to_be_bound(made))
        files.append(_bound(dispatch, bound))
        there = {part.name for part, _ in bound}
        missing = [part.name for part in parts if part.name not in there]
    circular = parts[0].made
    assert not isinstance(circular, ForeignFile)
    seals = [asdict(place) for place in seal_places(circular, workshop.setup)]
    files.append(MadeFile(("用印位置.json",), _as_json(seals)))
    listed = [
        {"file": each.name, "pages": each.pages, "sha256": hashlib.sha256(each.content).hexdigest()}
        for each in files
    ]
    values = {
        "title": dispatch.title,
        "files": listed[:-1],
        "draft": dispatch.draft,
        "missing": missing,
    }
    text = render_text(workshop.environment, "packing-list.txt", values)
    files.append(MadeFile(("发文清单.json",), _as_json(listed)))
    files.append(MadeFile(("发文清单.txt",), text.encode()))
    # kept, not sent: so it isn't on the lists
    own = (each.source for each in dispatch.enclosures if isinstance(each.source, Job))
    files += (file for source in own for file in workshop.kept_beside(source))
    names = Counter(file.name for file in files)
    if shared := sorted(name for name, count in names.items() if count > 1):
        message = f"几个文件会同名：{'、'.join(shared)}"
        raise DataError([Code.CIRCULAR_ELEMENT.problem(message, None, "改附件名称（title）。")])
    return [replace(file, names=(dispatch.stem, *file.names)) for file in files]


def _files(workshop: Workshop, part: Part, formats: Sequence[Format]) -> Iterator[MadeFile]:
    stem = file_stem(part.name)
    if isinstance(part.made, ForeignFile):
        path = part.made.path
        refused = Code.FILE_UNREADABLE.refused(OutputError, "附件读不出来", path.name)
        with refused, open_file(path) as file:
            content = file.read()
        yield MadeFile((f"{stem}{path.suffix.lower()}",), content, part.pages)
    else:
        for wanted in formats:
            content = workshop.written(part.made, wanted)
            yield MadeFile((f"{stem}.{wanted.ending}",), content, part.pages)


def file_stem(title: str) -> str:
    """Make a file's name of a title: what some system forbids is replaced, what is too long is cut."""
    name = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", title)).strip(" .")
    return name.encode()[:_LONGEST_NAME].decode(errors="ignore") or "_"


def _to_be_bound(made: Sequence[tuple[Part, MadeFile]]) -> Iterator[tuple[Part, bytes]]:
    """Yield the PDF of each part that has one; a Word file's is made for binding alone."""
    for part, file in made:
        if file.name.endswith(".pdf"):
            yield part, file.content
        elif isinstance(part.made, ForeignFile) and part.made.pdf:
            yield part, part.made.pdf


def _bound(dispatch: Dispatch, made: Sequence[tuple[Part, bytes]]) -> MadeFile:
    bound: list[BoundPart] = []
    number = 1
    for part, content in made:
        label = f"{part.label}-" if part.label and not dispatch.bound else ""
        foreign = isinstance(part.made, ForeignFile)
        bound.append(BoundPart(content, part.name, label, number, foreign=foreign))
        number = number + part.pages if dispatch.bound else 1
    data = {path.name: path.read_bytes() for path in dispatch.data_files}
    book = merged(bound, dispatch.title, dispatch.day, data)
    return MadeFile(("合订本.pdf",), book, sum(part.pages for part, _ in made))


def _as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()

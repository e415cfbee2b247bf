"""Word files as PDF for binding, by LibreOffice: in a child with limits, with a profile of its own."""

import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from reportgen.base.limits import end_group_with_parent, run_limited
from reportgen.base.problems import DataError
from reportgen.dispatch.vetting import ForeignFile, vet

_SECONDS, _MEGABYTES = 120.0, 4096
_PDF = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"}}'


def bindable(file: ForeignFile) -> ForeignFile:
    """Return a vetted file with the PDF that is bound; as it was where none can be made."""
    program = shutil.which("soffice")
    if file.pages or program is None:
        return file
    with tempfile.TemporaryDirectory(prefix="reportgen-convert-") as folder:
        shutil.copyfile(file.path, Path(folder) / "in.docx")
        made = Path(folder) / "in.pdf"
        with suppress(DataError, OSError):
            run_limited(partial(_convert, program, folder), seconds=_SECONDS, megabytes=_MEGABYTES)
            return replace(file, pages=vet(made).pages, pdf=made.read_bytes())
        return file


def _convert(program: str, folder: str) -> bytes:
    end_group_with_parent()
    profile = (Path(folder) / "profile").as_uri()
    options = ("--headless", "--norestore", f"-env:UserInstallation={profile}")
    wanted = ("--convert-to", _PDF, "--outdir", folder, str(Path(folder) / "in.docx"))
    subprocess.run([program, *options, *wanted], check=False, capture_output=True)  # noqa: S603
    return b""

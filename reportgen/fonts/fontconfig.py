"""A private fontconfig that knows exactly the chosen files, under the official names.

The same file serves Pango and, in the tests, LibreOffice, so that both print with the same fonts
on every machine.
"""

import hashlib
import os
from pathlib import Path
from xml.sax.saxutils import escape

from reportgen.fonts.faces import FontSet
from reportgen.fonts.folders import cache_folder
from reportgen.publish import publish

_CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{folder}</dir>
<cachedir>{folder}/cache</cachedir>
{rules}
<match target="pattern">
<edit name="family" mode="append" binding="weak"><string>{first}</string></edit>
</match>
</fontconfig>
"""
# whatever a file says of itself, it has the official name and a regular weight
_FILE = """\
<match target="scan">
<test name="file"><string>{file}</string></test>
<edit name="family" mode="assign" binding="same"><string>{family}</string></edit>
<edit name="fullname" mode="assign" binding="same"><string>{family}</string></edit>
<edit name="style" mode="assign" binding="same"><string>Regular</string></edit>
<edit name="weight" mode="assign" binding="same"><int>80</int></edit>
</match>"""
_ALIAS = """\
<match target="pattern">
<test name="family"><string>{alias}</string></test>
<edit name="family" mode="assign" binding="same"><string>{family}</string></edit>
</match>"""


def activate(fonts: FontSet) -> Path:
    """Write the configuration and point this process and its children to it.

    Must run before Pango is loaded, which reads it once.
    """
    faces = fonts.faces.values()
    files = {key: (each.file, each.face.official) for key, each in fonts.faces.items()}
    files["fallback"] = (fonts.fallback, fonts.fallback_family)
    folder = cache_folder() / _fingerprint(files)
    folder.mkdir(exist_ok=True)
    rules = []
    for key, (file, family) in files.items():
        link = folder / f"{key}{file.suffix}"
        if not link.is_symlink():
            link.symlink_to(file.resolve())
        rules.append(_FILE.format(file=escape(str(link)), family=escape(family)))
    rules += [
        _ALIAS.format(alias=escape(alias), family=escape(each.face.official))
        for each in faces
        for alias in each.face.aliases
    ]
    first = next(iter(faces)).face.official
    text = _CONFIGURATION.format(
        folder=escape(str(folder)), rules="\n".join(rules), first=escape(first)
    )
    configuration = folder / "fonts.conf"
    publish(configuration, text.encode())
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    os.environ["FONTCONFIG_PATH"] = str(folder)
    return configuration


def _fingerprint(files: dict[str, tuple[Path, str]]) -> str:
    """Name the set by paths, sizes and times, so that a changed font gets a new folder."""
    digest = hashlib.sha256()
    for key, (file, family) in sorted(files.items()):
        status = file.stat()
        digest.update(f"{key}|{family}|{file}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]

"""A private fontconfig that knows exactly the chosen files, under the official names.

The same file serves Pango and, in the tests, LibreOffice, so that both print with the same fonts
on every machine.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from xml.etree import ElementTree as ET

from reportgen.fonts.faces import FontSet
from reportgen.fonts.folders import cache_folder
from reportgen.publish import publish

_REGULAR = "80"


def activate(fonts: FontSet) -> Path:
    """Write the configuration and point this process and its children to it.

    Must run before Pango is loaded, which reads it once.
    """
    files = {key: resolved.file for key, resolved in fonts.faces.items()}
    files["fallback"] = fonts.fallback
    names = {key: resolved.face.official for key, resolved in fonts.faces.items()}
    names["fallback"] = fonts.fallback_family
    folder = cache_folder() / _fingerprint(files, names)
    folder.mkdir(exist_ok=True)
    linked = {key: _link(folder, key, file) for key, file in files.items()}
    configuration = folder / "fonts.conf"
    publish(configuration, _configuration(folder, fonts, linked, names))
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    os.environ["FONTCONFIG_PATH"] = str(folder)
    return configuration


def _fingerprint(files: dict[str, Path], names: dict[str, str]) -> str:
    """Name the set by paths, sizes and times, so that a changed font gets a new folder."""
    digest = hashlib.sha256()
    for key, file in sorted(files.items()):
        status = file.stat()
        digest.update(f"{key}|{names[key]}|{file}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def _link(folder: Path, key: str, file: Path) -> Path:
    link = folder / f"{key}{file.suffix}"
    if not link.is_symlink():
        link.symlink_to(file.resolve())
    return link


def _configuration(
    folder: Path, fonts: FontSet, linked: dict[str, Path], names: dict[str, str]
) -> bytes:
    root = ET.Element("fontconfig")
    ET.SubElement(root, "dir").text = str(folder)
    ET.SubElement(root, "cachedir").text = str(folder / "cache")
    for key, link in linked.items():
        _rename_when_scanned(root, link, names[key])
    for resolved in fonts.faces.values():
        for alias in resolved.face.aliases:
            _alias(root, alias, resolved.face.official)
    everything = ET.SubElement(root, "match", target="pattern")
    first = next(iter(fonts.faces.values())).face.official
    edit = ET.SubElement(everything, "edit", name="family", mode="append", binding="weak")
    ET.SubElement(edit, "string").text = first
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n{body}\n'.encode()


def _rename_when_scanned(root: ET.Element, link: Path, family: str) -> None:
    """Give a file the official name and a regular weight, whatever it says of itself."""
    match = ET.SubElement(root, "match", target="scan")
    test = ET.SubElement(match, "test", name="file")
    ET.SubElement(test, "string").text = str(link)
    for name, kind, value in (
        ("family", "string", family),
        ("fullname", "string", family),
        ("style", "string", "Regular"),
        ("weight", "int", _REGULAR),
    ):
        edit = ET.SubElement(match, "edit", name=name, mode="assign", binding="same")
        ET.SubElement(edit, kind).text = value


def _alias(root: ET.Element, alias: str, official: str) -> None:
    match = ET.SubElement(root, "match", target="pattern")
    test = ET.SubElement(match, "test", name="family")
    ET.SubElement(test, "string").text = alias
    edit = ET.SubElement(match, "edit", name="family", mode="assign", binding="same")
    ET.SubElement(edit, "string").text = official

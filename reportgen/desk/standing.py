"""Whether what a request made all stands as it would be made: then nothing is read but digests."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import reportgen
from reportgen.base.paths import is_litter, name_fault
from reportgen.desk.products import Manner, Product
from reportgen.schedule.manifests import tools
from reportgen.store import Store

_PROGRAM = Path(reportgen.__file__).parent


def common_parts(store: Store, fonts: Iterable[Path], manner: Manner) -> dict[str, str]:
    """Return the digests of what goes into every document."""
    return {
        "程序": digest_of([*map(store.digest, program_files()), tools()]),
        "字体": digest_of([*map(store.digest, fonts)]),
        "格式": digest_of(manner.words),
    }


def all_parts(root: Path, store: Store, common: Mapping[str, str]) -> dict[str, str]:
    """Return the digest of everything that any document could be made of."""
    return {**common, **{name: store.digest(path) for name, path in inputs_in(root).items()}}


def standing(
    store: Store, name: str, now: dict[str, str], manner: Manner
) -> tuple[Product, ...] | None:
    """Return the documents of the same request made last, if nothing at all has changed since."""
    request = store.trace(name)
    if request is None or changed(request.parts, now):
        return None
    traces = {stem: store.trace(manner.name_of(stem)) for stem in request.used}
    standing = tuple(
        Product(trace.outputs[0].kind, stem, trace=trace)
        for stem, trace in traces.items()
        if trace and store.holds(trace)
    )
    return standing if len(standing) == len(traces) else None


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Name the parts that differ from those of the last time."""
    return tuple(name for name in {**before, **now} if before.get(name) != now.get(name))


def inputs_in(root: Path) -> dict[str, Path]:
    """Return all files that documents can be made of, by their paths below a workspace's folder."""
    return {
        f"{folder}/{name}": path
        for folder in ("data", "templates")
        for name, path in files_in(root / folder).items()
    }


def program_files() -> list[Path]:
    """Return the files that this program consists of: its modules and what stands beside them."""
    return [each for each in files_in(_PROGRAM).values() if each.suffix != ".pyc"]


def files_in(folder: Path) -> dict[str, Path]:
    """Return the files in a folder that documents can be made of, by their paths below it."""
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not is_litter(path.name) and not name_fault(path.name)
    }


def digest_of(value: object) -> str:
    """Return the SHA-256 of how a value is written."""
    return hashlib.sha256(repr(value).encode(errors="backslashreplace")).hexdigest()

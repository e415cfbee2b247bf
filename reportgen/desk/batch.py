"""Make many documents: all that there are, or those of some kinds, periods and units."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from reportgen.desk.products import Made, Manner, Selection
from reportgen.desk.standing import all_parts, common_parts, standing
from reportgen.layout.loading import PROFILES, printing_files
from reportgen.store import Store, Trace


def batch(
    root: Path,
    selection: Selection,
    how: Manner,
    *,
    strict: bool = False,
    progress: Callable[[int], Callable[[str], None]],
) -> Made:
    """Make what is selected and has changed; where nothing has changed at all, nothing is read.

    ``strict`` and ``progress`` are those of ``make``, and so is what it raises.
    """
    fonts = printing_files(root, (each.stem for each in (root / PROFILES).glob("*.yaml")))
    with closing(Store(root)) as store:
        common = common_parts(store, fonts, how)
        name, now = f"{selection} {how.folder.absolute()} {strict}", all_parts(root, store, common)
        if not how.anew and (known := standing(store, name, now, how)) is not None:
            return Made(known, ())
        from reportgen.desk.making import make_selected  # slow to load

        made = make_selected(root, selection, how, store, common, strict=strict, progress=progress)
        if not made.failures:
            stems = tuple(each.stem for each in made.products)
            store.keep(name, Trace(parts=now, used=stems))
    return made

"""Read a layout profile from the workspace's ``templates/profiles``.

Each measure stands there once: an entry that is ``like`` another says only what differs, a text
style that leaves out size or line pitch has the grid's.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from reportgen.base.codes import Code
from reportgen.base.paths import below
from reportgen.base.problems import ConfigurationError, DataError, Place, Problem
from reportgen.fonts.faces import resolve_fonts
from reportgen.layout.profile import LayoutProfile, Sheet
from reportgen.layout.styles import (
    POINTS_PER_MM,
    ChartStyle,
    Entry,
    FigureStyle,
    PanelStyle,
    TableStyle,
    TextStyle,
)
from reportgen.sources.binding import Sourced, bind
from reportgen.sources.strict_yaml import Document, Location, Value, read_yaml

PROFILES: Final = Path("templates") / "profiles"
_ENTRIES: Final[dict[str, type[Entry]]] = {
    "styles": TextStyle,
    "tables": TableStyle,
    "panels": PanelStyle,
    "figures": FigureStyle,
    "charts": ChartStyle,
}
_TIGHTEST: Final = 10  # a character gives up no more than one part in so many of its size


def load_profile(root: Path, name: str) -> LayoutProfile:
    """Read a profile by name; raise ConfigurationError with the place of each fault."""
    return read_profile(root, name).record


def read_profile(root: Path, name: str) -> Sourced[LayoutProfile]:
    """Read a profile with the places of its values; raise as ``load_profile`` does."""
    try:
        path = below(root / PROFILES, f"{name}.yaml")
        return profile_of(read_yaml(path, path.relative_to(root).as_posix()))
    except DataError as error:
        # what is wrong in an entry is found again in all that are like it
        raise ConfigurationError(list(dict.fromkeys(error.problems))) from error


def printing_files(root: Path, names: Iterable[str]) -> list[Path]:
    """Return the font files that print in some profiles, in order."""
    sets = (resolve_fonts(load_profile(root, each).font_faces()) for each in names)
    return sorted({file for each in sets for file in each.files})


def profile_of(document: Document) -> Sourced[LayoutProfile]:
    """Make a profile of a document's values; raise DataError with the place of each fault."""
    fields = document.value if isinstance(document.value, dict) else {}
    own = {key: fields[key] for key in Sheet.model_fields if key in fields}
    sheet = bind(Sheet, replace(document, value=own)).record
    places = dict(document.places)
    problems: list[Problem] = []
    for kind, model in _ENTRIES.items():
        if isinstance(entries := fields.get(kind), dict):
            heritable = model.model_fields.keys() - {"word", "like"}
            fields = {**fields, kind: _inherited(kind, entries, heritable, places, problems)}
    if problems:
        raise DataError(problems)
    if isinstance(styles := fields.get("styles"), dict):
        on_grid = {role: _on_grid(each, sheet) for role, each in styles.items()}
        fields = {**fields, "styles": on_grid}
    sourced = bind(LayoutProfile, replace(document, value=fields, places=places))
    profile = sourced.record
    problems = [
        _unknown(kind, name, known, sourced.place(*location))
        for location, kind, name in named(profile)
        if name not in (known := getattr(profile, kind))
    ]
    problems = problems or [
        Code.FIELD_VALUE.problem(fault, _key_place(sourced, location), remedy)
        for location, fault, remedy in (*_misfits(profile), *_namesakes(profile))
    ]
    if problems:
        raise DataError(problems)
    return Sourced(profile, replace(document, places=places))


def _inherited(
    kind: str,
    entries: dict[str, Value],
    heritable: Collection[str],
    places: dict[Location, Place],
    problems: list[Problem],
) -> dict[str, Value]:
    """Return entries with what they take over from those they are like, and its places noted."""
    whole: dict[str, Value] = {}
    for name, own in entries.items():
        if not isinstance(own, dict):
            whole[name] = own
            continue
        made = dict(own)
        line = [name]
        while isinstance(own, dict) and "like" in own:
            base, place = own["like"], places[kind, line[-1], "like"]
            if not isinstance(base, str) or base not in entries:
                problems.append(_unknown(kind, str(base), entries, place))
                break
            if base in line:
                round_about = " → ".join((*line[line.index(base) :], base))
                message = f"like 绕成了圈：{round_about}"
                problems.append(Code.FIELD_VALUE.problem(message, place, "其中一个改为写明各项。"))
                break
            line.append(base)
            own = entries[base]
            for key, value in own.items() if isinstance(own, dict) else ():
                if key in heritable and key not in made:
                    made[key] = value
                    places[kind, name, key] = places[kind, base, key]
        whole[name] = made
    return whole


def _on_grid(style: Value, sheet: Sheet) -> Value:
    """Return a text style with the grid's measures where it has none of its own."""
    if not isinstance(style, dict):
        return style
    style = {"size_pt": sheet.grid.size_pt, "line_pt": sheet.grid.line_pt, **style}
    if style["size_pt"] == sheet.grid.size_pt:
        style.setdefault("letter_spacing_pt", sheet.letter_spacing_pt)
    return style


def named(profile: LayoutProfile) -> Iterator[tuple[Location, str, str]]:
    """Yield every name by which one entry of a profile speaks of another: where, of what, which."""
    for kind in _ENTRIES:
        for role, entry in getattr(profile, kind).items():
            if entry.like:
                yield (kind, role, "like"), kind, entry.like
    for role, style in profile.styles.items():
        yield ("styles", role, "face"), "faces", style.face
        if style.then:
            yield ("styles", role, "then"), "styles", style.then
    for role, table in profile.tables.items():
        yield ("tables", role, "head"), "styles", table.head
        yield ("tables", role, "other_column", "style"), "styles", table.other_column.style
        for name, column in table.columns.items():
            yield ("tables", role, "columns", name, "style"), "styles", column.style
    for role, chart in profile.charts.items():
        yield ("charts", role, "style"), "styles", chart.style
    yield from _named_in_roles(profile)


def _named_in_roles(profile: LayoutProfile) -> Iterator[tuple[Location, str, str]]:
    for use, names in profile.roles:
        kind = "figures" if use == "figure" else "styles"
        for name in names if isinstance(names, tuple) else filter(None, (names,)):
            yield ("roles", use), kind, name


def unused_names(sourced: Sourced[LayoutProfile], written: Collection[str]) -> Iterator[Problem]:
    """Yield what no other entry names, nor any template: ``written`` are the names in these."""
    used = {(kind, name) for _, kind, name in named(sourced.record)}
    for kind in ("faces", *_ENTRIES):
        for name in getattr(sourced.record, kind):
            if (kind, name) not in used and name not in written:
                place = _key_place(sourced, (kind, name))
                yield Code.PROFILE_UNUSED.problem(f"{kind} 中的“{name}”没有用到", place)


def _key_place(sourced: Sourced[LayoutProfile], location: Location) -> Place:
    return sourced.document.key_places.get(location) or sourced.place(*location)


def _unknown(kind: str, name: str, known: Collection[str], place: Place) -> Problem:
    nearest = get_close_matches(name, known, n=1)
    remedy = (
        f"改成 {nearest[0]}，或在 {kind} 中写上 {name}。" if nearest else f"在 {kind} 中写上它。"
    )
    return Code.FIELD_VALUE.problem(f"{kind} 中没有“{name}”", place, remedy)


def _misfits(profile: LayoutProfile) -> Iterator[tuple[Location, str, str]]:
    """Yield what doesn't fit together, at one of those concerned, with the remedy."""
    grid, levels = profile.grid, len(profile.roles.headings) - 1
    width_mm, height_mm = profile.text_width_mm, profile.text_height_mm
    if grid.lines * grid.line_pt > height_mm * POINTS_PER_MM:
        fault = f"版心高 {height_mm} 毫米放不下 {grid.lines} 行，每行 {grid.line_pt} 磅"
        yield ("grid", "line_pt"), fault, "改小行距、行数，或改小天头、地脚。"
    body = profile.styles[profile.roles.body]
    wide = grid.characters * body.pitch_pt > width_mm * POINTS_PER_MM
    if wide or body.letter_spacing_pt * _TIGHTEST < -body.size_pt:
        fault = f"版心宽 {width_mm} 毫米放不下 {grid.characters} 个 {body.size_pt} 磅的字"
        yield ("grid", "characters"), fault, "改少字数，或改小字号、订口、切口。"
    if levels > len(profile.numbering.headings):
        fault = f"标题有 {levels} 级，序数只有 {len(profile.numbering.headings)} 级"
        yield ("numbering", "headings"), fault, "补上各级标题的序数。"
    for role, style in profile.styles.items():
        if style.part and style.part.signs and profile.signing is None:
            fault = f"有署名样式 {role}，没有写 signing"
            yield ("styles", role, "part"), fault, "写上 signing：署名、日期右空几字。"


def _namesakes(profile: LayoutProfile) -> Iterator[tuple[Location, str, str]]:
    """Yield names given twice that CSS or Word could not tell apart."""
    first: dict[str, str] = {}
    for kind in _ENTRIES:
        for name in getattr(profile, kind):
            other = first.setdefault(name, kind)
            if other != kind and (other, kind) != ("styles", "tables"):
                yield (kind, name), f"“{name}”在 {other} 中已经有了", "换一个名称，模板里一起改。"
    in_word: dict[str, str] = {}
    for kind in ("styles", "figures", "charts"):
        for name, entry in getattr(profile, kind).items():
            if (other := in_word.setdefault(entry.word, name)) != name:
                fault = f"Word 样式名“{entry.word}”已经是 {other} 的"
                yield (kind, name, "word"), fault, "换一个 Word 样式名。"

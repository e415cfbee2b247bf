"""Ways to spoil something good: bytes, text, lines, and the parts of an Office package."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

# what breaks readers: control, bidi and other odd characters, YAML's own signs, odd numbers
HOSTILE = (
    "\x00", "\x07", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe", "\ud800", "\ue000",
    "𠀀", "😀", "&a ", "*a", "!!python/name:os.system ", "<<: *a", "- ", "? ", "|", ">", "---\n",
    "\t", "：", "，", "[", "{", "}", "]", "'", '"', "#", "~", "null", "NO", "0755", "1_000",
    "12:30", "1e5", "1e999", ".inf", ".nan", "007", "-0", "9" * 30, "9" * 5000, "0.0000000001",
    "2012-13-45", "2012-02-30", "true", "[]", "{}", "\\", "\r", "`", "@", "%", "１２", "²", "①", "½",
    "九十", "{{ 7 }}", "{% if %}", "<b>", "]]>", "=1+1", "../../x", "甲" * 3000, "a" * 1500,
)  # fmt: skip
NUMBERS = (
    "", "0", "-1", "1e308", "NaN", "99999999999999999999", "0.00001", "1,000", "1，000", "十", "1.5.2",
    "１２", "5件", "约5", "5-6", "%", "1000%", "１/3", "½", "②", "+5", "--5", "1 000", "12亿", "true",
)  # fmt: skip
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def spoiled_bytes(dice: Random, content: bytes) -> bytes:
    """Change some bytes, or cut the end off."""
    if dice.random() < 0.2:
        return content[: dice.randrange(len(content))]
    changed = bytearray(content)
    for _ in range(dice.randrange(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def spoiled_text(dice: Random, text: str) -> str:
    """Spoil a text in one way: characters, lines, numbers, indents, keys."""
    return dice.choice(_TEXT_WAYS)(dice, text)


def _cut(dice: Random, text: str) -> str:
    at = dice.randrange(len(text))
    return text[:at] + text[at + dice.randrange(1, 60) :]


def _put(dice: Random, text: str) -> str:
    at = dice.randrange(len(text))
    return text[:at] + dice.choice(HOSTILE) + text[at:]


def _exchange(dice: Random, text: str) -> str:
    at = dice.randrange(len(text))
    return text[:at] + dice.choice("：，“”'\":-#[]{}|>&*!%@`,\n \t0123456789") + text[at + 1 :]


def _in_lines(change: Callable[[Random, list[str], int], object]) -> Callable[[Random, str], str]:
    def changed(dice: Random, text: str) -> str:
        lines = text.split("\n")
        change(dice, lines, dice.randrange(len(lines)))
        return "\n".join(lines)

    return changed


def _doubled(dice: Random, lines: list[str], at: int) -> None:
    lines.insert(at, lines[dice.randrange(len(lines))])


def _swapped(dice: Random, lines: list[str], at: int) -> None:
    other = dice.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _indented(dice: Random, lines: list[str], at: int) -> None:
    lines[at] = " " * dice.randrange(9) + lines[at].lstrip()


def _revalued(dice: Random, lines: list[str], at: int) -> None:
    hostile = dice.choice(HOSTILE)
    lines[at] = re.sub(r":(\s.*)?$", lambda _: f": {hostile}", lines[at], count=1)


def _lengthened(dice: Random, lines: list[str], at: int) -> None:
    """Write a word more behind a value, as an office may well do."""
    lines[at] += dice.choice(
        ("2012", "（第2批）", "①", "十", "甲", "（试行）", "5G", "A", "——", "、")
    )


def _recounted(dice: Random, lines: list[str], at: int) -> None:
    def other(match: re.Match[str]) -> str:
        value = match.group()
        return dice.choice(
            (f"{value}0", value[:-1] or "0", f"-{value}", f"{value}.5", value * 9, "0", f"{value}1")
        )

    lines[at] = _NUMBER.sub(other, lines[at], count=1)


_TEXT_WAYS: Sequence[Callable[[Random, str], str]] = (
    _cut,
    _put,
    _exchange,
    _in_lines(_doubled),
    _in_lines(lambda _, lines, at: lines.pop(at)),
    _in_lines(_swapped),
    _in_lines(_indented),
    _in_lines(_revalued),
    _in_lines(_lengthened),
    _in_lines(_recounted),
    _in_lines(_recounted),
)


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def package_of(parts: dict[str, bytes]) -> bytes:
    """Return a package of parts."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def spoiled_package(dice: Random, parts: dict[str, bytes], main: str) -> bytes:
    """Spoil one part of an Office package, mostly the main one; sometimes the whole file."""
    if dice.random() < 0.1:
        return spoiled_bytes(dice, package_of(parts))
    parts = dict(parts)
    name = main
    if dice.random() < 0.3:
        name = dice.choice(sorted(each for each in parts if each.endswith((".xml", ".rels"))))
    if dice.random() < 0.05:
        del parts[name]
    else:
        xml = dice.choice(_XML_WAYS)(dice, parts[name].decode())
        parts[name] = xml.encode("utf-8", "surrogatepass")
    return package_of(parts)


def _texts_of(dice: Random, xml: str) -> str:
    """Another text in a cell or run: a number that clerks write, or what breaks readers."""
    found = [*re.finditer(r"<((?:\w+:)?(?:v|t))(?: [^>]*)?>([^<]*)</\1>", xml)]
    if not found:
        return _cut(dice, xml)
    for match in sorted(dice.sample(found, min(len(found), 3)), key=lambda each: -each.start()):
        value = dice.choice(NUMBERS if dice.random() < 0.6 else HOSTILE)
        if dice.random() < 0.7:
            value = value.replace("&", "&amp;").replace("<", "&lt;")
        xml = xml[: match.start(2)] + value + xml[match.end(2) :]
    return xml


def _attributes_of(dice: Random, xml: str) -> str:
    found = [*re.finditer(r'[\w:]+="([^"]*)"', xml)]
    values = (
        "",
        "-1",
        "0",
        "999999999999",
        "abc",
        "XFD1048576",
        "A0",
        "1e9",
        "s",
        "str",
        "e",
        "b",
        "1",
    )
    if not found:
        return _cut(dice, xml)
    match = dice.choice(found)
    return xml[: match.start(1)] + dice.choice(values) + xml[match.end(1) :]


def _tags_of(dice: Random, xml: str) -> str:
    tags = re.findall(r"<[A-Za-z:]+[^>]*>", xml)
    return xml.replace(dice.choice(tags), dice.choice(tags), dice.choice((1, 40))) if tags else xml


def _cells_of(dice: Random, xml: str) -> str:
    """Another cell in the place of one: a formula, an error, a date, a truth value."""
    found = [*re.finditer(r'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', xml)]
    if not found:
        return xml.replace("</w:tc>", "", dice.randrange(1, 5))
    match = dice.choice(found)
    cells = (
        f'<c r="{match[1]}" t="inlineStr"><is><t>{dice.choice(NUMBERS)}</t></is></c>',
        f'<c r="{match[1]}"><f>1+1</f><v>{dice.choice(NUMBERS)}</v></c>',
        f'<c r="{match[1]}"><f>[1]Sheet1!A1</f></c>',
        f'<c r="{match[1]}" t="b"><v>1</v></c>',
        f'<c r="{match[1]}" t="e"><v>#REF!</v></c>',
        f'<c r="{match[1]}" t="d"><v>2012-07-05T00:00:00</v></c>',
        f'<c r="{match[1]}"><v>{dice.choice(("41000", "0.95", "95", "1e3", "-5"))}</v></c>',
    )
    return xml[: match.start()] + dice.choice(cells) + xml[match.end() :]


_XML_WAYS: Sequence[Callable[[Random, str], str]] = (
    _cut,
    _put,
    _texts_of,
    _texts_of,
    _texts_of,
    _attributes_of,
    _tags_of,
    _cells_of,
    _cells_of,
)

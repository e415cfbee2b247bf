"""Parse the templates' output as XML, and say in template lines where it isn't well-formed."""

import re

from lxml import etree

from reportgen.base.codes import Code
from reportgen.base.problems import ConfigurationError, Place, Problem

AT = "data-at"
_TAGS = re.compile(rf'<(/?)([A-Za-z][\w-]*)(?: {AT}="([^"]*)")?[^>]*?(/?)>')


def place_of(element: etree._Element) -> Place | None:
    """Return the template's file and line that an element came from."""
    for candidate in (element, *element.iterancestors()):
        if at := candidate.get(AT):
            return _place(at)
    return None


def parse_xml(markup: str) -> etree._Element:
    """Return the root of rendered markup; raise ConfigurationError naming the faulty line."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(markup.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ConfigurationError([_ill_formed(markup, error)]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ConfigurationError([Code.MARKUP_INVALID.problem("不允许 DOCTYPE")])
    return root


def _ill_formed(markup: str, error: etree.XMLSyntaxError) -> Problem:
    """Say which tag isn't closed, or else where the parser stopped."""
    open_tags: list[tuple[str, str]] = []
    at = ""
    for end, name, place, single in _TAGS.findall(markup):
        at = place or at
        if not end:
            open_tags += [] if single else [(name, at)]
        elif not open_tags:
            return Code.MARKUP_INVALID.problem(f"多了标签 </{name}>", _place(at))
        elif (opened := open_tags.pop())[0] != name:
            message = f"标签 <{opened[0]}> 没有结束，就遇到了 </{name}>"
            return Code.MARKUP_INVALID.problem(message, _place(opened[1]))
    if open_tags:
        name, at = open_tags[-1]
        return Code.MARKUP_INVALID.problem(f"标签 <{name}> 没有结束", _place(at))
    lines = markup.splitlines()[: error.lineno or 1]
    found = places_in("\n".join(lines))
    message = f"标记写法有误（解析器的提示：“{error.msg}”）"
    return Code.MARKUP_INVALID.problem(message, found[-1] if found else None)


def places_in(markup: str) -> list[Place]:
    """Return the template lines that the tags of some markup came from."""
    marks = re.findall(rf'{AT}="([^"]+)"', markup)
    return [place for mark in marks if (place := _place(mark))]


def _place(at: str) -> Place | None:
    name, _, line = at.rpartition(":")
    return Place(file=name, line=int(line)) if name else None

"""The subset of XHTML that templates may produce, and the names in it that are the profile's.

It is::

    html[lang] > head > title, meta[name=author|date, content];  body > section+
    section[class=landscape][data-mark] > header? (h1 | h2 | h3 | h4 | h5 | p | ol | table | img)+ footer?
    header > p+;  footer[class=even] > table[class=role of a panel]
    h1 … h5, p [class=style][id];  ol > li;  inside them: text, br, a[class=page][href=#id]
    img[class=role][src][alt]
    table[class=role of a panel] > tbody > tr > td[class=style]+  (td: text or p+)
    table[class=role of a chart][summary] > thead > tr > th+;  tbody > tr > td+
    table[class=role][summary] > colgroup > col[class="role merged repeated continued"]+
                               > thead > tr > th+;  tbody > tr > td+  (td: text or p+)

Every element carries ``data-at="template:line"``, which :mod:`reportgen.templating` puts in.
"""

from __future__ import annotations

from dataclasses import dataclass

_PLAIN = "head title body li br colgroup thead tbody tr th header"
ALLOWED_ATTRIBUTES: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN.split(), frozenset()),
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "p"], frozenset({"class", "id"})),
    **dict.fromkeys(["ol", "col", "td", "footer"], frozenset({"class"})),
    "html": frozenset({"lang"}),
    "meta": frozenset({"name", "content"}),
    "section": frozenset({"class", "data-mark"}),
    "a": frozenset({"class", "href"}),
    "img": frozenset({"class", "src", "alt"}),
    "table": frozenset({"class", "summary"}),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a layout profile offers: text styles, table roles and their columns' styles.

    ``body``, ``headings`` (by level, the title's first) and ``figure`` are taken where markup
    names none.
    """

    body: str
    headings: tuple[str, ...]
    figure: str | None

    styles: frozenset[str]
    tables: frozenset[str]
    panels: frozenset[str]
    figures: frozenset[str]
    charts: frozenset[str]
    head_styles: dict[str, str]
    column_styles: dict[tuple[str, str], str]
    other_styles: dict[str, str]
    list_pattern: str

    def column_style(self, table: str, role: str) -> str:
        """Return the text style of a table's column."""
        return self.column_styles.get((table, role), self.other_styles[table])

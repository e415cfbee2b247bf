"""From a template to a document tree."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.assets import ImageLoader
from reportgen.base.problems import ConfigurationError
from reportgen.document.figures import numbers_of_text, unaccounted
from reportgen.document.numbering import numbered
from reportgen.document.tree import Document, walk_paragraphs
from reportgen.layout.profile import LayoutProfile
from reportgen.markup.reading import parse_markup
from reportgen.markup.subset import Vocabulary
from reportgen.templating import Environment, render


def compose(
    environment: Environment,
    template: str,
    context: Mapping[str, object],
    profile: LayoutProfile,
    load_image: ImageLoader,
) -> Document:
    """Render a template and read its markup into a tree.

    Raises ConfigurationError for a number that no expression of the template printed.
    """
    markup = render(environment, template, context)
    composed = compose_markup(markup, profile, load_image)
    printed = "\n".join(environment.printed.texts)
    ledger = frozenset(numbers_of_text(printed))
    if problems := list(unaccounted(composed, ledger, _most_ordinals(composed, markup, profile))):
        raise ConfigurationError(problems)
    return composed


def _most_ordinals(document: Document, markup: str, profile: LayoutProfile) -> int:
    """Return the highest number that headings, captions and lists may carry on their own."""
    paragraphs = list(walk_paragraphs(document))
    headings = sum(each.heading_level is not None for each in paragraphs)
    captions = sum(each.style == profile.roles.caption for each in paragraphs)
    return max(markup.count("<li"), headings, captions)


def compose_markup(markup: str, profile: LayoutProfile, load_image: ImageLoader) -> Document:
    """Read markup into a tree with its headings and captions numbered."""
    numbering, caption = profile.numbering, profile.roles.caption
    read = parse_markup(markup, _vocabulary(profile), load_image)
    return numbered(read, numbering.headings, {caption: numbering.caption} if caption else {})


def _vocabulary(profile: LayoutProfile) -> Vocabulary:
    return Vocabulary(
        body=profile.roles.body,
        headings=profile.roles.headings,
        figure=profile.roles.figure,
        styles=frozenset(profile.styles),
        tables=frozenset(profile.tables),
        panels=frozenset(profile.panels),
        figures=frozenset(profile.figures),
        charts=frozenset(profile.charts),
        head_styles={role: table.head for role, table in profile.tables.items()},
        column_styles={
            (role, column): style.style
            for role, table in profile.tables.items()
            for column, style in table.columns.items()
        },
        other_styles={role: table.other_column.style for role, table in profile.tables.items()},
        list_pattern=profile.numbering.list,
    )

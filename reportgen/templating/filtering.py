"""Filters that know what they are given: lists are counted, figures of one unit put together.

What a filter makes of a value is still called what the value was.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps

import jinja2
from jinja2.filters import FILTERS, do_join, make_attrgetter
from jinja2.nodes import EvalContext
from markupsafe import Markup

from reportgen.templating.beside import marked, unmarked
from reportgen.templating.named import PERCENT, Name, Owner, name_of, named

Filter = Callable[..., object]
# of lists only: a text that they cut or count would print as another figure
_LIST_FILTERS = (
    *("first", "last", "reverse", "list", "length", "count", "batch", "slice"),
    *("unique", "sort", "min", "max"),
)
_COUNTING = ("length", "count")
_RECKONING = ("less", "reduced_to")
_SOMETHING = Name("", (Owner("", "", ""),))


class Refused(jinja2.TemplateRuntimeError):
    """What a template may not do, in our own words; the engine's are English."""


def filters_of(own: Mapping[str, Filter]) -> dict[str, Filter]:
    """Return the filters that take the place of jinja2's, and the project's own."""
    return {
        **{each: _of_lists(each) for each in _LIST_FILTERS},
        **{
            name: _of_alike(each) if name in _RECKONING else _keeping_names(each)
            for name, each in own.items()
        },
        "abs": _keeping_names(abs),
        "sum": _total,
        "join": _joined,
        "fixed": _fixed,
    }


def _fixed(text: object, _why: str = "") -> object:
    """Take a value's name away: its digits are no figures, or its author answers for it."""
    bare = unmarked(str(text))
    return Markup(bare) if isinstance(text, Markup) else bare  # noqa: S704 was one


def _of_lists(name: str) -> Callable[..., object]:
    filter_ = FILTERS[name]

    @wraps(filter_)
    def of_list(*given: object, **more: object) -> object:
        if any(isinstance(each, str) for each in given[:2]):  # the first may be the environment
            raise Refused(f"{name} 只用于一组值，这里是一段文字")
        found = filter_(*given, **more)
        if name in _COUNTING and (list_ := name_of(given[0])):
            return named(found, list_)
        return found

    return of_list


def _keeping_names(filter_: Filter) -> Filter:
    """Make a filter whose result has the name of what it is made of."""

    @wraps(filter_)
    def kept(value: object, *given: object, **more: object) -> object:
        name = name_of(value)
        try:
            return named(filter_(value, *given, **more), name)
        except (AttributeError, TypeError, ArithmeticError) as error:
            what = f"是{name.meaning}，" if name else ""
            how = "、".join([filter_.__name__, *map(str, given)])
            message = f"“{value}”{what}不能用 {how} 印"
            raise Refused(message) from error

    return kept


def _of_alike(filter_: Filter) -> Filter:
    """Make a filter of two figures that refuses two of different units."""

    @wraps(filter_)
    def reckoned(value: object, other: object) -> object:
        one, two = name_of(value), name_of(other)
        if one is None or two is None:
            return filter_(value, other)
        _alike((one, two))
        of = one.of if one.of == two.of else ()
        name = Name(f"{one.field}-{two.field}", of, one.unit, one.record)
        return named(filter_(value, other), name if filter_.__name__ == "less" else None)

    return reckoned


@jinja2.pass_eval_context
def _joined(
    context: EvalContext,
    values: Iterable[object],
    mark: str = "",
    attribute: str | int | None = None,
) -> object:
    """Join values to a text."""
    environment = context.environment
    found = _each(environment, values, attribute)
    return put_together(environment, found, lambda parts: do_join(context, parts, mark))


def put_together(
    environment: jinja2.Environment,
    parts: Sequence[object],
    join: Callable[[Sequence[object]], str],
) -> object:
    """Join values to a text: with a figure among them each is marked, else it is one of the data."""
    names: dict[Name, int] | None = getattr(environment, "names", None)
    own = [name_of(each) for each in parts]
    if names is None or not any(name and name.unit is not None for name in own):
        return named(join(parts), _SOMETHING if any(name and name.of for name in own) else None)
    return join(
        [
            marked(str(each), names.setdefault(name, len(names))) if name else each
            for each, name in zip(parts, own, strict=True)
        ]
    )


@jinja2.pass_environment
def _total(
    environment: jinja2.Environment,
    values: Iterable[object],
    attribute: str | int | None = None,
    start: object = 0,
) -> object:
    """Add up figures of one unit, or put lists together; shares of different wholes don't add up."""
    found = _each(environment, values, attribute)
    names = [name for each in found if (name := name_of(each))]
    _alike(names)
    if any(each.unit == PERCENT for each in names):
        raise Refused(f"{names[0].meaning}是百分数，不能相加")
    same = len({each.field for each in names}) == 1
    return named(sum(found, start), names[0]._replace(of=()) if same else None)  # type: ignore[call-overload]


def _each(
    environment: jinja2.Environment, values: Iterable[object], attribute: str | int | None
) -> list[object]:
    if isinstance(values, str):
        raise Refused("只用于一组值，这里是一段文字")
    return list(
        values if attribute is None else map(make_attrgetter(environment, attribute), values)
    )


def _alike(names: Iterable[Name]) -> None:
    units = {each.unit: each.meaning for each in names if each.unit}
    if len(units) > 1:
        (one, its), (other, the_others) = list(units.items())[:2]
        raise Refused(f"{its}的单位是{one}，{the_others}的单位是{other}，不能相加减")

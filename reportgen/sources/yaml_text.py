"""Records as the YAML text that a person would write and the strict reader takes back."""

import re
import sys
from datetime import date
from decimal import Decimal

import yaml
from pydantic import BaseModel

from reportgen.base.numbers import plain
from reportgen.base.problems import DataError
from reportgen.sources.strict_yaml import parse_yaml

_SURROGATE = re.compile("[\ud800-\udfff]")


class _Key(str):
    """A text that is a key: the reader refuses more of those."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes numbers as they are meant, lists indented below their key, and nothing by reference."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 PyYAML's call
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Write a text as PyYAML would if the reader takes that back, otherwise in double quotes."""
    text = str(value)
    sample: dict[str, str] | list[str] = {text: ""} if isinstance(value, _Key) else [text]
    style = None if text.splitlines() in ([text], []) and _comes_back(sample) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _comes_back(sample: dict[str, str] | list[str]) -> bool:
    written = yaml.dump(sample, Dumper=yaml.SafeDumper, allow_unicode=True, width=sys.maxsize)
    try:
        return parse_yaml(written, "").value == sample
    except DataError:
        return False


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    text = plain(value)
    kind = "float" if "." in text else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Key, _text)
_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(
    date,
    lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(value)),
)


def yaml_text(record: BaseModel) -> str:
    """Write a record; fields that hold their default are left out, words stay on one line."""
    return plain_yaml(record.model_dump(exclude_defaults=True))


def plain_yaml(value: object) -> str:
    """Write plain values: dictionaries, lists, texts, numbers, dates."""
    return yaml.dump(
        _plain(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=sys.maxsize
    )


def comment(text: str) -> str:
    """Return a text as one line of comment; what can't be printed is left blank."""
    return "# " + "".join(each if each.isprintable() else " " for each in text)


def _plain(value: object) -> object:
    """Turn tuples into lists and words of an enumeration into plain words."""
    if isinstance(value, dict):
        return {_Key(_plain(key)): _plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(below) for below in value]
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    return value

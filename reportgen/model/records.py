"""What the records that users write are made of: texts, identifiers."""

import sys
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from reportgen.base.codes import Code
from reportgen.base.tables import rows_beside

# with something in it that can be seen
Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
IDENTIFIER = r"^[A-Za-z][A-Za-z0-9._-]*$"
Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]


# what can be right although it looks wrong: its remedy in the catalogue says so
_QUESTIONS = "|".join(code.code for code in Code if "confirmed:" in code.remedy)
Question = Annotated[str, StringConstraints(pattern=f"^({_QUESTIONS})$")]


@cache
def _words_beside(module: str) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return the words for the fields of a module's records, if they stand in a table."""
    there = Path(module).with_suffix(".csv").exists()
    return {(row["record"], row["field"]): row for row in rows_beside(module)} if there else {}


def renamed(unit: str, names: Mapping[str, str]) -> str:
    """Return what a unit is called today; of units that bear a target together each by itself."""
    return names.get(unit) or "、".join(names.get(each, each) for each in unit.split("、"))


class Record(BaseModel):
    """Base of all records that users write: frozen, and an unknown field is an error.

    What fields are called and what is said of them stands in a table beside the module.
    """

    # a record that a command never reads isn't made ready to be read
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    unit_field: ClassVar[str] = "lead_unit"

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        words = _words_beside(str(sys.modules[cls.__module__].__file__))
        for name, field in cls.model_fields.items():
            if row := words.get((cls.__name__, name)):
                field.title, field.description = row["title"], row["description"] or None

    def with_units(self, names: Mapping[str, str]) -> Self:
        """Return the record with units named otherwise, in all that it holds."""
        changes: dict[str, object] = {}
        for field, value in self:
            if field == self.unit_field and isinstance(value, str):
                changes[field] = renamed(value, names)
            elif isinstance(value, Record):
                changes[field] = value.with_units(names)
            elif isinstance(value, tuple):
                changes[field] = tuple(
                    each.with_units(names) if isinstance(each, Record) else each for each in value
                )
        return self.model_copy(update=changes)

    def divided(self, by: Decimal, *fields: str) -> Self:
        """Return the record with the numbers in some of its fields divided."""
        changes: dict[str, object] = {}
        for field, value in self:
            if field in fields and isinstance(value, Decimal):
                changes[field] = value / by
            elif field in fields and isinstance(value, tuple):
                changes[field] = tuple(each / by for each in value)
        return self.model_copy(update=changes)


class Questioned(Record):
    """A record of which ``check`` asks whether it is right; the answer stands in it."""

    confirmed: dict[Question, Text] = Field(default_factory=dict)

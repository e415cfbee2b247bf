"""What the records that users write are made of: texts, identifiers."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1)]
IDENTIFIER = r"^[A-Za-z][A-Za-z0-9._-]*$"
Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER)]


class Record(BaseModel):
    """Base of all records that users write: frozen, and an unknown field is an error."""

    # a record that a command never reads isn't made ready to be read
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

"""Values with a writing of their own, such as periods; words of a command line need no pydantic."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Written:
    """A value with a writing of its own, such as 2012Q1: records parse it where they are read.

    ``fault`` is the type of pydantic's error, ``pattern`` what editors check while it is written.
    """

    __slots__ = ()
    fault: ClassVar[str]
    pattern: ClassVar[str]

    @classmethod
    @abstractmethod
    def parse(cls, text: str) -> Self:
        """Read the writing that ``str`` gives; raise ValueError with the reason it is wrong."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _: GetCoreSchemaHandler) -> CoreSchema:
        """Take a value as it is, a text parsed; write it back as text."""
        from pydantic_core import PydanticCustomError, PydanticKnownError
        from pydantic_core.core_schema import (
            no_info_plain_validator_function,
            plain_serializer_function_ser_schema,
        )

        def read(value: object) -> Written:
            if isinstance(value, cls):
                return value
            if value == "":
                raise PydanticKnownError("string_too_short", {"min_length": 1})
            try:
                return cls.parse(str(value))
            except ValueError as error:
                raise PydanticCustomError(cls.fault, "{reason}", {"reason": str(error)}) from None

        return no_info_plain_validator_function(
            read, serialization=plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the text that stands in the data."""
        return {"type": "string", "pattern": cls.pattern}

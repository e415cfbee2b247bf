"""The use cases, one function each: typed requests in, typed outcomes out; faces put words to them.

Each module is loaded when it is asked for: most are slow to load, and no command needs all.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.desk import (
        batch,
        forms,
        listing,
        machine,
        making,
        products,
        publishing,
        tracing,
        workspaces,
    )

__all__ = [
    "batch",
    "forms",
    "listing",
    "machine",
    "making",
    "products",
    "publishing",
    "tracing",
    "workspaces",
]

if not TYPE_CHECKING:  # nothing else has a name here

    def __getattr__(name: str) -> ModuleType:
        if name in __all__:
            return import_module(f"{__name__}.{name}")
        raise AttributeError(name)

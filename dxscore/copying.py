"""A frozen value and what is to be different -> another value: `copy.replace` of Python 3.13 for those before it."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from msgspec import Struct, structs

_Value = TypeVar("_Value")


def replace(value: _Value, /, **changes: Any) -> _Value:
    """A copy with other values in the fields named. Raises TypeError for a field that there is not."""
    if isinstance(value, Struct):
        return structs.replace(value, **changes)
    return dataclasses.replace(value, **changes)  # type: ignore[type-var]

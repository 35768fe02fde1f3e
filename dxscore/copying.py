"""A frozen value and what is to be different -> another value: `copy.replace` of Python 3.13 for those before it."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

_Value = TypeVar("_Value")


def replace(value: _Value, /, **changes: Any) -> _Value:
    """A copy with other values in the fields named. Raises TypeError for a field that there is not."""
    if dataclasses.is_dataclass(value):
        return dataclasses.replace(value, **changes)  # type: ignore[type-var] # narrowed to what mypy can't name
    from msgspec import structs  # noqa: PLC0415 - --help knows only dataclasses, and is to answer at once

    return structs.replace(value, **changes)  # type: ignore[type-var]

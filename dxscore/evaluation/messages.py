"""`{NAME}` holes of a rule's message -> text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dxscore.domain.history import Age

_HOLE = re.compile(r"\{(\w+)\}")


def filled(message: str, values: Mapping[str, object]) -> str:
    """Fill the holes that have a value; others stay, for a later stage (`{age}`)."""
    return _HOLE.sub(lambda hole: _said(values[hole[1]]) if hole[1] in values else hole[0], message)


def said_age(age: Age | None) -> str:
    """'12 days', '5 months', 'over 3 years'; 'of unknown age' without history."""
    if age is None:
        return "of unknown age"
    number, unit = _rounded(age.days)
    return f"{'over ' if age.at_least else ''}{number} {unit}{'' if number == 1 else 's'} old"


def _rounded(days: int) -> tuple[int, str]:
    if days < 60:
        return days, "day"
    return (days // 30, "month") if days < 730 else (days // 365, "year")


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "none" if value is None else str(value)

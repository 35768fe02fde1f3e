"""Attributes of an entity of which some are dear -> a dict that works those out when one of them is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None


class LateAttributes(dict[str, Value]):
    """Ask with `[name]`: most entities fall at a rule's first test, and nobody ever asks for the rest."""

    __slots__ = ("_work_out",)

    def __init__(self, known: Mapping[str, Value], work_out: Callable[[], Mapping[str, Value]]) -> None:
        super().__init__(known)
        self._work_out = work_out

    def __missing__(self, name: str) -> Value:
        """Raises KeyError for what is neither known nor worked out."""
        late = self._work_out()
        self.update(late)
        return late[name]

"""What every source of owners gives: its claims on a path, where it stands, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain.owner import Claim
from dxscore.errors import Problem

Claims: TypeAlias = Callable[[str, str], tuple[Claim, ...]]
"""Path from the root, first line of the file when it is a comment -> claims, best first."""


class Source(Struct, frozen=True):
    """One mechanism by which owners are written down."""

    name: str
    """One of OwnersConfig.order."""
    place: str
    """Where it was found: a path, a glob; '' when the repository does not use it."""
    entries: int
    """Patterns, files or teams in it."""
    claims: Claims
    problems: tuple[Problem, ...] = ()

"""What rules are judged against: the facts of a whole project, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain.facts import Entity, FileFacts
from dxscore.domain.source import SourceFile
from dxscore.domain.versions import LockedVersions

Placed: TypeAlias = tuple[str, Entity]
"""Path, entity."""


class Subject(Struct, frozen=True):
    """The joined facts. `entities` derives all entities of a kind of domain/entities.py, by path and line."""

    files: Mapping[str, SourceFile]
    facts: Mapping[str, FileFacts]
    """By path; files that could not be read are absent."""
    entities: Callable[[str], Sequence[Placed]]
    versions: LockedVersions

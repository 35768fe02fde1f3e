"""`releases` and `advisories` of a rule's example -> knowledge of gems, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

from msgspec import Struct

from dxscore.domain.gems import Advisory, Band, FigureSource, Needed, Release
from dxscore.inputs.gems.knowledge import Knowledge
from dxscore.rubygems.requirement import Requirement
from dxscore.rubygems.version import Version

_Given = Mapping[str, Sequence[str]]
_SOURCE = FigureSource("the example")


def knowledge_in(context: Mapping[str, object]) -> Knowledge:
    """What an example says of gems; nothing when it says nothing."""
    releases, advisories = (cast("_Given | None", context.get(key)) for key in ("releases", "advisories"))
    return Knowledge(_Index(releases or {}), _Book(advisories))


class _Index(Struct, frozen=True):
    given: _Given

    @property
    def evidence(self) -> FigureSource | None:
        return _SOURCE if self.given else None

    def releases(self, name: str) -> tuple[Release, ...] | None:
        return tuple(map(_release, self.given[name])) if name in self.given else None


class _Book(Struct, frozen=True):
    given: _Given | None

    @property
    def evidence(self) -> FigureSource | None:
        return None if self.given is None else _SOURCE

    def hits(self, name: str, version: str) -> tuple[Advisory, ...] | None:
        if self.given is None:
            return None
        return tuple(_holding(name, version, self.given.get(name, ())))


def _release(text: str) -> Release:
    head, *needs = (part.strip() for part in text.split(";"))
    version, day = head.split(" ")
    return Release(version, released=date.fromisoformat(day), needs=tuple(map(_needed, needs)))


def _needed(text: str) -> Needed:
    name, _, clauses = text.partition(" ")
    return Needed(name, clauses.strip("()") or ">= 0")


def _holding(name: str, version: str, weaknesses: Iterable[str]) -> Iterable[Advisory]:
    for text in weaknesses:
        identity, band, affected = text.split(" ", 2)
        if Requirement.parse(affected).satisfied_by(Version.parse(version)):
            yield Advisory(name, identity, band=cast("Band", band))

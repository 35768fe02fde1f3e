"""Small bundles, indexes and advisory books for tests of dxscore/gems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dxscore.domain.gem_weights import GemWeights
from dxscore.domain.gems import (
    Advisory,
    Band,
    DirectGem,
    FigureSource,
    GemSource,
    LockedGem,
    Needed,
    Release,
)
from dxscore.resources import RULES
from dxscore.rubygems.requirement import Requirement
from dxscore.rubygems.version import Version
from dxscore.rulebook.files import RuleFolder
from dxscore.rulebook.priorities import gem_weights

SERVER = GemSource()
GIT = GemSource("git", "https://example.org/fork.git", revision="12d9251")


def shipped_weights() -> GemWeights:
    """Those of rules/priorities/gems.yml."""
    return gem_weights([RuleFolder.shipped(RULES)])


def locked(name: str, version: str, *needs: str, source: GemSource = SERVER) -> LockedGem:
    """`needs` are written as in a lockfile: 'rack (>= 2, < 4)' or 'rack'."""
    return LockedGem(name, version, source, needs=tuple(map(_needed, needs)))


def _needed(text: str) -> Needed:
    name, _, clauses = text.partition(" ")
    return Needed(name, clauses.strip("()") or ">= 0")


def by_name(*gems: LockedGem) -> dict[str, LockedGem]:
    """As a bundle has them."""
    return {gem.name: gem for gem in gems}


def direct(
    name: str, *requirement: str, groups: tuple[str, ...] = ("default",), source: GemSource = SERVER, line: int = 1
) -> DirectGem:
    """A `gem` call in Gemfile."""
    return DirectGem(name, "Gemfile", line, line, requirement, groups, source=source)


def releases(*texts: str) -> tuple[Release, ...]:
    """Written as 'VERSION DATE' and, after that, dependencies as in a lockfile, separated by semicolons."""
    return tuple(map(_release, texts))


def _release(text: str) -> Release:
    head, *needs = (part.strip() for part in text.split(";"))
    version, day = head.split(" ")
    return Release(version, released=date.fromisoformat(day), needs=tuple(map(_needed, needs)))


@dataclass(frozen=True, slots=True)
class Index:
    """A GemIndex that knows these gems only."""

    known: Mapping[str, tuple[Release, ...]] = field(default_factory=dict)

    @property
    def evidence(self) -> FigureSource | None:
        """See GemIndex."""
        return FigureSource("test data", date(2026, 8, 22)) if self.known else None

    def releases(self, name: str) -> tuple[Release, ...] | None:
        """See GemIndex."""
        return self.known.get(name)


@dataclass(frozen=True, slots=True)
class Weakness:
    """An advisory, and the versions that have it."""

    gem: str
    id: str
    band: Band
    affected: str
    """A requirement, or several with '|' between them."""

    @property
    def patched(self) -> tuple[str, ...]:
        """From the first versions that no longer have it."""
        clauses = (clause for each in self.affected.split("|") for clause in Requirement.parse(each).clauses)
        return tuple(f">= {clause.version}" for clause in clauses if clause.operator == "<")

    def holds(self, version: str) -> bool:
        """Whether a version has it."""
        wanted = map(Requirement.parse, self.affected.split("|"))
        return any(each.satisfied_by(Version.parse(version)) for each in wanted)


@dataclass(frozen=True, slots=True)
class Book:
    """An AdvisoryBook of these weaknesses; None of them means that there is no database."""

    weaknesses: tuple[Weakness, ...] | None = ()

    @property
    def evidence(self) -> FigureSource | None:
        """See AdvisoryBook."""
        return None if self.weaknesses is None else FigureSource("test data", date(2026, 8, 22))

    def hits(self, name: str, version: str) -> tuple[Advisory, ...] | None:
        """See AdvisoryBook."""
        if self.weaknesses is None:
            return None
        found = (each for each in self.weaknesses if each.gem == name and each.holds(version))
        return tuple(Advisory(each.gem, each.id, band=each.band, patched=each.patched) for each in found)


def weaknesses(gem: str, affected: str, counts: Mapping[Band, int], prefix: str = "") -> Iterable[Weakness]:
    """That many of each severity."""
    for band, count in counts.items():
        for number in range(count):
            yield Weakness(gem, f"{prefix or gem}-{band}-{number}", band, affected)

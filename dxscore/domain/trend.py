"""What one commit's results come down to, and how such results move from commit to commit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from msgspec import Struct


@dataclass(frozen=True, slots=True)
class Count:
    """The findings of one rule that belong to one owner."""

    rule: str
    dimension: str
    owner: str
    open: int
    """Findings that somebody should do something about; those in todo files too."""
    hidden: int = 0
    """Suppressed and exempt ones."""
    done: int = 0
    """In a migration rule: places that are as they should be."""
    points: float = 0.0
    """Debt points of the open ones."""
    identities: bytes = field(default=b"", repr=False)
    """Who the open findings are, as trends/identities.py packs them; empty when that is not known."""


class Measure(Struct, frozen=True):
    """A number that is no count of findings: locked Rails, files, failing tests."""

    name: str
    value: float
    owner: str = ""
    """'' for the whole project."""


class Snapshot(Struct, frozen=True):
    """The results of one commit: all that the history keeps of them."""

    project: str
    """'' in a store of one project."""
    commit: str
    """Full id."""
    time: int
    """When it was committed: Unix time."""
    ruleset: str
    """Digest of all that decides what is counted: the rules, how files are read, which are left out. 12 hex digits."""
    version: str
    """Of dxscore."""
    counts: tuple[Count, ...]
    """By rule, then owner; a rule and owner without findings have none."""
    code_lines: Mapping[str, int]
    """Owner -> lines of production code."""
    measures: tuple[Measure, ...] = ()
    unknown: tuple[str, ...] = ()
    """Ids of rules that could not be judged: their counts are not known to be 0."""
    idle: tuple[str, ...] = ()
    """Ids of rules that do not apply to the versions locked there."""

    @property
    def committed(self) -> date:
        """The day (UTC) of the commit."""
        return datetime.fromtimestamp(self.time, UTC).date()


class Lens(Struct, frozen=True):
    """Which counts to look at; an empty part lets everything through."""

    owners: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """Ids or globs."""


class Point(Struct, frozen=True):
    """What a lens shows of one snapshot."""

    commit: str
    day: date
    open: int
    hidden: int
    done: int
    points: float
    code_lines: int
    """Of the owners that the lens shows."""
    new: int | None = None
    """Open findings that the snapshot before did not have anywhere; None for the first, or when that is not known."""
    fixed: int | None = None
    """Open findings of the snapshot before that are nowhere any more."""
    unknown: tuple[str, ...] = ()
    """Rules under the lens that could not be judged: the counts are too low by what they would have found."""

    @property
    def density(self) -> float | None:
        """Points per 1,000 lines of code, None without code."""
        return self.points * 1000 / self.code_lines if self.code_lines else None


class Movement(Struct, frozen=True):
    """From the first point of a series to its last."""

    kind: str
    name: str
    before: Point
    after: Point
    new: int | None
    """In all steps between; None when one of them is not known."""
    fixed: int | None

    @property
    def change(self) -> int:
        """Open findings more (or fewer, below 0) than at the start."""
        return self.after.open - self.before.open

    @property
    def points(self) -> float:
        """Debt points more or fewer."""
        return self.after.points - self.before.points


class Series(Struct, frozen=True):
    """How something moved, oldest first; all points are counted by the same rules."""

    kind: str
    """'all', 'owner', 'dimension' or 'rule'."""
    name: str
    """Of the owner, dimension or rule; '' for all."""
    points: tuple[Point, ...]

    @property
    def movement(self) -> Movement | None:
        """From the first point to the last; None for fewer than two."""
        if len(self.points) < 2:
            return None
        first, *later = self.points
        new, fixed = (_sum(counts) for counts in ((each.new for each in later), (each.fixed for each in later)))
        return Movement(self.kind, self.name, first, later[-1], new, fixed)


class Trend(Struct, frozen=True):
    """What `dxscore history show` says."""

    project: str
    ruleset: str
    total: Series
    parts: tuple[Series, ...]
    """The total by owner, dimension or rule, those that moved most first."""
    notes: tuple[str, ...] = ()
    """What is missing, and why."""


def _sum(numbers: Iterable[int | None]) -> int | None:
    """None when one of them is not known."""
    known = [*numbers]
    return None if None in known else sum(number or 0 for number in known)

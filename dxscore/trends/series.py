"""Snapshots of one ruleset, oldest first -> the series that a lens shows, in one pass and without keeping snapshots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.trend import Count, Lens, Point, Series, Snapshot
from dxscore.trends.changes import Changes, Key, changes

By: TypeAlias = Literal["owner", "dimension", "rule"]


@dataclass(slots=True)
class _Tally:
    """What is counted of one snapshot for one series."""

    open: int = 0
    hidden: int = 0
    done: int = 0
    points: float = 0.0
    new: int = 0
    fixed: int = 0


class _Step(Struct, frozen=True):
    """One snapshot, counted."""

    commit: str
    day: date
    code_lines: Mapping[str, int]
    tallies: Mapping[str, _Tally]
    """By part, '' for the total."""
    compared: bool
    """Whether there is a snapshot before it to tell new and fixed by."""
    unknown: tuple[str, ...]


class Counted(Struct, frozen=True):
    """What `count_through` gives."""

    total: Series
    parts: tuple[Series, ...]
    """By name."""
    uncounted: tuple[str, ...]
    """Rules under the lens that began or ceased to be judged on the way, so that they are in no `new` and `fixed`."""
    unjudged: tuple[str, ...] = ()
    """Rules under the lens that no snapshot could judge: no point counts them as unknown."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A lens, and by what its total is divided."""

    lens: Lens = field(default_factory=Lens)
    by: By = "dimension"

    def shows(self, rule: str, dimension: str, owner: str) -> bool:
        """Whether the lens lets findings of this rule and owner through."""
        lens = self.lens
        return (
            (not lens.owners or owner in lens.owners)
            and (not lens.dimensions or dimension in lens.dimensions)
            and (not lens.rules or any(fnmatchcase(rule, glob) for glob in lens.rules))
        )

    def may_show(self, rule: str) -> bool:
        """Whether any finding of a rule may be let through; its dimension is taken from its id."""
        return Sight(replace(self.lens, owners=())).shows(rule, rule.partition(".")[0], "")

    def part(self, rule: str, dimension: str, owner: str) -> str:
        """The series that findings of this rule and owner belong to."""
        return {"owner": owner, "dimension": dimension, "rule": rule}[self.by]


def count_through(snapshots: Iterable[Snapshot], sight: Sight) -> Counted:
    """The series of the total and of its parts; a part that a snapshot lacks is 0 there."""
    shows = cache(sight.shows)
    steps: list[_Step] = []
    uncounted: set[str] = set()
    before: Snapshot | None = None
    for snapshot in snapshots:
        moved = changes(before, snapshot) if before else None
        steps.append(_step(snapshot, moved, sight, shows))
        uncounted.update(filter(sight.may_show, moved.uncounted if moved else ()))
        before = snapshot
    never = frozenset(steps[0].unknown).intersection(*(step.unknown for step in steps)) if steps else frozenset()
    told = [replace(step, unknown=tuple(rule for rule in step.unknown if rule not in never)) for step in steps]
    names = sorted({name for step in steps for name in step.tallies if name})
    return Counted(
        _series("", told, sight),
        tuple(_series(name, told, sight) for name in names),
        tuple(sorted(uncounted - never)),
        tuple(sorted(never)),
    )


def _step(snapshot: Snapshot, moved: Changes | None, sight: Sight, shows: Callable[[str, str, str], bool]) -> _Step:
    tallies: dict[str, _Tally] = {"": _Tally()}

    def of(key: Key) -> Iterator[_Tally]:
        if shows(*key):
            yield tallies[""]
            yield tallies.setdefault(sight.part(*key), _Tally())

    for count in snapshot.counts:
        for tally in of((count.rule, count.dimension, count.owner)):
            _add(tally, count)
    for key, number in moved.new.items() if moved else ():
        for tally in of(key):
            tally.new += number
    for key, number in moved.fixed.items() if moved else ():
        for tally in of(key):
            tally.fixed += number
    unknown = tuple(filter(sight.may_show, snapshot.unknown))
    return _Step(snapshot.commit, snapshot.committed, snapshot.code_lines, tallies, moved is not None, unknown)


def _add(tally: _Tally, count: Count) -> None:
    tally.open += count.open
    tally.hidden += count.hidden
    tally.done += count.done
    tally.points += count.points


def _series(name: str, steps: Sequence[_Step], sight: Sight) -> Series:
    points = tuple(_point(step, step.tallies.get(name, _Tally()), _lines(step, sight, name)) for step in steps)
    return Series(sight.by if name else "all", name, points)


def _point(step: _Step, tally: _Tally, code_lines: int) -> Point:
    return Point(
        commit=step.commit,
        day=step.day,
        open=tally.open,
        hidden=tally.hidden,
        done=tally.done,
        points=tally.points,
        code_lines=code_lines,
        new=tally.new if step.compared else None,
        fixed=tally.fixed if step.compared else None,
        unknown=step.unknown,
    )


def _lines(step: _Step, sight: Sight, name: str) -> int:
    """Of the owners under the lens; of one alone when the series is its."""
    if sight.by == "owner" and name:
        return step.code_lines.get(name, 0)
    owners = sight.lens.owners
    return sum(lines for owner, lines in step.code_lines.items() if not owners or owner in owners)

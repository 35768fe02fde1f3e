"""Effects while they are gathered: marks, the contexts they are met in, and the summary of one method.

A summary lists what running a method once may do, whoever calls it. A caller takes it over with `absorb`: each effect
is then placed in the caller's context (in a loop, in a transaction ...) and its trail gets one step longer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from dxscore.access.values import NEVER, Value
from dxscore.domain.access import Kind, Phase, Step, Within

Trail: TypeAlias = "tuple[Step, Trail | None]"
"""Places from the caller inwards."""

_DEPTH = {Within.NONE: 0, Within.IMPLIED: 1, Within.EXPLICIT: 2}


class Context(Struct, frozen=True, cache_hash=True):
    """What surrounds a piece of code, seen from the start of its method."""

    loop: bool = False
    within: Within = Within.NONE
    after_commit: bool = False
    covered: frozenset[str] = frozenset()
    guessed: bool = False
    phase: Phase | None = None

    def inside(self, inner: Context) -> Context:
        """Both contexts, `inner` being met in this one."""
        return Context(
            self.loop or inner.loop,
            inner.within if inner.after_commit else _outer(self.within, inner.within),
            self.after_commit or inner.after_commit,
            self.covered | inner.covered,
            self.guessed or inner.guessed,
            inner.phase if inner.phase is Phase.RESCUE else self.phase or inner.phase,
        )


CALM = Context()
"""Nothing special: run once, outside of any transaction."""


class Mark(Struct, frozen=True, cache_hash=True):
    """An effect without its path; fields as of `domain.access.Effect`."""

    kind: Kind
    target: str
    operation: str
    bulk: bool = False
    locked: bool = False
    raw: bool = False
    context: Context = CALM


@lru_cache(maxsize=200_000)
def placed(mark: Mark, context: Context) -> Mark:
    """The same effect, met in a context."""
    around = context.inside(mark.context)
    return Mark(mark.kind, mark.target, mark.operation, mark.bulk, mark.locked, mark.raw, around)


def _outer(first: Within, second: Within) -> Within:
    return first if _DEPTH[first] >= _DEPTH[second] else second


@dataclass(slots=True, eq=False)
class Summary:
    """What a method (or template, or callback chain) does when run with certain arguments; filled as it is read."""

    path: str
    effects: dict[Mark, Trail] = field(default_factory=dict)
    value: Value = NEVER
    yields: list[tuple[tuple[Value, ...], Context]] = field(default_factory=list)
    """What the block given to it gets, and in which context it is called."""
    needs: dict[str, Value | None] = field(default_factory=dict)
    """Instance variables of self that were read before they were set, with what they held then."""
    gives: dict[str, Value] = field(default_factory=dict)
    """Instance variables of self that it sets."""
    pending: dict[tuple[int, Context], tuple[Summary, Trail | None]] = field(default_factory=dict)
    """Calls of methods that were still being read (recursion): their effects are added when these are known."""
    callees: dict[int, Summary] = field(default_factory=dict)
    calls: set[tuple[str, int]] = field(default_factory=set)
    """Name and line of each call of its own."""
    unresolved: set[tuple[str, int]] = field(default_factory=set)
    finished: bool = False
    provisional: bool = False
    """It was finished while something that it calls was still being read: its value may be too little."""

    def add(self, mark: Mark, line: int, context: Context) -> None:
        """An effect of its own."""
        where = mark if context is CALM else placed(mark, context)
        if where not in self.effects:
            self.effects[where] = (Step(self.path, line), None)

    def absorb(self, callee: Summary, line: int, context: Context) -> None:
        """A call: the callee's effects become this one's."""
        if callee is self:
            return
        self.callees[id(callee)] = callee
        if not callee.finished:
            self.pending.setdefault((id(callee), context), (callee, (Step(self.path, line), None)))
            return
        callee.settle()
        step = Step(self.path, line)
        self._take(callee.effects, step, None, context)
        for (key, inner), (head, trail) in callee.pending.items():
            around = context.inside(inner)
            if head is not self:
                self.pending.setdefault((key, around), (head, (step, trail)))

    def settle(self) -> None:
        """Adds the effects of methods that were being read when they were called, and have been read since."""
        done: set[tuple[int, Context]] = set()
        while ready := [key for key, (head, _) in self.pending.items() if head.finished and key not in done]:
            for key in ready:
                done.add(key)
                self._close(key, *self.pending[key])
        for key in done:
            del self.pending[key]

    @property
    def outdated(self) -> bool:
        """Whether it was provisional, and all that it calls has been read since."""
        return self.provisional and all(head.finished for head, _ in self.pending.values())

    def _close(self, key: tuple[int, Context], head: Summary, trail: Trail | None) -> None:
        self._take(head.effects, None, trail, key[1])
        for (inner, context), (further, way) in [*head.pending.items()]:
            if further is not self and way is not None:
                self.pending.setdefault((inner, key[1].inside(context)), (further, joined(trail, way)))

    def _take(self, effects: dict[Mark, Trail], step: Step | None, way: Trail | None, context: Context) -> None:
        mine = self.effects
        for mark, trail in effects.items():
            where = mark if context is CALM else placed(mark, context)
            if where not in mine:
                mine[where] = (step, trail) if step else joined(way, trail)


def joined(first: Trail | None, second: Trail) -> Trail:
    """One way after the other."""
    steps = []
    while first is not None:
        steps.append(first[0])
        first = first[1]
    for step in reversed(steps):
        second = (step, second)
    return second

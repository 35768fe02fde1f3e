"""What test runs said: each test as a file of results has it, and what that comes to for each team."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from msgspec import Struct

from dxscore.domain.source import Unknown

Outcome: TypeAlias = Literal["passed", "failed", "pending"]

SLOW_SECONDS = 1.0
"""A test that takes as long, on average over its runs, is slow."""


class Case(NamedTuple):  # a tuple, because there may be a million
    """One run of one test."""

    path: str
    """Of the test's file, '' when the tool did not name it."""
    outcome: Outcome
    name: str = ""
    """As people read it."""
    seconds: float | None = None
    key: str = ""
    """What tells the test from others of its file in every run."""


class Examined(Struct, frozen=True):
    """One test, over all its runs."""

    path: str
    name: str
    owner: str
    verdict: Literal["passed", "failing", "pending", "flaky"]
    """'flaky' passed in one run and failed in another; 'failing' never passed; 'pending' was never run."""
    seconds: float | None
    """Mean of the runs that took time."""

    @property
    def slow(self) -> bool:
        """Whether it takes SLOW_SECONDS or longer."""
        return self.seconds is not None and self.seconds >= SLOW_SECONDS


class SuitePart(Struct, frozen=True):
    """The tests of one team."""

    owner: str
    tests: int
    failing: int
    pending: int
    flaky: int
    slow: int
    seconds: float | None
    """All tests together, once; None when no file of results says how long tests took."""
    warnings: int = 0
    """Deprecation warnings that the project's tools have recorded for its tests."""


class Suite(Struct, frozen=True):
    """The tests of a campaign."""

    parts: tuple[SuitePart, ...]
    """Those with most failing, flaky and pending tests first."""
    failing: tuple[Examined, ...]
    flaky: tuple[Examined, ...]
    pending: tuple[Examined, ...]
    """All three by path and name."""
    slow: tuple[Examined, ...]
    """The slowest first."""
    unknown: tuple[Unknown, ...] = ()
    """What could not be read or told, and why."""

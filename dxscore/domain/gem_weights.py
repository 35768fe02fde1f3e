"""What makes a gem urgent, and how much: the numbers of rules/priorities/gems.yml."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from dxscore.domain.gems import Band


class Caps(Struct, frozen=True):
    """Most points that each part may give; together 100."""

    security: float
    blocks: float
    lag: float
    maintenance: float
    exposure: float


class Risks(Struct, frozen=True):
    """How much of the security cap one open advisory takes, 0 to 1."""

    band: Mapping[Band, float]
    exploited: float
    """Of one that is known to be exploited."""
    likely_exploited: float
    """At least this when its probability of exploitation is `likely_from` or more."""
    likely_from: float
    outside_production: float
    """Factor for gems that only development and tests need."""


class Efforts(Struct, frozen=True):
    """What an upgrade costs, 0 to 1."""

    lock_update: float
    edit: float
    major: float
    parent: float
    parents_at_most: float
    many_files: float
    many_files_from: int
    no_version: float


class Lists(Struct, frozen=True):
    """Where the lists begin."""

    now_value: float
    now_effort: float
    """Most effort that something may take to be on the list of now."""
    plan_value: float


class GemWeights(Struct, frozen=True):
    """The whole file."""

    caps: Caps
    risks: Risks
    efforts: Efforts
    lists: Lists
    suspected: float
    """How much a suspected blocker counts of a declared one."""
    libyears_for_all: float
    """Libyears that take the whole cap."""
    moved_from_git: float
    """How much of the maintenance cap a git revision takes when a release is newer."""
    files_for_all: int
    """Files using it that take the whole exposure cap."""
    share_for_all: float
    """Share of direct gems pulling it in that takes the whole exposure cap."""
    effort_counts: float
    """Rank is value x (1 - this x effort)."""

"""Open advisories -> one risk from 0 to 1, and the sentence that explains it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from math import prod

from dxscore.domain.gem_weights import Risks
from dxscore.domain.gems import Advisory, Band

BANDS: tuple[Band, ...] = ("critical", "high", "medium", "low", "unscored")
"""Worst first."""


def risk(advisories: Iterable[Advisory], weights: Risks, *, production: bool = True) -> float:
    """1 - the product of (1 - risk) over the advisories, so that each adds less than the one before it."""
    together = 1 - prod(1 - _risk_of(each, weights) for each in advisories)
    return together * (1 if production else weights.outside_production)


def that_matter(advisories: Iterable[Advisory], platforms: Collection[str]) -> tuple[Advisory, ...]:
    """Each once, though several gems of a train may share it; without those of JRuby unless it is used."""
    java = any("java" in platform for platform in platforms)
    found = {each.id: each for each in advisories if java or each.platform != "jruby"}
    return tuple(found.values())


def by_band(advisories: Iterable[Advisory]) -> Counter[Band]:
    """How many of each severity."""
    return Counter(each.band for each in advisories)


def said_bands(advisories: Collection[Advisory]) -> str:
    """'24 open advisories: 10 high, 13 medium, 1 low'."""
    counts = by_band(advisories)
    parts = ", ".join(f"{counts[band]} {band}" for band in BANDS if counts[band])
    noun = "advisory" if len(advisories) == 1 else "advisories"
    return f"{len(advisories)} open {noun}: {parts}" if advisories else "no open advisory"


def _risk_of(advisory: Advisory, weights: Risks) -> float:
    if advisory.exploited:
        return weights.exploited
    likely = (advisory.exploit_probability or 0) >= weights.likely_from
    return max(weights.band[advisory.band], weights.likely_exploited if likely else 0)

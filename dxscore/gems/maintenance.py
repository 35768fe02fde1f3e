"""A locked gem and its releases -> whether anybody still looks after what is locked, as a share of the cap."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from dxscore.domain.gem_weights import GemWeights
from dxscore.domain.gems import GemState
from dxscore.gems.comparing import is_newer
from dxscore.gems.rails import RAILS_GEMS, all_series, series_of


class Care(Struct, frozen=True):
    """How badly a gem is looked after."""

    share: float
    """0 to 1."""
    known: bool
    sentence: str


def care_of(state: GemState, as_of: date, weights: GemWeights) -> Care:
    """Halted, past its end of life, or taken from git though a release is newer."""
    gem = state.locked
    if gem is None:
        return Care(0, known=False, sentence="not locked")
    if gem.name in RAILS_GEMS:
        return _framework(gem.version, as_of)
    if gem.source.kind == "path":
        return Care(0, known=True, sentence="the project's own code")
    if state.halted:
        return Care(1, known=True, sentence=f"no release since {_last_day(state)}, and none newer than {gem.version}")
    newest = state.lag.newest
    if gem.source.kind == "git" and newest and is_newer(newest, gem.version):
        return Care(weights.moved_from_git, known=True, sentence=f"from git, though {newest} has been released")
    known = state.halted is not None
    return Care(0, known, "released within its usual rhythm" if known else "no release dates are known")


def support_ended(rails: str, as_of: date) -> date | None:
    """The last day of security fixes for a version of Rails, None when it is still to come or not known."""
    series = all_series().get(series_of(rails))
    return series.security_until if series and series.security_until < as_of else None


def _framework(version: str, as_of: date) -> Care:
    series = all_series().get(series_of(version))
    if series is None:
        return Care(0, known=False, sentence=f"Rails {series_of(version)} is not in the list of series")
    ended = support_ended(version, as_of)
    verb = "ended" if ended else "last until"
    sentence = f"security fixes for Rails {series.name} {verb} {series.security_until}"
    return Care(float(ended is not None), known=True, sentence=sentence)


def _last_day(state: GemState) -> str:
    day = state.lag.newest_on or state.lag.locked_on
    return str(day) if day else "the last one known"

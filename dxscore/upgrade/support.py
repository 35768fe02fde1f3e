"""The list of series that ships with dxscore, and a day -> how long Rails and Ruby are looked after, and the way up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from dxscore.domain.upgrade import Framework, Lifetime, Phase, Target
from dxscore.errors import DxscoreError
from dxscore.upgrade.versions import is_after, is_by, series_of

_LIST = Path(__file__).with_name("support.json")
"""Its first lines name source and day."""


class Support(Struct, frozen=True):
    """One series as the list has it; None is unknown."""

    series: str
    released: date | None
    bug_fixes_until: date | None
    """Last day."""
    security_until: date | None
    certain: bool
    """Whether the last date is announced or past, not derived."""
    minimum_ruby: str = ""


@cache
def supports(of: Framework) -> Mapping[str, Support]:
    """By series, oldest first."""
    content = json.loads(_LIST.read_text(encoding="utf-8"))
    return {row["series"]: _support(row) for row in content[of]}


def _support(row: Mapping[str, str | bool | None]) -> Support:
    return Support(
        series=str(row["series"]),
        released=_day(row["released"]),
        bug_fixes_until=_day(row["bug_fixes_until"]),
        security_until=_day(row["security_until"]),
        certain=bool(row["certain"]),
        minimum_ruby=str(row.get("minimum_ruby") or ""),
    )


def _day(value: str | bool | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def lifetime(of: Framework, series: str, as_of: date) -> Lifetime:
    """All unknown for a series that the list lacks."""
    known = supports(of).get(series)
    if known is None:
        return Lifetime(of, series, None, None, None, "unknown", certain=False)
    until = known.security_until
    return Lifetime(
        of=of,
        series=series,
        bug_fixes_until=known.bug_fixes_until,
        security_until=until,
        days_left=(until - as_of).days if until else None,
        phase=_phase(known, as_of),
        certain=known.certain,
        minimum_ruby=known.minimum_ruby,
    )


def _phase(known: Support, as_of: date) -> Phase:
    if known.released is None or known.released > as_of:
        return "unreleased"
    if known.security_until is None or known.bug_fixes_until is None:
        return "unknown"
    if as_of > known.security_until:
        return "ended"
    return "supported" if as_of <= known.bug_fixes_until else "security fixes only"


def way(locked: str, target: Target) -> Sequence[tuple[str, str]]:
    """The hops from a locked version to the target, each (start, end); () when it is there already."""
    start = series_of(locked)
    between = [name for name in supports(target.of) if is_after(name, start) and is_by(name, target.series)]
    return tuple(pairwise([start, *between]))


def next_target(of: Framework, locked: str, as_of: date) -> Target:
    """The next series that has come out. Raises DxscoreError when there is none."""
    later = [
        each.series
        for each in supports(of).values()
        if is_after(each.series, series_of(locked)) and each.released and each.released <= as_of
    ]
    if not later:
        raise DxscoreError(f"no series after {of.capitalize()} {locked} is known", f"name one: --to {of}@8.1")
    return Target(of, later[0])


def target_of(text: str) -> Target:
    """'rails@8.0', 'ruby@3.4' or '8.0' (Rails). Raises DxscoreError for a series that the list lacks."""
    name, _, series = text.strip().lower().rpartition("@")
    of: Framework = "ruby" if name == "ruby" else "rails"
    if name not in ("", "rails", "ruby") or series_of(series) not in supports(of):
        known = ", ".join(supports(of))
        raise DxscoreError(f"no such target: {text}", f"write rails@8.0 or ruby@3.4; of {of.capitalize()}: {known}")
    return Target(of, series_of(series))

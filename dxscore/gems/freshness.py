"""Where figures come from -> a sentence for each source that is so old that it may mislead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dxscore.domain.gems import FigureSource

MOST_DAYS = 30
"""In 2026 ruby-advisory-db grew by about 25 entries a month: three times as fast as in the years before."""


def age_warnings(sources: Iterable[FigureSource], as_of: date) -> tuple[str, ...]:
    """One sentence per source; a source that does not tell its age may be of any."""
    return tuple(warning for source in sources if (warning := _warning(source, as_of)))


def _warning(source: FigureSource, as_of: date) -> str:
    if source.taken is None:
        return f"{source.source}: its age is not known"
    days = (as_of - source.taken).days
    if days <= MOST_DAYS:
        return ""
    return f"{source.source} is {days} days old ({source.taken}): what came out since is not in it"

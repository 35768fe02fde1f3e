"""Files of any number of versions -> their facts in the cache, so that each content is read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dxscore.domain.rule import Rule
from dxscore.domain.source import SourceFile
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import Progress, Read, Source, cores, extract_all, facts_digest, key_of

_AT_ONCE = 1000
"""Files between two writes: so many are read again when the run is killed."""


def warm(
    files: Iterable[SourceFile], read: Read, rules: Sequence[Rule], cache: FactsCache, jobs: int, progress: Progress
) -> str:
    """Extract and keep what the cache lacks. Gives '' or why it could not be kept; `jobs` is as in `collect`."""
    digest = facts_digest(rules)
    wanted = {key_of(file): Source(file, read) for file in files}
    known = cache.load(digest, [*wanted]).records.keys()
    missing = [key for key in wanted if key not in known]
    for start in range(0, len(missing), _AT_ONCE):
        some = {key: wanted[key] for key in missing[start : start + _AT_ONCE]}
        fresh = extract_all(some, rules, jobs or cores(), _after(start, len(missing), progress))
        if notice := cache.store(digest, fresh.lasting.items()):
            return notice
    return ""


def _after(start: int, total: int, progress: Progress) -> Progress:
    """Progress of a part, told as progress of all."""
    return lambda done, _: progress(start + done, total)

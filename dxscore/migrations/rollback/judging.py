"""Both ends of a change -> the verdict on taking it back, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dxscore.domain.rollback import Reason, Rollback
from dxscore.migrations.rollback import caches, directions, jobs, schema_changes, stored_values, switches
from dxscore.migrations.rollback.release import ReleaseChange

_PARTS: tuple[Callable[[ReleaseChange], Iterator[Reason]], ...] = (
    directions.reasons,
    schema_changes.reasons,
    stored_values.reasons,
    jobs.reasons,
    caches.reasons,
    switches.reasons,
)


def judge_rollback(change: ReleaseChange) -> Rollback:
    """The worst reason first, then by place."""
    found = dict.fromkeys(each for part in _PARTS for each in part(change))
    ordered = sorted(found, key=lambda each: (-each.verdict.rank, each.path, each.line, each.kind))
    return Rollback(tuple(ordered), _judged(change))


def _judged(change: ReleaseChange) -> str:
    counts: Mapping[str, int] = {
        "migration": len(change.migrations),
        "Ruby file": len(change.base.changed.keys() | change.head.changed.keys()),
    }
    parts = [f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items() if count]
    return " and ".join(parts)

"""Both ends of a change -> the verdict on taking it back, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dxscore.domain.rollback import Reason, Rollback, RollbackKind
from dxscore.domain.verdict import Verdict
from dxscore.migrations.rollback import caches, directions, jobs, schema_changes, stored_values, switches
from dxscore.migrations.rollback.release import ReleaseChange


def judge_rollback(change: ReleaseChange) -> Rollback:
    """The worst reason first, then by place."""
    parts: tuple[Callable[[ReleaseChange], Iterator[Reason]], ...] = (
        _database,
        directions.reasons,
        schema_changes.reasons,
        stored_values.reasons,
        jobs.reasons,
        caches.reasons,
        switches.reasons,
    )
    found = dict.fromkeys(each for part in parts for each in part(change))
    ordered = sorted(found, key=lambda each: (-each.verdict.rank, each.path, each.line, each.kind))
    return Rollback(tuple(ordered), _judged(change))


def _database(change: ReleaseChange) -> Iterator[Reason]:
    old, new = change.base.adapter, change.head.adapter
    if old != new and "unknown" not in (old, new):
        said = f"the release speaks to {new}, the previous one to {old}: what one writes, the other never sees"
        advice = "Copy the data back before a rollback, or don't let anybody write until the release has proved itself."
        yield Reason(RollbackKind.DATABASE, Verdict.UNSAFE, "config/database.yml", 1, said, advice)


def _judged(change: ReleaseChange) -> str:
    counts: Mapping[str, int] = {
        "migration": len(change.migrations),
        "Ruby file": len(change.base.changed.keys() | change.head.changed.keys()),
    }
    parts = [f"{count} {name}{'s' * (count != 1)}" for name, count in counts.items() if count]
    return " and ".join(parts)

"""Snapshots -> rows of the tables, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, Table, select

from dxscore.domain.trend import Count, Measure, Snapshot
from dxscore.store.tables import COUNTS, LINES, MEASURES

Values: TypeAlias = Mapping[str, object]
"""By column."""


def snapshot_row(project: str, snapshot: Snapshot) -> Values:
    """The row that a snapshot's parts hang on."""
    return {
        "project": project,
        "commit_id": snapshot.commit,
        "ruleset": snapshot.ruleset,
        "committed_at": snapshot.time,
        "version": snapshot.version,
        "unknown_rules": " ".join(snapshot.unknown),
        "idle_rules": " ".join(snapshot.idle),
    }


def part_rows(number: int, snapshot: Snapshot) -> Iterator[tuple[Table, list[Values]]]:
    """The rows of the other tables; `number` is that of the snapshot's row."""
    yield COUNTS, [{"snapshot": number, **_count_values(count)} for count in snapshot.counts]
    lines = snapshot.code_lines.items()
    yield LINES, [{"snapshot": number, "owner": owner, "code_lines": count} for owner, count in lines]
    yield (
        MEASURES,
        [
            {"snapshot": number, "name": each.name, "owner": each.owner, "value": each.value}
            for each in snapshot.measures
        ],
    )


def _count_values(count: Count) -> Values:
    return {
        "rule": count.rule,
        "owner": count.owner,
        "dimension": count.dimension,
        "open_findings": count.open,
        "hidden_findings": count.hidden,
        "done_places": count.done,
        "points": count.points,
        "identities": count.identities,
    }


def snapshot_of(connection: Connection, row: Row[Any]) -> Snapshot:
    """The snapshot whose row this is, its parts read."""
    return Snapshot(
        project=row.project,
        commit=row.commit_id,
        time=row.committed_at,
        ruleset=row.ruleset,
        version=row.version,
        counts=tuple(map(_count, _part(connection, COUNTS, row.id))),
        code_lines={each.owner: each.code_lines for each in _part(connection, LINES, row.id)},
        measures=tuple(Measure(each.name, each.value, each.owner) for each in _part(connection, MEASURES, row.id)),
        unknown=tuple(row.unknown_rules.split()),
        idle=tuple(row.idle_rules.split()),
    )


def _part(connection: Connection, table: Table, number: int) -> Sequence[Row[Any]]:
    """In the order of the primary key, which databases don't all sort alike."""
    names = [column.name for column in table.primary_key][1:]
    rows = connection.execute(select(table).where(table.c.snapshot == number)).all()
    return sorted(rows, key=lambda row: [getattr(row, name) for name in names])


def _count(row: Row[Any]) -> Count:
    return Count(
        rule=row.rule,
        dimension=row.dimension,
        owner=row.owner,
        open=row.open_findings,
        hidden=row.hidden_findings,
        done=row.done_places,
        points=row.points,
        identities=bytes(row.identities),
    )

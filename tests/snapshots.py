"""Snapshots for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha1

from dxscore.copying import replace
from dxscore.domain.trend import Count, Measure, Snapshot

RULESET = "3f9ac01b77de"
START = date(2026, 1, 4)


def a_count(rule: str = "tech-debt.rescue-nil", owner: str = "payments", found: int = 3, **changes: object) -> Count:
    """So many open findings of three points each; keywords replace the rest."""
    count = Count(rule, rule.partition(".")[0], owner, found, points=3.0 * found)
    return replace(count, **changes)


def a_snapshot(week: int = 0, *counts: Count, **changes: object) -> Snapshot:
    """Noon (UTC) of so many weeks after START; keywords replace fields."""
    day = START + timedelta(weeks=week)
    snapshot = Snapshot(
        project="shop",
        commit=sha1(f"{week}".encode()).hexdigest(),
        time=int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()),
        ruleset=RULESET,
        version="0.1.0",
        counts=counts or (a_count(),),
        code_lines={"payments": 1000, "unowned": 250},
        measures=(Measure("rails", 7.1), Measure("tests failing", 2.0, "payments")),
    )
    return replace(snapshot, **changes)

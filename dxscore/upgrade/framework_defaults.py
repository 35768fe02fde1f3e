"""The list of framework defaults that ships with dxscore -> what each `load_defaults` switches."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from msgspec import Struct

_LIST = Path(__file__).with_name("framework_defaults.json")
"""Its first lines name source and day. `since` stands where an older `load_defaults` got the setting later, `until`
is the first series without it, `also_old` are other values that keep something old."""


class Switch(Struct, frozen=True):
    """A setting and what `load_defaults` of one series makes of it."""

    key: str
    """'active_record.belongs_to_required_by_default'."""
    series: str
    """'5.0'."""
    new: str
    """Ruby source, '' when it is more than one expression."""
    legacy: str
    """Ruby source, '' when it is more than one expression or none."""
    also_old: tuple[str, ...]
    risk: str
    meaning: str
    owed: bool
    """Whether to keep the old value is a debt; some new values are a matter of taste."""
    since: str
    """Series of Rails from which on `load_defaults` switches it."""
    until: str
    """First series that no longer switches it, '' when all do."""
    gone_in: str
    """First series in which it means nothing, '' when it still does."""
    only_in_application: bool
    """Initializers are too late for it."""


@cache
def switches() -> tuple[Switch, ...]:
    """All of them, oldest series first."""
    rows = json.loads(_LIST.read_text(encoding="utf-8"))["settings"]
    return tuple(
        Switch(
            key=row["key"],
            series=row["series"],
            new=row["new"],
            legacy=row["legacy"],
            also_old=tuple(row.get("also_old", ())),
            risk=row["risk"],
            meaning=row["meaning"],
            owed=row.get("owed", True),
            since=row.get("since", row["series"]),
            until=row.get("until", ""),
            gone_in=row.get("gone_in", ""),
            only_in_application=row.get("only_in_application", False),
        )
        for row in rows
    )

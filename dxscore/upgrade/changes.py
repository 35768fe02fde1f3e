"""The list of changes of Rails that ships with dxscore -> those on the way to a target, and those no rule can see."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from dxscore.domain.rule import Effect
from dxscore.domain.upgrade import Change
from dxscore.upgrade.versions import is_after, is_by

_LIST = Path(__file__).with_name("rails_changes.json")
"""Its first lines name source and day. `rule` names the rule that finds a change; `script/changes` writes it from the
`# covers:` comments of the rules. `same_as` names a change with the same source: one of both is counted."""
_BREAK_OR_CHANGE = frozenset({Effect.BREAKS, Effect.BREAKS_TESTS, Effect.BREAKS_TOOLS, Effect.CHANGES_SILENTLY})


@cache
def rails_changes() -> tuple[Change, ...]:
    """All of them, oldest first."""
    content = json.loads(_LIST.read_text(encoding="utf-8"))
    return tuple(
        Change(
            id=row["id"],
            what=row["what"],
            deprecated_in=row.get("deprecated_in", ""),
            removed_in=row.get("removed_in", ""),
            effect=Effect(row["effect"]),
            rule=row.get("rule", ""),
        )
        for row in content["changes"]
    )


def by_hand(changes: Iterable[Change], start: str, end: str, running: Collection[str]) -> tuple[Change, ...]:
    """Changes that take effect after series `start` and by `end`, without one of the running rules to see them."""
    return tuple(
        change
        for change in changes
        if change.effect in _BREAK_OR_CHANGE
        and is_after(change.removed_in, start)
        and is_by(change.removed_in, end)
        and change.rule not in running
    )

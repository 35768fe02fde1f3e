"""Both ends of a change -> a statement on the entry points that do something to data which they did not do before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dxscore.config.gate import GateConfig
from dxscore.domain.gate import Place, Ruling, Statement
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.rule import Rule
from dxscore.domain.survey import places
from dxscore.pipeline.access_entities import KINDS
from dxscore.pipeline.altered import Alterations

_MOST = 20


def asks_for_access(rules: Iterable[Rule]) -> bool:
    """Whether any of the rules judges entry points: if none does, nobody wants to wait for them."""
    matches = (rule.detection.match for rule in rules)
    return any(isinstance(match, EntityMatcher) and match.kind in KINDS for match in matches)


def access_statements(change: Alterations, _policy: GateConfig) -> Iterator[Statement]:
    """At most one; nothing where no rule asks for entry points, or where both ends have the same sources."""
    base, head = change.base.access, change.head.access
    if base is None or head is None or base.sources.key == head.sources.key:
        return
    # Imported here: a gate that changes no Ruby does without.
    from dxscore.access.profile_changes import profile_changes  # noqa: PLC0415

    found = profile_changes(base.survey, head.survey)
    if found:
        reasons = [
            Place(
                each.path[-1].path,
                each.path[-1].line,
                f"{_who(each.entry_points)} {each.what}: {' -> '.join(places(each.path))}",
            )
            for each in found[:_MOST]
        ]
        count = len({name for each in found for name in each.entry_points})
        yield Statement("data-access", _title(count, len(found)), Ruling.PASS, tuple(reasons))


def _title(count: int, changes: int) -> str:
    who = "1 entry point does" if count == 1 else f"{count} entry points do"
    more = f"; the first {_MOST} of {changes} changes are listed" if changes > _MOST else ""
    return f"{who} more to data than before{more}"


def _who(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return f"{names[0]} now"
    return f"{names[0]} and {len(names) - 1} more now"

"""Both ends of a change -> a statement on whether it can be taken back once it is deployed."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.config.gate import GateConfig
from dxscore.domain.gate import Place, Ruling, Statement
from dxscore.domain.rollback import Reason
from dxscore.domain.verdict import Verdict
from dxscore.pipeline.altered import Alterations

_MOST = 20


def rollback_statements(change: Alterations, policy: GateConfig) -> Iterator[Statement]:
    """At most one, with the first reasons; none for a change without migrations and without a reason."""
    head = change.head.migrations
    if head is None:
        return
    # Imported here: a gate that nobody asks for more does without.
    from dxscore.pipeline.rollbacks import rollback_of  # noqa: PLC0415

    rollback = rollback_of(head, change.renames)
    if rollback.reasons or head.paths:
        places = [_place(each) for each in rollback.weighty or rollback.reasons]
        ruling = Ruling(policy.rollback) if rollback.verdict is Verdict.UNSAFE else Ruling.PASS
        yield Statement("migrations", rollback.title, ruling, tuple(places[:_MOST]), rollback.verdict)


def _place(reason: Reason) -> Place:
    before = " (before the change)" if reason.side == "base" else ""
    return Place(reason.path, reason.line, f"{reason.sentence}{before}")

"""Numbers about a whole project at both ends of a change -> those that differ, under the policy."""

from __future__ import annotations

from collections.abc import Iterable

from dxscore.config.gate import GateConfig
from dxscore.domain.gate import Measure, MeasureChange, Ruling


def moved(before: Iterable[Measure], after: Iterable[Measure], policy: GateConfig) -> tuple[MeasureChange, ...]:
    """Measures of the same name that are known at both ends and differ, in the order of the head."""
    known = {measure.name: measure for measure in before}
    pairs = (MeasureChange(known[measure.name], measure) for measure in after if measure.name in known)
    return tuple(_judged(pair, policy) for pair in pairs if pair.delta)


def _judged(change: MeasureChange, policy: GateConfig) -> MeasureChange:
    ruling = Ruling(policy.measures) if change.is_worse else Ruling.PASS
    return MeasureChange(change.before, change.after, ruling)

"""Numbers about a whole project, taken at both ends of a change -> those that differ, under the policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dxscore.config.gate import GateConfig
from dxscore.domain.facts import Entity, FileFacts
from dxscore.domain.finding import UNOWNED
from dxscore.domain.gate import Measure, MeasureChange, Ruling


def accepted(facts: Iterable[FileFacts]) -> Iterator[Measure]:
    """What the todo files of other tools accept, per tool and unit: 'rubocop: offences accepted'."""
    sums: Counter[tuple[str, str]] = Counter()
    for each in facts:
        for entity in each.entities:
            if entity.kind == "suppression":
                sums[str(entity.attributes["tool"]), _unit(entity)] += int(entity.attributes["count"] or 0)
    return (Measure(f"{tool}: {unit} accepted", count) for (tool, unit), count in sorted(sums.items()))


def hidden(facts: Iterable[FileFacts], exemptions: int, listed: int) -> Iterator[Measure]:
    """How much of dxscore's own findings is waved through: in comments, in the exemptions file, in todo files."""
    yield Measure("dxscore:ignore comments", sum(len(each.directives) for each in facts))
    yield Measure("exemptions", exemptions)
    yield Measure("findings in todo files", listed)


def unowned(owners: Iterable[str]) -> Iterator[Measure]:
    """Files without an owner, where most have one: elsewhere nobody minds. `owners` has one name per file."""
    counts = Counter(owners)
    minded = counts.total() > 2 * counts[UNOWNED]
    yield Measure("files without an owner", counts[UNOWNED] if minded else None)


def _unit(entity: Entity) -> str:
    """`files: 3` counts files; of what is off as a whole, or not counted, there is at least one offence."""
    unit, colon, _ = str(entity.attributes["extent"]).partition(":")
    return unit if colon else "offences"


def moved(before: Iterable[Measure], after: Iterable[Measure], policy: GateConfig) -> tuple[MeasureChange, ...]:
    """Measures of the same name that are known at both ends and differ, in the order of the head."""
    known = {measure.name: measure for measure in before}
    pairs = (MeasureChange(known[measure.name], measure) for measure in after if measure.name in known)
    return tuple(_judged(pair, policy) for pair in pairs if pair.delta)


def _judged(change: MeasureChange, policy: GateConfig) -> MeasureChange:
    ruling = Ruling(policy.measures) if change.is_worse else Ruling.PASS
    return MeasureChange(change.before, change.after, ruling)

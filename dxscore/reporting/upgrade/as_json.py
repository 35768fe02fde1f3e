"""UpgradeReport -> JSON: one document `dxscore-upgrade/v1`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from dxscore.domain.source import Location
from dxscore.domain.upgrade import DefaultsGap, DualBoot, GemObstacle, Hop, Lifetime, Obstacle, Step, UpgradeReport
from dxscore.reporting.document import Tool
from dxscore.reporting.entries import finding_entry, rule_entries, skip_entries, unknown_entries
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import encodable
from dxscore.reporting.upgrade.document import (
    SCHEMA,
    AllowancesEntry,
    ChangeEntry,
    DefaultLineEntry,
    DefaultsEntry,
    DriftEntry,
    DualBootEntry,
    GemEntry,
    HopEntry,
    LifetimeEntry,
    ObstacleEntry,
    OwnerSteps,
    PartEntry,
    PlaceEntry,
    ReadinessEntry,
    RecordedEntry,
    SettingEntry,
    StepEntry,
    TargetEntry,
    TestsEntry,
    UpgradeDocument,
)
from dxscore.reporting.view import View


def render(report: UpgradeReport, _view: View) -> str:
    """The whole report; documented in docs/upgrade.md, schema in reports/schema/dxscore-upgrade-v1.schema.json."""
    return harmless(msgspec.json.encode(document(report))) + "\n"


def document(report: UpgradeReport) -> UpgradeDocument:
    """The report in its published shape, in the report's own order."""
    made, found = report.provenance, report.recordings
    return UpgradeDocument(
        schema=SCHEMA,
        tool=Tool("dxscore", made.version),
        project=encodable(made.project),
        commit=made.commit,
        dirty=made.dirty,
        as_of=made.as_of.isoformat(),
        ruleset=made.ruleset,
        ruby=report.ruby,
        target=TargetEntry(report.target.of, report.locked, report.target.series),
        readiness=ReadinessEntry(report.percent, [_like(PartEntry, part) for part in report.readiness]),
        hops=[_hop(hop, report) for hop in report.hops],
        gems=list(map(_gem, report.gems)),
        lifetimes=list(map(_lifetime, report.lifetimes)),
        defaults=_defaults(report.defaults) if report.defaults else None,
        dual_boot=_dual_boot(report.dual_boot),
        recorded=[_like(RecordedEntry, each) for each in found.recorded],
        tests=[_like(TestsEntry, each) for each in found.tests],
        by_hand=[_like(ChangeEntry, each) for each in report.by_hand],
        allowances=[AllowancesEntry(encodable(each.owner), dict(each.by_rule)) for each in report.allowances],
        steps=[_steps(owner, steps) for owner, steps in report.steps.items()],
        skipped=skip_entries(report.skipped),
        unknown=unknown_entries((*report.unknown, *found.unknown)),
        rules=rule_entries(report.rules),
    )


def _like(kind: type[Any], value: object) -> Any:
    """An entry whose fields all have a field of their name in the value: texts, numbers and tuples of texts."""
    return kind(**{name: _plain(getattr(value, name)) for name in kind.__struct_fields__})


def _plain(value: object) -> object:
    if isinstance(value, str):
        return encodable(value)
    return list(map(_plain, value)) if isinstance(value, tuple) else value


def _hop(hop: Hop, report: UpgradeReport) -> HopEntry:
    obstacles = [_obstacle(each, report) for each in hop.obstacles]
    return HopEntry(hop.start, hop.end, hop.version, hop.minimum_ruby, obstacles)


def _obstacle(obstacle: Obstacle, report: UpgradeReport) -> ObstacleEntry:
    rule = report.rules[obstacle.rule]
    return ObstacleEntry(
        matter=obstacle.matter,
        rule=obstacle.rule,
        owner=encodable(obstacle.owner),
        hours=obstacle.hours,
        accepted=obstacle.accepted,
        findings=[finding_entry(finding, rule, report.provenance.as_of) for finding in obstacle.findings],
    )


def _gem(each: GemObstacle) -> GemEntry:
    block = each.block
    return GemEntry(
        gem=each.gem,
        version=each.version,
        path=encodable(each.path),
        line=each.line,
        owner=encodable(each.owner),
        state=block.state,
        reason=encodable(block.reason),
        opens=block.opens,
        move=block.move,
        parents=list(block.parents),
    )


def _lifetime(each: Lifetime) -> LifetimeEntry:
    return LifetimeEntry(
        of=each.of,
        series=each.series,
        phase=each.phase,
        bug_fixes_until=_day(each.bug_fixes_until),
        security_until=_day(each.security_until),
        days_left=each.days_left,
        certain=each.certain,
        minimum_ruby=each.minimum_ruby,
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _defaults(gap: DefaultsGap) -> DefaultsEntry:
    return DefaultsEntry(
        rails=gap.rails,
        load_defaults=gap.load_defaults,
        settings=[
            SettingEntry(
                key=each.key,
                series=each.series,
                state=each.state,
                new=each.new,
                legacy=each.legacy,
                value=encodable(each.value),
                risk=each.risk,
                meaning=each.meaning,
                places=_places(each.places),
            )
            for each in gap.settings
        ],
        lines=[
            DefaultLineEntry(encodable(each.location.path), each.location.line, each.key, each.claim)
            for each in gap.lines
        ],
        unknown=unknown_entries(gap.unknown),
    )


def _dual_boot(state: DualBoot) -> DualBootEntry:
    return DualBootEntry(
        tool=state.tool,
        manifest=state.manifest,
        lockfile=state.lockfile,
        current=state.current,
        next=state.next,
        drift=[_like(DriftEntry, each) for each in state.drift],
        conditionals=_places(state.conditionals),
        tagged_errors=state.tagged_errors,
        problems=unknown_entries(state.problems),
    )


def _steps(owner: str, steps: Iterable[Step]) -> OwnerSteps:
    listed = list(steps)
    entries = [
        StepEntry(encodable(each.text), each.hop, each.hours, each.rule, each.count, _places(each.places))
        for each in listed
    ]
    return OwnerSteps(encodable(owner), sum(each.hours for each in listed), entries)


def _places(places: Iterable[Location]) -> list[PlaceEntry]:
    return [PlaceEntry(encodable(place.path), place.line) for place in places]

"""The steps of `dxscore report` in their order: a project is read once, and all that a week's report holds is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from dxscore.domain.access_overview import AccessOverview
from dxscore.domain.campaign import CampaignReport
from dxscore.domain.exemption import Waiver
from dxscore.domain.finding import Finding
from dxscore.domain.gems import GemReport
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.migration_report import MigrationReport
from dxscore.domain.report import ScanReport
from dxscore.domain.rule import Rule
from dxscore.domain.schema_report import SchemaReport
from dxscore.domain.score import Action
from dxscore.domain.source import Unknown
from dxscore.domain.upgrade import UpgradeReport
from dxscore.domain.weekly import WeeklyReport
from dxscore.errors import DxscoreError
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline import access_entities, migration_entities, schema
from dxscore.pipeline.access_overview import access_overview
from dxscore.pipeline.campaigns import campaigns_of
from dxscore.pipeline.gem_report import ranked_gems
from dxscore.pipeline.gems import gems_of
from dxscore.pipeline.judging import WholeProgram, owner_of, whole_program
from dxscore.pipeline.migration_report import report_of
from dxscore.pipeline.movements import past_of
from dxscore.pipeline.present import Present, presented
from dxscore.pipeline.reading import Progress, ScanRequest, with_examples
from dxscore.pipeline.scanning import Look, judged, look, reported
from dxscore.pipeline.schema_report import schema_of
from dxscore.pipeline.upgrading import UpgradeRequest, upgrade_of
from dxscore.rulebook.campaigns import load_campaigns
from dxscore.scoring.actions import actions
from dxscore.scoring.points import Tariff
from dxscore.store import SnapshotStore

T = TypeVar("T")


def weekly_report(request: ScanRequest, store: SnapshotStore | None, progress: Progress) -> WeeklyReport:
    """Read and judge a project, and hold it against its history. Raises DxscoreError for what the user can put right.

    Without a store nothing is known of the past.
    """
    seen = look(request, progress)
    whole = whole_program(seen.request, seen.reading)
    judgement = judged(seen, whole)
    scan = reported(seen, judgement)
    today = presented(seen, judgement, scan.findings)
    past = past_of(seen, today, store)
    campaigns = _campaigns(seen, today, store)
    gems, no_gems = _made("gems", lambda: _gems(seen))
    upgrade, no_upgrade = _made("upgrade readiness", lambda: _upgrade(seen))
    access, no_access = _made("data access", lambda: _access(seen, whole))
    migrations, no_migrations = _made("migrations", lambda: _migrations(seen, whole))
    return WeeklyReport(
        scan=scan,
        last_week=past.last_week,
        four_weeks=past.four_weeks,
        total=past.total,
        by_owner=past.by_owner,
        first=_first(seen, scan),
        campaigns=campaigns,
        gems=gems,
        upgrade=upgrade,
        access=access,
        schema=_schema(seen, scan, whole),
        migrations=migrations,
        waivers=judgement.waivers,
        owners=_owners(seen, judgement.waivers, migrations),
        explained=_explained(seen, scan),
        unknown=(*past.unknown, *no_gems, *no_upgrade, *no_access, *no_migrations),
    )


def _first(seen: Look, scan: ScanReport) -> Mapping[str, Action]:
    """Owner -> what the whole project's list of actions would begin with if there were nobody else."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in scan.findings:
        found[finding.owner].append(finding)
    tariff = Tariff(scan.rules, scan.provenance.as_of)
    best = {owner: actions(own, scan.scorecards, seen.reading.history, tariff, most=1) for owner, own in found.items()}
    return {owner: chosen[0] for owner, chosen in best.items() if chosen}


def _campaigns(seen: Look, today: Present, store: SnapshotStore | None) -> CampaignReport | None:
    request = seen.request
    campaigns = load_campaigns(FolderTree(request.root), request.config, seen.everything.rules)
    return campaigns_of(request, campaigns, seen.everything, today, store) if campaigns else None


def _gems(seen: Look) -> GemReport:
    return ranked_gems(seen.request, gems_of(seen.request, seen.reading))


def _upgrade(seen: Look) -> UpgradeReport:
    return upgrade_of(UpgradeRequest(seen.request), seen)


def _access(seen: Look, whole: WholeProgram) -> AccessOverview | None:
    if not _asked(seen, access_entities.KINDS):
        return None
    overview = access_overview(seen, whole.access)
    return overview if overview.entries else None


def _schema(seen: Look, scan: ScanReport, whole: WholeProgram) -> SchemaReport | None:
    """Without a schema the scan says what is unknown."""
    asked = _asked(seen, (schema.KIND,))
    return schema_of(seen, scan, whole.schema) if asked and whole.schema.audited.schemas else None


def _migrations(seen: Look, whole: WholeProgram) -> MigrationReport | None:
    if not _asked(seen, migration_entities.KINDS):
        return None
    report = report_of(seen, whole.migrations.migrations)
    return report if report.migrations or report.older else None


def _asked(seen: Look, kinds: Collection[str]) -> bool:
    """Whether a rule in force is about entities of these kinds: nobody wants to wait for others."""
    matches = (rule.detection.match for rule in seen.rulebook.rules)
    return any(isinstance(match, EntityMatcher) and match.kind in kinds for match in matches)


def _made(subject: str, make: Callable[[], T]) -> tuple[T | None, tuple[Unknown, ...]]:
    """What a step gives, or why it could not."""
    try:
        return make(), ()
    except DxscoreError as error:
        return None, (Unknown(subject, str(error)),)


def _owners(seen: Look, waivers: Iterable[Waiver], migrations: MigrationReport | None) -> Mapping[str, str]:
    paths = {each.path for each in waivers if each.form == "comment"}
    paths.update(each.path for each in (migrations.migrations if migrations else ()))
    return {path: owner_of(seen.reading, path) for path in sorted(paths)}


def _explained(seen: Look, scan: ScanReport) -> Mapping[str, Rule]:
    wanted = {finding.rule for finding in scan.findings}
    request = seen.request
    return with_examples(request.root, request.config, [rule for rule in seen.rulebook.rules if rule.id in wanted])

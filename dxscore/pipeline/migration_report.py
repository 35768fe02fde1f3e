"""The steps of `dxscore migrations`: a project, or a change of one, in; a verdict on each migration out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from msgspec import Struct, field

from dxscore import __version__
from dxscore.config import Config
from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.migration_report import MigrationReport
from dxscore.domain.report import Provenance
from dxscore.domain.rule import Rule
from dxscore.domain.source import Skip, Unknown
from dxscore.domain.subject import Placed, Subject
from dxscore.evaluation.evaluate import evaluate
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import Read, collect
from dxscore.inputs.reading import read_source
from dxscore.inputs.settings import read_config
from dxscore.inputs.tree import FolderTree
from dxscore.migrations.verdicts import judged_migrations
from dxscore.pipeline.ends import GateRequest, find_ends
from dxscore.pipeline.judging import Law, waived
from dxscore.pipeline.laws import law_in
from dxscore.pipeline.migration_ends import changed_migrations
from dxscore.pipeline.migration_entities import KINDS, lowering
from dxscore.pipeline.migrations import Migrations, is_migration
from dxscore.pipeline.reading import Progress, ScanRequest, exemptions_of, find_files, rules_of, todo_of
from dxscore.pipeline.rollbacks import rollback_of
from dxscore.pipeline.scanning import Look, provenance
from dxscore.pipeline.versions import versions_of
from dxscore.rulebook.selection import in_force

_DIMENSION = "migrations"


class _Case(Struct, frozen=True):
    """What is judged, by what."""

    migrations: Migrations
    read: Read
    law: Law
    config: Config
    made: Provenance
    cache: FactsCache | None
    base: str = ""
    renames: Mapping[str, str] = field(default_factory=dict)
    """Path in the base -> path in the head."""


def folder_report(request: ScanRequest, progress: Progress) -> MigrationReport:
    """The new migrations of a folder, by its configuration. Raises DxscoreError."""
    listing = find_files(request)
    request = replace(request, use_cache=request.use_cache and not listing.cache_is_committed)
    everything = rules_of(request.root, request.config, request.stored("rules.msgpack"))
    rulebook = in_force(everything, request.config.rules)
    exemptions, todo = exemptions_of(request), todo_of(request)
    law = Law(rulebook.rules, everything.rules, exemptions, request.as_of, todo, rulebook.digest)
    cache = FactsCache.at(request.stored("facts.db"))
    read = partial(read_source, request.root)
    files = {file.path: file for file in listing.files}
    lower, tree = lowering(read, cache, 0), FolderTree(request.root)
    migrations = Migrations(tree, files, lower, versions_of(tree), request.config.migrations, request.as_of)
    made = Provenance(
        __version__,
        rulebook.digest,
        listing.repository.head if listing.repository else "",
        listing.dirty,
        request.as_of,
        request.root.resolve().name,
    )
    return _report(_Case(migrations, read, law, request.config, made, cache), progress)


def report_of(seen: Look, migrations: Migrations) -> MigrationReport:
    """The same of what a scan has read. Raises DxscoreError."""
    request, rulebook = seen.request, seen.rulebook
    exemptions, todo = exemptions_of(request), todo_of(request)
    law = Law(rulebook.rules, seen.everything.rules, exemptions, request.as_of, todo, rulebook.digest)
    made = provenance(request, rulebook, seen.reading)
    read, cache = partial(read_source, request.root), FactsCache.at(request.stored("facts.db"))
    case = _Case(migrations, read, law, request.config, made, cache)
    return _report(case, lambda _done, _all: None)


def change_report(request: GateRequest, progress: Progress) -> MigrationReport:
    """The migrations that a change adds or edits, with the schema and models of its base. Raises DxscoreError."""
    ends = find_ends(request)
    config = request.config or read_config(ends.base.tree)
    law = law_in(ends.base.tree, config, request.as_of, request.stored("rules.msgpack"))
    cache = FactsCache.at(request.stored("facts.db"))
    migrations, read = changed_migrations(ends, config, request.as_of, cache)
    made = Provenance(__version__, law.ruleset, ends.head.commit, False, request.as_of, ends.repository.root.name)
    renames = ends.repository.renames(ends.base.commit, ends.head.commit)
    return _report(_Case(migrations, read, law, config, made, cache, ends.base.name, renames), progress)


def _report(case: _Case, progress: Progress) -> MigrationReport:
    migrations = case.migrations
    law = replace(case.law, rules=[rule for rule in case.law.rules if _is_wanted(rule)])
    findings, unknown, skipped = _findings(case, law, progress)
    rules = {rule.id: rule for rule in law.rules}
    found = judged_migrations(migrations.migrations, findings, rules, migrations.adapter)
    schema = migrations.schemas.get("primary")
    return MigrationReport(
        provenance=case.made,
        adapter=migrations.adapter,
        database_version=migrations.database_version,
        schema=schema.path if schema else "",
        base=case.base,
        start=_start(case),
        migrations=found,
        older=sum(is_migration(path) for path in migrations.files) - len(migrations.paths),
        rules=rules,
        skipped=skipped,
        unknown=(*_unknown(migrations), *unknown),
        rollback=rollback_of(migrations, case.renames) if case.base else None,
    )


def _is_wanted(rule: Rule) -> bool:
    match = rule.detection.match
    return isinstance(match, EntityMatcher) and match.kind in KINDS


def _findings(
    case: _Case, law: Law, progress: Progress
) -> tuple[Sequence[Finding], Sequence[Unknown], tuple[Skip, ...]]:
    migrations = case.migrations
    files = {path: migrations.files[path] for path in migrations.paths}
    collected = collect(list(files.values()), case.read, [], case.cache, 1, progress)

    def entities(kind: str) -> Sequence[Placed]:
        return migrations.entities(kind, all_directions=True) if kind in KINDS else ()

    subject = Subject(files, collected.facts, entities, migrations.versions)
    judgement = waived(evaluate(law.about_code, subject), law, subject)
    return judgement.findings, judgement.unknown, collected.skipped


def _start(case: _Case) -> str:
    config = case.config.migrations
    if case.base:
        return f"added or edited since {case.base}"
    if config.start_after:
        return f"after version {config.start_after}"
    return f"of the last {config.days} days"


def _unknown(migrations: Migrations) -> list[Unknown]:
    unknown = []
    if migrations.adapter == "unknown":
        unknown.append(
            Unknown(
                "database", "neither config/database.yml nor the lockfile tells which one: set [migrations] adapter"
            )
        )
    if migrations.paths and not migrations.schemas:
        unknown.append(
            Unknown(
                "schema", "no db/schema.rb or db/structure.sql is committed: types and constraints before are not known"
            )
        )
    return unknown

"""Both ends of a change -> their files and facts, and their findings: what both have in common is done once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path

from dxscore.config import Config, GemConfig, ScanConfig
from dxscore.copying import replace
from dxscore.domain.facts import FileFacts
from dxscore.domain.history import History
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.rule import Rule
from dxscore.domain.source import Skip, SourceFile
from dxscore.domain.subject import Subject
from dxscore.domain.versions import LockedVersions
from dxscore.errors import InvalidInputError
from dxscore.evaluation.evaluate import evaluate, joined
from dxscore.evaluation.scopes import applies, relevant
from dxscore.facts.cache import FactsCache
from dxscore.facts.codebase import Codebase
from dxscore.facts.collect import Batch, Read, collect_all
from dxscore.facts.described import entities
from dxscore.inputs.discovery import Listing, discover
from dxscore.inputs.object_discovery import discover_objects
from dxscore.inputs.owners import Owners, load_owners
from dxscore.inputs.reading import read_source
from dxscore.inputs.settings import read_config
from dxscore.inputs.tree import FolderTree, ObjectTree, Tree
from dxscore.pipeline.access_entities import AccessEntities, of_change, with_entry_points
from dxscore.pipeline.access_sources import Sources
from dxscore.pipeline.ends import End, Ends
from dxscore.pipeline.gem_entities import with_gems
from dxscore.pipeline.gems import Gems, knowledge_at_hand
from dxscore.pipeline.judging import Judgement, Law, waived
from dxscore.pipeline.migration_entities import lowering, with_migrations
from dxscore.pipeline.migrations import Migrations
from dxscore.pipeline.reading import Progress
from dxscore.pipeline.schema import SchemaEntities, with_schema
from dxscore.pipeline.schema_sources import SchemaSources
from dxscore.pipeline.versions import versions_of
from dxscore.upgrade.default_entities import with_defaults

_OF_ONE_FILE = frozenset({"def", "suppression"})
"""Kinds of entity that a file tells by itself."""


@dataclass(frozen=True)
class Side:
    """One end, read."""

    end: End
    files: Mapping[str, SourceFile]
    facts: Mapping[str, FileFacts]
    """By path."""
    skipped: tuple[Skip, ...]
    versions: LockedVersions
    notices: tuple[str, ...]
    """What the cache had to say."""
    store: Path | None = None
    """The folder for caches, None when there is none to be believed."""
    gems: Gems | None = None
    """None when nobody asks for them."""
    schema: SchemaEntities | None = None
    access: AccessEntities | None = None
    migrations: Migrations | None = None
    """Those that the change adds or edits."""

    @cached_property
    def subject(self) -> Subject:
        """All of it, joined."""
        whole = self.part(self.files.keys())
        known = with_gems(whole.entities, self.gems.entities) if self.gems else whole.entities
        known = with_schema(known, self.schema.of) if self.schema else known
        known = with_migrations(known, self.migrations.entities) if self.migrations else known
        return replace(whole, entities=cache(with_entry_points(known, self.access.of) if self.access else known))

    def part(self, paths: Set[str]) -> Subject:
        """These files alone, without history: nothing in a gate may depend on the clock."""
        files = {path: file for path, file in self.files.items() if path in paths}
        facts = {path: facts for path, facts in self.facts.items() if path in paths}
        codebase = Codebase(files, facts, History(reason="not read by the gate"))
        described = with_defaults(partial(entities, codebase), self.facts, self.versions.rails, files)
        return Subject(files, facts, cache(described), self.versions)


def read_sides(
    ends: Ends, config: ScanConfig, rules: Sequence[Rule], store: Path | None, progress: Progress
) -> tuple[Side, Side]:
    """The facts of both ends: content that both have is read once."""
    listings = [_listing(end.tree, config) for end in (ends.base, ends.head)]
    trusted = not any(listing.cache_is_committed for listing in listings)
    batches = [
        Batch(listing.files, _reader(end.tree)) for listing, end in zip(listings, (ends.base, ends.head), strict=True)
    ]
    versions = [versions_of(end.tree) for end in (ends.base, ends.head)]
    rules = relevant(rules, *versions)
    collected = collect_all(batches, rules, FactsCache.at(store if trusted else None), config.jobs, progress)
    stores = store.parent if store and trusted else None
    base, head = (
        Side(
            end,
            {file.path: file for file in listing.files},
            found.facts,
            (*listing.skipped, *found.skipped),
            locked,
            found.notices,
            stores,
            schema=SchemaEntities(_schema_sources(end.tree, listing, locked, stores, config.jobs)),
        )
        for end, listing, found, locked in zip((ends.base, ends.head), listings, collected, versions, strict=True)
    )
    return base, head


def _schema_sources(
    tree: FolderTree | ObjectTree, listing: Listing, locked: LockedVersions, store: Path | None, jobs: int
) -> SchemaSources:
    return SchemaSources(listing.files, _reader(tree), tree, locked.rails or "", locked.gems, store, jobs)


def knowing_gems(side: Side, policy: Tree, config: Config, as_of: date) -> Side:
    """The side with its gems, judged by what the policy's version of the project and this machine know of gems."""

    @cache
    def owners() -> Owners:
        return load_owners(side.end.tree, (), config.owners)

    gems = Gems(
        tree=side.end.tree,
        files=side.files,
        facts=side.facts,
        versions=side.versions,
        owner_of_gem=lambda name: owners().gem_owner(name),
        register=_register(side.end.tree, config),
        as_of=as_of,
        find_knowledge=lambda _tree, bundle: knowledge_at_hand(policy, bundle),
    )
    return replace(side, gems=gems)


def knowing_access(base: Side, head: Side, policy: Tree, config: Config) -> tuple[Side, Side]:
    """Both with their entry points, judged by the policy's golden path."""
    one, other = of_change(_access_sources(base, config), _access_sources(head, config), policy, config)
    return replace(base, access=one), replace(head, access=other)


def _access_sources(side: Side, config: Config) -> Sources:
    rails = side.versions.rails or ""
    return Sources(tuple(side.files.values()), _reader(side.end.tree), rails, side.store, config.scan.jobs)


def knowing_migrations(base: Side, head: Side, config: Config, as_of: date, store: Path | None) -> tuple[Side, Side]:
    """Both with the migrations that differ; those of the head meet the schema and models of the base."""
    paths = base.files.keys() | head.files.keys()
    changed = frozenset(path for path in paths if base.files.get(path) != head.files.get(path))
    cache = FactsCache.at(store)
    one, other = (
        Migrations(
            side.end.tree,
            side.files,
            lowering(_reader(side.end.tree), cache, config.scan.jobs),
            side.versions,
            config.migrations,
            as_of,
            changed,
        )
        for side in (base, head)
    )
    return replace(base, migrations=one), replace(head, migrations=replace(other, base=one))


def sharing_gems(base: Side, head: Side) -> Side:
    """The head, with the gems of the base when nothing else can be said of them: those need be worked out once.

    Both know of gems what the policy's version of the project does.
    """
    paths = {path for path in base.files.keys() | head.files.keys() if base.files.get(path) != head.files.get(path)}
    if base.gems and head.gems and base.gems.deciding(paths) == head.gems.deciding(paths):
        return replace(head, gems=base.gems)
    return head


def _register(tree: Tree, config: Config) -> Mapping[str, GemConfig]:
    """The side's own: who adds a gem says there why. One that can't be read is told as a problem of the policy."""
    try:
        return read_config(tree).gems
    except InvalidInputError:
        return config.gems


def _listing(tree: FolderTree | ObjectTree, config: ScanConfig) -> Listing:
    return discover_objects(tree, config) if isinstance(tree, ObjectTree) else discover(tree.root, config)


def _reader(tree: FolderTree | ObjectTree) -> Read:
    return tree.blobs.source if isinstance(tree, ObjectTree) else partial(read_source, tree.root)


def judge_sides(base: Side, head: Side, law: Law) -> tuple[Judgement, Judgement]:
    """The findings of each end, as scans of both would give them.

    A rule that looks at one file by itself says the same of a file that both have: it is asked once.
    """
    alone = [rule for rule in law.about_code if _looks_at_one_file(rule) and _applies_alike(rule, base, head)]
    asked = {rule.id for rule in alone}
    rest = [rule for rule in law.about_code if rule.id not in asked]
    shared = {path for path, file in base.files.items() if head.files.get(path) == file}
    common = evaluate(alone, base.part(shared))
    one, other = (
        joined(common, evaluate(alone, side.part(side.files.keys() - shared)), evaluate(rest, side.subject))
        for side in (base, head)
    )
    return waived(one, law, base.subject), waived(other, law, head.subject)


def _looks_at_one_file(rule: Rule) -> bool:
    match = rule.detection.match
    return not isinstance(match, EntityMatcher) or match.kind in _OF_ONE_FILE


def _applies_alike(rule: Rule, base: Side, head: Side) -> bool:
    return applies(rule.scope, base.versions) == applies(rule.scope, head.versions)

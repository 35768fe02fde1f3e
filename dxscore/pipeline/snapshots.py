"""A commit and today's law -> its snapshot: judged from git objects, as of the day of the commit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from dxscore import __version__
from dxscore.config import Config
from dxscore.domain.entities import OF_HISTORY
from dxscore.domain.exemption import Exemption
from dxscore.domain.facts import FileFacts
from dxscore.domain.finding import Finding
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.rule import Rule
from dxscore.domain.source import SourceFile
from dxscore.domain.trend import Count, Measure, Snapshot
from dxscore.domain.versions import LockedVersions
from dxscore.errors import InvalidInputError
from dxscore.evaluation.evaluate import Evaluation, evaluate
from dxscore.evaluation.scopes import in_scope
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import collect, facts_digest
from dxscore.facts.matching.program import DONE
from dxscore.inputs.exemptions import load_exemptions
from dxscore.inputs.object_discovery import discover_objects
from dxscore.inputs.objects import Blobs
from dxscore.inputs.owners import load_owners
from dxscore.inputs.repository import Repository
from dxscore.inputs.timeline import Moment
from dxscore.inputs.tree import ObjectTree, Tree
from dxscore.ownership import attribute
from dxscore.pipeline import access_entities, migration_entities, schema
from dxscore.pipeline.ends import End
from dxscore.pipeline.judging import Law, waived
from dxscore.pipeline.reading import lines_by_owner
from dxscore.pipeline.sides import Side, knowing_gems
from dxscore.pipeline.versions import versions_of
from dxscore.rulebook.book import Rulebook
from dxscore.scoring.points import Tariff
from dxscore.trends.identities import pack


class Recorder(Struct, frozen=True):
    """Makes snapshots of any commits of a repository, all by the same law."""

    repository: Repository
    policy: Tree
    """The version of the project whose knowledge of gems counts."""
    config: Config
    rulebook: Rulebook
    """The rules in force."""
    known: Sequence[Rule]
    """All that exist."""
    blobs: Blobs
    store: Path | None
    """The file with cached facts."""

    @property
    def ruleset(self) -> str:
        """Digest of all that decides what is counted."""
        scan, owners = self.config.scan, self.config.owners
        facts = facts_digest(self.rulebook.rules)
        told = (scan.exclude, scan.max_file_kib, sorted(owners.paths.items()), owners.order, owners.codeowners)
        return blake2b(repr((self.rulebook.digest, facts, told)).encode(), digest_size=6).hexdigest()

    def tree(self, commit: str) -> ObjectTree:
        """The files of a commit. Raises DxscoreError when git can't list them."""
        return ObjectTree.of(self.repository, commit, self.blobs)

    def snapshot(self, moment: Moment, ruleset: str) -> Snapshot:
        """Judge one commit, in this process. Raises DxscoreError, in a partial clone for example.

        Rules that need git history are reported as unknown: what a file's history was on a day of the past is not read.
        So are those about the schema, migrations and the access to data.
        """
        side = knowing_gems(self._side(moment), self.policy, self.config, moment.day)
        rules = self.rulebook.rules
        law = Law(rules, self.known, _exemptions(side.end.tree, self.config.exemptions), moment.day)
        first = evaluate([rule for rule in law.about_code if not _is_of_today(rule)], side.subject)
        owner_at = self._owners(side)
        findings = attribute(waived(first, law, side.subject).findings, owner_at)
        done = places_done(rules, side.files, side.facts, owner_at)
        return Snapshot(
            project=self.config.history.project,
            commit=moment.commit,
            time=moment.time,
            ruleset=ruleset,
            version=__version__,
            counts=tuple(counts_of(findings, done, Tariff({rule.id: rule for rule in rules}, moment.day))),
            code_lines=lines_by_owner(side.files.values(), side.facts, owner_at),
            measures=tuple(_measures(side.versions, side.facts)),
            unknown=tuple(sorted(_unknown(rules, first))),
            idle=tuple(sorted(_idle(law.about_code, first))),
        )

    def _side(self, moment: Moment) -> Side:
        tree = self.tree(moment.commit)
        listing = discover_objects(tree, self.config.scan)
        cached = FactsCache.at(self.store)
        found = collect(listing.files, self.blobs.source, self.rulebook.rules, cached, 1, lambda _done, _total: None)
        return Side(
            End(moment.commit, moment.commit, tree),
            {file.path: file for file in listing.files},
            found.facts,
            (*listing.skipped, *found.skipped),
            versions_of(tree),
            found.notices,
        )

    def _owners(self, side: Side) -> Callable[[str], str]:
        """As the commit itself says, under today's dxscore.toml."""
        owners = load_owners(side.end.tree, sorted(side.files), self.config.owners)

        def owner_of(path: str) -> str:
            facts = side.facts.get(path)
            return owners.owner(path, facts.first_comment if facts else "")

        return cache(owner_of)


def _exemptions(tree: Tree, path: str) -> tuple[Exemption, ...]:
    """Those of the commit; a file that could not be used exempted nothing."""
    try:
        return load_exemptions(tree, path)
    except InvalidInputError:
        return ()


_OF_TODAY = frozenset((schema.KIND, *access_entities.KINDS, *migration_entities.KINDS))
"""Kinds of entities that are not made of commits of the past: what rules say of them is not known there."""


def _is_of_today(rule: Rule) -> bool:
    match = rule.detection.match
    return isinstance(match, EntityMatcher) and (
        match.kind in _OF_TODAY or any(name in OF_HISTORY for name, _ in match.tests)
    )


def _unknown(rules: Iterable[Rule], first: Evaluation) -> set[str]:
    untold = {rule.id for rule in rules if _is_of_today(rule)}
    return {*untold, *(each.rule for each in first.failures), *(each.subject for each in first.unknown)}


def _idle(rules: Iterable[Rule], first: Evaluation) -> set[str]:
    return {rule.id for rule in rules} - first.finished - _unknown(rules, first)


def places_done(
    rules: Iterable[Rule],
    files: Mapping[str, SourceFile],
    facts: Mapping[str, FileFacts],
    owner_at: Callable[[str], str],
) -> Counter[tuple[str, str]]:
    """(rule, owner) -> places that are as a migration rule wants them."""
    wanted = {rule.id + DONE: (rule.id, in_scope(rule.scope)) for rule in rules if rule.detection.done}
    found = (
        (wanted[match.rule][0], owner_at(path))
        for path, each in facts.items()
        for match in each.matches
        if match.rule in wanted and wanted[match.rule][1](files[path])
    )
    return Counter(found)


def counts_of(findings: Iterable[Finding], done: Counter[tuple[str, str]], tariff: Tariff) -> Iterator[Count]:
    """Findings with owners, and what `places_done` gave, by rule and owner."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule, finding.owner].append(finding)
    for rule, owner in sorted(groups.keys() | done.keys()):
        found = groups.get((rule, owner), [])
        open_ones = [finding for finding in found if finding.status.counts]
        yield Count(
            rule=rule,
            dimension=tariff.rules[rule].dimension,
            owner=owner,
            open=len(open_ones),
            hidden=len(found) - len(open_ones),
            done=done[rule, owner],
            points=sum(map(tariff.points, open_ones)),
            identities=pack(open_ones),
        )


def _measures(versions: LockedVersions, facts: Mapping[str, FileFacts]) -> Iterator[Measure]:
    yield Measure("files", len(facts))
    for name, version in (("rails", versions.rails), ("ruby", versions.ruby)):
        if version:
            yield Measure(name, _series(version))


def _series(version: str) -> float:
    """'7.1.3.2' -> 7.1."""
    major, _, rest = version.partition(".")
    minor = rest.partition(".")[0]
    return float(f"{major}.{minor if minor.isdigit() else 0}")

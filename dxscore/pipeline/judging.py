"""What was read and the rules in force -> findings with their status and owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from msgspec import Struct, field

from dxscore.copying import replace
from dxscore.domain.exemption import Exemption, Waiver
from dxscore.domain.finding import Finding, RuleFailure
from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.rule import Rule
from dxscore.domain.source import FileKind, SourceFile, Unknown
from dxscore.domain.subject import Placed, Subject
from dxscore.domain.todo import TodoEntry, TodoState
from dxscore.evaluation.evaluate import Evaluation, evaluate
from dxscore.facts.codebase import Codebase
from dxscore.facts.described import entities
from dxscore.pipeline.access_entities import AccessEntities, entry_points, with_entry_points
from dxscore.pipeline.gem_entities import gem_entities, with_gems
from dxscore.pipeline.migration_entities import MigrationEntities, with_migrations
from dxscore.pipeline.reading import Reading, ScanRequest
from dxscore.pipeline.schema import SchemaEntities, sources_of, with_schema
from dxscore.scoring.points import Tariff
from dxscore.suppression import apply
from dxscore.todo import as_directives, listed
from dxscore.upgrade.default_entities import with_defaults


class Judgement(Struct, frozen=True):
    """What the rules say about a reading."""

    findings: tuple[Finding, ...]
    """With status and age, without owner."""
    failures: tuple[RuleFailure, ...]
    unknown: tuple[Unknown, ...]
    todo: TodoState = field(default_factory=TodoState)
    waivers: tuple[Waiver, ...] = ()
    """Comments and exemptions, by path and line."""


class WholeProgram(Struct, frozen=True):
    """What takes more than one file to know; each part is worked out when somebody first asks."""

    access: AccessEntities
    schema: SchemaEntities
    migrations: MigrationEntities


def whole_program(request: ScanRequest, reading: Reading) -> WholeProgram:
    """Of what was read."""
    return WholeProgram(
        entry_points(request, reading),
        SchemaEntities(sources_of(request, reading)),
        MigrationEntities(request, reading),
    )


def subject_of(request: ScanRequest, reading: Reading, whole: WholeProgram | None = None) -> Subject:
    """Join the facts of all files; `whole` where somebody else asks for parts of it as well."""
    whole = whole or whole_program(request, reading)
    gems = gem_entities(request, reading)
    files = {file.path: file for file in reading.listing.files}
    codebase = Codebase(files, reading.facts, reading.history)
    described = with_defaults(partial(entities, codebase), reading.facts, reading.versions.rails, files)
    known = with_entry_points(with_gems(described, gems.of), whole.access.of)
    known = with_migrations(with_schema(known, whole.schema.of), whole.migrations.of)
    return Subject(files, reading.facts, known, reading.versions)


class Law(Struct, frozen=True):
    """By what findings are judged."""

    rules: Sequence[Rule]
    """Those in force."""
    known: Sequence[Rule]
    """All that exist: a comment may name one that is not in force."""
    exemptions: Sequence[Exemption]
    as_of: date
    todo: Sequence[TodoEntry] = ()
    ruleset: str = ""
    """Digest of the rules in force."""

    @property
    def about_code(self) -> tuple[Rule, ...]:
        """The rules in force that need no other rule's findings."""
        return tuple(rule for rule in self.rules if not _about_directives(rule))


def judge(
    rules: Sequence[Rule],
    known: Sequence[Rule],
    subject: Subject,
    exemptions: Iterable[Exemption],
    as_of: date,
    todo: Sequence[TodoEntry] = (),
) -> Judgement:
    """Evaluate the rules, hide what is suppressed, mark what is listed, then judge suppressions and lists. See Law."""
    law = Law(rules, known, tuple(exemptions), as_of, todo)
    return waived(evaluate(law.about_code, subject), law, subject)


def waived(first: Evaluation, law: Law, subject: Subject) -> Judgement:
    """What came of the rules about code, without what is suppressed, and with what is wrong with suppressions."""
    directives = {path: facts.directives for path, facts in subject.facts.items() if facts.directives}
    suppressed = apply(first.findings, directives, law.exemptions, law.known, law.as_of, first.finished)
    marked = listed(suppressed.findings, law.todo, law.known, first.finished)
    meta = _judge_directives(law.rules, subject, [*suppressed.directives, *as_directives(marked.state.stale)])
    return Judgement(
        (*marked.findings, *meta.findings),
        (*first.failures, *meta.failures),
        (*first.unknown, *meta.unknown),
        marked.state,
        suppressed.waivers,
    )


def _about_directives(rule: Rule) -> bool:
    return isinstance(rule.detection.match, EntityMatcher) and rule.detection.match.kind == "directive"


def _judge_directives(rules: Iterable[Rule], subject: Subject, directives: Sequence[Placed]) -> Evaluation:
    files = {path: SourceFile(path, "", 0, FileKind.RUBY) for path, _ in directives} | dict(subject.files)
    return evaluate(
        [rule for rule in rules if _about_directives(rule)],
        replace(subject, files=files, entities=lambda _kind: directives),
    )


def worst_first(findings: Iterable[Finding], tariff: Tariff) -> tuple[Finding, ...]:
    """Most severe first, then dearest, then by place."""

    def badness(finding: Finding) -> tuple[object, ...]:
        severity = tariff.rules[finding.rule].grading.severity
        return -severity.rank, -tariff.points(finding), finding.location, finding.rule

    return tuple(sorted(findings, key=badness))


def owner_of(reading: Reading, path: str) -> str:
    """The owner of a path, from what was read of it and its neighbours."""
    facts = reading.facts.get(path)
    return reading.owners.owner(path, facts.first_comment if facts else "")

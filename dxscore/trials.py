"""Rules -> their own examples, run through the same steps as a scan, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256

from dxscore.config import FILE_NAME, Config, parse_config
from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED, Finding
from dxscore.domain.history import FileHistory, History
from dxscore.domain.landing import Ignoring, Landing, Landings
from dxscore.domain.rule import Example, Rule
from dxscore.domain.source import FileKind, SourceFile
from dxscore.domain.subject import Placed, Subject
from dxscore.domain.trial import Trial, TrialOutcome
from dxscore.domain.versions import LockedVersions
from dxscore.facts.codebase import Codebase
from dxscore.facts.described import entities
from dxscore.facts.extract import extract
from dxscore.facts.lowering import lower
from dxscore.facts.matching.program import compile_program
from dxscore.inputs.kinds import kind_of
from dxscore.inputs.memory import FilesInMemory
from dxscore.inputs.versions import locked_versions
from dxscore.pipeline import judge
from dxscore.pipeline.access import survey
from dxscore.pipeline.access_entities import AccessEntities, with_entry_points
from dxscore.pipeline.access_sources import Sources
from dxscore.pipeline.example_gems import knowledge_in
from dxscore.pipeline.gem_entities import with_gems
from dxscore.pipeline.gems import Gems
from dxscore.pipeline.migration_entities import with_migrations
from dxscore.pipeline.migrations import Migrations, is_migration
from dxscore.pipeline.schema import SchemaEntities, with_schema
from dxscore.pipeline.schema_sources import SchemaSources
from dxscore.upgrade.default_entities import with_defaults

_VERSION_KEYS = ("rails", "ruby", "gems")
_LOCKFILES = ("Gemfile.lock", "gems.locked")
_TODAY = date(2026, 1, 1)
"""The day of every trial: examples must not depend on the calendar."""


def try_examples(rules: Sequence[Rule], known: Sequence[Rule]) -> tuple[Trial, ...]:
    """Run every example of every rule. Raises InvalidInputError for a rule that can't be compiled.

    `known` are all rules: an example may suppress another one.
    """
    return tuple(trial for rule in rules for trial in _trials(rule, known))


def findings_in(rule: Rule, example: Example, known: Sequence[Rule]) -> tuple[Finding, ...]:
    """What the rule finds in the example, in the order of its files and lines."""
    rules = [_anywhere(rule, example), *_suppressed_in(example, rule, known)]
    program = compile_program(rules)
    files = {
        path: SourceFile(path, sha256(code.encode()).hexdigest(), len(code), kind_of(path) or FileKind.RUBY)
        for path, code in example.files.items()
    }
    facts = {path: extract(code.encode(), files[path].kind, program, path) for path, code in example.files.items()}
    codebase = Codebase(files, facts, _history(example.context))
    versions = _versions(example)
    gems = Gems(
        FilesInMemory(example.files),
        files,
        facts,
        versions,
        _nobody,
        {},
        _TODAY,
        lambda *_: knowledge_in(example.context),
    )
    described = with_defaults(partial(entities, codebase), facts, versions.rails, files)
    known_entities = with_migrations(with_gems(described, gems.entities), _migrations(example, versions).entities)
    known_entities = with_schema(known_entities, SchemaEntities(_schema_sources(example, files, versions)).of)
    known_entities = with_entry_points(known_entities, _entry_points(example, files, versions))
    subject = Subject(files, facts, known_entities, versions)
    judgement = judge(rules, rules, subject, (), _TODAY)
    if judgement.failures:
        raise RuntimeError(judgement.failures[0].reason)
    return tuple(finding for finding in judgement.findings if finding.rule == rule.id)


def _migrations(example: Example, versions: LockedVersions) -> Migrations:
    """New ones, or with `deployed` those that differ from it."""
    own = _migrations_of(example.files, _config(example), versions)
    deployed = example.context.get("deployed")
    if not isinstance(deployed, Mapping):
        return own
    changed = frozenset(path for path, code in example.files.items() if deployed.get(path) != code)
    return replace(
        own,
        chosen=frozenset(path for path in changed if is_migration(path)),
        base=_migrations_of(deployed, Config(), versions),
    )


def _migrations_of(texts: Mapping[str, str], config: Config, versions: LockedVersions) -> Migrations:
    files = {path: SourceFile(path, code, len(code), kind_of(path) or FileKind.RUBY) for path, code in texts.items()}
    return Migrations(
        FilesInMemory(texts),
        files,
        lambda wanted: {file.path: lower(texts[file.path].encode(), file.kind) for file in wanted},
        versions,
        config.migrations,
        _TODAY,
        landings=partial(_landing_at_once, texts),
    )


def _landing_at_once(texts: Mapping[str, str]) -> Landings:
    """As if all files came in one commit."""
    at = Landing(0, "", "")
    ignorings = (Ignoring(at, path, tuple(text.splitlines())) for path, text in texts.items() if "ignored" in text)
    return Landings(dict.fromkeys(texts, at), tuple(ignorings))


def _entry_points(
    example: Example, files: Mapping[str, SourceFile], versions: LockedVersions
) -> Callable[[str], Sequence[Placed]]:
    """Those of the files of an example, judged by the shipped golden path."""
    tree = FilesInMemory(example.files)
    sources = Sources(tuple(files.values()), lambda file: tree.read(file.path), versions.rails or "", jobs=1)
    return AccessEntities(sources, tree, Config(), lambda: survey(sources, lambda _done, _all: None)).of


def _suppressed_in(example: Example, rule: Rule, known: Sequence[Rule]) -> list[Rule]:
    """Other rules that the example's `dxscore:ignore` comments name: to tell whether one is used, they must run."""
    code = [text for text in example.files.values() if "dxscore:ignore" in text]
    return [each for each in known if each.id != rule.id and any(each.id in text for text in code)]


def _trials(rule: Rule, known: Sequence[Rule]) -> Iterator[Trial]:
    for number, example in enumerate(rule.invalid, 1):
        wrong = _difference(example, findings_in(rule, example, known))
        outcome = TrialOutcome.MISSING if wrong else TrialOutcome.REPORTED
        yield Trial(rule.id, f"invalid {number}", outcome, wrong)
    for number, example in enumerate(rule.valid, 1):
        found = findings_in(rule, example, known)
        outcome = TrialOutcome.NOISY if found else TrialOutcome.VALIDATED
        yield Trial(rule.id, f"valid {number}", outcome, _summary(found) if found else "")


def _difference(example: Example, found: Sequence[Finding]) -> str:
    """How the findings differ from what an invalid example promises, '' when they don't."""
    if not found or len(found) != (example.count or len(found)):
        return f"{example.count or 'at least 1'} expected, {len(found)} found: {_summary(found)}"
    first = found[0]
    if example.line is not None and first.location.line != example.line:
        return f"expected on line {example.line}, found on line {first.location.line}"
    if example.message not in first.message:
        return f"expected in the message: {example.message!r}, it is {first.message!r}"
    for name, value in example.captures.items():
        if str(first.evidence.get(name)) != value:
            return f"expected {name} = {value!r}, it is {first.evidence.get(name)!r}"
    return ""


def _summary(found: Sequence[Finding]) -> str:
    return "; ".join(f"line {finding.location.line}: {finding.message}" for finding in found[:3]) or "nothing"


def _history(context: Mapping[str, object]) -> History:
    """`history: {path: {commits: 3, ...}}` of an example; without it nothing is known of the past."""
    given = context.get("history")
    if not isinstance(given, Mapping):
        return History()
    files = {str(path): FileHistory(**{**_UNTOUCHED, **values}) for path, values in given.items()}
    return History(files, complete=True, reason="")


_UNTOUCHED = {"commits": 0, "authors": 0, "main_author_share": 0.0, "days_unchanged": 0}


def _schema_sources(example: Example, files: Mapping[str, SourceFile], versions: LockedVersions) -> SchemaSources:
    listed = [replace(file, blob=file.path) for file in files.values()]
    tree = FilesInMemory(example.files)
    return SchemaSources(listed, lambda file: tree.read(file.path), tree, versions.rails or "", versions.gems, jobs=1)


def _config(example: Example) -> Config:
    """The example's own dxscore.toml, else the defaults."""
    text = example.files.get(FILE_NAME)
    return parse_config(text.encode(), FILE_NAME) if text else Config()


def _nobody(_gem: str) -> str:
    """Who owns a gem in an example without team files."""
    return UNOWNED


def _versions(example: Example) -> LockedVersions:
    """`rails`, `ruby` and `gem` of an example, else what its own lockfile says."""
    context = example.context
    if not context.keys() & set(_VERSION_KEYS) and any(name in example.files for name in _LOCKFILES):
        return locked_versions(FilesInMemory(example.files))
    rails, ruby, gems = (context.get(name) for name in _VERSION_KEYS)
    locked = {str(name): str(version) for name, version in gems.items()} if isinstance(gems, Mapping) else {}
    return LockedVersions(str(rails) if rails else None, str(ruby) if ruby else None, locked, "Gemfile.lock")


def _anywhere(rule: Rule, example: Example) -> Rule:
    """The rule for all versions, when the example does not care about versions."""
    if example.context.keys() & set(_VERSION_KEYS):
        return rule
    return replace(rule, scope=replace(rule.scope, rails="", ruby="", gems={}))

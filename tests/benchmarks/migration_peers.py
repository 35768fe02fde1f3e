"""Test migrations of online_migrations and rubocop-migration, held against our verdicts: a confusion table.

    python -m tests.benchmarks.migration_peers ONLINE_MIGRATIONS RUBOCOP_MIGRATION

The arguments are clones of fatkodima/online_migrations and r7kamura/rubocop-migration, or their git directories.
Nothing of them is run: their tests are read, and what they say is safe or unsafe is compared with what we say.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dxscore.config import Config
from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.migration_report import JudgedMigration
from dxscore.domain.rule import Rule
from dxscore.domain.schema import Schema
from dxscore.domain.source import FileKind, SourceFile
from dxscore.domain.subject import Placed, Subject
from dxscore.domain.versions import LockedVersions
from dxscore.evaluation.evaluate import evaluate
from dxscore.facts.lowering import lower
from dxscore.migrations.entities import Judged, steps, whole
from dxscore.migrations.history import schemas_before
from dxscore.migrations.interpreter import Run
from dxscore.migrations.reading import Library, read_migration
from dxscore.migrations.replay import Replay
from dxscore.migrations.scope import Body
from dxscore.migrations.target import TableUse, Target
from dxscore.migrations.verdicts import judged_migrations
from dxscore.pipeline.reading import rules_of
from dxscore.rulebook.selection import in_force
from dxscore.schema.ruby_schema import read_ruby_schema

_POSTGRESQL = Target("postgresql", partial_inserts=True, models_known=True)
_PATH = "db/migrate/20260101000000_example.rb"
_UNSAFE, _SAFE = "unsafe", "safe"


@dataclass(frozen=True)
class Case:
    """One assertion of a peer."""

    name: str
    expected: str
    code: ruby.RubyCode
    schema: Schema
    target: Target = _POSTGRESQL
    rules: frozenset[str] = frozenset()
    """Of ours that say the same as the cop under test; empty when the whole verdict counts."""
    library: Library = field(default_factory=Library)
    """The other migrations of the suite, for `revert`."""


@dataclass(frozen=True)
class Suite:
    """A peer's repository."""

    place: Path

    def files(self, folder: str) -> Iterator[tuple[str, str]]:
        """Path and text of the Ruby files of a folder, from git."""
        names = self._git("ls-tree", "-r", "--name-only", "HEAD", folder).split("\n")
        return ((name, self._git("show", f"HEAD:{name}")) for name in names if name.endswith(".rb"))

    def _git(self, *words: str) -> str:
        done = subprocess.run(["git", "-C", str(self.place), *words], check=True, capture_output=True, text=True)
        return done.stdout


def rules() -> Mapping[str, Rule]:
    """The shipped rules about migrations."""
    book = in_force(rules_of(Path("/nonexistent"), Config()), Config().rules)
    return {rule.id: rule for rule in book.rules if rule.dimension == "migrations"}


def judge(case: Case, known: Mapping[str, Rule]) -> JudgedMigration:
    """Our word on a case."""
    migration = read_migration(_PATH, case.code, case.target.adapter, case.library)
    migration = replace(migration, file_name=migration.name.rpartition("::")[2])
    before = schemas_before([migration], case.schema, {_PATH})
    judged = Judged([migration], before, case.target)

    def entities(kind: str) -> list[Placed]:
        return list(whole(judged) if kind == "migration" else steps(judged, all_directions=True))

    subject = Subject({_PATH: SourceFile(_PATH, "", 0, FileKind.RUBY)}, {}, entities, LockedVersions("8.0"))
    findings = evaluate(list(known.values()), subject).findings
    return judged_migrations([migration], findings, known, case.target.adapter)[0]


# --- online_migrations: minitest, `class X < TestMigration` and `assert_unsafe X` ---


@dataclass
class _Test:
    """A test class while it is read."""

    declared: ruby.Class
    migrations: dict[str, ruby.Class] = field(default_factory=dict)


def online_migrations(suite: Suite) -> Iterator[Case]:
    """Every assertion of test/command_checker about a migration."""
    for path, text in suite.files("test/command_checker"):
        if path.endswith("custom_checks_test.rb"):  # checks that the project itself writes
            continue
        for declared in _classes(lower(text.encode(), FileKind.RUBY).body):
            yield from _asserted(path, declared)


def _classes(body: ruby.Expression) -> Iterator[ruby.Class]:
    for item in body.items if isinstance(body, ruby.Sequence) else (body,):
        match item:
            case ruby.Class():
                yield item
            case ruby.Module(body=inner):
                yield from _classes(inner)


def _asserted(path: str, declared: ruby.Class) -> Iterator[Case]:
    own = {each.name: each for each in _classes(declared.body)}
    methods = [item for item in _items(declared.body) if isinstance(item, ruby.Def)]
    setup = next((method for method in methods if method.name == "setup"), None)
    schema = _after(Schema(adapter="postgresql"), setup.body, methods) if setup else Schema(adapter="postgresql")
    for method in methods:
        if method.name.startswith("test_"):
            reader = _Reader(f"{path.rpartition('/')[2]} {method.name}", own, methods)
            reader.read(method.body, schema, _POSTGRESQL)
            yield from reader.cases


def _items(body: ruby.Expression) -> tuple[ruby.Expression, ...]:
    return body.items if isinstance(body, ruby.Sequence) else (body,)


def _after(schema: Schema, body: ruby.Expression, methods: list[ruby.Def]) -> Schema:
    """The schema after what a method tells the connection."""
    code = ruby.Def(0, "setup", 0, (), body)
    helpers = {method.name: method for method in methods if method.name not in ("setup", "up", "down")}
    run = Run(Body({**helpers, "work": code}), "up", "postgresql", transaction=False)
    return Replay.of("", "8.0", "postgresql").apply_all(schema, run.method("work"))


@dataclass
class _Reader:
    """Walks through a test method."""

    name: str
    own: Mapping[str, ruby.Class]
    methods: list[ruby.Def]
    cases: list[Case] = field(default_factory=list)

    def read(self, body: ruby.Expression, schema: Schema, target: Target) -> None:
        for item in _items(body):
            if isinstance(item, ruby.Begin):
                self.read(item.body, schema, target)
            elif isinstance(item, ruby.Call):
                schema = self._call(item, schema, target)
            elif isinstance(item, ruby.Assign):
                target = _set(item, target)

    def _call(self, call: ruby.Call, schema: Schema, target: Target) -> Schema:
        if call.name in ("assert_safe", "assert_unsafe") and call.arguments:
            self._case(call, schema, target)
        elif isinstance(call.block, ruby.Block):
            self.read(call.block.body, schema, _under(call, target))
        else:
            return _after(schema, ruby.Sequence(call.line, (call,)), self.methods)
        return schema

    def _case(self, call: ruby.Call, schema: Schema, target: Target) -> None:
        migration = call.arguments[0]
        found = self.own.get(migration.name) if isinstance(migration, ruby.Const) else None
        down = any(isinstance(key, ruby.Sym) and key.value == "direction" for key, _ in call.keywords)
        if found is not None and not down:
            expected = _UNSAFE if call.name == "assert_unsafe" else _SAFE
            migration_class = replace_superclass(found)
            code = ruby.RubyCode(ruby.Sequence(1, (migration_class,)), 1)
            name = f"{self.name} {found.name}"
            self.cases.append(Case(name, expected, code, schema, target, library=Library(self.own)))


def replace_superclass(found: ruby.Class) -> ruby.Class:
    """`TestMigration` is the current ActiveRecord::Migration."""
    base = ruby.Call(
        found.line, "[]", ruby.Const(found.line, "ActiveRecord::Migration"), (ruby.Literal(found.line, 8.0),)
    )
    return ruby.Class(found.line, found.name, found.end_line, base, found.body)


def _under(call: ruby.Call, target: Target) -> Target:
    """What a `with_...` block changes."""
    given = call.arguments[0] if call.arguments else None
    value = given.value if isinstance(given, (ruby.Literal, ruby.Str)) else None
    if call.name == "with_target_version":
        return replace(target, version=tuple(int(part) for part in re.findall(r"\d+", str(value))))
    if call.name == "with_time_zone":
        return replace(target, utc=value == "UTC")
    if call.name == "with_partial_writes":
        return replace(target, partial_inserts=value is True)
    if call.name == "with_safety_assured":
        return replace(target, rewritten=frozenset({"remove_column"}))
    return target


def _set(assignment: ruby.Assign, target: Target) -> Target:
    """`ActiveRecord::Base.inheritance_column = "x"`."""
    match assignment:
        case ruby.Assign(target=ruby.Call(name="inheritance_column"), value=ruby.Str(value=column)):
            return replace(target, uses={"users": TableUse(("User",), inheritance=frozenset({column}))})
    return target


# --- rubocop-migration: RSpec, `expect_offense(<<~RUBY)` ---

_SAME = {
    "add_check_constraint": {"add-check-constraint"},
    "add_column_with_default_value": {"add-column-default"},
    "add_foreign_key": {"add-foreign-key", "add-reference-key"},
    "add_index_columns_count": {"add-index-columns"},
    "add_index_concurrently": {"add-index"},
    "add_index_duplicate": {"add-index-duplicate"},
    "batch_in_batches": {"unbatched-write"},
    "batch_in_transaction": {"batches-in-transaction"},
    "batch_with_throttling": {"unthrottled-batches"},
    "change_column": {"change-column", "change-column-unknown"},
    "change_column_null": {"change-column-null"},
    "create_table_force": {"create-table-force"},
    "jsonb": {"add-column-json", "new-table-json"},
    "remove_column": {"remove-column"},
    "rename_column": {"rename-column"},
    "rename_table": {"rename-table"},
    "reserved_word_mysql": {"reserved-word-mysql"},
}
"""Spec -> our rules about the same."""
_AS_WELL = {"batch_in_transaction": "unbatched-write", "batch_with_throttling": "unbatched-write"}
"""A write that is no batch at all is told as that, not as a batch without a pause or in a transaction."""


def rubocop_migration(suite: Suite) -> Iterator[Case]:
    """Every expectation of the cops' specs."""
    for path, text in suite.files("spec/rubocop/cop/migration"):
        cop = path.rpartition("/")[2].removesuffix("_spec.rb")
        body = lower(text.encode(), FileKind.RUBY).body
        cases = _expected(cop, body, {}, "")
        yield from (case for case in cases if "customized" not in case.name)  # options of a cop that we don't have


def _expected(cop: str, body: ruby.Expression, lets: Mapping[str, ruby.Expression], title: str) -> Iterator[Case]:
    items = [item for item in _items(body) if isinstance(item, ruby.Call)]
    lets = {
        **lets,
        **{_word(item): item.block.body for item in items if item.name == "let" and isinstance(item.block, ruby.Block)},
    }
    for item in items:
        if item.name in ("expect_offense", "expect_no_offenses") and item.arguments:
            yield _snippet(cop, item, lets, title)
        elif item.name in ("describe", "context", "it", "with_config") and isinstance(item.block, ruby.Block):
            yield from _expected(cop, item.block.body, lets, f"{title} {_word(item)}".strip())


def _word(call: ruby.Call) -> str:
    first = call.arguments[0] if call.arguments else None
    return first.value if isinstance(first, (ruby.Sym, ruby.Str)) else ""


def _snippet(cop: str, call: ruby.Call, lets: Mapping[str, ruby.Expression], title: str) -> Case:
    text = _text(call.arguments[0])
    lines = [line for line in text.split("\n") if not re.match(r"\s*(?:\^|_*\^)", line)]
    code = "\n".join(lines)
    if "class " not in code:
        body = code if "def " in code else f"def change\n{code}\nend"
        code = f"class Example < ActiveRecord::Migration[7.0]\n{body}\nend\n"
    schema_text = _text(lets.get("db_schema_content"))
    path = _text(lets.get("db_schema_path")) or "db/schema.rb"
    schema = Schema(adapter="postgresql")
    if schema_text and path == "db/schema.rb":
        schema = read_ruby_schema(lower(schema_text.encode(), FileKind.RUBY), path, "postgresql")
    mysql = cop == "reserved_word_mysql"
    model = _text(lets.get("model_content")) if _text(lets.get("model_path")) == "app/models/user.rb" else ""
    target = replace(_POSTGRESQL, adapter="mysql" if mysql else "postgresql", uses=_uses(model), version=_version(cop))
    expected = _UNSAFE if call.name == "expect_offense" else _SAFE
    names = _SAME[cop] | ({_AS_WELL[cop]} if cop in _AS_WELL and expected == _UNSAFE else set())
    same = frozenset(f"migrations.{name}" for name in names)
    return Case(f"{cop}: {title}", expected, lower(code.encode(), FileKind.RUBY), schema, target, same)


def _text(node: ruby.Expression | None) -> str:
    last = _items(node)[-1] if node is not None and _items(node) else None
    if isinstance(last, ruby.Text):
        return "".join(part.value if isinstance(part, ruby.Str) else "x" for part in last.parts)
    return last.value if isinstance(last, ruby.Str) else ""


def _version(cop: str) -> tuple[int, ...]:
    """The cop warns of what PostgreSQL did before 11."""
    return (10,) if cop == "add_column_with_default_value" else ()


def _uses(model: str) -> Mapping[str, TableUse]:
    found = re.findall(r"ignored_columns\s*\+?=\s*(?:%[wi]\[([^\]]*)\]|\[([^\]]*)\])", model)
    ignored = frozenset(re.findall(r"\w+", " ".join(part for pair in found for part in pair)))
    return {"users": TableUse(("User",), ignored)} if model else {}


# --- the table ---


def verdict_on(case: Case, known: Mapping[str, Rule]) -> tuple[str, JudgedMigration]:
    """'safe', 'unsafe' or 'unknown', by the whole verdict or by the rules that say the same as a cop."""
    judged = judge(case, known)
    if not case.rules:
        return judged.up.value, judged
    found = any(
        finding.rule in case.rules for finding in judged.findings if finding.evidence.get("direction") != "down"
    )
    return (_UNSAFE if found else _SAFE), judged


def report(title: str, cases: list[Case], known: Mapping[str, Rule]) -> None:
    """Print the confusion table and every disagreement."""
    table: Counter[tuple[str, str]] = Counter()
    wrong = []
    for case in cases:
        said, judged = verdict_on(case, known)
        table[case.expected, said] += 1
        if said != case.expected:
            rules_found = ", ".join(sorted({each.rule for each in judged.findings}))
            wrong.append(f"  {case.name}: {case.expected}, we say {said} ({rules_found})")
    agreed = sum(count for (expected, said), count in table.items() if expected == said)
    print(f"{title}: {agreed} of {len(cases)} agree, {agreed / max(len(cases), 1):.1%}")
    for expected in (_UNSAFE, _SAFE):
        row = ", ".join(f"{said} {table[expected, said]}" for said in (_UNSAFE, _SAFE, "unknown"))
        print(f"  expected {expected}: we say {row}")
    print("\n".join(wrong))


def main(online: str, rubocop: str) -> None:
    """Both suites."""
    known = rules()
    report("online_migrations", list(online_migrations(Suite(Path(online)))), known)
    report("rubocop-migration", list(rubocop_migration(Suite(Path(rubocop)))), known)


if __name__ == "__main__":
    main(*sys.argv[1:3])

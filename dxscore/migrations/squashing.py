"""Old migrations, those that stay and the schema -> which can be folded into it, and what it does not carry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dxscore.domain import ruby
from dxscore.domain.migration import Migration, Operation
from dxscore.domain.ruby import RubyCode
from dxscore.domain.schema import Schema
from dxscore.domain.squash import Kept, Loss, Squash
from dxscore.migrations.history import is_applied
from dxscore.migrations.rollback.expressions import nodes

_ADDS_ROWS = frozenset(
    "create create! insert insert! insert_all insert_all! upsert_all find_or_create_by find_or_create_by! import "
    "first_or_create first_or_create!".split()
)
_KEPT_BY_NO_RUBY_SCHEMA = re.compile(
    r"\s*(?:create|alter)\s+(?:or\s+replace\s+)?(?:\w+\s+)?"
    r"(function|procedure|trigger|view|aggregate|domain|rule|policy|sequence|event|operator|collation|cast|role|user)\b|"
    r"\s*(grant|revoke)\b",
    re.IGNORECASE,
)
"""What db/schema.rb does not dump without a gem. Source: ActiveRecord::SchemaDumper of Rails 8.0."""


def squash(
    old: Sequence[Migration], staying: Mapping[str, RubyCode], schema: Schema, before: str, newer: int
) -> Squash:
    """`staying` are the programs of the migrations that are not old, by path: what they name can't go."""
    named = _names(staying)
    kept = [Kept(each.path, why) for each in old if (why := _why_kept(each, schema, named))]
    staying_paths = {each.path for each in kept}
    folded = [each for each in old if each.path not in staying_paths]
    return Squash(
        schema=schema.path,
        before=before,
        folded=tuple(each.path for each in folded),
        kept=tuple(kept),
        lost=tuple(loss for each in folded for loss in _losses(each, schema.path.endswith(".sql"))),
        statements=sum(len(each.ways.up) for each in folded),
        schema_statements=_statements(schema),
        newer=newer,
    )


def _names(staying: Mapping[str, RubyCode]) -> frozenset[str]:
    found = (node for code in staying.values() for node, _ in nodes(code.body))
    return frozenset(node.name.rpartition("::")[2] for node in found if isinstance(node, ruby.Const))


def _why_kept(migration: Migration, schema: Schema, named: frozenset[str]) -> str:
    if not is_applied(migration, schema):
        return f"{schema.path or 'no schema file'} does not contain it"
    if migration.name.rpartition("::")[2] in named:
        return f"a newer migration names {migration.name}"
    return f"can't be read: {migration.problem}" if migration.problem else ""


def _losses(migration: Migration, is_sql: bool) -> Iterator[Loss]:
    for each in migration.ways.up:
        if each.name in _ADDS_ROWS and not _copies(each):
            yield Loss("rows", migration.path, each.line, f"rows added{_to(each)} by `{each.name}`")
        elif each.name == "unknown":
            yield Loss("unknown", migration.path, each.line, f"what `{_start(each)}` does")
        elif each.name == "execute" and not is_sql and (found := _KEPT_BY_NO_RUBY_SCHEMA.match(each.text)):
            yield Loss("sql", migration.path, each.line, f"{(found[1] or found[2]).lower()}: `{_start(each)}`")


def _copies(operation: Operation) -> bool:
    """From rows that a new database does not have: once for each of them, or by INSERT ... SELECT."""
    return operation.around.looped or (operation.around.via == "sql" and operation.name == "insert_all")


def _to(operation: Operation) -> str:
    return f" to {operation.table}" if operation.table not in ("", "?") else ""


def _start(operation: Operation) -> str:
    return " ".join(operation.text.split())[:80] or operation.name


def _statements(schema: Schema) -> int:
    """As schema.rb runs them: indexes stand in `create_table`, and are statements all the same."""
    parts = (
        1 + len(table.indexes) + len(table.foreign_keys) + len(table.checks) + len(table.unique_constraints)
        for table in schema.tables.values()
    )
    return sum(parts) + len(schema.enums) + len(schema.views) + len(schema.extensions)

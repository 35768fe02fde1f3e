"""Texts of both ends of a change -> what rollbacks are judged by, for tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from textwrap import dedent

from dxscore.domain.migration import Migration
from dxscore.domain.rollback import Reason, RollbackKind
from dxscore.domain.ruby import RubyCode
from dxscore.domain.schema import Schema
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.migrations.history import schemas_before
from dxscore.migrations.reading import Library, read_migration
from dxscore.migrations.rollback.judging import judge_rollback
from dxscore.migrations.rollback.release import Mentions, Release, ReleaseChange
from dxscore.program.index import build_program
from dxscore.program.inflections import read_inflections
from dxscore.program.models import build_models
from tests.migrations.programs import committed

SCHEMA = """
create_table "users" do |t|
  t.string "email", null: false
  t.string "nick_name"
  t.string "type"
  t.integer "status", default: 0, null: false
  t.text "settings"
end
create_table "orders" do |t|
  t.bigint "user_id", null: false
  t.integer "price"
end
"""
MIGRATION = "db/migrate/20260201000000_example.rb"
_BASE = {
    "app/models/application_record.rb": "class ApplicationRecord < ActiveRecord::Base\n  primary_abstract_class\nend\n"
}


def reasons(
    before: Mapping[str, str], after: Mapping[str, str], schema: str = SCHEMA, adapter: str = "postgresql"
) -> list[Reason]:
    """The reasons for the change from one set of files to another; the database has this schema before."""
    old, new = _code({**_BASE, **before}), _code({**_BASE, **after})
    committed_schema = committed("2026_01_01_000000", schema)
    changed = {
        path for path in old.keys() | new.keys() if {**_BASE, **before}.get(path) != {**_BASE, **after}.get(path)
    }
    migrations = tuple(_migrations({path: code for path, code in new.items() if path not in old}, adapter))
    change = ReleaseChange(
        _release(old, changed, committed_schema),
        _release(new, changed, committed_schema),
        migrations,
        {each.path: new[each.path] for each in migrations},
        schemas_before(migrations, committed_schema, [each.path for each in migrations]),
    )
    return list(judge_rollback(change).reasons)


def told(found: list[Reason]) -> list[tuple[str, str]]:
    """Verdict and kind of each."""
    return [(str(each.verdict), str(each.kind)) for each in found]


def only(found: list[Reason], kind: RollbackKind) -> Reason:
    """The one reason of this kind."""
    (reason,) = (each for each in found if each.kind is kind)
    return reason


def migrating(body: str, name: str = "change") -> dict[str, str]:
    """A file with a migration."""
    inside = "\n".join(f"    {line}" for line in dedent(body).strip().splitlines())
    return {MIGRATION: f"class Example < ActiveRecord::Migration[8.0]\n  def {name}\n{inside}\n  end\nend\n"}


def _code(files: Mapping[str, str]) -> dict[str, RubyCode]:
    return {path: lower(dedent(text).encode(), FileKind.RUBY) for path, text in files.items()}


def _migrations(code: Mapping[str, RubyCode], adapter: str) -> Iterator[Migration]:
    library = Library.of(code, lambda _name: None)
    for path in sorted(code):
        if path.startswith("db/"):
            yield read_migration(path, code[path], adapter, library)


def _release(code: Mapping[str, RubyCode], changed: set[str], schema: Schema) -> Release:
    application = {path: each for path, each in code.items() if not path.startswith("db/")}
    program = build_program(application)
    models = build_models(program, read_inflections(program))

    def naming(words: frozenset[str]) -> Mentions:
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
        return Mentions({path: each for path, each in application.items() if pattern.search(repr(each))})

    return Release(
        {path: each for path, each in application.items() if path in changed},
        program,
        models,
        {"primary": schema},
        naming,
        lambda: models,
        schema.adapter,
    )

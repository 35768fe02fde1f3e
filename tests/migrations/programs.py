"""Texts of Ruby -> migrations and schemas, for tests."""

from __future__ import annotations

from textwrap import dedent, indent

from dxscore.domain.migration import Migration, Operation
from dxscore.domain.schema import Schema
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.migrations.reading import Library, read_migration
from dxscore.migrations.replay import Replay
from dxscore.schema.ruby_schema import read_ruby_schema

PATH = "db/migrate/20260101000000_example.rb"


def reading(code: str, adapter: str = "postgresql") -> Migration:
    """The migration in a whole file."""
    program = lower(dedent(code).encode(), FileKind.RUBY)
    return read_migration(PATH, program, adapter, Library.of({PATH: program}, lambda _name: None))


def changing(body: str, adapter: str = "postgresql") -> Migration:
    """A migration with this body of `change`."""
    inside = indent(dedent(body).strip(), "    ")
    return reading(f"class Example < ActiveRecord::Migration[8.0]\n  def change\n{inside}\n  end\nend\n", adapter)


def up(body: str, adapter: str = "postgresql") -> tuple[Operation, ...]:
    """What `change` with this body does going up."""
    return changing(body, adapter).ways.up


def names(operations: tuple[Operation, ...]) -> list[str]:
    """Name and table of each."""
    return [f"{each.name} {each.table}".strip() for each in operations]


def schema(body: str, adapter: str = "postgresql") -> Schema:
    """The schema that these statements make."""
    return Replay.of(PATH, "8.0", adapter).apply_all(Schema(adapter="postgresql"), up(body, adapter))


def committed(version: str, body: str) -> Schema:
    """A schema.rb of a version."""
    inside = indent(dedent(body).strip(), "  ")
    code = f"ActiveRecord::Schema[8.0].define(version: {version}) do\n{inside}\nend\n"
    return read_ruby_schema(lower(code.encode(), FileKind.RUBY), "db/schema.rb", "postgresql")

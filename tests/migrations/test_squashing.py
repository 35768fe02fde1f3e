from __future__ import annotations

import pytest

from dxscore.copying import replace
from dxscore.domain.schema import Schema
from dxscore.domain.source import FileKind
from dxscore.domain.squash import Squash
from dxscore.facts.lowering import lower
from dxscore.migrations.squashing import squash
from tests.migrations.programs import PATH, changing, committed

_SCHEMA = 'create_table "users" do |t|\n  t.string "email"\n  t.index ["email"], name: "i"\nend'


def _squashed(body: str, staying: str = "", schema: Schema | None = None) -> Squash:
    code = {"db/migrate/20270101000000_new.rb": lower(staying.encode(), FileKind.RUBY)} if staying else {}
    return squash(
        [changing(body)], code, schema or committed("2026_01_01_000000", _SCHEMA), "20260101000000", len(code)
    )


def test_what_the_schema_contains_can_be_folded() -> None:
    found = _squashed("add_column :users, :email, :string\nadd_index :users, :email")
    assert (found.folded, found.kept, found.lost) == ((PATH,), (), ())
    assert (found.statements, found.schema_statements) == (2, 2)


def test_what_it_does_not_contain_stays() -> None:
    found = _squashed("add_column :users, :age, :integer", schema=committed("2020_01_01_000000", _SCHEMA))
    assert found.folded == ()
    assert [each.reason for each in found.kept] == ["db/schema.rb does not contain it"]


def test_what_a_newer_one_takes_back_stays() -> None:
    newer = "class New < ActiveRecord::Migration[8.0]\n  def change\n    revert Example\n  end\nend\n"
    assert [each.reason for each in _squashed("add_column :users, :age, :integer", newer).kept] == [
        "a newer migration names Example"
    ]


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ('User.create!(email: "system")', ["rows"]),
        ("User.find_each { |user| Name.create!(user: user) }", []),
        ('execute "INSERT INTO names SELECT email FROM users"', []),
        ("User.update_all(email: nil)", []),
        ('execute "CREATE OR REPLACE FUNCTION f() RETURNS trigger AS $$ BEGIN END $$"', ["sql"]),
        ('execute "CREATE TABLE a (id int)"', []),
        ("Importer.run!", ["unknown"]),
    ],
)
def test_what_would_be_lost(body: str, kinds: list[str]) -> None:
    assert [each.kind for each in _squashed(body).lost] == kinds


def test_sql_schemas_keep_all_sql() -> None:
    schema = replace(committed("2026_01_01_000000", _SCHEMA), path="db/structure.sql")
    assert _squashed('execute "CREATE TRIGGER t BEFORE INSERT ON users"', schema=schema).lost == ()

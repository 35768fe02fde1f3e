"""Calls of a table definition as migrations write them."""

from __future__ import annotations

from dxscore.domain.schema import Column
from tests.schema.projects import schema_of


def test_references_bring_their_columns_index_and_key() -> None:
    table = schema_of(
        'create_table "a" do |t|\nt.references :category, null: false, foreign_key: true\n'
        "t.belongs_to :owner, polymorphic: true, index: { unique: true }\nend"
    ).tables["a"]
    assert [column.name for column in table.columns] == ["id", "category_id", "owner_type", "owner_id"]
    assert table.column("category_id") == Column("category_id", "bigint", null=False)
    assert [key.to_table for key in table.foreign_keys] == ["categories"]
    assert [(index.columns, index.unique) for index in table.indexes] == [
        (("category_id",), False),
        (("owner_type", "owner_id"), True),
    ]


def test_timestamps_may_be_null_only_before_rails_5() -> None:
    table = schema_of('create_table "a" do |t|\nt.timestamps\nend').tables["a"]
    assert [(column.name, column.null) for column in table.columns[1:]] == [
        ("created_at", False),
        ("updated_at", False),
    ]


def test_one_call_may_make_several_columns() -> None:
    table = schema_of('create_table "a" do |t|\nt.string :x, :y, limit: 5\nend').tables["a"]
    assert [(column.name, column.limit) for column in table.columns[1:]] == [("x", 5), ("y", 5)]


def test_sizes_of_mysql_are_limits_in_bytes() -> None:
    table = schema_of('create_table "a" do |t|\nt.text "x", size: :medium\nt.longtext "y"\nend').tables["a"]
    assert [(column.type, column.limit) for column in table.columns[1:]] == [
        ("text", 16_777_215),
        ("text", 4_294_967_295),
    ]


def test_an_integer_of_eight_bytes_is_a_bigint() -> None:
    table = schema_of('create_table "a" do |t|\nt.integer "x", limit: 8\nt.integer "y", limit: 2\nend').tables["a"]
    assert [(column.type, column.limit) for column in table.columns[1:]] == [("bigint", None), ("integer", 2)]


def test_a_column_with_a_name_worked_out_is_unread() -> None:
    assert [each.text for each in schema_of('create_table "a" do |t|\nt.string name\nend').unread] == ["t.string"]

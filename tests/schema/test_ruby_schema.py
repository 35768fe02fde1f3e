"""schema.rb of any version and formatting -> tables, and what was not understood."""

from __future__ import annotations

import pytest

from dxscore.domain.schema import Column, EnumType, ForeignKey, Index, IndexPart, Place
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.schema.ruby_schema import read_ruby_schema, undumped_tables
from tests.schema.projects import schema_of

TABLE = """
  create_table "users", force: :cascade do |t|
    t.string "email", limit: 100, default: "", null: false
    t.decimal "balance", precision: 10, scale: 2, default: "0.0"
    t.datetime "seen_at", default: -> { "CURRENT_TIMESTAMP" }
    t.virtual "search", type: :tsvector, as: "to_tsvector('english', email)", stored: true
    t.index ["email"], name: "i", unique: true, where: "(seen_at IS NULL)"
  end
"""


def test_columns_have_their_options() -> None:
    table = schema_of(TABLE).tables["users"]
    assert table.column("email") == Column("email", "string", limit=100, default="", null=False)
    assert table.column("balance") == Column("balance", "decimal", precision=10, scale=2, default="0.0")
    assert table.column("seen_at") == Column("seen_at", "datetime", default_function="CURRENT_TIMESTAMP")
    assert table.column("search") == Column(
        "search", "tsvector", generated="to_tsvector('english', email)", stored=True
    )


def test_the_id_that_rails_adds_is_a_column() -> None:
    table = schema_of(TABLE).tables["users"]
    assert table.primary_key == ("id",)
    assert table.column("id") == Column("id", "bigint", null=False, automatic=True)


@pytest.mark.parametrize(
    ("options", "kind", "key"),
    [
        ("id: :uuid", "uuid", ("id",)),
        ("id: :serial", "integer", ("id",)),
        ('id: { type: :string, limit: 36 }, primary_key: "code"', "string", ("code",)),
        ('primary_key: "number"', "bigint", ("number",)),
    ],
)
def test_a_key_may_be_of_another_type_or_name(options: str, kind: str, key: tuple[str, ...]) -> None:
    table = schema_of(f'create_table "a", {options} do |t|\nend').tables["a"]
    column = table.column(key[0])
    assert (column.type if column else "", table.primary_key) == (kind, key)


def test_a_table_may_have_no_key_or_one_of_several_columns() -> None:
    schema = schema_of(
        'create_table "a", id: false do |t|\nend\ncreate_table "b", primary_key: ["x", "y"] do |t|\n'
        't.integer "x"\nt.integer "y"\nend'
    )
    assert schema.tables["a"].primary_key == ()
    assert schema.tables["b"].primary_key == ("x", "y")


def test_keys_were_four_bytes_before_rails_5_1() -> None:
    text = 'ActiveRecord::Schema.define(:version => 20121010) do\ncreate_table("a", :force => true) { |t| }\nend'
    schema = read_ruby_schema(lower(text.encode(), FileKind.RUBY), "db/schema.rb", "mysql", rails="4.2")
    column = schema.tables["a"].column("id")
    assert (schema.version, column.type if column else "") == ("20121010", "integer")


def test_indexes_know_expressions_and_order() -> None:
    schema = schema_of(
        'create_table "a" do |t|\nt.string "x"\nt.index "lower((x)::text), id DESC", name: "i"\n'
        't.index ["x", "id"], name: "j", order: { id: :desc }, include: ["y"], opclass: { x: :gin_trgm_ops }\nend'
    )
    first, second = schema.tables["a"].indexes
    assert first.parts == (IndexPart(expression="lower((x)::text)"), IndexPart("id", descending=True))
    assert second == Index(
        "j", (IndexPart("x", opclass="gin_trgm_ops"), IndexPart("id", descending=True)), include=("y",)
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [("users", "user_id"), ("categories", "category_id"), ("people", "person_id"), ("statuses", "status_id")],
)
def test_the_column_of_a_foreign_key_may_be_left_out(table: str, column: str) -> None:
    body = f'create_table "{table}" do |t|\nend\ncreate_table "posts" do |t|\nt.bigint "{column}"\nend\n'
    schema = schema_of(f'{body}add_foreign_key "posts", "{table}", on_delete: :cascade, validate: false')
    assert schema.tables["posts"].foreign_keys == (
        ForeignKey("", (column,), table, on_delete="cascade", validated=False),
    )


def test_constraints_enums_views_and_extensions_are_read() -> None:
    schema = schema_of(
        'enable_extension "citext"\ncreate_enum "mood", ["sad", "glad"]\n'
        'create_table "a" do |t|\nt.enum "mood", enum_type: "mood"\nt.check_constraint "id > 0", name: "c"\n'
        't.unique_constraint ["mood"], name: "u"\nend\n'
        'create_view "v", materialized: true, sql_definition: "SELECT 1"\nadd_index "v", ["x"], name: "i"'
    )
    table = schema.tables["a"]
    assert schema.enums["mood"] == EnumType("mood", ("sad", "glad"))
    assert (table.checks[0].expression, table.unique_constraints[0].columns) == ("id > 0", ("mood",))
    assert schema.views["v"].materialized
    assert (schema.extensions, schema.unread) == (("citext",), ())


def test_what_is_not_understood_is_listed_with_its_line() -> None:
    schema = schema_of('create_table name do |t|\nend\nfrobnicate "a"\nadd_index "nowhere", ["x"]')
    assert [(each.at.line, each.text) for each in schema.unread] == [
        (2, "create_table"),
        (4, "frobnicate"),
        (5, "nowhere"),
    ]


def test_triggers_and_functions_say_nothing_of_tables() -> None:
    schema = schema_of(
        'create_function :f, sql_definition: "x"\n'
        'create_trigger("t", generated: true).on("a").before(:insert) do\n"x"\nend'
    )
    assert schema.unread == ()


def test_a_file_that_defines_no_schema_is_unread() -> None:
    schema = read_ruby_schema(lower(b"puts 1", FileKind.RUBY), "db/schema.rb")
    assert [each.reason for each in schema.unread] == ["no ActiveRecord::Schema"]


def test_tables_that_rails_could_not_dump_are_known_by_name() -> None:
    text = 'x\n# Could not dump table "shapes" because of following StandardError\n#   Unknown type\n'
    (unread,) = undumped_tables(text, "db/schema.rb")
    assert (unread.text, unread.at) == ("shapes", Place("db/schema.rb", 2))


def test_a_collation_of_the_table_is_known_from_either_form() -> None:
    schema = schema_of(
        'create_table "a", charset: "utf8mb4", collation: "utf8mb4_bin" do |t|\nend\n'
        'create_table "b", options: "ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_unicode_ci" do |t|\nend\n'
        'create_table "c", charset: "utf8mb4" do |t|\nend'
    )
    assert [schema.tables[name].collation for name in "abc"] == ["utf8mb4_bin", "utf8_unicode_ci", "utf8mb4_general_ci"]

"""What a table guarantees by itself."""

from __future__ import annotations

import pytest

from dxscore.domain.schema import Adapter, Check, Column, Index, IndexPart, Table, UniqueConstraint
from dxscore.schema.guarantees import covers_all_rows, ignores_case, longest, part_name, unique_sets


@pytest.mark.parametrize(
    "expression", ["lower((email)::text)", "(lower(`email`))", 'lower("email")', "LOWER(email)", "upper((email)::text)"]
)
def test_functions_of_case_are_known_in_any_spelling(expression: str) -> None:
    assert part_name(IndexPart(expression=expression)) == "lower:email"


@pytest.mark.parametrize(
    ("where", "all_rows"),
    [
        ("", True),
        ("(email IS NOT NULL)", True),
        ("((email IS NOT NULL) AND (a IS NOT NULL))", False),
        ("active", False),
    ],
)
def test_rows_without_a_value_may_be_left_out(where: str, all_rows: bool) -> None:
    assert covers_all_rows(Index("i", (IndexPart("email"),), unique=True, where=where)) is all_rows


@pytest.mark.parametrize(
    ("expression", "limit"),
    [("char_length((name)::text) <= 20", 20), ("length(name) < 20", 19), ("char_length(other) <= 5", None)],
)
def test_a_check_limits_a_length(expression: str, limit: int | None) -> None:
    column = Column("name", "text")
    assert longest(Table("a", (column,), checks=(Check("c", expression),)), column) == limit


@pytest.mark.parametrize(
    ("column", "adapter", "ignores"),
    [
        (Column("a", "citext"), "postgresql", True),
        (Column("a", "string"), "postgresql", False),
        (Column("a", "string", collation="und_ci_custom"), "postgresql", True),
        (Column("a", "string"), "mysql", True),
        (Column("a", "string", collation="utf8mb4_bin"), "mysql", False),
        (Column("a", "string", collation="NOCASE"), "sqlite", True),
        (Column("a", "string"), "sqlite", False),
    ],
)
def test_case_is_a_matter_of_type_and_collation(column: Column, adapter: Adapter, ignores: bool) -> None:
    assert ignores_case(Table("t", (column,)), column, adapter) is ignores


def test_keys_and_constraints_are_unique_too() -> None:
    table = Table("t", primary_key=("id",), unique_constraints=(UniqueConstraint("u", ("a", "b")),))
    assert [found for found, _ in unique_sets(table)] == [frozenset({"id"}), frozenset({"a", "b"})]

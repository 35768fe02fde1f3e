"""Names of tables and of the columns that point to them."""

from __future__ import annotations

import pytest

from dxscore.schema.singular import foreign_key_column, likely_table


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("users", "user_id"),
        ("order_items", "order_item_id"),
        ("boxes", "box_id"),
        ("media", "medium_id"),
        ("a.users", "user_id"),
    ],
)
def test_the_column_that_exists_is_chosen(table: str, column: str) -> None:
    assert foreign_key_column(table, ["id", column, "other_id"]) == column


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("user", "users"),
        ("category", "categories"),
        ("day", "days"),
        ("box", "boxes"),
        ("sales_person", "sales_people"),
    ],
)
def test_a_reference_points_to_the_plural(name: str, table: str) -> None:
    assert likely_table(name) == table

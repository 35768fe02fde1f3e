"""Writes through classes, relations and associations."""

from __future__ import annotations

import pytest

from dxscore.domain.access import Kind, Within
from tests.access.programs import action, one, written


@pytest.mark.parametrize(
    ("body", "writes"),
    [
        ("Order.new(paid: true)", set()),
        ("Order.create!(paid: true)", {("orders", "insert")}),
        ("Order.find(1).items.create(name: 1)", {("items", "insert")}),
        ("Order.find_or_create_by(number: 1)", {("orders", "insert")}),
        ("Order.find_or_initialize_by(number: 1)", set()),
        ("Order.insert_all([{id: 1}])", {("orders", "insert")}),
        ("Order.upsert_all([{id: 1}])", {("orders", "insert"), ("orders", "update")}),
        ("Order.where(paid: nil).update_all(paid: false)", {("orders", "update")}),
        ("Order.where(paid: nil).delete_all", {("orders", "delete")}),
        ("Order.where(paid: nil).destroy_all", {("orders", "delete")}),
        ("Order.find(1).items << Item.new", {("items", "insert")}),
        ("Order.find(1).items.clear", {("items", "update")}),
    ],
)
def test_what_is_written(body: str, writes: set[tuple[str, str]]) -> None:
    assert written(body) == writes


def test_one_statement_for_many_rows_is_bulk() -> None:
    assert one(action("Order.update_all(paid: true)"), Kind.WRITE).bulk
    assert not one(action("Order.find(1).update!(paid: true)"), Kind.WRITE).bulk


def test_one_statement_per_row_is_a_loop() -> None:
    effect = one(action("Order.all.destroy_all"), Kind.WRITE)
    assert (effect.loop, effect.bulk) == (True, False)


def test_a_bare_bulk_write_is_in_no_transaction() -> None:
    assert one(action("Order.update_all(paid: true)"), Kind.WRITE).within is Within.NONE


def test_adding_through_a_table_between_writes_that_table() -> None:
    files = {
        "app/models/order.rb": """
            class Order < ApplicationRecord
              has_many :tags
              has_many :labels, through: :tags
              has_and_belongs_to_many :coupons
            end
        """,
        "app/models/tag.rb": "class Tag < ApplicationRecord\n  belongs_to :order\n  belongs_to :label\nend",
        "app/models/label.rb": "class Label < ApplicationRecord\nend",
        "app/models/coupon.rb": "class Coupon < ApplicationRecord\nend",
    }
    assert written("Order.find(1).labels << Label.first", files) == {("tags", "insert")}
    assert written("Order.find(1).coupons << Coupon.first", files) == {("coupons_orders", "insert")}

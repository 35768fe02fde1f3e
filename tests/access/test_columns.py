"""Columns tell attributes from methods that are not there."""

from __future__ import annotations

from tests.access.programs import action, written

SCHEMA = {
    "db/schema.rb": """
        ActiveRecord::Schema[7.1].define(version: 1) do
          create_table "orders", force: :cascade do |t|
            t.string "number"
            t.string "type"
          end
        end
    """
}
BELOW = {"app/models/rush_order.rb": "class RushOrder < Order\n  def hurry\n    Item.create!\n  end\nend"}


def test_a_column_is_an_attribute_and_another_name_is_not() -> None:
    body = "order = Order.first\norder.number\norder.number_changed?\norder.zork"
    assert [call.name for call in action(body, SCHEMA).unresolved] == ["zork"]


def test_a_record_may_be_of_a_class_below() -> None:
    assert written("Order.first.hurry", {**SCHEMA, **BELOW}) == {("items", "insert")}


def test_without_a_schema_too() -> None:
    assert written("Order.first.hurry", BELOW) == {("items", "insert")}

"""Conditions on changes, where an update names what it changes."""

from __future__ import annotations

import pytest

from tests.access.programs import written

UPDATE = "Order.find(1).update!(paid: true)"


def order(*lines: str) -> dict[str, str]:
    body = "\n".join(f"  {line}" for line in lines)
    return {"app/models/order.rb": f"class Order < ApplicationRecord\n{body}\nend\n"}


@pytest.mark.parametrize(
    "condition",
    [
        "if: :saved_change_to_number?",
        "if: :number_previously_changed?",
        "if: -> { saved_change_to_number? }",
        "if: -> { previous_changes.key?(:number) }",
        "if: -> { saved_change_to_attribute?(:number) }",
        "if: -> { (saved_changes.keys & %w[number]).any? }",
        "unless: -> { !saved_change_to_number? }",
    ],
)
def test_other_attributes_do_not_run_the_callback(condition: str) -> None:
    files = order(f"after_update_commit :log, {condition}", "def log", "  Item.create!", "end")
    assert written(UPDATE, files) == {("orders", "update")}
    assert ("items", "insert") in written("Order.find(1).update!(number: 1)", files)


def test_what_is_not_named_may_change_anything() -> None:
    files = order("after_update_commit :log, if: :saved_change_to_number?", "def log", "  Item.create!", "end")
    assert ("items", "insert") in written("Order.find(1).update!(params.permit!)", files)
    assert ("items", "insert") in written("order = Order.find(1)\norder.number = 1\norder.update!(paid: true)", files)


def test_callbacks_may_change_more() -> None:
    files = order(
        "before_save :renumber",
        "after_save :log, if: :saved_change_to_number?",
        "def renumber",
        "  self.number = 1",
        "end",
        "def log",
        "  Item.create!",
        "end",
    )
    assert ("items", "insert") in written(UPDATE, files)


def test_a_guard_inside_of_the_callback() -> None:
    files = order("after_save :log", "def log", "  return unless saved_change_to_number?", "  Item.create!", "end")
    assert written(UPDATE, files) == {("orders", "update")}

"""Queries: lazy until something looks at the rows."""

from __future__ import annotations

import pytest

from dxscore.domain.access import Kind
from tests.access.programs import action, one, read


@pytest.mark.parametrize(
    ("body", "reads"),
    [
        ("Order.where(paid: true).order(:id)", set()),
        ("Order.where(paid: true).to_a", {("orders", "unbounded")}),
        ("Order.limit(3).each { |order| order.id }", {("orders", "many")}),
        ("Order.find(params[:id])", {("orders", "one")}),
        ("Order.find([1, 2])", {("orders", "many")}),
        ("Order.find_by(id: 1)", {("orders", "one")}),
        ("Order.find_by_number(1)", {("orders", "one")}),
        ("Order.first", {("orders", "one")}),
        ("Order.first(3)", {("orders", "many")}),
        ("Order.count", {("orders", "aggregate")}),
        ("Order.exists?", {("orders", "aggregate")}),
        ("Order.pluck(:id)", {("orders", "unbounded")}),
        ("Order.open.map(&:id)", {("orders", "unbounded")}),
        ("Order.find_each { |order| order.id }", {("orders", "many")}),
        ("Order.where(customer: Customer.where(vip: true)).to_a", {("orders", "unbounded"), ("customers", "many")}),
        ("Order.joins(:customer).to_a", {("orders", "unbounded"), ("customers", "many")}),
        ("Order.includes(items: :order).to_a", {("orders", "unbounded"), ("items", "many")}),
        ("Order.find(1).items", {("orders", "one")}),
        ("Order.find(1).items.to_a", {("orders", "one"), ("items", "unbounded")}),
        ("Order.find(1).customer", {("orders", "one"), ("customers", "one")}),
    ],
)
def test_rows_are_read_where_they_are_looked_at(body: str, reads: set[tuple[str, str]]) -> None:
    assert read(body) == reads


def test_loaded_rows_are_not_read_again() -> None:
    profile = action("orders = Order.all.load\norders.each { |o| o.id }\norders.size")
    assert [effect.path[-1].line for effect in profile.reads] == [3]


def test_a_locked_row() -> None:
    assert one(action("Order.lock.find(1)"), Kind.READ).locked


def test_sql_written_by_hand() -> None:
    assert one(action('Order.find_by_sql("SELECT 1")'), Kind.READ).raw
    profile = action('ActiveRecord::Base.connection.execute("DELETE FROM orders")')
    assert [effect.operation for effect in profile.raw_sql] == ["execute"]


def test_an_association_read_in_a_loop_is_a_suspect() -> None:
    profile = action("Order.all.each { |order| order.customer }")
    assert [effect.target for effect in profile.n_plus_one] == ["customers"]


@pytest.mark.parametrize("preload", ["includes", "preload", "eager_load"])
def test_a_preloaded_association_is_none(preload: str) -> None:
    profile = action(f"Order.{preload}(:customer).each {{ |order| order.customer }}")
    assert profile.n_plus_one == ()


def test_a_default_scope_reads_along() -> None:
    order = """
        class Order < ApplicationRecord
          belongs_to :customer
          default_scope { preload(:customer) }
        end
    """
    assert read("Order.find(1)", {"app/models/order.rb": order}) == {("orders", "one"), ("customers", "many")}


def test_methods_in_the_block_of_an_association() -> None:
    order = """
        class Order < ApplicationRecord
          has_many :items do
            def touch_up
              reload.each { |item| item.update!(name: "x") }
            end
          end
        end
    """
    profile = action("Order.find(1).items.touch_up", {"app/models/order.rb": order})
    assert one(profile, Kind.WRITE).loop

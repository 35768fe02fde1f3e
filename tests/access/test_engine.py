"""Methods: arguments, blocks, instance variables, super, delegation."""

from __future__ import annotations

import pytest

from dxscore.domain.access import Kind, Within
from tests.access.programs import action, found, one, profiles, read, written


def service(body: str) -> dict[str, str]:
    return {"app/services/pay.rb": body}


def test_arguments_tell_what_parameters_are() -> None:
    files = service("class Pay\n  def self.call(what, how:)\n    what.destroy\n    how.first\n  end\nend")
    assert written("Pay.call(Order.first, how: Item)", files) == {("orders", "delete")}
    assert ("items", "one") in read("Pay.call(Order.first, how: Item)", files)


def test_what_initialize_was_given() -> None:
    files = service(
        """
        class Pay
          attr_reader :order

          def initialize(order)
            @order = order
          end

          def call
            order.items.create!
            @order.destroy
          end
        end
        """
    )
    assert written("Pay.new(Order.first).call", files) == {("items", "insert"), ("orders", "delete")}


def test_members_of_a_struct() -> None:
    files = service("Pay = Struct.new(:order) do\n  def call\n    order.destroy\n  end\nend")
    assert written("Pay.new(Order.first).call", files) == {("orders", "delete")}


def test_blocks_run_where_they_are_called() -> None:
    files = service(
        """
        class Pay
          def self.each(&block)
            Order.transaction { Order.all.each(&block) }
          end

          def self.with
            yield Item.first
          end
        end
        """
    )
    effect = one(action("Pay.each { |order| order.destroy }", files), Kind.WRITE)
    assert (effect.within, effect.loop) == (Within.EXPLICIT, True)
    assert written("Pay.with { |item| item.destroy }", files) == {("items", "delete")}


def test_the_value_of_a_block_comes_back() -> None:
    files = service("class Pay\n  def self.with\n    yield\n  end\nend")
    assert written("Pay.with { Order.first }.destroy", files) == {("orders", "delete")}


@pytest.mark.parametrize("call", ["send(:sweep)", "public_send('sweep')", "then { |x| x.sweep }"])
def test_methods_called_by_name(call: str) -> None:
    files = service("class Pay\n  def sweep\n    Order.delete_all\n  end\nend")
    assert written(f"Pay.new.{call}", files) == {("orders", "delete")}


def test_super_and_modules() -> None:
    files = service(
        """
        module Loud
          def call
            Item.first
            super
          end
        end

        class Base
          def call
            Order.first
          end
        end

        class Pay < Base
          prepend Loud
        end
        """
    )
    assert read("Pay.new.call", files) == {("items", "one"), ("orders", "one")}


def test_delegation() -> None:
    files = {
        "app/models/item.rb": """
            class Item < ApplicationRecord
              belongs_to :order
              delegate :customer, to: :order, allow_nil: true
            end
        """
    }
    assert read("Item.first.customer", files) == {("items", "one"), ("orders", "one"), ("customers", "one")}


def test_what_a_delegator_wraps() -> None:
    files = service("class Pay < SimpleDelegator\n  def call\n    destroy\n  end\nend")
    assert written("Pay.new(Order.first).call", files) == {("orders", "delete")}


def test_instance_variables_pass_from_filters_to_the_action_and_its_view() -> None:
    files = {
        "app/controllers/orders_controller.rb": """
            class OrdersController < ApplicationController
              before_action :load

              def show
              end

              private

              def load
                @order = Order.find(params[:id])
              end
            end
        """,
        "app/views/orders/show.html.erb": "<%= @order.customer.name %>",
    }
    profile = profiles(files)["orders#show"]
    assert [(effect.target, effect.phase) for effect in profile.reads] == [("orders", "filter"), ("customers", "view")]


def test_what_a_job_is_given_tells_what_it_does() -> None:
    files = {
        "app/controllers/orders_controller.rb": """
            class OrdersController < ApplicationController
              def index
                SweepJob.perform_later(Order.first)
              end
            end
        """,
        "app/jobs/sweep_job.rb": "class SweepJob < ActiveJob::Base\n  def perform(it)\n    it.destroy\n  end\nend",
    }
    assert found(profiles(files)["SweepJob"], Kind.WRITE) == {("orders", "delete")}


def test_the_way_to_an_effect() -> None:
    files = service("class Pay\n  def call\n    Order.delete_all\n  end\nend")
    effect = one(action("Pay.new.call", files), Kind.WRITE)
    assert [str(step) for step in effect.path] == [
        "app/controllers/orders_controller.rb:2",
        "app/controllers/orders_controller.rb:3",
        "app/services/pay.rb:3",
    ]


def test_calls_that_nobody_answers_are_counted() -> None:
    profile = action("Mystery.new.zork.frobnicate_all(1)\nzorkify(2)")
    assert [(call.name, call.line) for call in profile.unresolved] == [("zorkify", 4)]


def test_a_profile_that_says_everything_is_unknown() -> None:
    models = {f"app/models/m{index}.rb": f"class M{index} < ApplicationRecord\nend" for index in range(40)}
    body = "\n".join(f"M{index}.first" for index in range(40))
    assert action(body, models).unknown == "touches everything"
    assert action("M1.first", models).unknown == ""


def test_a_profile_of_calls_that_nobody_answers_is_unknown() -> None:
    assert action("\n".join(f"mystery_{index}" for index in range(9))).unknown == "too many calls unresolved"


def test_a_method_that_passes_on_ever_larger_values_ends() -> None:
    files = service("class Pay\n  def call(list)\n    Order.first\n    call([list])\n  end\nend")
    assert read("Pay.new.call(1)", files) == {("orders", "one")}


def test_a_value_that_recursion_cut_short_is_worked_out_when_it_is_known() -> None:
    files = service(
        """
        class Pay
          def self.first
            current
            Order.first
          end

          def self.current
            first
          end
        end
        """
    )
    assert written("Pay.first\nPay.current.destroy", files) == {("orders", "delete")}

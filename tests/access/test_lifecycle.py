"""What saving and destroying sets off."""

from __future__ import annotations

from dxscore.domain.access import Kind, Within
from tests.access.programs import action, found, one, read, written


def order(*lines: str) -> dict[str, str]:
    body = "\n".join(f"  {line}" for line in lines)
    return {"app/models/order.rb": f"class Order < ApplicationRecord\n{body}\nend\n"}


def test_save_opens_a_transaction_around_its_statement() -> None:
    profile = action("Order.new.save")
    assert found(profile, Kind.TRANSACTION) == {("", "implied")}
    assert one(profile, Kind.WRITE).within is Within.IMPLIED


def test_a_new_record_is_inserted_and_one_that_was_read_updated() -> None:
    assert written("order = Order.new\norder.paid = true\norder.save!") == {("orders", "insert")}
    assert written("order = Order.find(1)\norder.paid = true\norder.save!") == {("orders", "update")}


def test_callbacks_run_with_their_operation() -> None:
    files = order("after_create :greet", "def greet", "  Customer.create!", "end")
    assert written("Order.create!", files) == {("orders", "insert"), ("customers", "insert")}
    assert written("Order.find(1).update!(paid: true)", files) == {("orders", "update")}


def test_callbacks_given_as_blocks() -> None:
    assert ("customers", "one") in read("Order.create!", order("before_save { |record| Customer.find(record.id) }"))


def test_after_commit_runs_outside_of_the_transaction() -> None:
    files = order("after_commit :later", "def later", "  PayJob.perform_later(id)", "end") | {
        "app/jobs/pay_job.rb": "class PayJob < ActiveJob::Base\n  def perform(id)\n  end\nend"
    }
    job = one(action("Order.create!", files), Kind.ENQUEUE)
    assert (job.after_commit, job.before_commit) == (True, False)


def test_a_job_enqueued_by_after_save_may_run_before_the_commit() -> None:
    files = order("after_save :later", "def later", "  PayJob.perform_later(id)", "end") | {
        "app/jobs/pay_job.rb": "class PayJob < ActiveJob::Base\n  def perform(id)\n  end\nend"
    }
    assert one(action("Order.create!", files), Kind.ENQUEUE).before_commit


def test_conditions_of_callbacks_are_evaluated() -> None:
    files = order("before_save :x, if: :known?", "def x", "end", "def known?", "  Customer.exists?", "end")
    assert ("customers", "aggregate") in read("Order.create!", files)


def test_a_unique_value_is_looked_up() -> None:
    assert read("Order.create!", order("validates :number, uniqueness: true")) == {("orders", "one")}


def test_a_required_parent_is_loaded_by_the_validation() -> None:
    assert ("customers", "one") in read("Order.create!", order("belongs_to :customer"))


def test_since_rails_7_1_an_update_trusts_the_foreign_key() -> None:
    body = "Order.find(1).update!(paid: true)"
    assert ("customers", "one") in found(action(body, order("belongs_to :customer"), rails=(7, 0)), Kind.READ)
    assert ("customers", "one") not in found(action(body, order("belongs_to :customer"), rails=(7, 1)), Kind.READ)


def test_methods_and_classes_that_validate() -> None:
    files = order("validate :known", "validates_with Checker", "def known", "  Customer.first", "end") | {
        "app/models/checker.rb": """
            class Checker < ActiveModel::Validator
              def validate(record)
                Item.count
              end
            end
        """
    }
    assert read("Order.create!", files) == {("customers", "one"), ("items", "aggregate")}


def test_touch_and_counter_cache_write_the_parent() -> None:
    files = order("belongs_to :customer, optional: true, touch: true, counter_cache: true")
    assert written("Order.create!", files) == {("orders", "insert"), ("customers", "update")}


def test_update_columns_skips_callbacks() -> None:
    files = order("after_save { Customer.create! }")
    profile = action("Order.find(1).update_columns(paid: true)", files)
    assert found(profile, Kind.WRITE) == {("orders", "update")}
    assert profile.transactions == ()


def test_dependents() -> None:
    assert written("Order.find(1).destroy", order("has_many :items, dependent: :destroy")) == {
        ("orders", "delete"),
        ("items", "delete"),
    }
    assert written("Order.find(1).destroy", order("has_many :items, dependent: :nullify")) == {
        ("orders", "delete"),
        ("items", "update"),
    }
    assert written("Order.find(1).destroy", order("has_many :items")) == {("orders", "delete")}


def test_callbacks_that_save_each_other_are_followed_to_their_end() -> None:
    files = order("belongs_to :customer, optional: true", "after_save { customer.save! }") | {
        "app/models/customer.rb": """
            class Customer < ApplicationRecord
              has_many :orders
              after_save { orders.each { |order| order.save! } }
              after_save { Item.create! }
            end
        """
    }
    assert written("Order.find(1).save!", files) == {
        ("orders", "update"),
        ("customers", "update"),
        ("items", "insert"),
    }

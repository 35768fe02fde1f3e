"""What gems add, told by data."""

from __future__ import annotations

from dxscore.domain.access import Kind, Within
from tests.access.programs import action, found, one, profiles, read, written


def order(*lines: str) -> dict[str, str]:
    body = "\n".join(f"  {line}" for line in lines)
    return {"app/models/order.rb": f"class Order < ApplicationRecord\n{body}\nend\n"}


def test_versions_and_audits_are_written_along() -> None:
    assert written("Order.create!", order("has_paper_trail")) == {("orders", "insert"), ("versions", "insert")}
    assert ("audits", "insert") in written("Order.find(1).destroy", order("audited"))


def test_soft_deletion_is_an_update() -> None:
    assert written("Order.find(1).destroy", order("acts_as_paranoid")) == {("orders", "update")}


def test_a_search_index_follows_the_commit() -> None:
    assert one(action("Order.create!", order("searchkick")), Kind.SEARCH).after_commit


def test_devise_reads_who_is_signed_in() -> None:
    files = {"app/models/user.rb": "class User < ApplicationRecord\n  devise :database_authenticatable\nend"}
    assert read("current_user.id", files) == {("users", "one")}
    assert read("authenticate_user!", files) == {("users", "one")}
    assert read("user_signed_in?", files) == set()


def test_a_policy_is_asked() -> None:
    files = {
        "app/policies/order_policy.rb": """
            class OrderPolicy
              attr_reader :user, :record

              def initialize(user, record)
                @user = user
                @record = record
              end

              def index?
                record.items.exists?
              end
            end
        """
    }
    assert read("authorize Order.first", files) == {("orders", "one"), ("items", "aggregate")}


MACHINE = """
    class Order < ApplicationRecord
      state_machine :state, initial: :open do
        before_transition any => :paid do |order|
          order.items.count
        end
        after_transition any => :paid, do: :notify
        after_transition any => :lost do
          Customer.create!
        end
        event :pay do
          transition open: :paid
        end
        event :lose do
          transition any => :lost
        end
      end
      has_many :items

      def notify
        PayJob.perform_later(id)
      end
    end
"""
PAY_JOB = {"app/jobs/pay_job.rb": "class PayJob < ActiveJob::Base\n  def perform(id)\n  end\nend"}


def test_events_of_a_state_machine_save_with_the_callbacks_of_their_states() -> None:
    profile = action("Order.find(1).pay!", {"app/models/order.rb": MACHINE, **PAY_JOB})
    assert found(profile, Kind.WRITE) == {("orders", "update")}
    job = one(profile, Kind.ENQUEUE)
    assert (job.target, job.within, job.before_commit) == ("PayJob", Within.IMPLIED, True)
    assert ("items", "aggregate") in found(profile, Kind.READ)


def test_other_events_run_other_callbacks() -> None:
    files = {"app/models/order.rb": MACHINE, **PAY_JOB}
    assert written("Order.find(1).lose", files) == {("orders", "update"), ("customers", "insert")}
    assert written("Order.find(1).can_lose?", files) == set()


def test_aasm_saves_only_with_a_bang() -> None:
    files = order(
        "include AASM",
        "aasm do",
        "  state :open, initial: true",
        "  state :paid, after_enter: :log",
        "  event :pay, after_commit: :later do",
        "    transitions from: :open, to: :paid",
        "  end",
        "end",
        "def log",
        "  Item.create!",
        "end",
        "def later",
        "  PayJob.perform_later(id)",
        "end",
    )
    profile = action("Order.find(1).pay!", {**files, **PAY_JOB})
    assert found(profile, Kind.WRITE) == {("orders", "update"), ("items", "insert")}
    assert one(profile, Kind.ENQUEUE).after_commit
    assert written("Order.find(1).pay", files) == {("items", "insert")}


def test_a_mailer_is_an_entry_point_too() -> None:
    files = {
        "app/mailers/order_mailer.rb": "class OrderMailer < ActionMailer::Base\n  def paid\n    Order.first\n  end\nend"
    }
    assert found(profiles(files)["OrderMailer#paid"], Kind.READ) == {("orders", "one")}

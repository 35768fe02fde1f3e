"""Conditions, rescues and jumps: what can be reached, and what may be held afterwards."""

from __future__ import annotations

import pytest

from dxscore.domain.access import Kind, Phase
from tests.access.programs import action, found, read, written


def test_both_branches_may_be_taken() -> None:
    assert read("if params[:a]\n  Order.first\nelse\n  Item.first\nend") == {("orders", "one"), ("items", "one")}


@pytest.mark.parametrize("condition", ["false", "nil", "!true", "params[:a] && false", "1.nil? && nil"])
def test_a_branch_that_is_never_taken(condition: str) -> None:
    assert read(f"if {condition}\n  Order.first\nend\nItem.first") == {("items", "one")}


def test_a_keyword_that_is_not_given_decides() -> None:
    files = {
        "app/services/pay.rb": """
            class Pay
              def call(now: false)
                now ? Order.create! : Item.create!
              end
            end
        """
    }
    assert written("Pay.new.call", files) == {("items", "insert")}
    assert written("Pay.new.call(now: true)", files) == {("orders", "insert")}
    assert written("Pay.new.call(now: params[:now])", files) == {("orders", "insert"), ("items", "insert")}


def test_an_option_that_is_not_among_keywords_decides() -> None:
    files = {
        "app/services/pay.rb": """
            class Pay
              def call(**options)
                Order.create! if options.delete(:now)
              end
            end
        """
    }
    assert written("Pay.new.call(later: 1)", files) == set()
    assert written("Pay.new.call(now: 1)", files) == {("orders", "insert")}


def test_nothing_follows_a_return() -> None:
    assert read("return\nOrder.first") == set()
    assert read("raise ArgumentError\nOrder.first") == set()
    assert read("return if params[:a]\nOrder.first") == {("orders", "one")}
    assert read("render(:show) and return if params[:a]\nOrder.first") == {("orders", "one")}


def test_a_variable_may_hold_what_either_branch_gave_it() -> None:
    assert written("record = params[:a] ? Order.first : Item.first\nrecord.destroy") == {
        ("orders", "delete"),
        ("items", "delete"),
    }


def test_classes_asked_for_tell_what_a_value_is() -> None:
    body = "case thing\nwhen Order then thing.destroy\nend"
    files = {"app/services/sweep.rb": f"class Sweep\n  def call(thing)\n    {body}\n  end\nend"}
    assert written("Sweep.new.call(unknown)", files) == {("orders", "delete")}


def test_what_happens_when_something_goes_wrong_is_told_apart() -> None:
    profile = action("begin\n  Order.create!\nrescue StandardError\n  Item.create!\nend")
    assert found(profile, Kind.WRITE) == {("orders", "insert")}
    rescued = [effect for effect in profile.effects if effect.phase is Phase.RESCUE]
    assert ("items", "insert") in {(effect.target, effect.operation) for effect in rescued}


def test_a_loop_is_one() -> None:
    profile = action("while params[:a]\n  Order.first\nend")
    assert profile.n_plus_one


def test_a_block_that_calls_itself_ends() -> None:
    assert read("walk = ->(n) { Order.first; walk.call(n - 1) }\nwalk.call(3)") == {("orders", "one")}


def test_a_method_that_calls_itself_ends() -> None:
    files = {"app/services/walk.rb": "class Walk\n  def call\n    Order.first\n    call\n  end\nend"}
    assert read("Walk.new.call", files) == {("orders", "one")}


def test_what_a_module_remembers_is_worked_out_once_per_process() -> None:
    files = {
        "lib/settings.rb": """
            module Settings
              def self.first
                @first ||= Order.first
              end

              def self.every
                Order.first
              end
            end
        """
    }
    assert read("Settings.first", files) == set()
    assert read("Settings.every", files) == {("orders", "one")}

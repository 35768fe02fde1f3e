from __future__ import annotations

import pytest

from tests.facts.lowering.told import told
from tests.program.programs import model_of


@pytest.mark.parametrize(
    ("macro", "expected"),
    [
        ("before_save :a, :b", [("before_save", "a", ()), ("before_save", "b", ())]),
        ("after_commit :a, on: [:create, :update]", [("after_commit", "a", ("create", "update"))]),
        ("after_create_commit :a", [("after_commit", "a", ("create",))]),
        ("after_save_commit :a", [("after_commit", "a", ("create", "update"))]),
        ("before_validation :a, on: :create", [("before_validation", "a", ("create",))]),
        ("set_callback :save, :before, :a", [("before_save", "a", ())]),
        ("around_destroy :a", [("around_destroy", "a", ())]),
        ("set_callback :checkout, :weird, :a", []),
    ],
)
def test_handlers_by_name(macro: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert [(each.kind, each.method, each.on) for each in model_of(macro).callbacks] == expected


def test_blocks_and_objects() -> None:
    callbacks = model_of(
        "before_save { a }\nbefore_save -> { b }, if: :x\nafter_find Observer\nafter_save New.new"
    ).callbacks

    assert [told(each.body or each.observer) for each in callbacks] == [
        "Block(Call(a))", "Block(Call(b), True)", "Observer", "Call(new, New)"
    ]  # fmt: skip
    assert [each.conditional for each in callbacks] == [False, True, False, False]


def test_callbacks_that_are_taken_away() -> None:
    callbacks = model_of("before_save :a\nskip_callback :save, :before, :a, raise: false").callbacks

    assert [(each.kind, each.method, each.skipped) for each in callbacks] == [
        ("before_save", "a", False), ("before_save", "a", True)
    ]  # fmt: skip


def test_lambdas_in_every_spelling_are_blocks() -> None:
    callbacks = model_of("before_save lambda { a }\nbefore_save proc { a }\nbefore_save Proc.new { a }").callbacks

    assert [told(each.body) for each in callbacks] == ["Block(Call(a))"] * 3

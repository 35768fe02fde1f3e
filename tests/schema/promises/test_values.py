"""Lengths, lists, enums and bounds."""

from __future__ import annotations

import pytest

from tests.schema.projects import gaps


def users(column: str, more: str = "") -> str:
    return f'{more}\ncreate_table "users" do |t|\n{column}\nend'


@pytest.mark.parametrize(
    ("column", "code", "problem"),
    [
        ('t.string "a", limit: 50', "validates :a, length: { maximum: 60 }", "length-over-limit"),
        ('t.string "a", limit: 50', "validates :a, length: { in: 1...61 }", "length-over-limit"),
        ('t.string "a", limit: 50', "validates :a, length: { maximum: 40 }", "length-below-limit"),
        ('t.string "a"', "validates :a, length: { maximum: 40 }", "length-without-limit"),
        ('t.string "a", limit: 50', "", "limit-without-length-validation"),
        ('t.string "a", limit: 5', "validates :a, inclusion: ['abcdef']", "limit-without-length-validation"),
    ],
)
def test_lengths_that_differ(column: str, code: str, problem: str) -> None:
    assert [gap.columns for gap in gaps(problem, users(column), User=code)] == [("a",)]


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ('t.string "a", limit: 50', "validates :a, length: { maximum: 50 }"),
        ('t.string "a", limit: 50', "validates :a, length: { is: 50 }"),
        (
            't.string "a"\nt.check_constraint "char_length((a)::text) <= 50", name: "c"',
            "validates :a, length: { maximum: 50 }",
        ),
        ('t.string "a", limit: 255', ""),
        ('t.string "a", limit: 5', "validates :a, inclusion: %w[abc]"),
        ('t.string "a", limit: 5', "validates :a, length: { maximum: SIZE }"),
        ('t.string "a"', "validates :a, length: { minimum: 2 }"),
    ],
)
def test_lengths_that_agree(column: str, code: str) -> None:
    problems = ("length-over-limit", "length-below-limit", "length-without-limit", "limit-without-length-validation")
    assert not [gap for problem in problems for gap in gaps(problem, users(column), User=code)]


def test_a_string_of_mysql_holds_255_without_a_word() -> None:
    column = users('t.string "a"\nt.text "b"')
    assert gaps("length-over-limit", column, "mysql2", User="validates :a, length: { maximum: 300 }")
    assert not gaps("length-without-limit", column, "mysql2", User="validates :a, length: { maximum: 100 }")
    assert gaps("length-without-limit", column, "mysql2", User="validates :b, length: { maximum: 100 }")


@pytest.mark.parametrize(
    ("column", "code", "problem"),
    [
        ('t.string "a"', "validates :a, inclusion: %w[x y]", "inclusion-without-check"),
        ('t.integer "a"', "enum :a, { x: 0 }", "enum-without-check"),
        ('t.integer "a"', "validates :a, numericality: { greater_than: 0 }", "numericality-without-check"),
    ],
)
def test_values_that_only_the_model_knows(column: str, code: str, problem: str) -> None:
    assert gaps(problem, users(column), User=code)
    assert not gaps(problem, users(f'{column}\nt.check_constraint "a IS DISTINCT FROM 7", name: "c"'), User=code)


def test_a_number_without_bounds_promises_nothing() -> None:
    assert not gaps("numericality-without-check", users('t.integer "a"'), User="validates :a, numericality: true")


@pytest.mark.parametrize(
    ("column", "code", "wrong"),
    [
        ('t.string "a"', "enum :a, { x: 0 }", True),
        ('t.integer "a"', "enum :a, { x: 'x' }", True),
        ('t.string "a"', "enum :a, { x: 'x' }", False),
        ('t.integer "a"', "enum :a, [:x]", False),
    ],
)
def test_values_of_an_enum_fit_their_column(column: str, code: str, wrong: bool) -> None:
    assert bool(gaps("enum-type-mismatch", users(column), User=code)) is wrong


def test_values_of_an_enum_are_those_of_the_database() -> None:
    column = users('t.enum "a", enum_type: "kind"', 'create_enum "kind", ["x", "y"]')
    (gap,) = gaps("enum-values-mismatch", column, User="enum :a, { x: 'x', z: 'z' }")
    assert gap.detail == "only in the model: z; only in the database: y"
    assert not gaps("enum-values-mismatch", column, User="enum :a, { x: 'x', y: 'y' }")

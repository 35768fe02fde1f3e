from __future__ import annotations

import pytest

from dxscore.domain.model import Validation
from tests.facts.lowering.told import told
from tests.program.programs import model_of


def all_of(body: str) -> tuple[Validation, ...]:
    return model_of(body).validations


def one(body: str) -> Validation:
    (validation,) = all_of(body)
    return validation


@pytest.mark.parametrize(
    ("macro", "kind", "attributes"),
    [
        ("validates :a, :b, presence: true", "presence", ("a", "b")),
        ("validates 'a', presence: true", "presence", ("a",)),
        ("validates! :a, presence: true", "presence", ("a",)),
        ("validates :a, length: {maximum: 5}", "length", ("a",)),
        ("validates :a, size: {maximum: 5}", "length", ("a",)),
        ("validates :a, format: /x/", "format", ("a",)),
        ("validates :a, comparison: {greater_than: :b}", "comparison", ("a",)),
        ("validates_presence_of :a, :b", "presence", ("a", "b")),
        ("validates_size_of :a, maximum: 5", "length", ("a",)),
        ("validates_numericality_of :a", "numericality", ("a",)),
        ("validates_associated :a", "associated", ("a",)),
        ("validates_uniqueness_of :a, scope: :b", "uniqueness", ("a",)),
        ("validates_each(:a) { |record, name, value| x }", "block", ("a",)),
    ],
)
def test_each_form(macro: str, kind: str, attributes: tuple[str, ...]) -> None:
    validation = one(macro)

    assert (validation.kind, validation.attributes, validation.always) == (kind, attributes, True)


def test_one_macro_may_hold_several_kinds() -> None:
    found = all_of("validates :a, presence: true, length: {maximum: 5, if: :x}, inclusion: nil, on: :create")

    assert [(each.kind, each.conditional, each.on) for each in found] == [
        ("presence", False, ("create",)),
        ("length", True, ("create",)),
    ]
    assert told(found[1].options["maximum"]) == "5"


@pytest.mark.parametrize(
    ("given", "option", "expected"),
    [
        ("inclusion: %w[a b]", "in", "Array(['a', 'b'])"),
        ("inclusion: {in: KINDS}", "in", "KINDS"),
        ("length: 1..5", "in", "Range(1, 5)"),
        ("format: /x/i", "with", "Text(regex, ['x'], i)"),
        ("format: {with: /x/}", "with", "Text(regex, ['x'])"),
    ],
)
def test_short_forms_of_options(given: str, option: str, expected: str) -> None:
    assert told(one(f"validates :a, {given}").options[option]) == expected


@pytest.mark.parametrize(
    "body",
    [
        "validates :a, presence: true, if: :x",
        "validates :a, presence: {unless: -> { x }}",
        "if x\n validates :a, presence: true\nend",
        "with_options(if: :x) { validates :a, presence: true }",
        "validates_presence_of :a, if: :x",
    ],
)
def test_conditions(body: str) -> None:
    validation = one(body)

    assert validation.conditional
    assert not validation.always


def test_uniqueness() -> None:
    validation = one("validates :a, uniqueness: {scope: [:b, :c], case_sensitive: false, conditions: -> { x }}")

    assert (validation.scope, validation.case_sensitive, validation.partial) == (("b", "c"), False, True)
    assert one("validates :a, uniqueness: {scope: pick}").dynamic
    plain = one("validates :a, uniqueness: true, allow_nil: true, allow_blank: true, strict: true")
    assert (plain.scope, plain.case_sensitive, plain.partial, plain.dynamic) == ((), True, False, False)
    assert (plain.allow_nil, plain.allow_blank, plain.strict) == (True, True, True)


def test_validators_of_the_application() -> None:
    assert one("class UrlValidator; end\nvalidates :a, url: true").validator == "Post::UrlValidator"
    assert one("validates :a, url: true").validator == "UrlValidator"
    assert one("validates_email_format_of :a").validator == "validates_email_format_of"
    with_class = one("class X; end\nvalidates_with X, attributes: [:a], if: :y")
    assert (with_class.kind, with_class.validator, with_class.attributes, with_class.conditional) == (
        "custom", "Post::X", ("a",), True
    )  # fmt: skip


def test_methods_and_blocks() -> None:
    found = all_of("validate :a, :b, on: :update\nvalidate { x }\nvalidate -> { y }")

    assert [(each.kind, each.validator) for each in found] == [
        ("method", "a"), ("method", "b"), ("block", ""), ("block", "")
    ]  # fmt: skip
    assert found[0].on == ("update",)
    assert told(found[2].body) == "Block(Call(x))"


def test_names_that_are_worked_out() -> None:
    assert one("validates(*names, presence: true)").dynamic
    known = one("NAMES = %i[a b]\nvalidates(*NAMES, presence: true)")
    assert (known.attributes, known.dynamic) == (("a", "b"), False)


@pytest.mark.parametrize(
    ("body", "kind", "attribute"),
    [
        ("belongs_to :a, optional: false", "presence", "a"),
        ("has_one :a, required: true", "presence", "a"),
        ("has_secure_password", "presence", "password_digest"),
        ("enum :a, %w[b c], validate: true", "inclusion", "a"),
    ],
)
def test_validations_that_come_with_something_else(body: str, kind: str, attribute: str) -> None:
    validation = one(body)

    assert (validation.kind, validation.attributes, validation.implied) == (kind, (attribute,), True)


@pytest.mark.parametrize(
    "body", ["belongs_to :a, optional: true", "has_one :a", "has_secure_password validations: false", "enum :a, %w[b]"]
)
def test_nothing_comes_with_these(body: str) -> None:
    assert all_of(body) == ()

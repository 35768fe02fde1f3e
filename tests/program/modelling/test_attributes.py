from __future__ import annotations

import pytest

from tests.program.programs import model_of


@pytest.mark.parametrize(
    ("macro", "expected"),
    [
        ("attribute :a, :integer, default: 1", [("a", "attribute", "", "integer")]),
        ("attribute :a", [("a", "attribute", "", "")]),
        ("serialize :a, JSON", [("a", "serialize", "", "JSON")]),
        ("serialize :a, coder: YAML", [("a", "serialize", "", "YAML")]),
        ("serialize :a, type: Array", [("a", "serialize", "", "Array")]),
        ("store :a, accessors: [:b], prefix: true", [("a", "store", "", ""), ("a_b", "store_accessor", "a", "")]),
        ("store_accessor :a, :b, :c", [("b", "store_accessor", "a", ""), ("c", "store_accessor", "a", "")]),
        ("store_accessor :a, %i[b], suffix: :x", [("b_x", "store_accessor", "a", "")]),
        ("has_secure_password", [("password", "secure_password", "password_digest", "")]),
        ("has_secure_password :pin", [("pin", "secure_password", "pin_digest", "")]),
        ("has_secure_token", [("token", "secure_token", "", "")]),
        ("alias_attribute :b, :a", [("b", "alias", "a", "")]),
        ("encrypts :a, :b", [("a", "encrypts", "", ""), ("b", "encrypts", "", "")]),
        ("attr_readonly :a", [("a", "readonly", "", "")]),
        ("normalizes :a, with: -> { x }", [("a", "normalizes", "", "")]),
        ("mount_uploader :a, AUploader", [("a", "uploader", "", "")]),
        ("monetize :price_cents", [("price", "money", "price_cents", "")]),
    ],
)
def test_each_macro(macro: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = model_of(macro).attributes

    assert [(each.name, each.form, each.column, each.type) for each in found] == expected


def test_defaults() -> None:
    assert [each.has_default for each in model_of("attribute :a, default: 1\nattribute :b").attributes] == [True, False]


def test_names_that_are_worked_out_are_listed() -> None:
    assert len(model_of("attribute pick, :integer").unread) == 1

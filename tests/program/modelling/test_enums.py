from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.program.programs import model_of

NUMBERED: Mapping[str, object] = {"a": 0, "b": 1}
SAME: Mapping[str, object] = {"a": "a", "b": "b"}


@pytest.mark.parametrize(
    ("macro", "values"),
    [
        ("enum :s, {a: 0, b: 1}", NUMBERED),
        ("enum :s, [:a, :b]", NUMBERED),
        ("enum :s, %w[a b], default: :a", NUMBERED),
        ("enum :s, a: 0, b: 1", NUMBERED),
        ("enum s: {a: 0, b: 1}", NUMBERED),
        ("enum s: [:a, :b], _prefix: true", NUMBERED),
        ('enum "s" => {"a" => 0, "b" => 1}', NUMBERED),
        ("enum({s: {a: 0, b: 1}})", NUMBERED),
        ("S = {a: 0, b: 1}.freeze\nenum :s, S", NUMBERED),
        ("S = %w[a b].freeze\nenum :s, S.index_by(&:itself)", SAME),
        ("enum :s, %w[a b].index_with(&:to_s)", SAME),
        ("S = %w[a b]\nenum s: S.zip(S).to_h", SAME),
        ("enum :s, %i[a b].to_h { |each| [each, each.to_s] }", SAME),
        ("enum :s, {a: 0}.merge(b: 1)", NUMBERED),
        ("A = 'a'\nB = 'b'\nenum :s, [A, B].index_by(&:itself)", SAME),
        ("enum :s, %w[a b].each_with_index.to_h", NUMBERED),
    ],
)
def test_values_in_each_form(macro: str, values: Mapping[str, object]) -> None:
    enum = model_of(macro).enums["s"]

    assert dict(enum.values) == values
    assert enum.known


@pytest.mark.parametrize("macro", ["enum :s, worked_out", "enum :s, {a: worked_out}", "enum :s, Other::VALUES"])
def test_values_that_are_worked_out(macro: str) -> None:
    enum = model_of(macro).enums["s"]

    assert not enum.known
    assert enum.values == {}


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ("", "a"),
        (", prefix: true", "s_a"),
        (", prefix: :x", "x_a"),
        (", suffix: true", "a_s"),
        (", suffix: 'x', prefix: true", "s_a_x"),
    ],
)
def test_names_of_methods(options: str, name: str) -> None:
    assert model_of(f"enum :s, {{a: 0}}{options}").enums["s"].method_name("a") == name


def test_several_enums_of_one_macro() -> None:
    enums = model_of("enum a: [:x], b: {y: 3}, _suffix: true, _default: :x").enums

    assert {name: dict(enum.values) for name, enum in enums.items()} == {"a": {"x": 0}, "b": {"y": 3}}
    assert enums["b"].suffix == "_b"


def test_other_options() -> None:
    enum = model_of("enum :s, {a: 0}, scopes: false, instance_methods: false, default: :a").enums["s"]

    assert (enum.scopes, enum.instance_methods, enum.has_default, enum.validated) == (False, False, True, False)

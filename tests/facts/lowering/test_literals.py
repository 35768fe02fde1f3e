from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.domain.ruby import Literal, Other, Range, Str, Sym, Text
from tests.facts.lowering.told import last, lowered, told


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("1_000", 1000),
        ("0x1f", 31),
        ("0b11", 3),
        ("0o17", 15),
        ("017", 15),
        ("0d19", 19),
        ("1.5e3", 1500.0),
        ("-7", -7),
        ("true", True),
        ("nil", None),
    ],
)
def test_numbers_and_words(code: str, value: float | None) -> None:
    assert lowered(code) == Literal(1, value)


@pytest.mark.parametrize("code", ["3r", "2i", "1.5r", str(1 << 63)])
def test_numbers_that_have_no_value_of_python_are_other(code: str) -> None:
    assert isinstance(lowered(code), Other)


@given(st.integers(min_value=0, max_value=(1 << 63) - 1))
def test_any_whole_number(number: int) -> None:
    assert lowered(str(number)) == Literal(1, number)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("'a\\n'", "a\\n"),
        ('"a\\n\\t\\u00e9\\x41\\e"', "a\n\té\x41\x1b"),
        ('"a" "b" \'c\'', "abc"),
        ("%q(a(b)c)", "a(b)c"),
        ("%(a)", "a"),
        ('""', ""),
        ("?a", "a"),
        ("?\\n", "\n"),
        ("?é", "é"),
    ],
)
def test_strings_in_every_spelling(code: str, text: str) -> None:
    assert lowered(code) == Str(1, text)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\\'\r\0")))
def test_any_single_quoted_string(text: str) -> None:
    assert lowered(f"x('{text}')\n").arguments == (Str(1, text),)  # type: ignore[union-attr]  # a call


@pytest.mark.parametrize(
    ("code", "name"), [(":a", "a"), (":a?", "a?"), (":[]=", "[]="), (':"a b"', "a b"), ("%s(a)", "a"), (":+", "+")]
)
def test_symbols_in_every_spelling(code: str, name: str) -> None:
    assert lowered(code) == Sym(1, name)


def test_interpolation_keeps_its_parts() -> None:
    assert told(lowered('"a#{b}c#{1; 2}"')) == "Text(string, ['a', Call(b), 'c', 1; 2])"
    assert told(lowered(':"a#{b}"')) == "Text(symbol, ['a', Call(b)])"
    assert told(lowered("`ls #{b}`")) == "Text(shell, ['ls ', Call(b)])"


@pytest.mark.parametrize(
    ("code", "source", "flags"),
    [("/a.b/", "a.b", ""), ("/a/imx", "a", "imx"), ("%r{a/b}i", "a/b", "i"), ('%r"a"', "a", ""), ("%r|a|x", "a", "x")],
)
def test_regular_expressions_with_flags(code: str, source: str, flags: str) -> None:
    assert lowered(code) == Text(1, "regex", (Str(1, source),), flags)


def test_named_groups_become_variables() -> None:
    assert told(last("/(?<year>\\d+)/ =~ x\nyear")) == "$year"


def test_heredocs() -> None:
    assert told(lowered("x = <<~A\n    a\n      b\n\n    c\nA\n")) == "Assign($x, 'a\\n  b\\n\\nc\\n')"
    assert told(lowered("x = <<-A\n  a\n  A\n")) == "Assign($x, '  a\\n')"
    assert told(lowered("x = <<~'A'\n  a\\n#{b}\nA\n")) == "Assign($x, 'a\\\\n#{b}\\n')"
    assert told(lowered("x = <<~A\n  a #{b}\n  c\nA\n")) == "Assign($x, Text(string, ['a ', Call(b), '\\nc\\n']))"
    assert told(lowered("x = <<~`A`\n  ls\nA\n")) == "Assign($x, Text(shell, ['ls\\n']))"


def test_several_heredocs_of_one_line_are_told_apart() -> None:
    assert told(lowered("x(<<~A.strip, <<~B)\n  a\nA\n  b\nB\n")) == "Call(x, [Call(strip, 'a\\n'), 'b\\n'])"


def test_arrays_and_hashes() -> None:
    assert told(lowered("[1, *a, {b: 2}, c: 3]")) == ("Array([1, Splat(Call(a)), Hash([[:b, 2]]), Hash([[:c, 3]])])")
    assert told(lowered("%w[a b#{}]")) == "Array(['a', 'b#{}'])"
    assert told(lowered("%W[a b#{c}]")) == "Array(['a', Text(string, ['b', Call(c)])])"
    assert told(lowered("%i[a b]")) == "Array([:a, :b])"
    assert told(lowered('x = {a: 1, "b" => 2, "c": 3, **d}')) == (
        "Assign($x, Hash([[:a, 1], ['b', 2], [:c, 3], [None, Call(d)]]))"
    )


def test_a_key_alone_stands_for_the_variable_or_call_of_its_name() -> None:
    assert told(last("a = 1\nx = {a:, b:}")) == "Assign($x, Hash([[:a, $a], [:b, Call(b)]]))"


def test_ranges() -> None:
    assert lowered("(1..2)") == Range(1, Literal(1, 1), Literal(1, 2), exclusive=False)
    assert lowered("(1...)") == Range(1, Literal(1, 1), None, exclusive=True)
    assert lowered("(..2)") == Range(1, None, Literal(1, 2), exclusive=False)

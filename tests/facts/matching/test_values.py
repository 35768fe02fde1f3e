import pytest

from tests.facts.matching.looking import call, first, look, value

KINDS = {
    "'a'": "string",
    '"a#{b}"': "string",
    '"a" "b"': "string",
    "<<~A": "string",
    ":a": "symbol",
    ':"a b"': "symbol",
    "1": "integer",
    "-1": "integer",
    "1.5": "float",
    "-1.5": "float",
    "true": "true",
    "false": "false",
    "nil": "nil",
    "[1]": "array",
    "%w[a b]": "array",
    "%i[a b]": "array",
    "A": "const",
    "A::B": "const",
    "a.b": "call",
    "a": "call",
    "a[1]": "call",
    "a(1)": "call",
    "/a/": "regex",
    "-> { 1 }": "lambda",
    "lambda { 1 }": "lambda",
    "proc { 1 }": "lambda",
    "1..2": "range",
    "@a": "other",
    "a + b": "other",
    "!a": "other",
    "self": "other",
    "((nil))": "nil",
}


@pytest.mark.parametrize(("code", "kind"), KINDS.items())
def test_kinds(code: str, kind: str) -> None:
    source = f"f({code}, 1)\n a\nA\n"
    assert len(look(call("f", arguments=first(value(kinds=(kind,)))), source)) == 1
    assert look(call("f", arguments=first(value(kinds=tuple({*KINDS.values()} - {kind})))), source) == ()


def test_a_local_variable_is_no_call() -> None:
    assert look(call("f", arguments=first(value(kinds=("call",)))), "a = 1; f(a)") == ()


def test_a_hash_that_is_not_last_is_a_hash() -> None:
    assert len(look(call("f", arguments=first(value(kinds=("hash",)))), "f({a: 1}, 2)")) == 1


@pytest.mark.parametrize("code", ["'ab'", '"ab"', ":ab", ':"ab"', "%q(ab)", '"a" "b"', "ab"])
def test_strings_and_symbols_compare_by_content(code: str) -> None:
    assert len(look(call("f", arguments=first(value("ab"))), f"f({code}, 1)")) == 1


def test_everything_else_compares_by_source_on_one_line() -> None:
    assert len(look(call("f", arguments=first(value("[1, 2]"))), "f([1,\n  2], 3)")) == 1


@pytest.mark.parametrize(
    ("code", "interpolated"), [('"#{a}"', True), (':"#{a}"', True), ("/#{a}/", True), ("'#{a}'", False), ("1", False)]
)
def test_interpolation(code: str, interpolated: bool) -> None:
    assert len(look(call("f", arguments=first(value(interpolated=interpolated))), f"f({code}, 1)")) == 1
    assert look(call("f", arguments=first(value(interpolated=not interpolated))), f"f({code}, 1)") == ()


def test_the_content_of_a_heredoc_has_no_indentation() -> None:
    code = "f(<<~A, 1)\n    SELECT 1\n      FROM x\n  A\n"
    assert look(call("f", arguments=first(value("x"))), code) == ()
    match = look(call("f"), code, captures={"SQL": "arg.0"})[0]
    assert match.captures == {"SQL": "SELECT 1\n  FROM x\n"}

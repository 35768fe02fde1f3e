import pytest

from dxscore.domain.matchers import CommentMatcher, ConstMatcher, HashKeyMatcher, StringMatcher
from tests.facts.matching.looking import found, look, text, value


@pytest.mark.parametrize(
    "code",
    [
        "A::B",
        "::A::B",
        "A::B.new",
        "f(A::B)",
        "class C < A::B; end",
        "x = A::B",
        "A::B[1]",
        "rescue_from A::B",
        "[A::B]",
    ],
)
def test_references_to_a_constant(code: str) -> None:
    assert len(look(ConstMatcher(text("A::B")), code)) == 1
    assert len(look(ConstMatcher(text("::A::B")), code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "A::B::C",
        "B",
        "X::A::B",
        "class A::B; end",
        "module A::B; end",
        "A::B = 1",
        "A::B ||= 1",
        "A::B()",
        "# A::B",
        "'A::B'",
    ],
)
def test_what_is_no_reference_to_the_constant(code: str) -> None:
    assert look(ConstMatcher(text("A::B")), code) == ()


def test_a_constant_may_be_a_pattern() -> None:
    assert found(ConstMatcher(text(pattern="^Net(::|$)")), "Net; Net::HTTP::Get.new; A::Net; Network") == [
        "Net",
        "Net::HTTP::Get",
    ]


def test_a_lone_constant_is_found() -> None:
    assert found(ConstMatcher(text("Redis")), "Redis.new; Redis::Client; A::Redis; Redis") == ["Redis", "Redis"]


@pytest.mark.parametrize(
    "code",
    [
        "'foo'",
        '"foo"',
        "%q(foo)",
        "%(foo)",
        "%w[a foo]",
        '"foo" ""',
        "f(x: 'foo')",
        "{'foo' => 1}",
        "x = <<A\nfoo\nA\n",
        "f 'foo' do end",
    ],
)
def test_strings_by_content(code: str) -> None:
    pattern = "^foo\n?$"
    assert len(look(StringMatcher(text(pattern=pattern)), code)) == 1


@pytest.mark.parametrize("code", [":foo", "foo", "{foo: 1}", "# foo", "`foo`", "/foo/", "%i[foo]", "'foo bar'", "?f"])
def test_what_is_no_such_string(code: str) -> None:
    assert look(StringMatcher(text("foo")), code) == ()


def test_a_string_in_pieces_is_one_string() -> None:
    assert found(StringMatcher(text(pattern="a")), '"a" "ab"') == ['"a" "ab"']


def test_interpolation() -> None:
    code = "'a'; \"a#{b}\"; x = <<~A\n  a#{b}\nA\n"
    assert found(StringMatcher(text(pattern="^a"), interpolated=True), code) == ['"a#{b}"', "<<~A"]
    assert found(StringMatcher(None, interpolated=True), code) == ['"a#{b}"', "<<~A"]
    assert found(StringMatcher(text(pattern="^a"), interpolated=False), code) == ["'a'"]
    assert found(StringMatcher(text("a#{}")), code) == ['"a#{b}"']
    assert len(look(StringMatcher(None), code)) == 3


def test_a_heredoc_stands_where_it_is_opened() -> None:
    code = "f(<<~A, <<-B)\n  one\nA\n  two\nB\n"
    assert [match.column for match in look(StringMatcher(text(pattern="two")), code)] == [9]
    assert look(StringMatcher(text("one\n")), code)[0].line == 1


def test_strings_without_words_are_found() -> None:
    assert found(StringMatcher(text("*")), "f '*', '**'") == ["'*'"]
    assert found(StringMatcher(text("")), "f '', 'a'") == ["''"]
    assert found(StringMatcher(text(pattern=r"^\s+$")), "f ' ', 'a'") == ["' '"]


def test_escapes_are_as_written() -> None:
    assert found(StringMatcher(text(r"a\nb")), r'f "a\nb"') == [r'"a\nb"']
    assert found(StringMatcher(text(pattern="b")), r'f "a\nb"') == [r'"a\nb"']


def test_only_the_beginning_of_a_long_text_is_tested() -> None:
    assert len(look(StringMatcher(text(pattern="needle")), f"'{'x ' * 500}needle'")) == 1
    assert look(StringMatcher(text(pattern="needle")), f"'{'x ' * 1500}needle'") == ()


def test_comments_by_their_text() -> None:
    code = "# TODO: a\nx # TODO b\n## TODO\n'TODO'\n=begin\nTODO c\n=end\n#TODOS\n"
    assert [match.line for match in look(CommentMatcher(text(pattern=r"\bTODO\b")), code)] == [1, 2, 3, 5]
    assert [match.line for match in look(CommentMatcher(text(pattern=r"^TODO\b")), code)] == [1, 2, 3, 5]
    assert [match.line for match in look(CommentMatcher(text("TODO")), code)] == [3]
    assert [match.line for match in look(CommentMatcher(text(pattern=r"(?i)\btodo\b")), code)] == [1, 2, 3, 5]


def test_hash_keys_in_every_form() -> None:
    code = "f(a: 1, :a => 2, 'a' => 3, \"a\": 4); {a: 5, b: a}; a; def m(a: 6); end"
    hits = ["a: 1", ":a => 2", "'a' => 3", '"a": 4', "a: 5"]
    assert found(HashKeyMatcher(text("a")), code) == hits
    assert found(HashKeyMatcher(text("a"), value(pattern="[34]")), code) == hits[2:4]
    assert found(HashKeyMatcher(text("a"), value(kinds=("string",))), code) == []


def test_captures() -> None:
    code = "f(a: 'x') # note"
    assert look(HashKeyMatcher(text("a")), code, captures={"K": "text", "V": "value"})[0].captures == {
        "K": "a",
        "V": "x",
    }
    assert look(StringMatcher(text("x")), code, captures={"T": "text"})[0].captures == {"T": "x"}
    assert look(CommentMatcher(text("note")), code, captures={"T": "text"})[0].captures == {"T": "note"}
    assert look(ConstMatcher(text("A")), "::A", captures={"T": "text"})[0].captures == {"T": "A"}

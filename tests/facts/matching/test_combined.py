import pytest

from dxscore.domain.matchers import (
    AllOf,
    AnyOf,
    CallMatcher,
    CommentMatcher,
    ConstMatcher,
    Has,
    Inside,
    Not,
    PrecededBy,
    ReceiverTest,
    ScopeMatcher,
    StringMatcher,
    Syntax,
)
from dxscore.errors import InvalidInputError
from tests.facts.matching.looking import call, found, look, text

EACH = CallMatcher(text("each", "map"), block=True)
WRITE = CallMatcher(text("save", "save!"), ReceiverTest("some"))
WRITE_IN_LOOP = AllOf((WRITE, Inside(EACH), Not(Inside(call("transaction")))))


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("xs.each { |x| x.save }", 1),
        ("xs.each { |x| y.map { |z| z.save!; x.save } }", 2),
        ("xs.each do |x|\n if x then x.save end\nend", 1),
        ("x.save", 0),
        ("xs.each(&:save)", 0),
        ("x.save.each { }", 0),
        ("transaction { xs.each { |x| x.save } }", 0),
        ("xs.each { |x| transaction { x.save } }", 0),
        ("xs.each { f <<~A }\n  #{x.save}\nA\n", 1),
    ],
)
def test_inside_and_not(code: str, count: int) -> None:
    assert len(look(WRITE_IN_LOOP, code)) == count


def test_the_order_of_the_parts_decides_nothing_but_the_place() -> None:
    restricted_first = AllOf((Not(Inside(EACH)), WRITE))
    assert found(restricted_first, "a.save; xs.each { |x| x.save }") == ["a.save"]


def test_inside_a_definition() -> None:
    in_model = AllOf((call("sleep"), Inside(ScopeMatcher("class", inherits=text("ApplicationRecord")))))
    code = "class A < ApplicationRecord\n def a = sleep(1)\nend\nclass B\n sleep 2\nend\nsleep 3"
    assert [match.line for match in look(in_model, code)] == [2]


def test_a_place_is_not_inside_itself() -> None:
    assert look(AllOf((call("a"), Inside(call("a")))), "a { b }") == ()
    assert len(look(AllOf((call("a"), Inside(call("a")))), "a { a { } }")) == 1


@pytest.mark.parametrize(
    "part",
    [
        call("b"),
        CallMatcher(text(pattern="^b$")),
        AnyOf((call("b"), call("c"))),
        CallMatcher(receiver=ReceiverTest("self")),
    ],
)
def test_has_looks_at_any_depth(part: Syntax) -> None:
    matcher = AllOf((ScopeMatcher("def"), Has(part)))
    code = "def m1\n if x\n  self.b\n end\nend\ndef m2\n a\nend\nself.b\ndef bb = 1"
    assert [match.symbol for match in look(matcher, code)] == ["#m1"]


def test_has_sees_heredocs_that_are_opened_below() -> None:
    matcher = AllOf((call("f"), Has(StringMatcher(text(pattern="needle")))))
    assert [
        match.line for match in look(matcher, "f <<~A\n  needle\nA\nf 'x'\nf(1) do\n g <<~A\n  needle\n A\nend\n")
    ] == [1, 5]


def test_a_place_does_not_have_itself() -> None:
    assert found(AllOf((call("a"), Has(call("a")))), "a; a(a); a { b { a } }") == ["a(a)", "a { b { a } }"]


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("a\nb", 1),
        ("a; b", 1),
        ("a\n# why\n\nb", 1),
        ("a\nx = b(1)", 1),
        ("a\nc\nb", 0),
        ("b\na", 0),
        ("a { b }", 0),
        ("f { a; b }", 1),
        ("def m\n a\n b\nend", 1),
        ("if x then a; b end", 1),
        ("begin; a; b; end", 1),
        ("a if x; b", 0),
        ("a <<~A\n x\nA\nb", 1),
    ],
)
def test_preceded_by_is_the_statement_before(code: str, count: int) -> None:
    assert len(look(AllOf((call("b"), PrecededBy(call("a")))), code)) == count


def test_any_finds_what_one_of_its_parts_finds() -> None:
    matcher = AnyOf((call("a"), ConstMatcher(text("B")), CommentMatcher(text("c")), call("a", "d")))
    assert found(matcher, "a; B; # c\nd; e") == ["a", "B", "# c", "d"]


def test_any_within_all() -> None:
    matcher = AllOf((AnyOf((call("a"), call("b"))), Inside(EACH)))
    assert found(matcher, "a; xs.each { a; b 1; c }") == ["a", "b 1"]


def test_all_of_two_places_is_one_place() -> None:
    matcher = AllOf((call("where"), CallMatcher(receiver=ReceiverTest("text", text("User")))))
    assert found(matcher, "User.where(1); where; A.where; User.all") == ["User.where(1)"]


@pytest.mark.parametrize(
    "matcher",
    [
        Not(call("a")),
        Inside(call("a")),
        Has(call("a")),
        AllOf((Not(call("a")), Has(call("b")))),
        AnyOf((call("a"), Not(call("b")))),
    ],
)
def test_a_restriction_alone_finds_nothing_and_is_refused(matcher: Syntax) -> None:
    with pytest.raises(InvalidInputError, match="does not say what to find"):
        look(matcher, "a")

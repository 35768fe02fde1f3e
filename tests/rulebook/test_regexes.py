"""Regular expressions of rules: how they are written, and which could hang a scan."""

from __future__ import annotations

import re

import pytest

from dxscore.rulebook.regexes import regex_error, written_regex


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("/^find_/", "^find_"),
        ("/todo/i", "(?i:todo)"),
        ("/a/b/", "a/b"),
        ("save", None),
        ("/tmp", None),
        ("//", None),
        ("/", None),
        ("app/models/", None),
        ("//i", None),
    ],
)
def test_slashes_make_a_regular_expression(text: str, pattern: str | None) -> None:
    assert written_regex(text) == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+",
        r"(a|aa)*",
        r"(a|a)+",
        r"(.*)*",
        r"(\w+\s?)*$",
        r"(?:a*)+",
        r"(x+x+)+y",
        r"([a-z]+){20,}",
        r"(a{1,50}){1,50}",
        r"(a?){50}a{50}",
        r"(\d+,?)+",
        r"((a+)?)*",
        r"(?P<x>a+)+",
        r"(?i)(a+)+",
        r"(?:(?:a|b)+,)*",
        r"(|a)+",
        r".*.*.*.*x",
    ],
)
def test_patterns_that_can_take_forever_are_refused(pattern: str) -> None:
    re.compile(pattern)
    error, hint = regex_error(pattern)
    assert "forever" in error or "wildcards" in error
    assert hint


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(before|after|around|skip_before|skip_after)_filter$",
        r"\.belongs_to_required_by_default$",
        r"^[A-Z]\w*(::[A-Z]\w*)*$",
        r"(\w+::)*Base",
        r"(?:foo|bar)+",
        r"(\d{4}-)+",
        r"(?:\.\w+)+\.rb",
        r"(?:\w{2}){8}",
        r"(a+)?",
        r"[^)]*\)",
        r"[]x]+",
        r"(?<!x)y+(?=z)",
        r"^\$(?!stdout|stderr)[A-Za-z_]\w*$",
        r"TODO.*by.*",
    ],
)
def test_ordinary_patterns_are_allowed(pattern: str) -> None:
    assert regex_error(pattern) == ("", "")


@pytest.mark.parametrize(
    ("pattern", "error", "hint"),
    [
        ("(", "unterminated subpattern", "re module"),
        (r"x\z", "bad escape", r"\Z for Ruby's \z"),
        (r"\h+", "bad escape", "[0-9a-fA-F]"),
        (r"(?<name>x)", "unknown extension", "(?P<name>"),
        ("x" * 1001, "longer than 1000", "split the rule"),
        ("x{99999999999}", "not a valid", "re module"),
    ],
)
def test_patterns_that_python_can_not_compile_say_why(pattern: str, error: str, hint: str) -> None:
    said, suggestion = regex_error(pattern)
    assert error in said
    assert hint in suggestion

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.facts.matching.literals import BOUNDARY, required_literals


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("^(before|after)_filter$", {"|before_filter|", "|after_filter|"}),
        ("^find_by_", {"|find_by_"}),
        (r"\b(TODO|FIXME)\b", {"|TODO|", "|FIXME|"}),
        (r"\Aa\Bb\Z", {"|ab|"}),
        ("TODO|FIXME", {"TODO", "FIXME"}),
        ("https?://", {"http://", "https://"}),
        (r"a\d+bcd", {"bcd"}),
        ("[Ss]ave!?", {"save", "save!", "Save", "Save!"}),
        ("(?i:todo)", {"todo"}),
        ("(ab)+", {"ab"}),
        ("foo(?!bar)", {"foo"}),
        ("(?<=foo)bar", {"bar"}),
        ("é+ab", {"ab"}),
        (r"^\s*$", None),
        ("^(FOO|.)", None),
        ("(ab)*", None),
        ("(ab)?", None),
        ("[a-z]", None),
        ("", None),
        ("[abc][abc][abc][abc][abc]", {"aaa", "aab"}),
    ],
)
def test_literals_that_every_match_has(pattern: str, literals: set[str] | None) -> None:
    found = required_literals(pattern)
    found = found and frozenset(literal.replace(BOUNDARY, "|") for literal in found)
    if literals is not None and "aaa" in literals:
        assert found is not None
        assert literals <= found
    else:
        assert found == literals


ATOMS = st.sampled_from(
    ["a", "b", "ab", "[ab]", "[^a]", ".", r"\w", "(?:a|bc)", "(?:a|b*)", "a?", "b*", "(?:ab)+", "c{2}", "^", "$", r"\b"]
)
PATTERNS = st.lists(ATOMS, min_size=1, max_size=5).map("".join)


@given(PATTERNS, st.text("abcd", max_size=12))
def test_no_match_is_without_a_required_literal(pattern: str, text: str) -> None:
    literals = required_literals(pattern)
    if literals is not None and re.search(pattern, text):
        assert any(re.search(_bounded(literal), text) for literal in literals)


def _bounded(literal: str) -> str:
    return r"(?:\b|\A|\Z)".join(map(re.escape, literal.split(BOUNDARY)))

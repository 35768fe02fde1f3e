from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxscore.inputs.owners.pattern_list import PatternGroups, PatternList
from dxscore.inputs.owners.patterns import github
from tests.inputs.owners.strategies import PATHS, PATTERNS


def test_the_last_pattern_wins_whatever_its_form() -> None:
    patterns = ["*", "/app/", "*.rb", "/app/models/user.rb", "app/models/*", "user.rb", "/app/models/"]
    found = PatternList.of([github(pattern) for pattern in patterns])

    assert found.last("README") == 0
    assert found.last("app/a.js") == 1
    assert found.last("app/a.rb") == 2
    assert found.last("lib/user.rb") == 5
    assert found.last("app/models/user.rb") == 6
    assert PatternList.of([]).last("a") == -1


@settings(max_examples=200, deadline=None)
@given(st.lists(PATTERNS, max_size=6), PATHS)
def test_the_joined_list_says_the_same_as_each_pattern_alone(patterns: list[str], path: str) -> None:
    alone = [index for index, pattern in enumerate(patterns) if PatternList.of([github(pattern)]).last(path) >= 0]

    assert PatternList.of([github(pattern) for pattern in patterns]).last(path) == max(alone, default=-1)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 20 + "b", "a" * 250),
        ("/".join(["**", "a"] * 20) + "/b", "/".join(["a"] * 250)),
    ],
)
def test_patterns_full_of_stars_answer_at_once(pattern: str, path: str) -> None:
    """With plain backtracking these would not end within a lifetime."""
    assert PatternList.of([github(pattern)]).last(path) == -1


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(PATTERNS, max_size=3), max_size=7), PATHS)
def test_groups_say_the_same_as_each_alone(groups: list[list[str]], path: str) -> None:
    compiled = [[github(pattern) for pattern in group] for group in groups]
    alone = [number for number, group in enumerate(compiled) if PatternList.of(group).last(path) >= 0]

    assert list(PatternGroups.of(compiled).holding(path)) == alone

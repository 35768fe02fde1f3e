from __future__ import annotations

from dxscore.suggestions import closest, did_you_mean


def test_near_word_in_any_case() -> None:
    assert did_you_mean("Majour", ["minor", "major"]) == "did you mean 'major'?"
    assert closest("MAJOR", ["minor", "major"]) == "major"


def test_whole_choice_when_nothing_is_near_and_it_is_short() -> None:
    assert did_you_mean("xyz", ["minor", "major"]) == "known: minor, major"
    assert did_you_mean("xyz", [f"word {number}" for number in range(21)]) == ""
    assert did_you_mean("xyz", []) == ""

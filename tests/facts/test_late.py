"""Attributes worked out when asked for."""

from __future__ import annotations

import pytest

from dxscore.facts.late import LateAttributes, Value


def test_works_out_nothing_for_what_is_known_and_the_rest_once() -> None:
    asked = []

    def work_out() -> dict[str, Value]:
        asked.append(True)
        return {"dear": 1, "dearer": 2}

    attributes = LateAttributes({"cheap": 0}, work_out)
    assert attributes["cheap"] == 0
    assert not asked
    assert (attributes["dear"], attributes["dearer"], attributes["dear"]) == (1, 2, 1)
    assert asked == [True]


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        LateAttributes({}, dict)["x"]

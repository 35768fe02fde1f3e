from __future__ import annotations

import pytest

from dxscore.access.profile_changes import profile_changes
from dxscore.domain.access import Confidence, Effect, Kind, Within
from tests.access.surveys import a_survey, a_write, an_effect, an_entry

_JOB = an_effect(Kind.ENQUEUE, "SyncJob", "later", within=Within.IMPLIED)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((a_write(),), (a_write(), a_write("a"), a_write("b")), ["writes to 2 more tables: a, b"]),
        ((), (an_effect(loop=True),), ["reads orders once per element (N+1)"]),
        ((), (an_effect(Kind.HTTP, "Faraday", "get"),), ["calls Faraday.get"]),
        (
            (an_effect(Kind.HTTP, "Faraday", "get"),),
            (an_effect(Kind.HTTP, "Faraday", "get", within=Within.EXPLICIT),),
            ["calls Faraday.get inside a transaction"],
        ),
        ((), (_JOB,), ["enqueues SyncJob before the commit"]),
        (
            (an_effect(),),
            (an_effect(), a_write()),
            ["can no longer be served from a replica", "writes to 1 more table: orders"],
        ),
        ((), (a_write(confidence=Confidence.LOW),), []),
        ((a_write(),), (), []),
    ],
)
def test_what_is_new(before: tuple[Effect, ...], after: tuple[Effect, ...], said: list[str]) -> None:
    changes = profile_changes(a_survey(an_entry(*before)), a_survey(an_entry(*after)))
    assert [each.what for each in changes] == said


def test_what_came_to_many_by_the_same_way_is_said_once() -> None:
    base = a_survey(an_entry(name="a"), an_entry(name="b"))
    head = a_survey(an_entry(a_write(), name="a"), an_entry(a_write(), name="b"))
    assert [each.entry_points for each in profile_changes(base, head)] == [("a", "b")]


def test_new_entry_points_and_unknown_ones_are_no_changes() -> None:
    base = a_survey(an_entry(name="a", unknown="too much"))
    head = a_survey(an_entry(a_write(), name="a"), an_entry(a_write(), name="new"))
    assert profile_changes(base, head) == []

"""Snapshots become series: in all, by owner, dimension or rule."""

from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.trend import Lens
from dxscore.trends.identities import pack
from dxscore.trends.movers import most_moved
from dxscore.trends.series import Sight, count_through
from tests.factories import a_finding
from tests.snapshots import a_count, a_snapshot

_WEEKS = (
    a_snapshot(0, a_count("a.one", "payments", 5, hidden=1), a_count("b.two", "growth", 2, done=3)),
    a_snapshot(1, a_count("a.one", "payments", 4), a_count("b.two", "growth", 4)),
    a_snapshot(2, a_count("a.one", "payments", 1)),
)


def test_the_total_is_counted_in_every_snapshot() -> None:
    total = count_through(_WEEKS, Sight()).total
    assert [(each.open, each.hidden, each.done, each.points) for each in total.points] == [
        (7, 1, 3, 21.0),
        (8, 0, 0, 24.0),
        (1, 0, 0, 3.0),
    ]
    assert [each.day for each in total.points] == [each.committed for each in _WEEKS]


def test_parts_are_0_where_a_snapshot_lacks_them() -> None:
    parts = count_through(_WEEKS, Sight(by="rule")).parts
    assert {each.name: [point.open for point in each.points] for each in parts} == {
        "a.one": [5, 4, 1],
        "b.two": [2, 4, 0],
    }
    assert {each.name for each in count_through(_WEEKS, Sight(by="owner")).parts} == {"payments", "growth"}


def test_a_lens_hides_the_rest() -> None:
    for lens in (Lens(owners=("growth",)), Lens(dimensions=("b",)), Lens(rules=("b.*",))):
        assert [each.open for each in count_through(_WEEKS, Sight(lens)).total.points] == [2, 4, 0]


def test_lines_are_those_of_the_owners_shown() -> None:
    by_owner = count_through(_WEEKS, Sight(by="owner"))
    assert by_owner.total.points[0].code_lines == 1250
    assert {each.name: each.points[0].code_lines for each in by_owner.parts} == {"payments": 1000, "growth": 0}
    assert count_through(_WEEKS, Sight(Lens(owners=("payments",)))).total.points[0].code_lines == 1000


def test_new_and_fixed_are_told_from_the_second_on() -> None:
    first, second = ([a_finding("a.one", line=line) for line in lines] for lines in ((1, 2), (2, 3, 4)))
    snapshots = [
        a_snapshot(week, a_count("a.one", "payments", len(found), identities=pack(found)))
        for week, found in enumerate((first, [replace(each, symbol=f"X#m{n}") for n, each in enumerate(second)]))
    ]
    counted = count_through(snapshots, Sight(by="owner"))
    assert [(each.new, each.fixed) for each in counted.total.points] == [(None, None), (2, 1)]
    assert [(each.new, each.fixed) for each in counted.parts[0].points] == [(None, None), (2, 1)]


def test_a_rule_that_is_unknown_once_is_told_at_that_point() -> None:
    weeks = [_WEEKS[0], replace(_WEEKS[1], unknown=("a.one",)), _WEEKS[2]]
    counted = count_through(weeks, Sight())
    assert [each.unknown for each in counted.total.points] == [(), ("a.one",), ()]
    assert "a.one" in counted.uncounted
    assert count_through(weeks, Sight(Lens(rules=("b.two",)))).total.points[1].unknown == ()


def test_a_rule_that_is_never_known_is_told_once() -> None:
    counted = count_through([replace(each, unknown=("c.x",)) for each in _WEEKS], Sight())
    assert counted.unjudged == ("c.x",)
    assert {each.unknown for each in counted.total.points} == {()}


def test_nothing_gives_empty_series() -> None:
    assert count_through([], Sight()).total.points == ()


def test_what_moved_most_comes_first() -> None:
    parts = most_moved(count_through(_WEEKS, Sight(by="rule")).parts)
    assert [each.name for each in parts] == ["a.one", "b.two"]


def test_a_movement_is_known_when_all_its_steps_are() -> None:
    found = [a_finding("a.one")]
    known = a_count("a.one", "payments", 1, identities=pack(found))
    series = count_through([a_snapshot(0, known), a_snapshot(1, known), a_snapshot(2, known)], Sight()).total
    assert series.movement is not None
    assert (series.movement.change, series.movement.new, series.movement.fixed) == (0, 0, 0)
    assert replace(series, points=series.points[:1]).movement is None

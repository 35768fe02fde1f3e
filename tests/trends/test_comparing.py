"""What moved between a snapshot of the past and today's."""

from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.trends.comparing import alike, compared, continued
from dxscore.trends.identities import pack
from tests.factories import a_finding
from tests.snapshots import START, a_count, a_snapshot

RULE, OTHER = "tech-debt.rescue-nil", "tech-debt.eval"


def _count(*lines: int, owner: str = "payments", rule: str = RULE):  # type: ignore[no-untyped-def] # see a_count
    found: list[Finding] = [replace(a_finding(rule, line=line), symbol=f"User#m{line}") for line in lines]
    return a_count(rule, owner, len(found), identities=pack(found))


def test_new_and_fixed_findings_are_told_by_team_and_by_rule() -> None:
    before = a_snapshot(0, _count(1, 2, 3), _count(4, rule=OTHER))
    after = a_snapshot(1, _count(1, 5, 6, 7), _count(8, owner="growth"))
    found = compared(alike(before, after), START)
    assert (found.committed, found.commit) == (START, before.commit)
    assert (found.total.change, found.total.new, found.total.fixed) == (1, 4, 3)
    assert found.owners["growth"].new == 1
    assert {(move.owner, move.rule): (move.new, move.fixed, move.points) for move in found.rules} == {
        ("payments", RULE): (3, 2, 3.0),
        ("payments", OTHER): (0, 1, -3.0),
        ("growth", RULE): (1, 0, 3.0),
    }


def test_what_was_not_judged_on_both_sides_is_left_out_and_named() -> None:
    before = a_snapshot(0, _count(1), unknown=(OTHER,), idle=("tech-debt.no-finding",))
    after = a_snapshot(1, _count(1), _count(2, 3, rule=OTHER))
    found = compared(alike(before, after), START)
    assert (found.total.change, found.rules, found.left_out) == (0, (), (OTHER,))


def test_findings_that_changed_hands_are_neither_new_nor_fixed() -> None:
    found = compared(alike(a_snapshot(0, _count(1, 2)), a_snapshot(1, _count(1), _count(2, owner="growth"))), START)
    assert (found.total.new, found.total.fixed) == (0, 0)
    assert found.owners["payments"].change == -1
    assert {move.owner: move.points for move in found.rules} == {"payments": -3.0, "growth": 3.0}


def test_a_line_has_no_jump_where_today_knows_what_the_past_never_could() -> None:
    past = [a_snapshot(week, _count(1), unknown=(OTHER, RULE) if week else (OTHER,)) for week in range(3)]
    today = a_snapshot(2, _count(1), _count(2, rule=OTHER))
    line = continued(past, today)
    assert [each.commit for each in line] == [each.commit for each in past]
    assert [count.rule for count in line[-1].counts] == [RULE]
    assert line[-1].unknown == (OTHER,)

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED, Status
from dxscore.domain.gems import RegisterEntry, WorkList
from dxscore.domain.score import Action
from dxscore.domain.weekly import Comparison, WeeklyReport
from dxscore.reporting.mail.editing import Desk, directors_edition, owners_in, team_edition
from dxscore.reporting.mail.editions import Edition
from dxscore.reporting.view import View
from tests.factories import AS_OF, HOSTILE
from tests.weekly_reports import a_first_report, a_weekly_report, movement

_VIEW = View(links="https://code.example/blob/abc/{path}#L{line}")


def _report(**changes: object) -> WeeklyReport:
    report = a_weekly_report()
    first = next(finding for finding in report.scan.findings if finding.owner == "payments")
    action = Action(first.location, first.rule, "payments", "the last major finding between payments and silver")
    return replace(report, **{"first": {"payments": action}, **changes})


def _team(owner: str = "payments", **changes: object) -> Edition:
    return team_edition(Desk(_report(**changes), _VIEW, "https://reports.example/"), owner)


def _directors(**changes: object) -> Edition:
    return directors_edition(Desk(_report(**changes), _VIEW))


def _still(weeks: int) -> Comparison:
    """A past in which everything was as it is today."""
    day = AS_OF - timedelta(weeks=weeks)
    return Comparison(day, "c" * 40, day, movement("", 5, 5, 0, 0), {"payments": movement("payments", 5, 5, 0, 0)})


def test_the_subject_carries_the_verdict() -> None:
    assert _team().subject == "[dxscore] payments, week 2026-W48: bronze, -8 findings"
    assert _directors().subject == (
        "[dxscore] shop, week 2026-W48: 2 teams without a level, 2 unknown, 1 bronze, 1 silver, 1 gold, "
        "6 new, 9 fixed, 1 campaign late"
    )


def test_what_is_due_within_a_week_stands_in_the_subject() -> None:
    report = a_weekly_report()
    near = replace(report.waivers[0], until="2026-11-27")
    assert _team(waivers=(near,)).subject.endswith(", 1 due Friday")


def test_the_preheader_is_the_action() -> None:
    edition = _team()
    assert edition.act is not None
    assert edition.preheader == f"{edition.act.title}: {edition.act.place.text}"
    assert edition.act.place.url.startswith("https://code.example/blob/abc/")
    assert edition.act.reason == "the last major finding between payments and silver"


def test_a_team_without_debt_has_nothing_to_do_first() -> None:
    assert _team("identity").act is None


def test_levels_say_where_they_came_from() -> None:
    moved = {standing.title: standing.moved for standing in _team().standings}
    assert moved == {"Tech debt": "up from no level", "Deprecations": ""}


def test_movers_are_the_rules_that_cost_or_saved_most() -> None:
    better, worse = _team().better, _directors().worse
    assert [(each.rule, each.fixed, each.points) for each in better] == [("tech-debt.rescue-nil", 8, -24)]
    assert [(each.owner, each.points) for each in worse] == [(HOSTILE, 6), (UNOWNED, 3)]


def test_new_findings_are_named_with_their_places() -> None:
    report = a_weekly_report()
    new = [each for each in report.scan.findings if (each.owner, each.rule) == (UNOWNED, "tech-debt.long-method")]
    assert report.last_week
    arrived = replace(report.last_week, arrived=frozenset({new[0].fingerprint}))
    long_method = next(each for each in _directors(last_week=arrived).worse if each.rule == "tech-debt.long-method")
    assert {place.text for place in long_method.places} == {
        f"{each.location.path}:{each.location.line}" for each in new if each.fingerprint == new[0].fingerprint
    }


def test_campaigns_are_those_that_touch_the_team() -> None:
    assert [row.title for row in _team(UNOWNED).campaigns] == ["Rails 8.0"]
    assert [(row.mine, row.change, row.days_left) for row in _team(UNOWNED).campaigns] == [(300, -12, 67)]
    assert [str(row.status) for row in _directors().campaigns] == ["at risk", "active", "late"]
    assert _team("identity").campaigns == ()


def test_what_comes_is_what_ends_or_starts_by_itself() -> None:
    assert [(each.day, each.text) for each in _team().coming] == [
        (date(2026, 12, 5), "a suppression ends: 2 findings of tech-debt.rescue-nil will count again")
    ]
    assert [(each.day, each.text) for each in _team("growth").coming] == [
        (date(2027, 2, 1), "Request thread put to sleep starts to count: 1 finding")
    ]


def test_an_exemption_concerns_those_whose_findings_it_hides() -> None:
    report = a_weekly_report()
    ending = replace(report.waivers[3], until="2026-12-01", rule="tech-debt.eval", hidden=9)
    exempt = tuple(
        replace(each, status=Status.EXEMPT) if (each.owner, each.rule) == ("payments", "tech-debt.eval") else each
        for each in report.scan.findings
    )
    number = sum(each.status is Status.EXEMPT for each in exempt)
    changes: Mapping[str, Any] = {"waivers": (ending,), "scan": replace(report.scan, findings=exempt)}
    (coming,) = _team(**changes).coming
    assert coming.text == f"an exemption ends: {number} findings of tech-debt.eval will count again"
    assert _team("catalog", **changes).coming == ()


def test_directors_see_what_nobody_owns_first_and_then_who_moved_most() -> None:
    rows = _directors().teams
    assert [row.owner for row in rows[:3]] == [UNOWNED, "payments", HOSTILE]
    assert {row.owner for row in rows} == set(owners_in(_report()))
    assert rows[1].moved == "tech-debt up from no level"
    assert rows[1].spark == "▇█▁▂▃▅▆▇█▁▂▃▅"


def test_the_line_of_a_quarter_has_numbers_when_they_are_those_of_today() -> None:
    report = a_weekly_report()
    cards = tuple(
        replace(card, findings=38 if card.dimension == "tech-debt" else 0) if card.owner == "payments" else card
        for card in report.scan.scorecards
    )
    rows = _directors(scan=replace(report.scan, scorecards=cards)).teams
    assert next(row.spark for row in rows if row.owner == "payments") == "40 ▇█▁▂▃▅▆▇█▁▂▃▅ 38"


def test_the_lowest_level_comes_first_and_what_is_at_the_top_is_marked() -> None:
    assert [(row.level, row.is_at_top) for row in _team("catalog", last_week=None).standings] == [("gold", True)] * 2
    assert not any(row.is_at_top for row in _team().standings)


def test_a_long_list_of_teams_is_cut_and_says_so() -> None:
    report = a_weekly_report()
    card = report.scan.scorecards[0]
    many = tuple(replace(card, owner=f"team-{number:03}") for number in range(300))
    edition = _directors(scan=replace(report.scan, scorecards=many))
    assert (len(edition.teams), edition.notes[0]) == (20, "280 teams that moved less are left out here.")


def test_a_week_in_which_nothing_happened_is_quiet() -> None:
    still: Mapping[str, Any] = {"last_week": _still(1), "four_weeks": _still(4), "waivers": ()}
    edition = _team(**still)
    assert edition.is_quiet
    assert edition.subject.endswith("bronze, no change")
    assert not _team(UNOWNED, **{**still, "last_week": a_weekly_report().last_week}).is_quiet


def test_a_week_without_a_past_is_not_quiet() -> None:
    edition = _team(last_week=None, four_weeks=None)
    assert not edition.is_quiet
    assert edition.verdict == "Bronze. What moved since last week is not known."
    assert (edition.better, edition.worse) == ((), ())


def test_a_deadline_ends_the_quiet() -> None:
    near = replace(a_weekly_report().waivers[0], until="2026-11-26")
    assert not _team(last_week=_still(1), waivers=(near,)).is_quiet


def test_a_project_in_which_nothing_is_known_gets_a_mail_that_says_so() -> None:
    edition = directors_edition(Desk(a_first_report(), _VIEW))
    assert edition.subject == "[dxscore] shop, week 2026-W48: level unknown"
    assert edition.notes == ("movement: there is no history", "gems: no lockfile")


@pytest.mark.parametrize("owner", [HOSTILE, "x" * 5_000])
def test_subjects_are_one_short_line(owner: str) -> None:
    subject = _team(owner).subject
    assert len(subject) <= 151
    assert subject.isprintable()


def test_gems_are_those_to_upgrade_now_and_go_to_who_looks_after_them() -> None:
    report = a_weekly_report()
    assert report.gems
    now = [unit.unit.name for unit in report.gems.units if unit.priority.list is WorkList.NOW]
    rows = _directors().gems
    assert [row.name for row in rows] == now[:3] != []
    owned = replace(report.gems.units[0].gems[0], entry=RegisterEntry(owner="payments"))
    units = (replace(report.gems.units[0], gems=(owned,)), *report.gems.units[1:])
    assert [row.name for row in _team(gems=replace(report.gems, units=units)).gems] == now[:1]
    assert _team("catalog").gems == ()

"""Evidence of one day and of the past becomes the state of a campaign."""

from __future__ import annotations

from datetime import timedelta

from dxscore.campaigns.bars import gantt
from dxscore.campaigns.measuring import Evidence, in_order, measured, overloads
from dxscore.copying import replace
from dxscore.domain.campaign import CampaignState, CampaignStatus, Span
from dxscore.domain.finding import UNOWNED, Finding
from tests.campaigns.series import AS_OF, a_campaign, a_series
from tests.factories import a_finding

FALLING = [100 - 7 * week for week in range(13)]


def of(owner: str, count: int, rule: str = "deprecations.a") -> tuple[Finding, ...]:
    return tuple(replace(a_finding(rule, f"app/{owner}.rb", line), owner=owner) for line in range(1, count + 1))


def state_of(campaign_id: str = "rails-8", *, findings: tuple[Finding, ...] = (), **changes: object) -> CampaignState:
    evidence = Evidence(findings, a_series(FALLING))
    return measured(a_campaign(id=campaign_id, **changes), evidence, AS_OF)


def test_teams_with_most_to_do_come_first_with_their_change_in_four_weeks() -> None:
    evidence = Evidence(
        (*of("small", 2), *of("large", 9)), a_series(FALLING), by_owner={"large": a_series([12, 11, 10, 9, 9, 9, 9])}
    )
    teams = measured(a_campaign(), evidence, AS_OF).teams
    assert [(team.owner, team.remaining, team.change) for team in teams] == [("large", 9, -1), ("small", 2, None)]


def test_the_last_tenth_is_a_work_list() -> None:
    assert state_of(findings=of("a", 16)).work_list == ()
    nearly = measured(a_campaign(), Evidence(of("a", 3), a_series([100, 50, 20, 10, 5, 3])), AS_OF)
    assert [finding.location.line for finding in nearly.work_list] == [1, 2, 3]


def test_nothing_that_could_be_counted_is_said_to_be_unknown() -> None:
    state = measured(a_campaign(), Evidence((), None), AS_OF)
    assert (state.progress, state.forecast.verdict, state.status) == (None, "unknown", CampaignStatus.ACTIVE)


def test_a_team_with_more_than_three_open_campaigns_is_told() -> None:
    states = [
        state_of(f"c{number}", findings=(*of("busy", 2), *of("calm", number % 2), *of(UNOWNED, 1)))
        for number in range(4)
    ]
    over = state_of("c4", findings=of("calm", 1), state="abandoned")
    assert [(each.owner, each.campaigns) for each in overloads([*states, over])] == [("busy", ("c0", "c1", "c2", "c3"))]


def test_the_most_pressing_status_comes_first() -> None:
    late, draft, running = (
        state_of("late", target=AS_OF - timedelta(days=1)),
        state_of("draft", state="draft"),
        state_of("running"),
    )
    assert [state.campaign.id for state in in_order([draft, running, late])] == ["late", "running", "draft"]


def test_a_bar_stands_below_those_it_depends_on() -> None:
    states = [state_of("a", depends_on=("b",)), state_of("b", depends_on=("c",)), state_of("c")]
    assert [bar.campaign for bar in gantt(states, AS_OF).bars] == ["c", "b", "a"]


def test_a_chart_covers_plans_forecasts_and_today() -> None:
    chart = gantt([state_of(target=AS_OF + timedelta(weeks=1))], AS_OF)
    (bar,) = chart.bars
    assert bar.projected
    assert bar.uncertain
    assert chart.span.start == a_campaign().start
    assert chart.span.end >= bar.uncertain.end >= bar.projected.end
    assert gantt([], AS_OF).span == Span(AS_OF, AS_OF)


def test_what_is_over_ends_when_the_goal_was_reached() -> None:
    state = measured(a_campaign(), Evidence((), a_series([9, 3, 0, 0, 0])), AS_OF)
    (bar,) = gantt([state], AS_OF).bars
    assert bar.projected == Span(a_campaign().start, AS_OF - timedelta(weeks=2))


def test_what_is_given_up_is_on_no_chart() -> None:
    assert gantt([state_of(state="abandoned")], AS_OF).bars == ()


def test_nothing_left_is_not_done_while_a_rule_could_not_be_judged() -> None:
    nothing_left = a_series([9, 3, 0, 0, 0, 0])
    assert measured(a_campaign(), Evidence((), nothing_left), AS_OF).status is CampaignStatus.DONE
    state = measured(a_campaign(), Evidence((), nothing_left, incomplete=True), AS_OF)
    assert (state.status, state.progress, state.forecast.verdict) == (CampaignStatus.ACTIVE, None, "unknown")

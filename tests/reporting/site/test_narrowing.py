"""One team's part of a report."""

from __future__ import annotations

import pytest

from dxscore.errors import DxscoreError
from dxscore.reporting.site.narrowing import of_team
from tests.factories import HOSTILE
from tests.weekly_reports import a_first_report, a_weekly_report


def test_only_the_team_is_left_with_the_figures_it_had() -> None:
    whole = a_weekly_report()
    mine = of_team(whole, "payments")
    assert (
        {finding.owner for finding in mine.scan.findings}
        == {card.owner for card in mine.scan.scorecards}
        == {"payments"}
    )
    assert set(mine.scan.scorecards) <= set(whole.scan.scorecards)
    assert mine.four_weeks
    assert mine.four_weeks.total == (whole.four_weeks and whole.four_weeks.owners["payments"])
    assert {move.owner for move in mine.four_weeks.rules} == {"payments"}
    assert mine.total == whole.by_owner["payments"]
    assert {mine.owners[waiver.path] for waiver in mine.waivers} == {"payments"}


def test_campaigns_without_work_of_the_team_are_left_out() -> None:
    report = of_team(a_weekly_report(), HOSTILE).campaigns
    assert report
    assert [state.campaign.id for state in report.states] == ["sidekiq"]
    assert [bar.campaign for bar in report.gantt.bars] == ["sidekiq"]


def test_a_team_that_did_not_move_has_no_comparison() -> None:
    assert of_team(a_weekly_report(), "growth").four_weeks is None


def test_an_unknown_team_is_refused() -> None:
    with pytest.raises(DxscoreError, match="there is no team payment"):
        of_team(a_weekly_report(), "payment")
    with pytest.raises(DxscoreError):
        of_team(a_first_report(), "payments")


def test_of_data_access_schema_and_migrations_the_team_has_its_own() -> None:
    mine = of_team(a_weekly_report(), "payments")
    assert mine.access
    assert [entry.grown.name for entry in mine.access.entries] == ["orders#create", "orders#index"]
    assert mine.schema
    assert [each.name for each in mine.schema.models] == ["Order"]
    assert mine.migrations
    assert [each.name for each in mine.migrations.migrations] == ["AddTotal"]
    assert of_team(a_weekly_report(), "growth").migrations is None

"""A project with a history -> its weekly report, and what is missing of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from dxscore.copying import replace
from dxscore.domain.weekly import WeeklyReport
from dxscore.pipeline.backfill import backfill
from dxscore.pipeline.weekly import weekly_report
from dxscore.resources import RULES
from dxscore.store import SnapshotStore
from tests.git_repos import GitRepo
from tests.pipeline.projects_with_history import (
    FIRST,
    HISTORIC,
    RESCUE,
    a_project,
    ignore_stage,
    request_of,
    store_of,
    write_rules,
)


@pytest.fixture(autouse=True)
def _few_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dxscore.pipeline.reading.RULES", write_rules(tmp_path / "rules"))


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    """Six weeks, of which the last had 7 swallowed errors in one file."""
    repo = a_project(tmp_path / "app", (3, 5, 2, 4, 4, 7))
    backfill(request_of(repo), store_of(repo), 52, "HEAD", ignore_stage)
    return repo


def _weekly(repo: GitRepo, as_of: date, store: SnapshotStore | None = None) -> WeeklyReport:
    return weekly_report(replace(request_of(repo), as_of=as_of), store, lambda _done, _total: None)


def test_today_is_held_against_last_week_and_four_weeks_ago(repo: GitRepo) -> None:
    today = FIRST + timedelta(weeks=5)
    report = _weekly(repo, today, store_of(repo))
    week, month = report.last_week, report.four_weeks
    assert week
    assert month
    assert (week.day, week.committed, week.total.change, week.total.new) == (FIRST + timedelta(weeks=4),) * 2 + (3, 3)
    assert (month.committed, month.total.change) == (FIRST + timedelta(weeks=1), 2)
    assert month.owners["unowned"].points == 4.0
    assert [(move.rule, move.points) for move in month.rules] == [(RESCUE, 4.0)]
    assert HISTORIC not in {move.rule for move in month.rules}
    assert report.total
    assert [point.open for point in report.total.points] == [4, 6, 3, 5, 5, 8]


def test_a_history_that_ends_long_ago_tells_nothing_of_last_week(repo: GitRepo) -> None:
    report = _weekly(repo, FIRST + timedelta(weeks=20), store_of(repo))
    assert (report.last_week, report.four_weeks) == (None, None)
    told = {each.subject: each.reason for each in report.unknown}
    assert "the newest snapshot by today's rules is of 2026-02-09" in told["movement since last week"]


def test_without_history_campaigns_and_lockfile_the_rest_is_there_and_the_report_says_so(repo: GitRepo) -> None:
    report = _weekly(repo, FIRST)
    assert (report.last_week, report.campaigns, report.gems, report.upgrade) == (None, None, None, None)
    assert {each.subject for each in report.unknown} >= {"movement", "gems", "upgrade readiness"}
    assert len([finding for finding in report.scan.findings if finding.rule == RESCUE]) == 8
    assert report.explained[RESCUE].invalid[0].files


def test_suppressions_come_with_their_owner(tmp_path: Path) -> None:
    text = f"x = y rescue nil # dxscore:ignore[{RESCUE}] until=2027-01-31 -- asked for\n"
    repo = GitRepo.create(tmp_path / "own")
    repo.commit({"app/models/a.rb": text, "CODEOWNERS": "/app/ @org/web\n"})
    report = _weekly(repo, FIRST)
    assert [(each.path, each.hidden, each.until) for each in report.waivers] == [("app/models/a.rb", 1, "2027-01-31")]
    assert set(report.owners.values()) == {finding.owner for finding in report.scan.findings} != {"unowned"}


def test_rules_about_what_no_snapshot_is_made_of_are_unknown_in_the_past(tmp_path: Path) -> None:
    rule = RULES / "schema" / "missing-foreign-key.yml"
    copied = tmp_path / "rules" / "schema" / rule.name
    copied.parent.mkdir()
    copied.write_bytes(rule.read_bytes())
    repo = a_project(tmp_path / "other")
    backfill(request_of(repo), store_of(repo), 52, "HEAD", ignore_stage)
    store = store_of(repo)
    assert all("schema.missing-foreign-key" in each.unknown for each in store.get(store.kept()))

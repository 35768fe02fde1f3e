"""Campaigns of a small repository: today, in the past, and in a gate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.domain.campaign import CampaignReport, CampaignState, CampaignStatus
from dxscore.domain.gate import Ruling
from dxscore.inputs.settings import read_config
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline import ScanRequest
from dxscore.pipeline.backfill import backfill
from dxscore.pipeline.campaigns import campaign_report
from dxscore.pipeline.histories import history_of
from dxscore.resources import RULES
from dxscore.rulebook.loader import RuleFolder, every_rule
from tests.git_repos import GitRepo
from tests.pipeline.gates import AS_OF, CLEAN, SWALLOWING, gated

CAMPAIGN = """\
id: errors
title: No swallowed errors
why: They hide outages.
owner: platform
start: 2026-10-05
target: 2027-03-31
todo: tech-debt.swallowed-error
"""
MIGRATION = """\
id: campaigns.jobs
message: a job of its own
todo: {call: {name: perform_async}}
done: {call: {name: perform_later}}
tests: {invalid: ["A.perform_async"], valid: ["A.perform_later"]}
"""


def swallowing(number: int) -> dict[str, str]:
    return {f"app/models/m{number}.rb": SWALLOWING.replace("Sync", f"M{number}")}


@pytest.fixture(scope="module")
def parsed_rules(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The shipped rules as the cache keeps them, read once for all tests of this file."""
    store = tmp_path_factory.mktemp("rules") / "rules.msgpack"
    every_rule([RuleFolder.shipped(RULES)], store)
    return store.read_bytes()


@pytest.fixture
def repo(tmp_path: Path, parsed_rules: bytes) -> GitRepo:
    """Six classes swallow errors; one a week is mended."""
    repo = GitRepo.create(tmp_path / "app")
    repo.write({"campaigns/errors.yml": CAMPAIGN, "CODEOWNERS": "/app/ @org/app\n"})
    repo.commit({name: text for number in range(6) for name, text in swallowing(number).items()}, "2026-10-01")
    for number in range(4):
        repo.commit({f"app/models/m{number}.rb": CLEAN.replace("Sync", f"M{number}")}, f"2026-10-{7 + 7 * number:02d}")
    repo.write({".gitignore": ".dxscore/cache\n.dxscore/history.db\n", ".dxscore/cache/rules.msgpack": parsed_rules})
    return repo


def report_of(root: Path, *, with_past: bool = False, as_of: date = AS_OF) -> CampaignReport:
    config = read_config(FolderTree(root))
    request = ScanRequest(root, config, as_of)
    store = history_of(root, config, {}, create=True) if with_past else None
    if store:
        backfill(request, store, 12, "HEAD", lambda *_: None)
    return campaign_report(request, store, lambda _done, _all: None)


def state_of(root: Path, *, with_past: bool = False, as_of: date = AS_OF) -> CampaignState:
    (state,) = report_of(root, with_past=with_past, as_of=as_of).states
    return state


def test_without_a_past_only_today_is_known(repo: GitRepo) -> None:
    report = report_of(repo.path)
    (state,) = report.states
    assert state.progress
    assert (state.progress.remaining, len(state.progress.weeks)) == (2, 1)
    assert (state.status, state.forecast.verdict) == (CampaignStatus.ACTIVE, "unknown")
    assert [(team.owner, team.remaining) for team in state.teams] == [("app", 2)]
    assert [each.subject for each in report.unknown] == ["past"]


def test_a_campaign_has_its_burn_down_at_once(repo: GitRepo) -> None:
    state = state_of(repo.path, with_past=True, as_of=date(2026, 11, 1))
    assert state.progress
    assert [week.remaining for week in state.progress.weeks] == [6, 5, 4, 3, 2]
    assert [week.removed for week in state.progress.weeks] == [None, 1, 1, 1, 1]
    assert (state.progress.done, state.progress.total) == (4, 6)
    assert (state.pace.held, state.pace.removed, state.pace.added) == (1, 1, 0)
    assert state.forecast.likely == date(2026, 11, 15)
    assert state.teams[0].change == -4


def test_what_is_not_committed_counts_today(repo: GitRepo) -> None:
    report_of(repo.path, with_past=True)
    repo.write(swallowing(9))
    state = state_of(repo.path, with_past=True)
    assert state.progress
    assert state.progress.remaining == 3
    assert state.progress.weeks[-1].added == 1


def test_migration_rules_count_what_is_done(repo: GitRepo) -> None:
    repo.write({"campaigns/errors.yml": CAMPAIGN.replace("tech-debt.swallowed-error", "campaigns.jobs")})
    repo.write({".dxscore/rules/jobs.yml": MIGRATION})
    repo.write({"app/a.rb": "A.perform_async\nB.perform_later\nC.perform_later\nD.perform_later\n"})
    state = state_of(repo.path)
    assert state.progress
    assert (state.progress.done, state.progress.total, state.progress.basis) == (3, 4, "done rules")


def test_a_scope_of_owners_has_a_past_and_one_of_paths_has_none(repo: GitRepo) -> None:
    repo.write({"campaigns/errors.yml": f'{CAMPAIGN}scope: {{owners: ["@org/other"]}}\n'})
    other = state_of(repo.path, with_past=True)
    repo.write({"campaigns/errors.yml": f"{CAMPAIGN}scope: {{paths: app/models/m5.rb}}\n"})
    paths = state_of(repo.path, with_past=True)
    assert other.progress
    assert paths.progress
    assert (other.progress.remaining, len(other.progress.weeks) > 1) == (0, True)
    assert (paths.progress.remaining, len(paths.progress.weeks)) == (1, 1)
    assert [each.subject for each in paths.unknown] == ["past"]


def test_a_rule_that_is_off_is_told(repo: GitRepo) -> None:
    repo.write({"dxscore.toml": '[rules]\ndisable = ["tech-debt.swallowed-error"]\n'})
    state = state_of(repo.path)
    assert state.progress is None
    assert [(each.subject, each.reason) for each in state.unknown] == [
        ("tech-debt.swallowed-error", "is disabled in [rules]")
    ]


def test_suppressed_places_are_not_done(repo: GitRepo) -> None:
    silenced = SWALLOWING.replace("rescue\n", "rescue # dxscore:ignore[tech-debt.swallowed-error] -- ours\n")
    repo.write({"app/models/m5.rb": silenced.replace("Sync", "M5")})
    state = state_of(repo.path)
    assert state.progress
    assert (state.progress.remaining, state.progress.hidden) == (1, 1)


def test_the_gate_says_what_a_change_does_to_a_campaign(repo: GitRepo) -> None:
    repo.commit({"app/models/m5.rb": CLEAN.replace("Sync", "M5")})
    repo.git("branch", "better")
    repo.commit({**swallowing(7), **swallowing(8)})
    moved = [
        [(each.after.name, each.before.value, each.after.value, each.ruling) for each in report.measures]
        for report in (gated(repo.path, "better~1", "better"), gated(repo.path, "better"))
    ]
    assert moved == [[("campaign errors", 2, 1, Ruling.PASS)], [("campaign errors", 1, 3, Ruling.WARN)]]


def test_a_gate_is_not_stopped_by_a_faulty_campaign(repo: GitRepo) -> None:
    repo.commit({"campaigns/errors.yml": "id: ["})
    repo.commit({"app/models/m5.rb": CLEAN.replace("Sync", "M5")})
    assert gated(repo.path, "HEAD~1").measures == ()


def test_rules_that_could_not_be_judged_are_told_together_and_nothing_is_done(repo: GitRepo) -> None:
    repo.write({"campaigns/errors.yml": CAMPAIGN.replace("tech-debt.swallowed-error", '"deprecations.to-*"')})
    state = state_of(repo.path)
    (unknown,) = state.unknown
    assert unknown.subject.startswith("deprecations.to-")
    assert unknown.subject.endswith(" more")
    assert unknown.reason == "needs a version that no lockfile tells"
    assert (state.progress, state.status) == (None, CampaignStatus.ACTIVE)


def test_snapshots_of_a_branch_are_no_step_of_the_way(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "branch")
    repo.commit({**swallowing(7), **swallowing(8), **swallowing(9)}, "2026-10-30")
    report_of(repo.path, with_past=True)
    repo.git("checkout", "-q", "main")
    state = state_of(repo.path, with_past=True, as_of=date(2026, 11, 1))
    assert state.progress
    assert [week.remaining for week in state.progress.weeks] == [6, 5, 4, 3, 2]

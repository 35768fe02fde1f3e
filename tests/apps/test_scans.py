"""Whole scans of the fixture apps: each app's own situation comes out."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED, Status
from dxscore.domain.report import ScanReport
from dxscore.errors import InvalidInputError, NothingToScanError
from tests.apps.scanning import FIXTURES, a_copy, scanned
from tests.git_repos import GitRepo


@pytest.fixture(scope="module")
def monolith(tmp_path_factory: pytest.TempPathFactory) -> ScanReport:
    return scanned(a_copy("monolith", tmp_path_factory.mktemp("monolith")))


def test_the_demo_separates_its_teams(monolith: ScanReport) -> None:
    cards = {card.owner: card for card in monolith.scorecards if card.dimension == "tech-debt"}
    assert {"payments", "catalog", "growth", "platform", UNOWNED} <= set(cards)
    density = {owner: card.density or 0 for owner, card in cards.items()}
    assert density["growth"] > density["catalog"] > density["platform"]
    assert density["growth"] > density["payments"]
    assert monolith.scorecards[0].owner == UNOWNED


def test_every_card_says_how_to_go_on(monolith: ScanReport) -> None:
    assert all(card.next_step for card in monolith.scorecards)
    assert all(card.level in ("none", "bronze", "silver", "gold") for card in monolith.scorecards)


def test_points_are_the_weights_of_open_findings(monolith: ScanReport) -> None:
    for card in monolith.scorecards:
        mine = [
            finding
            for finding in monolith.findings
            if finding.owner == card.owner
            and finding.status is Status.OPEN
            and monolith.rules[finding.rule].dimension == card.dimension
        ]
        assert card.points == sum(monolith.rules[finding.rule].grading.weight for finding in mine)
        assert card.findings == len(mine)


def test_findings_come_worst_first_and_each_is_told_from_the_others(monolith: ScanReport) -> None:
    ranks = [monolith.rules[finding.rule].grading.severity.rank for finding in monolith.findings]
    assert ranks == sorted(ranks, reverse=True)
    assert len({finding.fingerprint for finding in monolith.findings}) == len(monolith.findings)


def test_no_message_has_an_open_hole(monolith: ScanReport) -> None:
    assert [finding.message for finding in monolith.findings if re.search(r"\{\w+\}", finding.message)] == []


def test_every_rule_ran_on_the_demo(monolith: ScanReport) -> None:
    assert monolith.coverage.failures == ()
    assert [unknown.subject for unknown in monolith.coverage.unknown] == ["churn and ages"]


def test_a_clean_app_has_nothing_to_find(tmp_path: Path) -> None:
    report = scanned(a_copy("minimal", tmp_path))
    assert report.findings == ()
    assert {card.level for card in report.scorecards} == {"gold"}


def test_without_a_source_of_owners_everything_is_unowned(tmp_path: Path) -> None:
    report = scanned(a_copy("unowned", tmp_path))
    assert report.findings
    assert {finding.owner for finding in report.findings} == {UNOWNED}


_OWNERS = {
    "codeowners_github": {
        "app/jobs/mail_job.rb": "jobs",
        "app/jobs/nightly/sweep_job.rb": "core",
        "app/legacy/importer.rb": UNOWNED,
        "app/models/invoice.rb": "money",
        "app/models/user.rb": "data",
        "app/views/users/show.html.erb": "design",
        "lib/docs/printer.rb": "docs@acme.example",
        "lib/tool.rb": "core",
    },
    "codeowners_gitlab": {
        "app/jobs/mail_job.rb": "jobs",
        "app/jobs/notice.text.erb": "design",
        "app/models/generated/code.rb": "core",
        "app/models/invoice.rb": "money",
        "app/models/user.rb": "data",
        "app/views/users/show.html.erb": "design",
        "lib/tool.rb": "core",
    },
    "packwerk": {
        "app/models/user.rb": UNOWNED,
        "packs/mail/app/models/mail/letter.rb": UNOWNED,
        "packs/search/app/models/search/index.rb": "search",
        "packs/search/nested/ranking/app/models/ranking/score.rb": "ranking",
    },
    "code_ownership": {
        "app/models/forgotten.rb": UNOWNED,
        "app/models/invoice.rb": "Money",
        "app/models/session.rb": "Accounts",
        "app/models/token.rb": "Money",
        "app/models/user.rb": "Accounts",
        "app/services/deep/down/below.rb": "Web",
        "app/services/deep/own/nearest.rb": "Money",
        "app/services/plain.rb": "Web",
        "app/views/users/show.html.erb": "Web",
        "frontend/shop/lib/asset.rb": "Web",
        "lib/fallback.rb": "Accounts",
        "lib/login.rb": "Accounts",
        "lib/nobody.rb": UNOWNED,
        "packs/ledger/app/models/entry.rb": "Money",
        "packs/mail/app/models/letter.rb": "Web",
        "vendored/ledger/lib/ledger.rb": "Money",
    },
}


@pytest.mark.parametrize("app", _OWNERS)
def test_every_finding_goes_to_the_owner_that_the_sources_name(app: str, tmp_path: Path) -> None:
    report = scanned(a_copy(app, tmp_path))
    planted = [finding for finding in report.findings if finding.rule == "tech-debt.global-variable"]
    assert {finding.location.path: finding.owner for finding in planted} == _OWNERS[app]


def test_unreadable_files_are_skips_with_a_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    report = scanned(a_copy("broken", tmp_path))
    reasons = Counter(skip.reason for skip in report.coverage.skipped)
    assert reasons["syntax error"] >= 1
    assert reasons["binary"] >= 1
    assert "app/models/good.rb" in {finding.location.path for finding in report.findings}


def test_ruby_in_templates_is_found_on_the_right_lines(tmp_path: Path) -> None:
    report = scanned(a_copy("erb", tmp_path))
    lines = [
        (finding.location.line, (FIXTURES / "erb" / finding.location.path).read_text().splitlines())
        for finding in report.findings
        if finding.rule == "tech-debt.global-variable"
    ]
    assert lines
    for number, text in lines:
        assert str(number) in text[number - 1]


def test_suppressions_hide_what_they_cover_and_stale_ones_are_found(tmp_path: Path) -> None:
    report = scanned(a_copy("suppressions", tmp_path))
    rules = Counter(finding.rule for finding in report.findings)
    assert rules["meta.unused-ignore"]
    assert rules["meta.expired-ignore"]
    assert rules["meta.invalid-ignore"]
    assert {finding.status for finding in report.findings} == {Status.OPEN, Status.SUPPRESSED, Status.EXEMPT}


def test_a_projects_own_rules_run(tmp_path: Path) -> None:
    report = scanned(a_copy("custom_rules", tmp_path))
    shipped = ("tech-debt.", "meta.")
    assert [finding for finding in report.findings if not finding.rule.startswith(shipped)]


def test_bad_rules_stop_the_run_with_every_problem_at_once(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as caught:
        scanned(a_copy("bad_rules", tmp_path))
    assert len(caught.value.problems) >= 5
    assert all(problem.line >= 1 for problem in caught.value.problems)


def test_a_folder_without_ruby_is_nothing_to_scan(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("no Ruby here")
    with pytest.raises(NothingToScanError):
        scanned(tmp_path)


def test_a_warm_scan_says_the_same_as_a_cold_one(tmp_path: Path) -> None:
    root = a_copy("codeowners_github", tmp_path)
    cold = scanned(root, use_cache=True)
    assert (root / ".dxscore" / "cache" / "facts.db").exists()
    assert scanned(root, use_cache=True) == cold
    assert scanned(root) == cold


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    root = a_copy("minimal", tmp_path)
    assert scanned(root, use_cache=True).findings == ()
    (root / "app" / "models" / "late.rb").write_text("class Late\n  def call\n    $late = 1\n  end\nend\n")
    late = [finding for finding in scanned(root, use_cache=True).findings if finding.location.path.endswith("late.rb")]
    assert "tech-debt.global-variable" in {finding.rule for finding in late}


@pytest.mark.parametrize("damage", [b"", b"not a database", os.urandom(4096)])
def test_a_damaged_cache_changes_nothing_but_the_time(damage: bytes, tmp_path: Path) -> None:
    root = a_copy("codeowners_github", tmp_path)
    expected = scanned(root, use_cache=True)
    for file in (root / ".dxscore" / "cache").iterdir():
        if file.is_file():
            file.write_bytes(damage)
    assert scanned(root, use_cache=True) == expected
    assert scanned(root, use_cache=True) == expected


def test_the_folder_scanned_is_not_part_of_the_result(tmp_path: Path) -> None:
    here, there = scanned(a_copy("unowned", tmp_path / "a")), scanned(a_copy("unowned", tmp_path / "b"))
    assert replace(here, provenance=there.provenance) == there


def test_a_cache_that_came_with_the_repository_is_not_believed(tmp_path: Path) -> None:
    root = a_copy("codeowners_github", tmp_path)
    honest = scanned(root, use_cache=True)
    repo = GitRepo.create(root)
    (root / ".dxscore" / "cache" / ".gitignore").unlink(missing_ok=True)
    repo.git("add", "--force", ".dxscore/cache")
    for file in (root / "app" / "models").glob("*.rb"):
        file.write_text("# nothing here\n")
    before = (root / ".dxscore" / "cache" / "facts.db").read_bytes()
    report = scanned(root, use_cache=True)
    assert len(report.findings) < len(honest.findings)
    assert (root / ".dxscore" / "cache" / "facts.db").read_bytes() == before


def test_results_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    root = a_copy("monolith", tmp_path)
    assert scanned(root, jobs=1) == scanned(root, jobs=2)

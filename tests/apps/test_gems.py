"""Gems of the demo, on a fixed day: what to upgrade first, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dxscore.cli.options import configuration
from dxscore.domain.gems import GemReport, RankedUnit, WorkList
from dxscore.domain.report import ScanReport
from dxscore.inputs.gems.snapshot import read_snapshot
from dxscore.inputs.gems.stamps import SNAPSHOT
from dxscore.pipeline.kept_gems import gem_report
from dxscore.pipeline.reading import ScanRequest
from tests.apps.scanning import AS_OF, FIXTURES, a_copy, scanned


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield a_copy("monolith", tmp_path_factory.mktemp("monolith"))


@pytest.fixture(scope="module")
def report(demo: Path) -> GemReport:
    return gem_report(ScanRequest(demo, configuration(demo, None, 1), AS_OF), lambda _done, _all: None)


@pytest.fixture(scope="module")
def units(report: GemReport) -> dict[str, RankedUnit]:
    return {each.unit.name: each for each in report.units}


@pytest.fixture(scope="module")
def scan(demo: Path) -> ScanReport:
    return scanned(demo, jobs=1)


def _why(ranked: RankedUnit, part: str) -> str:
    return next(each.sentence for each in ranked.priority.parts if each.name == part)


def test_the_snapshot_is_small_and_says_what_it_is() -> None:
    path = FIXTURES / "monolith" / SNAPSHOT
    snapshot = read_snapshot(path)
    assert snapshot
    assert (str(snapshot.taken), path.stat().st_size < 64 * 1024) == ("2026-08-22", True)
    assert snapshot.advisories
    assert snapshot.advisories.source == "ruby-advisory-db at 8cfcc07c"


def test_what_comes_first(report: GemReport) -> None:
    assert [each.unit.name for each in report.units[:3]] == ["rack", "nokogiri", "rails"]
    assert [each.unit.name for each in report.units if each.priority.list is WorkList.NOW] == ["rack", "nokogiri"]


def test_rack_is_one_command_away_from_a_version_without_open_advisories(units: dict[str, RankedUnit]) -> None:
    rack = units["rack"]
    assert rack.effort.command == "bundle update rack --conservative"
    assert rack.effort.target == "2.2.24"  # rack-session 1.0.2 and rackup 1.0.0 allow no rack 3
    assert _why(rack, "security") == "24 open advisories: 10 high, 12 medium, 1 low, 1 unscored, 1 accepted"
    assert [each.id for each in rack.gems[0].accepted] == ["CVE-2024-26146"]


def test_rails_is_work_that_begins_with_what_blocks_it(units: dict[str, RankedUnit]) -> None:
    rails = units["rails"]
    assert rails.priority.list is WorkList.PLAN
    assert "abacus, acts-as-taggable-on must move first" in rails.effort.reasons
    assert _why(rails, "maintenance") == "security fixes for Rails 7.1 ended 2025-10-01"
    taggable, abacus = units["acts-as-taggable-on"], units["abacus"]
    assert "11.0.0 opens it" in _why(taggable, "blocks")
    assert taggable.effort.command == "let the Gemfile allow 11.0.0, then bundle update acts-as-taggable-on"
    assert _why(abacus, "blocks") == "blocks Rails 7.2: needs activesupport >= 5.2, < 7.2"
    assert abacus.effort.command == "look up its releases"


def test_what_is_behind_and_what_nobody_releases_any_more(units: dict[str, RankedUnit]) -> None:
    assert _why(units["stripe"], "lag").startswith("4.3 libyears behind 19.5.0")
    assert _why(units["httparty"], "lag").startswith("4.3 libyears behind 0.24.2")
    rest_client = units["rest-client"]
    assert (rest_client.gems[0].halted, rest_client.effort.size) == (True, 1.0)
    assert _why(rest_client, "maintenance") == "no release since 2019-08-21, and none newer than 2.1.0"


def test_a_gem_of_a_private_server_is_unknown_and_not_up_to_date(units: dict[str, RankedUnit]) -> None:
    brand = units["larder_brand"]
    unknown = {part.name for part in brand.priority.parts if not part.known}
    assert unknown == {"lag", "maintenance"}
    assert brand.priority.confidence == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("rule", "path", "line", "owner"),
    [
        ("gems.end-of-life-rails", "Gemfile", 7, "platform"),
        ("gems.unexplained-pin", "Gemfile", 28, "platform"),
        ("gems.held-back-major", "Gemfile", 32, "payments"),
        ("gems.vendored-gem", "Gemfile", 40, "catalog"),
        ("gems.floating-git-source", "Gemfile", 44, "growth"),
        ("gems.far-behind", "Gemfile", 46, "growth"),
        ("gems.unexplained-pin", "Gemfile", 46, "growth"),
        ("gems.halted", "Gemfile", 48, "growth"),
        ("gems.insecure-source", "Gemfile", 50, "platform"),
        ("gems.never-referenced", "Gemfile", 60, "platform"),
        ("gems.blocks-rails", "Gemfile.lock", 6, "growth"),
        ("gems.blocks-rails", "Gemfile.lock", 99, "growth"),
        ("gems.critical-advisory", "Gemfile.lock", 185, "catalog"),
        ("gems.high-advisory", "Gemfile.lock", 276, "platform"),
        ("gems.high-advisory", "Gemfile.lock", 326, "platform"),
        ("gems.advisory", "Gemfile.lock", 453, "platform"),
    ],
)
def test_what_is_planted_is_found(scan: ScanReport, rule: str, path: str, line: int, owner: str) -> None:
    found = {(each.rule, each.location.path, each.location.line, each.owner) for each in scan.findings}
    assert (rule, path, line, owner) in found

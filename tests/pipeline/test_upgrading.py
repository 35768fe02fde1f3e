from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.copying import replace
from dxscore.domain.upgrade import Hop, Matter, UpgradeReport
from dxscore.errors import DxscoreError
from dxscore.pipeline import reading
from dxscore.pipeline.reading import ScanRequest
from dxscore.pipeline.upgrading import UpgradeRequest, upgrade

_DAY = date(2026, 11, 25)
_RULE = """\
id: house.{name}
title: {name} is used
severity: major
why: It goes away.
fix: Call `newer_{name}`.
upgrade: {{of: {of}, deprecated_in: "{deprecated}", removed_in: "{removed}", effect: {effect}}}
{more}match: {{call: {{name: {name}}}}}
message: "{name} is going away"
tests:
  valid: ["other", "another"]
  invalid: ["{name}(1)", "x.{name}"]
"""
_LOCK = """\
GEM
  remote: https://rubygems.org/
  specs:
    activerecord ({rails})
    old_friend (1.0.0)
      activerecord (>= 6.0, < 8.0)
    rails ({rails})
      activerecord (= {rails})
{more}
PLATFORMS
  ruby

DEPENDENCIES
  old_friend
  rails

RUBY VERSION
   ruby 3.1.4p1

BUNDLED WITH
   2.5.0
"""
_RULES = {
    "gone": ("rails", "6.0", "6.1", "breaks", ""),
    "first": ("rails", "7.1", "7.2", "breaks", ""),
    "second": ("rails", "7.2", "8.0", "breaks", ""),
    "silent": ("rails", "7.1", "7.2", "changes-silently", ""),
    "later": ("rails", "7.2", "8.1", "breaks", ""),
    "restored": ("rails", "7.1", "7.2", "breaks", "applies_when: {no_gem: [old_friend]}\n"),
    "rubyonly": ("ruby", "3.1", "3.2", "breaks", ""),
}
_CODE = "class User\n  def run\n{}\n  end\nend\n".format("\n".join(f"    {name}(1)" for name in _RULES))


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with rules of its own, and no others."""
    monkeypatch.setattr(reading, "RULES", tmp_path_factory.mktemp("rules"))
    files = {
        "Gemfile": 'source "https://rubygems.org"\ngem "rails"\ngem "old_friend"\n',
        "Gemfile.lock": _LOCK.format(rails="7.1.5", more=""),
        "app/models/user.rb": _CODE,
        "app/jobs/job.rb": "class Job\n  # dxscore:ignore[house.first] -- goes with the old API\n  first(2)\nend\n",
        ".github/CODEOWNERS": "app/models/ @models\n",
        **{f".dxscore/rules/{name}.yml": _rule(name) for name in _RULES},
    }
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    return tmp_path


def _rule(name: str) -> str:
    of, deprecated, removed, effect, more = _RULES[name]
    return _RULE.format(name=name, of=of, deprecated=deprecated, removed=removed, effect=effect, more=more)


def _upgrade(project: Path, target: str, *results: Path) -> UpgradeReport:
    scan = ScanRequest(project, Config(), _DAY, use_cache=False)
    return upgrade(UpgradeRequest(scan, target, test_results=results), lambda done, of: None)


def _found(hop: Hop) -> dict[str, Matter]:
    return {each.rule.removeprefix("house."): each.matter for each in hop.obstacles}


def test_each_hop_has_what_its_own_series_removes(project: Path) -> None:
    first, second = _upgrade(project, "rails@8.0").hops
    assert (first.start, first.end, second.end) == ("7.1", "7.2", "8.0")
    assert _found(first) == {
        "first": Matter.BLOCKER,
        "silent": Matter.SILENT_CHANGE,
        "later": Matter.PENDING,
        "gone": Matter.GONE_ALREADY,
    }
    assert _found(second) == {"second": Matter.BLOCKER}


def test_a_shorter_way_only_hears_the_warnings_of_what_lies_beyond(project: Path) -> None:
    (hop,) = _upgrade(project, "").hops
    assert _found(hop)["second"] is Matter.PENDING


def test_a_gem_that_brings_an_api_back_removes_the_obstacle(project: Path) -> None:
    lock = project / "Gemfile.lock"
    lock.write_text(lock.read_text().replace("old_friend", "new_friend"))
    assert _found(_upgrade(project, "rails@7.2").hops[0])["restored"] is Matter.BLOCKER


def test_places_have_owners_and_suppressed_ones_are_counted_apart(project: Path) -> None:
    hop = _upgrade(project, "rails@7.2").hops[0]
    of_first = {each.owner: each for each in hop.obstacles if each.rule == "house.first"}
    assert [finding.location.path for finding in of_first["@models"].findings] == ["app/models/user.rb"]
    assert (len(of_first["unowned"].findings), of_first["unowned"].accepted) == (0, 1)


def test_the_lockfile_alone_tells_which_gem_refuses_the_target(project: Path) -> None:
    assert _upgrade(project, "rails@7.2").gems == ()
    (gem,) = _upgrade(project, "rails@8.0").gems
    assert (gem.gem, gem.line, gem.block.reason) == ("old_friend", 5, "needs activerecord >= 6.0, < 8.0")


def test_gems_are_unknown_where_nothing_can_be_said_of_them(project: Path) -> None:
    for target, why in (("ruby@3.3", "which Ruby"), ("rails@8.2", "no release of Rails 8.2 is known")):
        report = _upgrade(project, target)
        assert [each.subject for each in report.unknown if why in each.reason] == ["gems that block"]
        assert report.gems == ()
    assert {part.part: part.unknown for part in report.readiness}["gems"] == 1


def test_readiness_counts_rules_gems_and_ruby(project: Path) -> None:
    parts = {part.part: (part.clear, part.blocked) for part in _upgrade(project, "rails@8.0").readiness}
    assert parts["removed API"] == (1, 2), "restored is clear, first and second are not"
    assert parts["gems"] == (0, 1)
    assert parts["Ruby"] == (0, 1)


def test_a_newer_ruby_is_a_step_of_who_owns_the_lockfile(project: Path) -> None:
    texts = [step.text for step in _upgrade(project, "rails@8.0").steps["unowned"]]
    assert "Run on Ruby 3.2.0 or newer; locked is 3.1.4" in texts


def test_the_way_to_a_newer_ruby_has_only_what_rules_about_ruby_find(project: Path) -> None:
    report = _upgrade(project, "ruby@3.3")
    assert [_found(hop) for hop in report.hops] == [{"rubyonly": Matter.BLOCKER}, {}]
    assert (report.defaults, report.gems, report.by_hand) == (None, (), ())


def test_a_second_lockfile_is_compared_with_the_first(project: Path) -> None:
    (project / "Gemfile.next.lock").write_text(_LOCK.format(rails="7.2.2", more="    rack (3.0.0)\n"))
    boot = _upgrade(project, "rails@7.2").dual_boot
    assert (boot.current, boot.next, boot.lockfile) == ("7.1.5", "7.2.2", "Gemfile.next.lock")
    assert [each.gem for each in boot.drift if not each.expected] == ["rack"]


@pytest.mark.parametrize(
    ("setup", "tagged"),
    [
        ("Sentry.init { |c| c.environment = Rails.env }", False),
        ("Sentry.init { |c| c.release = Rails.version }", True),
        ("Other.init", None),
    ],
)
def test_error_reports_that_say_which_version_runs(project: Path, setup: str, tagged: bool | None) -> None:
    (project / "config/initializers").mkdir(parents=True)
    (project / "config/initializers/errors.rb").write_text(f"{setup}\n")
    assert _upgrade(project, "rails@7.2").dual_boot.tagged_errors is tagged


def test_recorded_warnings_and_test_results_go_to_the_owner_of_the_tested_file(project: Path) -> None:
    (project / "test/deprecations/models").mkdir(parents=True)
    (project / "test/models").mkdir()
    (project / "test/models/user_test.rb").write_text("class UserTest; end\n")
    (project / "test/deprecations/models/user_test.yml").write_text(
        'test_a: ["DEPRECATION WARNING: x (called from y)"]'
    )
    (project / ".github/CODEOWNERS").write_text("test/models/ @models\n")
    results = project / "junit.xml"
    results.write_text('<testsuite><testcase file="test/models/user_test.rb"/></testsuite>')
    found = _upgrade(project, "rails@7.2", results).recordings
    assert [(each.owner, each.warnings, each.messages) for each in found.recorded] == [
        ("@models", 1, ("DEPRECATION WARNING: x",))
    ]
    assert [(each.owner, each.passed) for each in found.tests] == [("@models", 1)]


def test_the_locked_series_and_those_on_the_way_have_their_ends_of_support(project: Path) -> None:
    found = [(each.of, each.series) for each in _upgrade(project, "rails@8.0").lifetimes]
    assert found == [("rails", "7.1"), ("ruby", "3.1"), ("rails", "7.2"), ("rails", "8.0")]


def test_a_target_in_the_configuration_holds_until_the_command_line_names_another(project: Path) -> None:
    config = replace(Config(), upgrade=replace(Config().upgrade, target="rails@8.0"))
    request = UpgradeRequest(ScanRequest(project, config, _DAY, use_cache=False))
    assert str(upgrade(request, lambda done, of: None).target) == "Rails 8.0"
    assert str(upgrade(replace(request, target="7.2"), lambda done, of: None).target) == "Rails 7.2"


def test_a_target_that_is_not_ahead_is_refused(project: Path) -> None:
    with pytest.raises(DxscoreError, match=r"Rails is at 7\.1\.5 already, Rails 7\.1 is not ahead"):
        _upgrade(project, "rails@7.1")


def test_without_a_lockfile_there_is_no_telling(project: Path) -> None:
    (project / "Gemfile.lock").unlink()
    with pytest.raises(DxscoreError, match="locked version of Rails is unknown"):
        _upgrade(project, "rails@7.2")


def test_without_a_lockfile_the_version_to_start_from_can_be_named(project: Path) -> None:
    (project / "Gemfile.lock").unlink()
    request = UpgradeRequest(ScanRequest(project, Config(), _DAY, use_cache=False), "7.2", "7.1")
    (hop,) = upgrade(request, lambda done, of: None).hops
    assert _found(hop)["first"] is Matter.BLOCKER


def test_without_a_lockfile_a_gemfile_that_allows_one_series_says_where_to_start(project: Path) -> None:
    (project / "Gemfile.lock").unlink()
    (project / "Gemfile").write_text('gem "rails", "~> 7.1.2"\n')
    found = _upgrade(project, "rails@8.0")
    assert found.locked == "7.1.2"
    assert "the Gemfile allows (Gemfile: ~> 7.1.2)" in " ".join(each.reason for each in found.unknown)


def test_what_is_no_version_is_no_start(project: Path) -> None:
    request = UpgradeRequest(ScanRequest(project, Config(), _DAY, use_cache=False), "7.2", "seven")
    with pytest.raises(DxscoreError, match="seven is no version"):
        upgrade(request, lambda done, of: None)

from __future__ import annotations

import pytest

from dxscore.domain.gems import Bundle, GemSource, LockedGem, Needed
from dxscore.domain.upgrade import Drift
from dxscore.upgrade.dual_boot import Signs, dual_boot, names_versions, reports_errors


def _bundle(lockfile: str = "Gemfile.lock", **gems: str) -> Bundle:
    locked = {name: LockedGem(name, version) for name, version in gems.items()}
    return Bundle(lockfile.removesuffix(".lock"), lockfile, locked)


def test_without_a_second_bundle_only_the_tool_is_known() -> None:
    state = dual_boot(_bundle(rails="7.1.5", next_rails="1.3.0"), None, [], Signs())
    assert (state.tool, state.lockfile, state.next) == ("next_rails", "", "")


def test_a_plugin_counts_as_a_tool() -> None:
    assert dual_boot(_bundle(), _bundle("Gemfile_next.lock"), ["bootboot"], Signs()).tool == "bootboot"


def test_a_second_bundle_without_a_tool_is_named_by_its_file() -> None:
    state = dual_boot(_bundle(rails="7.1.5"), _bundle("Gemfile.next.lock", rails="7.2.2"), [], Signs())
    assert (state.tool, state.current, state.next) == ("Gemfile.next", "7.1.5", "7.2.2")


def test_rails_gems_differ_for_a_reason_others_do_not() -> None:
    second = _bundle("Gemfile.next.lock", rails="7.2.2", rack="3.1.0", pg="1.5.0")
    state = dual_boot(_bundle(rails="7.1.5", rack="2.2.0", pg="1.5.0"), second, [], Signs())
    assert state.drift == (
        Drift("rack", "2.2.0", "3.1.0", expected=False),
        Drift("rails", "7.1.5", "7.2.2", expected=True),
    )


def test_a_gem_that_needs_rails_differs_for_a_reason() -> None:
    old, new = (LockedGem("devise", version, needs=(Needed("railties"),)) for version in ("4.8.0", "4.9.4"))
    state = dual_boot(Bundle("", "a", {"devise": old}), Bundle("", "b", {"devise": new}), [], Signs())
    assert state.drift == (Drift("devise", "4.8.0", "4.9.4", expected=True),)


def test_a_gem_in_one_bundle_only_and_another_revision_are_drift() -> None:
    old, new = (LockedGem("x", "1.0", GemSource("git", revision=revision)) for revision in ("a" * 40, "b" * 40))
    state = dual_boot(Bundle("", "a", {"x": old, "y": LockedGem("y", "2.0")}), Bundle("", "b", {"x": new}), [], Signs())
    assert [(each.gem, each.next) for each in state.drift] == [("x", "1.0"), ("y", "")]


def test_a_second_gemfile_without_a_lockfile_is_a_problem_and_has_no_drift() -> None:
    state = dual_boot(_bundle(rails="7.1.5"), Bundle("Gemfile.next", ""), [], Signs())
    assert state.drift == ()
    assert [problem.subject for problem in state.problems] == ["drift"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Sentry.init { |c| c.tags = {rails: Rails.version} }", True),
        ("c.tags[:rails] = Rails::VERSION::STRING", True),
        ("c.release = RUBY_VERSION", True),
        ("c.release = Rails.application.version", False),
        ("c.environment = Rails.env", False),
    ],
)
def test_which_setups_say_what_runs(text: str, says: bool) -> None:
    assert names_versions(text) is says


def test_services_that_gather_errors_are_known_by_their_constants() -> None:
    assert reports_errors(["Rails", "::Sentry"])
    assert reports_errors(["Bugsnag::Configuration"])
    assert not reports_errors(["SentryHelper", "Rails"])

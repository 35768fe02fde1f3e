from __future__ import annotations

from collections.abc import Mapping

import pytest

from dxscore.domain.facts import Setting
from dxscore.domain.upgrade import Default, DefaultsGap
from dxscore.upgrade.defaults import defaults_gap, gap_size

APPLICATION = "config/application.rb"
PRODUCTION = "config/environments/production.rb"
INITIALIZER = "config/initializers/framework.rb"
OPEN_REDIRECTS = "action_controller.raise_on_open_redirects"


def gap(files: Mapping[str, Mapping[str, str]], rails: str = "7.0.4", target: str = "7.0") -> DefaultsGap:
    """`files`: path -> name of the setting -> value; one line each."""
    settings = {
        path: [Setting(name, value, line) for line, (name, value) in enumerate(made.items(), 1)]
        for path, made in files.items()
    }
    return defaults_gap(settings, {}, rails, target)


def state(found: DefaultsGap, key: str, series: str = "") -> Default:
    return next(each.state for each in found.settings if each.key == key and series in ("", each.series))


@pytest.mark.parametrize(
    ("loaded", "series"),
    [
        ("7.0", "7.0"),
        ('"6.1"', "6.1"),
        (":'6.1'", "6.1"),
        ("Rails::VERSION::STRING.to_f", "7.0"),
        ("ENV.fetch('DEFAULTS')", ""),
    ],
)
def test_load_defaults_is_read_in_every_form(loaded: str, series: str) -> None:
    assert gap({APPLICATION: {"config.load_defaults": loaded}}).load_defaults == series


@pytest.mark.parametrize(
    ("loaded", "expected"), [("7.0", Default.TAKEN), ("6.1", Default.OPEN), ("compute(1)", Default.UNKNOWN)]
)
def test_what_nobody_sets_is_as_load_defaults_makes_it(loaded: str, expected: Default) -> None:
    assert state(gap({APPLICATION: {"config.load_defaults": loaded}}), OPEN_REDIRECTS) is expected


def test_without_load_defaults_everything_is_old() -> None:
    found = gap({APPLICATION: {"config.time_zone": '"Paris"'}})
    assert {each.state for each in found.settings} == {Default.OPEN}
    assert (found.place, found.load_defaults, gap_size(found)) == (None, "", len(found.settings))


@pytest.mark.parametrize(
    ("name", "value", "key", "expected"),
    [
        (f"config.{OPEN_REDIRECTS}", "false", OPEN_REDIRECTS, Default.REFUSED),
        ("ActionController::Base.raise_on_open_redirects", "true", OPEN_REDIRECTS, Default.TAKEN),
        (f"config.{OPEN_REDIRECTS}", 'ENV["STRICT"] == "1"', OPEN_REDIRECTS, Default.UNKNOWN),
        ("config.active_record.belongs_to_required_by_default", "nil", "active_record.belongs_to_required_by_default",
         Default.REFUSED),
        ("config.action_dispatch.cookies_serializer", ":hybrid", "action_dispatch.cookies_serializer", Default.REFUSED),
        ("config.action_dispatch.cookies_serializer", '"json"', "action_dispatch.cookies_serializer", Default.TAKEN),
        ("config.action_mailer.smtp_timeout", "30", "action_mailer.smtp_timeout", Default.TAKEN),
        ("ActiveSupport.to_time_preserves_timezone", "false", "active_support.to_time_preserves_timezone",
         Default.REFUSED),
        ("config.ssl_options", "{hsts: {subdomains: true}}", "ssl_options", Default.TAKEN),
        ("config.ssl_options", "{ redirect: lookup(1) }", "ssl_options", Default.UNKNOWN),
    ],
)  # fmt: skip
def test_what_is_set_beats_load_defaults(name: str, value: str, key: str, expected: Default) -> None:
    assert state(gap({APPLICATION: {"config.load_defaults": "7.0", name: value}}), key) is expected


def test_what_stands_above_load_defaults_is_overwritten_by_it() -> None:
    found = gap({APPLICATION: {f"config.{OPEN_REDIRECTS}": "false", "config.load_defaults": "7.0"}})
    assert state(found, OPEN_REDIRECTS) is Default.TAKEN


def test_initializers_come_after_environments_after_the_application() -> None:
    name = f"config.{OPEN_REDIRECTS}"
    files = {
        APPLICATION: {"config.load_defaults": "7.0", name: "false"},
        PRODUCTION: {name: "true"},
        INITIALIZER: {name: "false"},
    }
    found = gap(files)
    assert state(found, OPEN_REDIRECTS) is Default.REFUSED
    (setting,) = (each for each in found.settings if each.key == OPEN_REDIRECTS)
    assert [place.path for place in setting.places] == [APPLICATION, PRODUCTION, INITIALIZER]
    assert state(gap(files | {INITIALIZER: {}}), OPEN_REDIRECTS) is Default.TAKEN


@pytest.mark.parametrize("path", ["config/environments/test.rb", "config/routes.rb", "app/models/user.rb"])
def test_other_environments_and_files_decide_nothing(path: str) -> None:
    found = gap({APPLICATION: {"config.load_defaults": "7.0"}, path: {f"config.{OPEN_REDIRECTS}": "false"}})
    assert state(found, OPEN_REDIRECTS) is Default.TAKEN


def test_an_initializer_is_too_late_for_what_is_read_before() -> None:
    late = {INITIALIZER: {"config.active_support.cache_format_version": "7.0"}}
    early = {APPLICATION: {"config.load_defaults": "6.1", "config.active_support.cache_format_version": "7.0"}}
    key = "active_support.cache_format_version"
    assert state(gap({APPLICATION: {"config.load_defaults": "6.1"}} | late), key) is Default.OPEN
    assert state(gap(early), key) is Default.TAKEN


def test_the_value_of_a_later_series_is_no_old_one() -> None:
    made = {"config.load_defaults": "6.1", "config.active_support.cache_format_version": "7.1"}
    found = gap({APPLICATION: made}, "7.1.2", "7.1")
    states = [each.state for each in found.settings if each.key == "active_support.cache_format_version"]
    assert states == [Default.TAKEN, Default.TAKEN]


def test_settings_that_the_locked_rails_no_longer_switches_are_left_out() -> None:
    made = {APPLICATION: {"config.load_defaults": "6.1"}}
    key = "active_record.legacy_connection_handling"
    assert key in {each.key for each in gap(made, "7.0.4", "7.1").settings}
    assert key not in {each.key for each in gap(made, "7.1.2", "7.1").settings}


def test_the_gap_counts_old_values_of_the_locked_series_and_before() -> None:
    to_7_1 = gap({APPLICATION: {"config.load_defaults": "7.0", f"config.{OPEN_REDIRECTS}": "false"}}, target="7.1")
    assert (gap_size(to_7_1), sum(each.state is Default.OPEN for each in to_7_1.settings) > 10) == (1, True)


@pytest.mark.parametrize(
    ("files", "rails"),
    [
        ({APPLICATION: {"config.load_defaults": "7.0"}}, ""),
        ({APPLICATION: {"config.load_defaults": "ENV['X']"}}, "7.0.1"),
        ({"lib/engine.rb": {"config.x": "1"}}, "7.0.1"),
    ],
)
def test_what_is_not_known_is_said(files: dict[str, dict[str, str]], rails: str) -> None:
    found = gap(files, rails)
    assert found.unknown
    assert gap_size(found) is None


def test_the_dummy_application_of_an_engine_is_not_the_application() -> None:
    dummy = "engines/shop/demo/config/application.rb"
    found = gap({dummy: {"config.load_defaults": "5.0"}, APPLICATION: {"config.load_defaults": "7.0"}})
    assert found.load_defaults == "7.0"

from __future__ import annotations

import pytest

from dxscore.upgrade.default_lines import default_lines, template_series

FILE = "config/initializers/new_framework_defaults_7_1.rb"


def claims(text: str, loaded: str = "7.0", rails: str = "7.1.3") -> list[tuple[int, str, str]]:
    return [(line.location.line, line.key, line.claim) for line in default_lines(FILE, text, loaded, rails)]


@pytest.mark.parametrize(
    ("line", "loaded", "rails", "claim"),
    [
        ("Rails.application.config.precompile_filter_parameters = true", "7.0", "7.1", "claimed"),
        ("# Rails.application.config.precompile_filter_parameters = true", "7.0", "7.1", "commented"),
        ("#Rails.configuration.precompile_filter_parameters = true", "", "7.1", "commented"),
        ("Rails.application.config.precompile_filter_parameters = false # later", "7.0", "7.1", "refused"),
        ("Rails.application.config.precompile_filter_parameters = true", "7.1", "7.1", "stale"),
        ("# Rails.application.config.precompile_filter_parameters = true", "7.2", "7.2", "stale"),
        ("Rails.application.config.active_support.cache_format_version = 7.1", "7.0", "7.1", "without effect"),
        ("Rails.application.config.active_job.use_big_decimal_serializer = true", "7.0", "8.0", "without effect"),
        ("Rails.application.config.active_job.use_big_decimal_serializer = true", "7.0", "7.2", "claimed"),
        ("ActiveSupport.utc_to_local_returns_utc_offset_times = true", "6.0", "7.1", "claimed"),
    ],
)
def test_what_a_line_does(line: str, loaded: str, rails: str, claim: str) -> None:
    assert [found for *_, found in claims(line, loaded, rails)] == [claim]


@pytest.mark.parametrize(
    "line",
    [
        "Rails.application.config.time_zone = 'Paris'",
        "# To set this, add the following line = here",
        "if Rails.env.local? == true",
        "# Set `config.load_defaults` to 7.1",
        '  "X-Frame-Options" => "SAMEORIGIN",',
    ],
)
def test_other_lines_are_left_out(line: str) -> None:
    assert claims(line) == []


def test_a_setting_that_comments_mention_twice_is_told_once() -> None:
    text = "# Rails.application.config.yjit = true\n\n# Rails.application.config.yjit = true\n"
    assert claims(text) == [(1, "yjit", "commented")]


def test_a_setting_of_several_series_is_the_one_of_the_file() -> None:
    text = "Rails.application.config.active_support.hash_digest_class = OpenSSL::Digest::SHA1"
    (line,) = default_lines("config/initializers/new_framework_defaults_5_2.rb", text, "5.1", "5.2")
    assert line.claim == "claimed"
    (line,) = default_lines("config/initializers/new_framework_defaults_7_0.rb", text, "6.1", "7.0")
    assert line.claim == "refused"


@pytest.mark.parametrize(
    ("path", "series"),
    [
        (FILE, "7.1"),
        ("config/initializers/new_framework_defaults.rb", "5.0"),
        ("config/initializers/cookies_serializer.rb", ""),
    ],
)
def test_a_template_is_about_one_series(path: str, series: str) -> None:
    assert template_series(path) == series

from __future__ import annotations

import pytest

from dxscore.domain.versions import LockedVersions
from dxscore.inputs.memory import FilesInMemory
from dxscore.pipeline.versions import versions_of


@pytest.mark.parametrize(
    ("gemfile", "rails"),
    [
        ("gem 'rails', '~> 6.1.6'", "6.1.6"),
        ("gem 'rails', '8.1.3.1'", "8.1.3.1"),
        ("gem 'rails', '>= 7.0.4', '< 7.1'", "7.0.4"),
        ("gem 'rails', '~> 6.1'", "6.1.0"),  # no 6.2 was ever released
        ("gem 'rails', '~> 7.0.99'", "7.0.99"),  # newer than the list
        ("gem 'railties', '~> 7.0.1'", "7.0.1"),
        ("if ENV['EDGE']\n  gem 'rails', '~> 7.1.2'\nelse\n  gem 'rails', '~> 7.1.0'\nend", "7.1.0"),
    ],
)
def test_a_gemfile_that_allows_one_series_says_the_version(gemfile: str, rails: str) -> None:
    assert versions_of(FilesInMemory({"Gemfile": gemfile})).rails == rails


@pytest.mark.parametrize(
    "gemfile",
    [
        "",
        "gem 'rack'",
        "gem 'rails'",
        "gem 'rails', '>= 7.1'",
        "gem 'rails', '~> 8.1'",  # 8.2 may come
        "gem 'rails', '~> 7.0'",  # 7.2 is one of them
        "gem 'rails', ENV['RAILS']",
        "gem 'rails', '~> 7.1.0', github: 'rails/rails', branch: '7-1-stable'",
        "if ENV['EDGE']\n  gem 'rails', '~> 8.0.0'\nelse\n  gem 'rails', '~> 7.1.0'\nend",
        "gem 'rails', 'odd'",
    ],
)
def test_anything_less_is_unknown(gemfile: str) -> None:
    assert versions_of(FilesInMemory({"Gemfile": gemfile})) == LockedVersions()


def test_where_the_version_comes_from_is_told() -> None:
    assert versions_of(FilesInMemory({"Gemfile": "gem 'rails', '~> 6.1.6'"})).asked == "Gemfile: ~> 6.1.6"


def test_the_second_bundle_of_an_upgrade_is_not_asked() -> None:
    gemfile = "if next?\n  gem 'rails', '~> 8.0.0'\nelse\n  gem 'rails', '~> 7.1.0'\nend"
    assert versions_of(FilesInMemory({"Gemfile": gemfile})).rails == "7.1.0"


def test_a_lockfile_has_the_last_word() -> None:
    lock = "GEM\n  specs:\n    rails (7.0.8)\n\nDEPENDENCIES\n  rails\n"
    found = versions_of(FilesInMemory({"Gemfile": "gem 'rails', '~> 6.1.6'", "Gemfile.lock": lock}))
    assert (found.rails, found.asked) == ("7.0.8", "")


def test_a_damaged_lockfile_is_no_reason_to_guess() -> None:
    found = versions_of(FilesInMemory({"Gemfile": "gem 'rails', '~> 6.1.6'", "Gemfile.lock": "<<<<<<<"}))
    assert found.rails is None
    assert found.problem

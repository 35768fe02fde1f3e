from __future__ import annotations

import pytest

from dxscore.facts.gemfile.conditions import Boot, boot_of, condition, otherwise


@pytest.mark.parametrize(
    ("told", "boot"),
    [
        ("if next?", "next"),
        ("unless next?", "current"),
        ("if !next?", "current"),
        ("if not next?", "current"),
        ('if ENV["DEPENDENCIES_NEXT"]', "next"),
        ('if ENV["DEPENDENCIES_NEXT"] == "1"', "next"),
        ("unless ENV['RAILS_NEXT'].present?", "current"),
        ('if ENV.fetch("NEXT_RAILS", nil)', "next"),
        ('if (ENV.key?("RAILS_NEXT"))', "next"),
        ('if ENV["DEPENDENCIES_NEXT"] == "0"', ""),
        ('if ENV["DEPENDENCIES_NEXT"] && ci?', ""),
        ('if ENV["NEXTAUTH_URL"]', ""),
        ("if RUBY_VERSION > '3'", ""),
        ("def next?", ""),
        ("lockfile next?", ""),
    ],
)
def test_which_bundle(told: str, boot: Boot) -> None:
    assert boot_of(told) == boot


def test_texts_are_short_and_without_secrets() -> None:
    told = condition("if", "x(\n  'https://token@example.org/a') " + "y" * 300)
    assert told.startswith("if x( 'https://example.org/…')")
    assert len(told) == 200


def test_other_branch() -> None:
    assert (otherwise("if a"), otherwise("unless a")) == ("unless a", "if a")

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dxscore.domain.facts import FileFacts
from dxscore.domain.gate import Note, Ruling
from dxscore.gate.environment import environment_notes
from tests.facts.reading import facts_of

PRODUCTION = "config/environments/production.rb"


def notes(
    base: Mapping[str, str],
    head: Mapping[str, str],
    renames: Mapping[str, str] | None = None,
    documented: Mapping[str, str] | None = None,
) -> tuple[Note, ...]:
    return environment_notes(_facts(base), _facts(head), renames or {}, Ruling.WARN, documented or {})


def said(found: tuple[Note, ...]) -> list[tuple[str, int, str]]:
    return [(place.path, place.line, place.text) for note in found for place in note.places]


def _facts(files: Mapping[str, str]) -> Mapping[str, FileFacts]:
    return {path: facts_of(code) for path, code in files.items()}


def test_a_variable_that_nothing_read_before_is_newly_required() -> None:
    found = notes({"app/a.rb": "1"}, {"app/a.rb": '1\nkey = ENV.fetch("KEY")\nurl = ENV["URL"]'})
    assert [(note.kind, note.title, note.ruling) for note in found] == [
        ("environment", "2 environment variables are newly required", Ruling.WARN)
    ]
    assert said(found) == [
        ("app/a.rb", 2, "KEY raises when it is not set"),
        ("app/a.rb", 3, "URL gives nil when it is not set"),
    ]


def test_where_it_is_documented_is_told() -> None:
    found = notes({}, {"app/a.rb": 'ENV.fetch("KEY")'}, documented={"KEY": ".env.example"})
    assert said(found) == [("app/a.rb", 1, "KEY raises when it is not set; listed in .env.example")]
    assert found[0].title == "1 environment variable is newly required"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"app/a.rb": 'ENV["KEY"]'}, {"lib/b.rb": '\n\nx(ENV["KEY"])'}),
        ({"app/a.rb": 'ENV.fetch("KEY")'}, {"app/a.rb": 'ENV["KEY"]'}),
        ({"lib/tasks/a.rake": 'ENV["KEY"]'}, {"app/a.rb": 'ENV["KEY"]'}),
        ({}, {"app/a.rb": 'ENV.fetch("KEY", 1)'}),
        ({}, {"app/a.rb": 'use(ENV["KEY"]) if ENV["KEY"]'}),
        ({}, {"app/a.rb": 'if ENV.key?("KEY")\n  ENV.fetch("KEY")\nend'}),
        ({}, {"lib/tasks/a.rake": 'ENV["KEY"]'}),
        ({}, {"packs/p/lib/tasks/a.rb": 'ENV["KEY"]'}),
        ({}, {"db/seeds.rb": 'ENV["KEY"]'}),
        ({}, {"app/a.rb": 'ENV.fetch("RAILS_ENV")'}),
        ({"app/a.rb": 'ENV.fetch("KEY")'}, {}),
    ],
)
def test_nothing_is_newly_required(before: dict[str, str], after: dict[str, str]) -> None:
    assert notes(before, after) == ()


def test_a_default_that_was_taken_away_makes_a_variable_required() -> None:
    found = notes({"app/a.rb": 'ENV.fetch("KEY", 1)'}, {"app/a.rb": 'ENV.fetch("KEY")'})
    assert said(found) == [("app/a.rb", 1, "KEY raises when it is not set")]


def test_settings_that_changed_came_or_went_are_told_production_first() -> None:
    found = notes(
        {
            PRODUCTION: "config.a = 1\nconfig.b = 2\nconfig.c = 3",
            "config/application.rb": "config.load_defaults 7.0",
            "config/initializers/x/y.rb": "X.configure { |config| config.z = 1 }",
        },
        {
            PRODUCTION: "config.a = 1\nconfig.b = 20\nconfig.d = 4",
            "config/application.rb": "config.load_defaults 7.1",
            "config/initializers/x/y.rb": "",
        },
    )
    assert said(found) == [
        (PRODUCTION, 0, "config.c: 3 (removed)"),
        (PRODUCTION, 2, "config.b: 2 -> 20"),
        (PRODUCTION, 3, "config.d: 4 (new)"),
        ("config/application.rb", 1, "config.load_defaults: 7.0 -> 7.1"),
        ("config/initializers/x/y.rb", 0, "config.z: 1 (removed)"),
    ]
    assert (found[0].title, found[0].ruling) == ("5 settings of the environments changed", Ruling.WARN)


def test_settings_that_are_only_added_need_no_ruling() -> None:
    found = notes({PRODUCTION: "config.a = 1"}, {PRODUCTION: "config.a = 1\nconfig.b = 1"})
    assert (found[0].title, found[0].ruling, found[0].advice) == (
        "1 setting of the environments changed",
        Ruling.PASS,
        "",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("config.a = 1\nconfig.b = 2", "# why\n\nconfig.b   =   2\nconfig.a = 1"),
        ("config.a = {b: 'c', d: [:e]}", 'config.a = {\n  b: "c",\n  d: [ :e, ],\n}'),
        ('config.hosts << "a"\nconfig.hosts << "b"', 'config.hosts << "b"\nconfig.hosts << "a"'),
    ],
)
def test_moved_lines_order_and_white_space_change_no_setting(before: str, after: str) -> None:
    assert notes({PRODUCTION: before}, {PRODUCTION: after}) == ()


def test_one_of_several_settings_of_a_name_changed() -> None:
    found = notes(
        {PRODUCTION: "if x\n  config.a = 1\nelse\n  config.a = 2\nend"},
        {PRODUCTION: "if x\n  config.a = 1\nelse\n  config.a = 3\nend"},
    )
    assert said(found) == [(PRODUCTION, 4, "config.a: 2 -> 3")]


def test_a_renamed_file_changes_no_setting() -> None:
    old, new = "config/initializers/a.rb", "config/initializers/b.rb"
    assert notes({old: "config.a = 1"}, {new: "config.a = 1"}, {old: new}) == ()


def test_settings_elsewhere_are_not_the_environments() -> None:
    assert notes({"app/a.rb": "config.a = 1"}, {"app/a.rb": "config.a = 2"}) == ()

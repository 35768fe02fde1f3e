from __future__ import annotations

import pytest

from dxscore.domain.facts import EnvironmentRead
from dxscore.facts.environment import read_variables
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.parsing import parse_ruby
from dxscore.facts.words import words_of


def variables(code: str) -> tuple[EnvironmentRead, ...]:
    source = code.encode()
    return read_variables(SourceTree(source, parse_ruby(source).root_node), words_of(source))


@pytest.mark.parametrize(
    "code",
    [
        'ENV.fetch("X")',
        "ENV.fetch 'X'",
        '::ENV.fetch("X")',
        'config.key = ENV.fetch("X") || 1',
        'call(url: ENV.fetch("X"))',
    ],
)
def test_a_fetch_alone_raises(code: str) -> None:
    assert variables(code) == (EnvironmentRead("X", 1, "raises"),)


@pytest.mark.parametrize(
    "code",
    [
        'ENV["X"]',
        '::ENV["X"]',
        'key = ENV["X"]',
        'call(url: ENV["X"])',
        'ENV["X"].split(",")',
        'ENV["X"].presence',
        'other || ENV["X"]',
        'use(ENV["X"]) if something',
        '"#{ENV["X"]}/path"',
    ],
)
def test_an_index_whose_value_is_used_gives_nil(code: str) -> None:
    assert variables(code) == (EnvironmentRead("X", 1, "nil"),)


@pytest.mark.parametrize(
    "code",
    [
        'ENV.fetch("X", "a")',
        'ENV.fetch("X", nil)',
        'ENV.fetch("X") { 1 }',
        'ENV.key?("X")',
        'ENV["X"] || "a"',
        'ENV["X"] or raise',
        '(ENV["X"].presence || "a").to_sym',
        'ENV["X"] ||= "a"',
        'ENV["X"] == "1"',
        'ENV["X"].present?',
        'ENV["X"]&.split(",")',
        'ENV["X"].to_i',
        'use if ENV["X"]',
        'if ENV["X"] then use end',
        'ENV["X"] ? 1 : 2',
        'use unless !ENV["X"]',
        'case ENV["X"] when "a" then 1 end',
        'ENV["X"] && use',
        'if key = ENV["X"] then use(key) end',
        'use(key) if other && (key = ENV["X"]).present?',
    ],
)
def test_a_default_a_test_or_a_comparison_foresees_that_it_is_missing(code: str) -> None:
    assert variables(code) == (EnvironmentRead("X", 1, "default"),)


@pytest.mark.parametrize(
    "code",
    [
        'ENV["X"] = "a"',
        "ENV[name]",
        'ENV["X_#{name}"]',
        'ENV.delete("X")',
        "ENV.fetch(name)",
        'Shop::ENV["X"]',
        '# ENV["X"]',
        "\"ENV['X']\"",
        'OTHER["X"]',
        "ENV",
        "ENV[",
        'ENV[""]',
    ],
)
def test_what_reads_no_variable_by_a_literal_name_is_left_out(code: str) -> None:
    assert variables(code) == ()


def test_all_reads_are_given_in_order_with_their_lines() -> None:
    code = 'a = ENV["B"]\nb = ENV.fetch("A", ENV["C"])\n'
    assert variables(code) == (
        EnvironmentRead("B", 1, "nil"),
        EnvironmentRead("A", 2, "default"),
        EnvironmentRead("C", 2, "nil"),
    )

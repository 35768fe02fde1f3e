from __future__ import annotations

import pytest

from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.parsing import parse_ruby
from dxscore.facts.requires import read_requires
from dxscore.facts.words import words_of


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('require "sidekiq/web"', ("sidekiq/web",)),
        ("require('csv')\nrequire 'csv'\nrequire 'json' if x", ("csv", "json")),
        ("require_relative 'a'", ()),
        ('require "a/#{b}"', ()),
        ("require name", ()),
        ('gem "x", require: "y"', ()),
        ("require", ()),
        ("# require 'a'", ()),
        ('Kernel.require "a"', ("a",)),
    ],
)
def test_names_that_code_requires(code: str, expected: tuple[str, ...]) -> None:
    source = code.encode()
    assert read_requires(SourceTree(source, parse_ruby(source).root_node), words_of(source)) == expected

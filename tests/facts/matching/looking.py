"""Short ways to write matchers, and to run them over a piece of Ruby."""

from __future__ import annotations

from tree_sitter import Parser

from dxscore.domain.facts import Match
from dxscore.domain.matchers import (
    ArgumentTest,
    CallMatcher,
    KeywordTest,
    ReceiverTest,
    Syntax,
    TextTest,
    ValueTest,
)
from dxscore.facts.grammar import RUBY
from dxscore.facts.matching.program import MatchProgram, compile_program
from dxscore.facts.words import words_of
from tests.factories import a_matching_rule


def text(*values: str, pattern: str = "") -> TextTest:
    return TextTest(values, pattern)


def value(*values: str, pattern: str = "", kinds: tuple[str, ...] = (), interpolated: bool | None = None) -> ValueTest:
    return ValueTest(TextTest(values, pattern) if values or pattern else None, kinds, interpolated)


def call(*names: str, **tests: object) -> CallMatcher:
    return CallMatcher(name=TextTest(names), **tests)  # type: ignore[arg-type] # tests name the fields


def on(*receivers: str, pattern: str = "") -> ReceiverTest:
    return ReceiverTest("text", TextTest(receivers, pattern))


def first(test: ValueTest) -> tuple[ArgumentTest, ...]:
    return (ArgumentTest(0, test),)


def lacking(*keys: str) -> KeywordTest:
    return KeywordTest(lacks=keys)


def run(program: MatchProgram, code: str | bytes, *, in_tests: bool = True) -> tuple[Match, ...]:
    source = code.encode() if isinstance(code, str) else code
    return program.run(source, Parser(RUBY).parse(source).root_node, words_of(source), in_tests=in_tests)


def look(matcher: Syntax, code: str | bytes, **detection: object) -> tuple[Match, ...]:
    rule = a_matching_rule(matcher, **detection)  # type: ignore[arg-type] # tests name the fields
    return run(compile_program([rule]), code)


def found(matcher: Syntax, code: str) -> list[str]:
    """The code of each match, in order."""
    return [match.code for match in look(matcher, code)]

"""Whatever is done to a rule file, it loads or its problems are told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rulebook.support import problems_of, rule_text
from tests.rulebook.test_rules import WORKED_EXAMPLES

RICH = rule_text(
    "severity: major",
    "applies_when: {rails: '>= 5', gem: {a: '> 1'}}",
    "paths: {include: [app/**]}",
    "capture: {NAME: call.name}",
    "where: {NAME: /^s/}",
    "metric: {per: file, value: NAME}",
    "message: '{NAME} {count}'",
    "tests: {invalid: [{code: x.save, count: 1, captures: {NAME: save}}], valid: [{files: {a.rb: x}}]}",
    match="match: {all: [{call: {name: [a, /b/], args: {0: x}, kwargs: {has: [y]}}}, {not: {inside: {def: {}}}}]}",
)
FRAGMENTS = [
    "{}",
    "[]",
    ": ",
    "- ",
    "null",
    "~",
    "''",
    "&a ",
    "*a",
    "!x ",
    "/(a+)+/",
    "\n",
    "  ",
    "{NAME}",
    "<%",
    "é",
    "\0",
    "9" * 30,
]
SHAPES = ["", "[]", "{}", "[[]]", "{a: {b: []}}", "[{}]", "x", "'/(/'", "-1", "{0: x}", "[x, {y: z}]"]


def outcome(text: str) -> str:
    problems = problems_of(text)
    assert all(problem.line >= 1 and problem.message for problem in problems)
    return "problems" if problems else "loaded"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([RICH, WORKED_EXAMPLES]), st.data())
def test_a_mutated_rule_loads_or_tells_its_problems(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(st.sampled_from(FRAGMENTS) | st.text(max_size=4)) + text[end:]
    assert outcome(text) in {"problems", "loaded"}


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(RICH.splitlines()) - 1), st.sampled_from(SHAPES))
def test_a_value_of_any_other_shape_loads_or_tells_its_problems(line: int, shape: str) -> None:
    lines = RICH.splitlines()
    lines[line] = lines[line].partition(":")[0] + ": " + shape
    assert outcome("\n".join(lines)) in {"problems", "loaded"}


def test_the_rule_they_start_from_loads() -> None:
    assert outcome(RICH) == outcome(WORKED_EXAMPLES) == "loaded"

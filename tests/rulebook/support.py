"""Rule texts for tests, and what the loader says about them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from dxscore.domain.matchers import Matcher
from dxscore.domain.rule import Rule
from dxscore.errors import InvalidInputError, Problem
from dxscore.rulebook.book import Rulebook
from dxscore.rulebook.loader import every_rule

MATCH = "match: {call: {name: save}}"
MESSAGE = "message: saves"
TESTS = 'tests: {invalid: ["x.save"], valid: ["x.load"]}'


def rule_text(*lines: str, rule_id: str = "demo.rule", match: str = MATCH) -> str:
    """A whole rule: id on line 1, match on line 2, then the given lines, then message and tests unless given."""
    missing = [line for line in (MESSAGE, TESTS) if not any(given.startswith(line.split(":")[0]) for given in lines)]
    return "\n".join([f"id: {rule_id}", match, *lines, *missing]) + "\n"


def load(text: str | bytes, name: str = "demo/rule.yml") -> Rulebook:
    """Everything in a folder with this one file."""
    with TemporaryDirectory() as folder:
        return every_rule([write(Path(folder, "rules"), {name: text})], examples=True)


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files below a folder; gives the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def load_rule(*lines: str, match: str = MATCH) -> Rule:
    """The one rule that `rule_text` describes."""
    (rule,) = load(rule_text(*lines, match=match)).rules
    return rule


def match_of(match: str) -> Matcher:
    """The matcher that the text after `match:` describes."""
    return load_rule(match=f"match: {match}").detection.match


def problems_of(text: str | bytes, name: str = "demo/rule.yml") -> list[Problem]:
    """What is wrong with a file, [] when it loads."""
    try:
        load(text, name)
    except InvalidInputError as error:
        return list(error.problems)
    return []


def said(*lines: str, match: str = MATCH) -> list[str]:
    """`line: message (suggestion)` for each problem of a rule."""
    return [str(problem).partition("rule.yml:")[2] for problem in problems_of(rule_text(*lines, match=match))]

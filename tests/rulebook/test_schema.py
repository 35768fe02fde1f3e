"""The editor schema says what the loader says."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dxscore.domain.entities import ENTITIES
from dxscore.resources import RULES
from dxscore.rulebook.matchers import PLACES, THINGS
from dxscore.rulebook.schema import rule_schema
from dxscore.rulebook.template import new_rule
from tests.rulebook.support import problems_of, rule_text
from tests.rulebook.test_matchers import PLACE_EXAMPLES
from tests.rulebook.test_rules import WORKED_EXAMPLES

SHIPPED = sorted(
    path for path in RULES.rglob("*.yml") if not {"scorecards", "priorities", "golden-path"} & set(path.parts)
)
VALIDATOR = Draft202012Validator(rule_schema())


def accepted(text: str) -> bool:
    """Whether the schema accepts a file as an editor sees it: keys are texts, dates are texts."""
    data: Any = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return bool(VALIDATOR.is_valid(data))


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(rule_schema())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_rule_is_accepted(path: Any) -> None:
    errors = [
        error.message
        for error in VALIDATOR.iter_errors(json.loads(json.dumps(yaml.safe_load(path.read_text()), default=str)))
    ]
    assert errors == []


@pytest.mark.parametrize(
    "text",
    [
        WORKED_EXAMPLES,
        new_rule("demo.new"),
        rule_text(),
        *(rule_text(match=f"match: {text}") for text, _ in PLACE_EXAMPLES.values()),
        *(rule_text(match=f"match: {{{kind}: {{}}}}") for kind in ENTITIES),
    ],
)
def test_good_rules_are_accepted_by_both(text: str) -> None:
    assert problems_of(text) == []
    assert accepted(text)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "id: a.b",
        rule_text("sevrity: major"),
        rule_text("severity: majr"),
        rule_text("weight: -1"),
        rule_text("learn: [docs]"),
        rule_text("effort: tiny"),
        rule_text("todo: {const: A}"),
        rule_text("applies_when: {rails: newest}"),
        rule_text("applies_when: {gem: {a: new}}"),
        rule_text("metric: {per: kloc}"),
        rule_text("metric: {count: false}"),
        rule_text("capture: {A-B: call.name}"),
        rule_text("tests: {invalid: [x]}"),
        rule_text("tests: {invalid: [], valid: [x]}"),
        rule_text("tests: {invalid: [{path: a.rb}], valid: [x]}"),
        rule_text("tests: {invalid: [x], valid: [{code: x, count: 1}]}"),
        rule_text(match="match: {cal: {}}"),
        rule_text(match="match: {call: {}}"),
        rule_text(match="match: {call: {nam: x}}"),
        rule_text(match="match: {call: {args: {first: x}}}"),
        rule_text(match="match: {call: {args: {0: {kind: strin}}}}"),
        rule_text(match="match: {all: []}"),
        rule_text(match="match: {call: {name: a}, const: B}"),
        rule_text(match="match: {def: {lines: long}}"),
        rule_text(match="match: {def: {singleton: maybe}}"),
        rule_text(match="match: {query: '(nil)'}"),
        rule_text(match="match: {any: [{file: {}}]}"),
        rule_text(match="match: {assign: {value: x}}"),
    ],
)
def test_bad_rules_are_refused_by_both(text: str) -> None:
    assert problems_of(text) != []
    assert not accepted(text)


def test_every_matcher_and_attribute_is_described() -> None:
    schema = rule_schema()["$defs"]
    match = schema["rule"]["properties"]["match"]["else"]["properties"]
    assert match.keys() == PLACES.keys() | THINGS.keys()
    for kind, attributes in ENTITIES.items():
        assert match[kind]["properties"].keys() == attributes.keys()

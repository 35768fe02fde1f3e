"""One rule as YAML nodes -> Rule."""

from __future__ import annotations

import re

from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.rule import Detection, Grading, Metric, Rule, RuleState, RuleText
from dxscore.domain.severity import Confidence, Severity
from dxscore.rulebook.captures import check_example_captures, check_names
from dxscore.rulebook.conditions import CAPTURE_TESTS, REGEX
from dxscore.rulebook.examples import EXAMPLES, examples
from dxscore.rulebook.matchers import MATCHER, SYNTAX, finds_places
from dxscore.rulebook.nodes import Gathering, Node, Table
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.scope import APPLIES_WHEN, IN_TESTS, PATHS, UPGRADE, scope_of
from dxscore.rulebook.shapes import Shape, choice, day, flag, list_of, made, map_of, number, text, whole_number
from dxscore.rulebook.weights import DEFAULT_WEIGHTS

DIMENSION = text("a dimension in lower case with dashes", r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
FAMILY = text("a word in lower case", r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
RULE_ID = text("an id such as 'tech-debt.rescue-nil'", r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+")
_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_PROSE = text("a text")
_LINK = text("a link", r"https?://\S+")

_METRIC_KEYS = {
    "per": Key(choice("match", "method", "class", "file"), "one finding per match (default) or per group"),
    "at_least": Key(whole_number(1), "groups with fewer matches are not findings"),
    "value": Key(text("the name of a capture"), "a capture whose number is kept"),
    "count": Key(flag(only=True), "the default: findings carry how many matches they stand for"),
}


def _metric(values: Values) -> Metric:
    return Metric(values.get("per", "match"), values.get("at_least", 1), values.get("value", ""))


def _severity() -> Shape[Severity]:
    return made(choice(*Severity), Severity)


_RULE_KEYS = Keys(
    "a rule",
    {
        "id": Key(RULE_ID, "dimension, dot, what is wrong", required=True),
        "title": Key(_PROSE, "what is wrong, in a few words"),
        "dimension": Key(DIMENSION, "family of the rule; default: its id before the dot"),
        "scorecard": Key(DIMENSION, "another name for dimension", means="dimension"),
        "severity": Key(_severity(), "info, minor (default), major, critical, blocker"),
        "weight": Key(number(), "debt points per finding; default 0, 1, 3, 5, 10 by severity"),
        "confidence": Key(made(choice(*Confidence), Confidence), "how often a finding is right: high (default) ..."),
        "state": Key(made(choice(*RuleState), RuleState), "draft, announced, enforced (default)"),
        "enforce_on": Key(day(), "with announced: the day from which it counts"),
        "effort": Key(choice("small", "medium", "large"), "to fix one finding: an hour (default), a day, a week"),
        "why": Key(_PROSE, "why it matters, one or two sentences"),
        "fix": Key(_PROSE, "what to do, one or two sentences"),
        "fix_hint": Key(_PROSE, "another name for fix", means="fix"),
        "learn": Key(list_of(_LINK), "links"),
        "docs": Key(list_of(_LINK), "another name for learn", means="learn"),
        "owner": Key(_PROSE, "who keeps the rule; for readers, not used"),
        "tags": Key(list_of(text("a tag")), "for readers, not used"),
        "aliases": Key(list_of(RULE_ID), "earlier ids; suppressions that name one still hold"),
        "applies_when": Key(APPLIES_WHEN, "versions for which the rule holds"),
        "upgrade": Key(UPGRADE, "when what it finds stops working"),
        "family": Key(FAMILY, "kind of debt within the dimension, counted apart"),
        "paths": Key(PATHS, "files it looks at"),
        "in_tests": Key(IN_TESTS, "no (default), yes, only"),
        "match": Key(MATCHER, "what to recognise"),
        "todo": Key(SYNTAX, "migration: what is left to do"),
        "done": Key(SYNTAX, "migration: what has been done"),
        "capture": Key(map_of(text("a name", _NAME), text("a capture path"), _NAME), "name -> part of the match"),
        "where": Key(map_of(text("a name", _NAME), CAPTURE_TESTS, _NAME), "name of a capture -> test"),
        "glance": Key(REGEX, "an expression: files in whose text it is not found are not looked at"),
        "metric": Key(record(Keys("metric", _METRIC_KEYS), _metric), "how matches become findings"),
        "dated": Key(flag(), "whether findings carry the age of their line"),
        "message": Key(_PROSE, "what a finding says; {NAME} holes for captures and attributes", required=True),
        "tests": Key(EXAMPLES, "code that must and must not be found", required=True),
    },
    one_of=(("match",), ("todo", "done")),
)
RULE: Shape[Values] = record(_RULE_KEYS, dict)
"""A rule as it is written; `read_rule` checks it as a whole."""


def read_rule(node: Node, origin: str) -> Rule:
    """The rule that a node describes. Raises UnusableError with everything that is wrong with it."""
    values = RULE.read(node)
    detection = _detection(values)
    if isinstance(node, Table):
        _check(node, values, detection)
    return _rule(values, detection, origin)


def _rule(values: Values, detection: Detection, origin: str) -> Rule:
    scope = scope_of(values)
    return Rule(
        id=values["id"],
        dimension=values.get("dimension") or values["id"].partition(".")[0],
        text=_text(values),
        grading=_grading(values),
        scope=scope,
        detection=detection,
        message=values["message"],
        valid=examples(values["tests"]["valid"], scope),
        invalid=examples(values["tests"]["invalid"], scope),
        upgrade=values.get("upgrade"),
        family=values.get("family", ""),
        aliases=values.get("aliases", ()),
        origin=origin,
    )


def _text(values: Values) -> RuleText:
    title = values.get("title") or title_of(values["id"])
    return RuleText(title, values.get("why", ""), values.get("fix", ""), values.get("learn", ()))


def title_of(rule_id: str) -> str:
    """A title for a rule that has none: `tech-debt.rescue-nil` -> `Rescue nil`."""
    return re.sub(r"[.-]", " ", rule_id.partition(".")[2]).capitalize()


def _grading(values: Values) -> Grading:
    severity = values.get("severity", Severity.MINOR)
    return Grading(
        severity=severity,
        weight=values.get("weight", DEFAULT_WEIGHTS[severity]),
        confidence=values.get("confidence", Confidence.HIGH),
        state=values.get("state", RuleState.ENFORCED),
        enforce_on=values.get("enforce_on"),
        effort=values.get("effort", "small"),
    )


def _detection(values: Values) -> Detection:
    wanted: Values = values.get("where", {})
    return Detection(
        match=values["match"] if "match" in values else values["todo"],
        done=values.get("done"),
        captures=values.get("capture", {}),
        where=tuple((name, test) for name, tests in wanted.items() for test in tests),
        glance=values.get("glance", ""),
        metric=values.get("metric", Metric()),
        dated=values.get("dated", False),
    )


def _check(node: Table, values: Values, detection: Detection) -> None:
    gathering = Gathering()
    _check_state(node, values, gathering)
    _check_matchers(node, detection, gathering)
    check_names(node, detection, values["message"], gathering)
    check_example_captures(node, detection, gathering)
    gathering.check()


def _check_state(node: Table, values: Values, gathering: Gathering) -> None:
    announced = values.get("state") is RuleState.ANNOUNCED
    if announced and "enforce_on" not in values:
        gathering.complain(node.line_of("state"), "an announced rule needs 'enforce_on'", "enforce_on: 2027-01-31")
    elif not announced and "enforce_on" in values:
        gathering.complain(node.line_of("enforce_on"), "'enforce_on' belongs to 'state: announced'")


def _check_matchers(node: Table, detection: Detection, gathering: Gathering) -> None:
    hint = "begin an 'all' with a place: call, assign, class, query ..."
    for name, matcher in (("done", detection.done), ("match" if node.get("match") else "todo", detection.match)):
        if matcher is not None and not finds_places(matcher):
            gathering.complain(node.line_of(name), f"'{name}' only judges places, it finds none", hint)
    if isinstance(detection.match, EntityMatcher):
        for name in (name for name in ("capture", "where") if node.get(name)):
            gathering.complain(
                node.line_of(name),
                f"'{name}' has no use with an entity matcher",
                "its attributes are tested in the matcher and are holes for the message",
            )

"""rules/scorecards/*.yml as nodes -> ScorecardSpec."""

from __future__ import annotations

from typing import Any, Literal

from dxscore.domain.score import CheckSpec, ScorecardSpec
from dxscore.domain.severity import Severity
from dxscore.rulebook.nodes import Gathering, Items, Node, Table, text_of
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.rules import DIMENSION, RULE_ID
from dxscore.rulebook.shapes import Shape, choice, list_of, made, number, text
from dxscore.suggestions import did_you_mean

_LEVEL = text("a level in lower case", r"(?!none$|unknown$)[a-z][a-z0-9-]*")


def _limits(what: str) -> Shape[Values]:
    keys = {
        "at_most": Key(number(), "the limit", required=True),
        "min_severity": Key(made(choice(*Severity), Severity), "only findings from this severity on"),
        "rules": Key(list_of(RULE_ID), "only findings of these rules"),
    }
    return record(Keys(what, keys), dict)


def _check(values: Values) -> CheckSpec:
    measure: Literal["findings", "density"] = "findings" if "findings" in values else "density"
    limits = values[measure]
    return CheckSpec(
        title=values["title"],
        level=values["level"],
        measure=measure,
        limit=limits["at_most"],
        min_severity=limits.get("min_severity", Severity.INFO),
        rules=limits.get("rules", ()),
    )


_CHECK_KEYS = {
    "level": Key(_LEVEL, "the level that needs it", required=True),
    "title": Key(text("a text"), "what passes, in a few words", required=True),
    "findings": Key(_limits("findings"), "limit on the number of findings"),
    "density": Key(_limits("density"), "limit on points per 1,000 lines"),
}
_SCORECARD_KEYS = {
    "dimension": Key(DIMENSION, "the dimension it judges", required=True),
    "title": Key(text("a text"), "its name in reports", required=True),
    "levels": Key(list_of(_LEVEL, strict=True), "lowest first", required=True),
    "checks": Key(
        list_of(record(Keys("a check", _CHECK_KEYS, one_of=(("findings",), ("density",))), _check), strict=True),
        "thresholds; a level is reached when its checks and those of lower levels pass",
        required=True,
    ),
}
SCORECARD: Shape[Any] = record(Keys("a scorecard", _SCORECARD_KEYS), lambda values: ScorecardSpec(**values))


def read_scorecard(node: Node) -> ScorecardSpec:
    """The scorecard that a node describes. Raises UnusableError with everything that is wrong with it."""
    spec: ScorecardSpec = SCORECARD.read(node)
    gathering = Gathering()
    checks = node.get("checks") if isinstance(node, Table) else None
    for check in checks.items if isinstance(checks, Items) else ():
        level = check.get("level") if isinstance(check, Table) else None
        if level and text_of(level) not in spec.levels:
            gathering.complain(
                level.line, f"unknown level '{text_of(level)}'", did_you_mean(text_of(level), spec.levels)
            )
    if len(set(spec.levels)) < len(spec.levels) and isinstance(node, Table):
        gathering.complain(node.line_of("levels"), "a level is named twice")
    gathering.check()
    return spec

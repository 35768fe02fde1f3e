"""All rules of the rule files and `[rules]` of dxscore.toml -> the rules in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from math import isfinite

import msgspec

from dxscore.config import RulesConfig
from dxscore.copying import replace
from dxscore.domain.rule import Rule, RuleState
from dxscore.domain.score import ScorecardSpec
from dxscore.domain.severity import Severity
from dxscore.errors import InvalidInputError, Problem
from dxscore.rulebook.book import Rulebook
from dxscore.rulebook.codec import pack
from dxscore.rulebook.weights import DEFAULT_WEIGHTS
from dxscore.suggestions import did_you_mean

_CONFIG_FILE = "dxscore.toml"


def rulebook_of(rules: Iterable[Rule], scorecards: Iterable[ScorecardSpec], marks: Mapping[str, str]) -> Rulebook:
    """A rulebook with its digest; `marks` are known already, those that it lacks are made."""
    by_id = tuple(sorted(rules, key=lambda rule: rule.id))
    by_dimension = tuple(sorted(scorecards, key=lambda card: card.dimension))
    marked = {rule.id: marks.get(rule.id) or _digest(_recognising(rule)) for rule in by_id}
    grading = [(rule.id, marked[rule.id], rule.grading) for rule in by_id]
    return Rulebook(by_id, by_dimension, _digest([grading, list(map(_thresholds, by_dimension))]), marked)


def _digest(value: object) -> str:
    return blake2b(msgspec.msgpack.encode(value, order="sorted"), digest_size=6).hexdigest()


def _recognising(rule: Rule) -> list[object]:
    return [rule.dimension, rule.scope, pack(rule.detection), sorted(rule.aliases)]


def _thresholds(card: ScorecardSpec) -> list[object]:
    checks = [(check.level, check.measure, check.limit, check.min_severity, check.rules) for check in card.checks]
    return [card.dimension, card.levels, checks]


def in_force(everything: Rulebook, config: RulesConfig) -> Rulebook:
    """The rulebook that `[rules]` of dxscore.toml leaves: without drafts (unless enabled) and what is disabled.

    Ids may be earlier names of a rule. Raises InvalidInputError for all ids and values that make no sense.
    """
    names = {name: rule.id for rule in everything.rules for name in (rule.id, *rule.aliases)}
    dimensions = {rule.dimension for rule in everything.rules} | {card.dimension for card in everything.scorecards}
    problems = [*_unknown(config, names, dimensions), *_bad_values(config)]
    if problems:
        raise InvalidInputError(tuple(problems))
    disabled = {names.get(name, name) for name in config.disable}
    enabled = {names[name] for name in config.enable}
    severity = {names[name]: Severity(word) for name, word in config.severity.items()}
    weight = {names[name]: float(number) for name, number in config.weight.items()}
    rules = [
        _regraded(rule, severity.get(rule.id), weight.get(rule.id))
        for rule in everything.rules
        if not disabled & {rule.id, rule.dimension}
        and (rule.grading.state is not RuleState.DRAFT or rule.id in enabled)
    ]
    scorecards = [card for card in everything.scorecards if card.dimension not in disabled]
    return rulebook_of(rules, scorecards, everything.marks)


def _unknown(config: RulesConfig, names: Mapping[str, str], dimensions: set[str]) -> Iterator[Problem]:
    used: dict[str, Iterable[str]] = {
        "disable": config.disable,
        "enable": config.enable,
        "severity": config.severity,
        "weight": config.weight,
    }
    for key, ids in used.items():
        known = [*names, *(sorted(dimensions) if key == "disable" else ())]
        for name in ids:
            if name not in known:
                yield Problem(_CONFIG_FILE, 1, f"[rules] {key}: unknown rule '{name}'", did_you_mean(name, known))


def _bad_values(config: RulesConfig) -> Iterator[Problem]:
    for name, word in config.severity.items():
        if word not in tuple(Severity):
            yield Problem(
                _CONFIG_FILE, 1, f"[rules] severity: '{word}' for {name}", did_you_mean(word, tuple(Severity))
            )
    for name, number in config.weight.items():
        if not isfinite(number) or number < 0:
            yield Problem(_CONFIG_FILE, 1, f"[rules] weight: {number} for {name}", "a number from 0 is expected")


def _regraded(rule: Rule, severity: Severity | None, weight: float | None) -> Rule:
    """The rule with another severity or weight; a weight that followed from the severity goes on following it."""
    if severity is None and weight is None:
        return rule
    old = rule.grading
    severity = severity or old.severity
    usual = DEFAULT_WEIGHTS[severity] if old.weight == DEFAULT_WEIGHTS[old.severity] else old.weight
    return replace(rule, grading=replace(old, severity=severity, weight=usual if weight is None else weight))

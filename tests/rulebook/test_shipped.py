"""What every shipped rule has, beyond what the loader asks of a team's own."""

from __future__ import annotations

from dxscore.config import RulesConfig
from dxscore.domain.rule import Rule
from dxscore.resources import RULES
from dxscore.rulebook.loader import every_rule, load_rulebook


def without(rules: tuple[Rule, ...], part: str) -> list[str]:
    return [rule.id for rule in rules if not getattr(rule.text, part)]


def test_every_shipped_rule_explains_itself() -> None:
    rules = every_rule([RULES], examples=True).rules
    assert [without(rules, part) for part in ("title", "why", "fix")] == [[], [], []]


def test_shipped_rules_lie_where_their_id_says() -> None:
    places = {rule.id: rule.origin for rule in every_rule([RULES]).rules}
    assert [i for i, path in places.items() if not path.endswith(f"/{i.replace('.', '/', 1)}.yml")] == []


def test_there_are_shipped_rules_in_force_for_every_scorecard() -> None:
    book = load_rulebook([RULES], RulesConfig())
    assert {card.dimension for card in book.scorecards} <= {rule.dimension for rule in book.rules}

"""Every template of a campaign: complete, fit for a project, and its rules right about their own examples."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.domain.rule import Rule
from dxscore.errors import DxscoreError
from dxscore.inputs.tree import FolderTree
from dxscore.resources import RULES
from dxscore.rulebook.campaign_templates import Head, Template, filled, of_rules, template_named, templates
from dxscore.rulebook.campaigns import load_campaigns
from dxscore.rulebook.loader import every_rule
from dxscore.trials import try_examples
from tests.factories import a_rule

HEAD = Head("it", 'team "a": b', date(2026, 11, 25), date(2027, 5, 31))


@pytest.fixture(scope="module")
def shipped() -> tuple[Rule, ...]:
    return every_rule([RULES]).rules


def install(template: Template, root: Path, answers: dict[str, str] | None = None) -> tuple[Rule, ...]:
    """Write the files of a template; gives the rules among them."""
    campaign, rules = filled(template, HEAD, answers or {})
    (root / "campaigns").mkdir()
    (root / "campaigns/it.yml").write_text(campaign)
    (root / ".dxscore/rules").mkdir(parents=True)
    if not rules:
        return ()
    (root / ".dxscore/rules/it.yml").write_text(rules)
    return every_rule([root / ".dxscore/rules"], examples=True).rules


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)
def test_a_template_gives_a_campaign_whose_rules_find_what_their_examples_say(
    template: Template, tmp_path: Path, shipped: tuple[Rule, ...]
) -> None:
    own = install(template, tmp_path)
    (campaign,) = load_campaigns(FolderTree(tmp_path), Config(), [*shipped, *own])
    assert (campaign.owner, campaign.target) == (HEAD.owner, HEAD.target)
    assert {rule.dimension for rule in own} <= {"campaigns"}
    assert [trial for trial in try_examples(own, own) if not trial.passed] == []


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.name)
def test_every_question_of_a_template_is_used_and_every_default_is_an_answer(template: Template) -> None:
    defaults = {name: question.default for name, question in template.ask.items()}
    filled(template, HEAD, defaults)
    assert [name for name in template.ask if f"<<{name}>>" not in template.campaign + template.rules] == []


def test_answers_take_the_place_of_defaults(tmp_path: Path) -> None:
    own = install(template_named("gem-removal"), tmp_path, {"gem": "devise", "constant": "Devise"})
    assert any("Devise" in str(rule.detection.match) for rule in own)
    assert all(trial.passed for trial in try_examples(own, own))


@pytest.mark.parametrize("answers", [{"gem": "a/) || true"}, {"gem": "x: [y"}, {"gems": "devise"}])
def test_an_answer_that_does_not_fit_is_refused(answers: dict[str, str]) -> None:
    with pytest.raises(DxscoreError):
        filled(template_named("gem-removal"), HEAD, answers)


def test_a_template_that_is_not_there_is_told_with_the_one_that_was_meant() -> None:
    with pytest.raises(DxscoreError) as caught:
        template_named("gem-removl")
    assert "gem-removal" in caught.value.hint


def test_a_campaign_of_rules_names_them(tmp_path: Path) -> None:
    rule = a_rule()
    (tmp_path / "campaigns").mkdir()
    (tmp_path / "campaigns/it.yml").write_text(of_rules(HEAD, [rule]))
    (campaign,) = load_campaigns(FolderTree(tmp_path), Config(), [rule])
    assert (campaign.title, campaign.todo) == (rule.text.title, (rule.id,))

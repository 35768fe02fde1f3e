from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.matchers import AllOf, CallMatcher, Has, Not, StringMatcher
from dxscore.domain.rule import Rule
from dxscore.facts.matching.anchors import Anchors, name_anchors
from dxscore.facts.matching.needs import Need, Needs
from dxscore.facts.matching.pieces import WordBook
from dxscore.facts.matching.program import compile_program
from dxscore.facts.parsing import parse_ruby
from dxscore.facts.words import words_of
from tests.factories import a_matching_rule
from tests.facts.matching.looking import call, text

SAVE = Anchors(words=frozenset({b"save!"}))
MODEL = name_anchors(text(pattern="_model$")) or Anchors()


def met(need: Need, source: str) -> bool:
    needs = Needs([need], WordBook(MODEL.pieces))
    return not needs.mask(need) & ~needs.met(source.encode(), words_of(source.encode()))


def found(rule: Rule, source: str) -> int:
    content = source.encode()
    return len(compile_program([rule]).run(content, parse_ruby(content).root_node, words_of(content)))


def test_a_need_is_met_by_something_of_each_of_its_parts() -> None:
    both = Need((SAVE, MODEL))
    assert met(both, "save!(user_model)")
    assert not met(both, "save!(user)")
    assert not met(both, "update(user_model)")


def test_what_was_learned_of_words_holds_for_later_files() -> None:
    need = Need((MODEL,))
    needs = Needs([need], WordBook(MODEL.pieces))
    for source, expected in ((b"user_model", True), (b"model_user", False), (b"user_model", True)):
        assert (not needs.mask(need) & ~needs.met(source, words_of(source))) is expected


def test_a_glance_is_taken_at_every_line() -> None:
    need = Need((SAVE,), r"^\s*save!$")
    assert met(need, "x\n  save!\ny")
    assert not met(need, "x.save!")


def test_nothing_is_needed_of_what_must_not_be_there() -> None:
    rule = a_matching_rule(AllOf((call("save"), Not(Has(StringMatcher(text("never")))))))
    assert found(rule, "save(:x)") == 1


def test_what_is_asked_of_things_inside_is_needed_too() -> None:
    rule = a_matching_rule(AllOf((CallMatcher(text("save")), Has(call("touch")))))
    assert found(rule, "save(touch)") == 1
    assert found(rule, "save(nothing)") == 0


def test_a_rule_with_a_glance_is_not_looked_for_where_the_glance_fails() -> None:
    rule = a_matching_rule(call("save"))
    glancing = replace(rule, detection=replace(rule.detection, glance="^save"))
    assert found(glancing, "save") == 1
    assert found(glancing, "x.save") == 0

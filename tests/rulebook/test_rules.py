"""Every key of a rule, what it defaults to, and what is said about rules that make no sense."""

from __future__ import annotations

from datetime import date

import pytest

from dxscore.domain.matchers import (
    AssignMatcher,
    CallMatcher,
    NumberTest,
    ReceiverTest,
    ScopeMatcher,
    TextTest,
    ValueTest,
)
from dxscore.domain.rule import Effect, Grading, Metric, RuleScope, RuleState, RuleText, Upgrade
from dxscore.domain.severity import Confidence, Severity
from tests.rulebook.support import load, load_rule, problems_of, rule_text, said

WORKED_EXAMPLES = r"""
- id: rails.filter-callbacks
  scorecard: deprecations
  severity: major
  weight: 2
  owner: team:platform
  tags: [rails-5]
  docs: https://guides.rubyonrails.org/
  fix_hint: use the _action name
  applies_when: {rails: ">= 5.0"}
  paths: {include: ["app/controllers/**", "packs/*/app/controllers/**"]}
  match: {call: {name: /^(before|after|around|skip_before|skip_after)_filter$/, receiver: none}}
  capture: {NAME: call.name}
  message: "{NAME} was removed in Rails 5.1; use the _action name"
  tests:
    invalid:
      - {code: "before_filter :login, only: [:edit]", captures: {NAME: before_filter}}
      - {code: "skip_before_filter(:login, if: :api?, only: :x)"}
    valid: ["before_action :login", "obj.before_filter", "# before_filter :x"]
- id: security.csrf-without-strategy
  match: {call: {name: protect_from_forgery, receiver: none, kwargs: {lacks: [with]}}}
  message: "say what happens on a bad token (with: :exception)"
  tests:
    invalid: [{code: "class A < B\n  protect_from_forgery\nend"}, {code: "protect_from_forgery only: :x"}]
    valid: ["protect_from_forgery(only: :x, with: :null_session)", "def protect_from_forgery; end"]
- id: data.write-in-loop
  scorecard: data-access
  confidence: medium
  match:
    all:
      - call: {name: [save, save!, update, update!, destroy, destroy!], receiver: some}
      - inside: {call: {name: [each, map, find_each], block: true}}
      - not: {inside: {call: {name: transaction, block: true}}}
  metric: {count: true, per: file}
  message: "one write per iteration; consider insert_all, update_all or a batch job"
  tests:
    invalid: [{code: "users.each { |u| u.update(x: 1) }", count: 1}]
    valid: ["user.save", "User.transaction do\n  users.each { |u| u.save! }\nend"]
- id: data.sql-interpolation
  severity: critical
  match: {call: {name: [where, order, pluck, find_by_sql], args: {0: {kind: string, interpolated: true}}}}
  message: "SQL built by interpolation; bind a parameter"
  tests: {invalid: [{code: 'User.where("name = #{n}")'}], valid: ['User.where("name = ?", n)', 'logger.info("#{n}")']}
- id: unsafe.belongs-to-optional-by-default
  scorecard: upgrade-allowances
  weight: 10
  match: {assign: {to: /\.belongs_to_required_by_default$/, value: "false"}}
  message: "belongs_to is still optional everywhere; turn this Rails 5 default on"
  tests: {invalid: [{code: "config.x.belongs_to_required_by_default = false"}], valid: ["config.x = true"]}
- id: campaign.application-record
  todo: {class: {inherits: ["ActiveRecord::Base", "::ActiveRecord::Base"]}}
  done: {class: {inherits: [ApplicationRecord]}}
  message: "inherit from ApplicationRecord"
  tests: {invalid: [{code: "class User < ActiveRecord::Base; end"}], valid: ["class User < ApplicationRecord; end"]}
- id: reliability.swallowed-error
  match: {query: "(rescue_modifier handler: (nil)) @match"}
  message: "every error is swallowed here"
  tests: {invalid: [{code: "x = Api.call rescue nil"}], valid: ["x = Api.call rescue 0"]}
"""


def test_the_worked_examples_load() -> None:
    rules = {rule.id: rule for rule in load(WORKED_EXAMPLES).rules}
    assert {rule.dimension for rule in rules.values()} == {
        "deprecations", "security", "data-access", "data", "upgrade-allowances", "campaign", "reliability",
    }  # fmt: skip
    filters = rules["rails.filter-callbacks"]
    assert filters.detection.match == CallMatcher(
        name=TextTest(pattern="^(before|after|around|skip_before|skip_after)_filter$"), receiver=ReceiverTest("none")
    )
    assert filters.text.fix == "use the _action name"
    assert filters.text.learn == ("https://guides.rubyonrails.org/",)
    assert set(filters.invalid[0].files) == {"app/controllers/example.rb"}
    assert rules["data.write-in-loop"].detection.metric == Metric(per="file")
    assert rules["unsafe.belongs-to-optional-by-default"].detection.match == AssignMatcher(
        TextTest(pattern=r"\.belongs_to_required_by_default$"), ValueTest(text=TextTest(("false",)))
    )
    campaign = rules["campaign.application-record"].detection
    assert campaign.match == ScopeMatcher("class", inherits=TextTest(("ActiveRecord::Base", "::ActiveRecord::Base")))
    assert campaign.done == ScopeMatcher("class", inherits=TextTest(("ApplicationRecord",)))


def test_what_a_short_rule_leaves_out_has_a_default() -> None:
    rule = load_rule()
    assert (rule.id, rule.dimension, rule.message) == ("demo.rule", "demo", "saves")
    assert rule.text == RuleText(title="Rule", why="", fix="")
    assert rule.grading == Grading(Severity.MINOR, 1.0, Confidence.HIGH, RuleState.ENFORCED)
    assert rule.scope == RuleScope()
    assert (rule.detection.metric, rule.detection.dated, rule.aliases) == (Metric(), False, ())
    assert rule.origin.endswith("demo/rule.yml")


def test_every_key_has_its_place() -> None:
    rule = load_rule(
        "title: Saves",
        "dimension: data-access",
        "severity: critical",
        "weight: 2.5",
        "confidence: low",
        "state: announced",
        "enforce_on: 2027-01-31",
        "effort: large",
        "why: because",
        "fix: don't",
        "learn: [https://example.org/a, http://example.org/b]",
        'applies_when: {rails: ">= 5.0, < 8.0", ruby: ~> 3.2, gem: {sidekiq: ">= 7", rack: , puma: ""}, no_gem: x}',
        'upgrade: {of: ruby, deprecated_in: "3.2", removed_in: "3.4", effect: changes-silently}',
        'paths: {include: ["app/**"], exclude: "**/legacy/**"}',
        "family: unsafe",
        "in_tests: yes",
        "capture: {NAME: call.name, KEY: kwarg.validate, FIRST: arg.0, LIMIT: value}",
        'where: {NAME: /^save/, FIRST: [a, b], LIMIT: "> 3, < 9"}',
        "metric: {per: method, at_least: 3, value: LIMIT}",
        "dated: true",
        'message: "{NAME} {KEY} {count} {value} {age}"',
        "aliases: [demo.old]",
    )
    assert rule.text == RuleText("Saves", "because", "don't", ("https://example.org/a", "http://example.org/b"))
    assert rule.grading == Grading(
        Severity.CRITICAL, 2.5, Confidence.LOW, RuleState.ANNOUNCED, date(2027, 1, 31), "large"
    )
    assert rule.scope == RuleScope(
        rails=">= 5.0, < 8.0",
        ruby="~> 3.2",
        gems={"sidekiq": ">= 7", "rack": "", "puma": ""},
        without_gems=("x",),
        include=("app/**",),
        exclude=("**/legacy/**",),
        in_tests="yes",
    )
    assert rule.upgrade == Upgrade("ruby", "3.2", "3.4", Effect.CHANGES_SILENTLY)
    assert rule.family == "unsafe"
    assert rule.detection.captures == {
        "NAME": "call.name", "KEY": "kwarg.validate", "FIRST": "arg.0", "LIMIT": "value",
    }  # fmt: skip
    assert rule.detection.where == (
        ("NAME", TextTest(pattern="^save")),
        ("FIRST", TextTest(("a", "b"))),
        ("LIMIT", NumberTest(">", 3)),
        ("LIMIT", NumberTest("<", 9)),
    )
    assert rule.detection.metric == Metric("method", 3, "LIMIT")
    assert rule.detection.dated
    assert (rule.dimension, rule.aliases) == ("data-access", ("demo.old",))


@pytest.mark.parametrize(
    ("severity", "weight"), [("info", 0), ("minor", 1), ("major", 3), ("critical", 5), ("blocker", 10)]
)
def test_weight_follows_severity(severity: str, weight: float) -> None:
    assert load_rule(f"severity: {severity}").grading.weight == weight


@pytest.mark.parametrize(("word", "in_tests"), [("no", "no"), ("false", "no"), ("true", "yes"), ("only", "only")])
def test_in_tests_may_be_said_as_a_boolean(word: str, in_tests: str) -> None:
    assert load_rule(f"in_tests: {word}").scope.in_tests == in_tests


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("sevrity: major", "3: unknown key 'sevrity' in a rule (did you mean 'severity'?)"),
        ("severity: majr", "3: 'majr' is none of info, minor, major, critical, blocker (did you mean 'major'?)"),
        ("severity: [major]", "3: a list is none of info, minor"),
        ("weight: heavy", "3: a number from 0 is expected, not 'heavy'"),
        ("weight: -1", "3: a number from 0 is expected"),
        ("weight: .inf", "3: a number from 0 is expected"),
        ("weight: inf", "3: a number from 0 is expected"),
        ("weight: 1_0", "3: a number from 0 is expected"),
        ("confidence: hig", "did you mean 'high'?"),
        ("state: announced", "3: an announced rule needs 'enforce_on'"),
        ("state: live", "3: 'live' is none of draft, announced, enforced"),
        ("enforce_on: 2027-01-31", "3: 'enforce_on' belongs to 'state: announced'"),
        ("enforce_on: soon", "3: a date such as 2027-01-31 is expected, not 'soon'"),
        ("enforce_on: 2027-02-31", "3: a date such as 2027-01-31 is expected"),
        ("enforce_on: 20270131", "3: a date such as 2027-01-31 is expected"),
        ('why: "\\e[31mred"', "3: '[31mred' has a control character in it"),
        ('severity: "\\e[31mred"', "3: '[31mred' is none of info"),
        ("effort: tiny", "3: 'tiny' is none of small, medium, large"),
        ("why: ''", "3: a text is expected, not nothing"),
        ("why: [a]", "3: a text is expected, not a list"),
        ("learn: docs/a.md", "3: 'docs/a.md' is not a link"),
        ("learn: ['javascript:alert(1)']", "3: 'javascript:alert(1)' is not a link"),
        ("dimension: Tech Debt", "3: 'Tech Debt' is not a dimension in lower case with dashes"),
        ("aliases: [old]", "3: 'old' is not an id such as 'tech-debt.rescue-nil'"),
        ("applies_when: {rail: '> 1'}", "3: unknown key 'rail' in applies_when (did you mean 'rails'?)"),
        ("applies_when: {rails: newest}", "3: 'newest' is not a Gem requirement such as '>= 5.0, < 8.0'"),
        ("applies_when: {rails: '=> 5'}", "3: '=> 5' is not a Gem requirement"),
        ("applies_when: {gem: {sidekiq: new}}", "3: 'new' is not a Gem requirement, or empty for any version"),
        ("applies_when: {gem: sidekiq}", "3: a mapping is expected, not 'sidekiq'"),
        (f"applies_when: {{rails: '{' ' * 200_000}x'}}", "is not a Gem requirement"),
        (f"applies_when: {{{', '.join(f'k{n}: 1' for n in range(101))}}}", "3: applies_when has more than 100 keys"),
        ("paths: {inclde: [a]}", "3: unknown key 'inclde' in paths (did you mean 'include'?)"),
        ("paths: {include: ['!a']}", "3: '!a' is not a git-ignore style glob from the root, without '!'"),
        ("in_tests: maybe", "3: 'maybe' is none of no, yes, only"),
        ("metric: {per: kloc}", "3: 'kloc' is none of match, method, class, file"),
        ("metric: {at_least: 0}", "3: a whole number from 1 is expected, not '0'"),
        ("metric: {count: false}", "3: true is expected, not 'false'"),
        ("metric: {value: LIMIT}", "3: unknown capture 'LIMIT' (name it in 'capture')"),
        ("dated: sometimes", "3: true or false is expected, not 'sometimes'"),
        ("capture: {NAME: call.nam}", "3: unknown capture path 'call.nam' (did you mean 'call.name'?)"),
        ("capture: {A-B: call.name}", "3: 'A-B' is not a name"),
        ("capture: {NAME: arg.x}", "3: unknown capture path 'arg.x'"),
        ("where: {NAME: x}", "3: unknown capture 'NAME' (name it in 'capture')"),
        ("message: '{NAME} is bad'", "3: unknown hole 'NAME' (name it in 'capture')"),
        ("message: '{count} times'", "3: unknown hole 'count' ('count' needs 'metric: {per: ...}')"),
        ("message: '{age} old'", "3: unknown hole 'age' ('age' needs 'dated: true')"),
        ("message: '{value}'", "3: unknown hole 'value' ('value' needs 'metric: {value: CAPTURE}')"),
        ("todo: {const: A}", "1: a rule needs either 'match' or 'todo' with 'done'"),
        ("docs: https://a.b\nlearn: https://c.d", "'learn' and another name for it are both given"),
        ("<<: {a: b}", "3: unknown key '<<' in a rule"),
    ],
)
def test_a_wrong_key_is_a_problem_with_its_line(line: str, expected: str) -> None:
    (problem,) = said(line)
    assert expected in problem


def test_holes_are_checked_against_captures_with_a_suggestion() -> None:
    (problem,) = said("capture: {METHOD: call.name}", "message: '{METOD} is bad'")
    assert problem == "4: unknown hole 'METOD' (did you mean 'METHOD'?)"


def test_holes_of_an_entity_rule_are_its_attributes() -> None:
    match = "match: {def: {lines: '> 60'}}"
    assert load_rule("message: '{name} has {lines} lines'", match=match).message == "{name} has {lines} lines"
    (problem,) = said("message: '{line} lines'", match=match)
    assert "unknown hole 'line' (did you mean 'lines'?)" in problem


def test_captures_and_where_have_no_use_with_an_entity() -> None:
    problems = said("capture: {NAME: call.name}", "where: {NAME: x}", match="match: {def: {}}")
    assert [problem[:12] for problem in problems] == ["3: 'capture'", "4: 'where' h"]


def test_braces_that_are_no_holes_are_text() -> None:
    assert load_rule("message: 'write {x: 1} or { }'").message == "write {x: 1} or { }"


def test_a_query_capture_is_a_capture_path() -> None:
    match = "match: {any: [{query: '(call method: (identifier) @who) @match'}]}"
    assert load_rule("capture: {NAME: who}", "message: '{NAME}'", match=match).detection.captures == {"NAME": "who"}
    (problem,) = said("capture: {NAME: whom}", match=match)
    assert "did you mean 'who'?" in problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- just text\n", ["1: a rule is a mapping, not 'just text'"]),
        (
            "id: x\n",
            ["1: 'x' is not an id", "1: a rule needs either", "1: a rule has no 'message'", "1: a rule has no 'tests'"],
        ),
        ("id: a.b\ntodo: {const: A}\nmessage: m\ntests: {valid: x, invalid: y}\n", ["1: a rule has no 'done'"]),
        ("{}\n", ["1: a rule is empty"]),
        (
            "id: Tech.Debt\nmatch: {const: A}\nmessage: m\ntests: {valid: x, invalid: y}",
            ["1: 'Tech.Debt' is not an id"],
        ),
    ],
)
def test_missing_parts_are_named(text: str, expected: list[str]) -> None:
    problems = [str(problem).partition("rule.yml:")[2] for problem in problems_of(text)]
    assert len(problems) == len(expected)
    for problem, start in zip(problems, expected, strict=True):
        assert problem.startswith(start)


def test_all_problems_of_a_rule_are_told_at_once() -> None:
    problems = said("severity: majr", "wait: 3", "paths: {includ: x}", "message: m", match="match: {cal: {}}")
    assert [problem.partition(":")[0] for problem in problems] == ["2", "3", "4", "5"]


def test_a_file_may_hold_a_list_of_rules_and_lines_stay_right() -> None:
    text = "\n".join("- " + rule_text(rule_id=f"demo.r{n}").replace("\n", "\n  ").rstrip() for n in (1, 2))
    assert [rule.id for rule in load(text).rules] == ["demo.r1", "demo.r2"]
    broken = text.replace("id: demo.r2", "id: demo.r2\n  sevrity: major")
    assert [problem.line for problem in problems_of(broken)] == [6]


@pytest.mark.parametrize(
    ("upgrade", "rails", "ruby"),
    [
        ('{deprecated_in: "7.1", removed_in: "7.2", effect: breaks}', ">= 7.1, < 9", ""),
        ('{removed_in: "7.2", effect: breaks-tests}', ">= 7.2, < 9", ""),
        ('{removed_in: "7.2", effect: breaks-tools}', ">= 7.2", ""),
        ('{of: ruby, deprecated_in: "3.3", effect: warns}', "", ">= 3.3"),
        ("{effect: is-advised-against}", "", ""),
    ],
)
def test_a_rule_of_an_upgrade_applies_from_the_first_series_that_tells(upgrade: str, rails: str, ruby: str) -> None:
    scope = load_rule(f"upgrade: {upgrade}").scope
    assert (scope.rails, scope.ruby) == (rails, ruby)


def test_an_upgrade_rule_may_say_itself_where_it_applies() -> None:
    rule = load_rule('upgrade: {removed_in: "7.2", effect: breaks}', 'applies_when: {rails: ">= 6.0"}')
    assert rule.scope.rails == ">= 6.0"

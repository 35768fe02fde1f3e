"""The tests of a rule: their forms, and where code stands that names no path."""

from __future__ import annotations

import pytest

from dxscore.domain.rule import Example, RuleScope
from dxscore.rulebook.examples import default_path
from tests.rulebook.support import load_rule, said


def invalid(text: str, *lines: str) -> Example:
    (example,) = load_rule(*lines, f"tests: {{invalid: [{text}], valid: [x]}}").invalid
    return example


def test_a_text_is_a_ruby_file() -> None:
    assert invalid("x.save") == Example({"app/models/example.rb": "x.save"})


def test_a_mapping_may_say_where_and_what_is_expected() -> None:
    written = '{code: "x.save", path: lib/a.rb, count: 2, line: 1, message: saves, captures: {NAME: save}}'
    assert invalid(written, "capture: {NAME: call.name}") == Example(
        {"lib/a.rb": "x.save"}, count=2, line=1, message="saves", captures={"NAME": "save"}
    )


def test_an_example_may_be_a_project_with_versions_and_history() -> None:
    written = (
        '{files: {app/a.rb: "a", Gemfile: ""}, rails: 7.1, ruby: 3.3.0, gem: {sidekiq: 7.2}, '
        "history: {app/a.rb: {commits: 0, authors: 1, days_unchanged: 900, main_author_share: 0.5}}}"
    )
    assert invalid(written) == Example(
        {"app/a.rb": "a", "Gemfile": ""},
        context={
            "rails": "7.1",
            "ruby": "3.3.0",
            "gems": {"sidekiq": "7.2"},
            "history": {"app/a.rb": {"commits": 0, "authors": 1, "days_unchanged": 900, "main_author_share": 0.5}},
        },
    )


def test_one_example_needs_no_list() -> None:
    rule = load_rule("tests: {invalid: x.save, valid: {code: x}}")
    assert (len(rule.invalid), len(rule.valid)) == (1, 1)


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        (RuleScope(), "app/models/example.rb"),
        (RuleScope(in_tests="only"), "spec/models/example_spec.rb"),
        (RuleScope(include=("app/controllers/**", "lib/**")), "app/controllers/example.rb"),
        (RuleScope(include=("packs/*/app/jobs/**",)), "packs/example/app/jobs/example.rb"),
        (RuleScope(include=("**/app/**",)), "app/example.rb"),
        (RuleScope(include=("config/initializers/*.rb",)), "config/initializers/example.rb"),
        (RuleScope(include=("/config/routes.rb",)), "config/routes.rb"),
        (RuleScope(include=("lib/",)), "lib/example.rb"),
        (RuleScope(include=("lib",)), "lib/example.rb"),
        (RuleScope(include=("Gemfile",)), "Gemfile"),
        (RuleScope(include=("**/*_job.rb",)), "example_job.rb"),
        (RuleScope(include=("app/**/*.html.erb",)), "app/example.html.erb"),
        (RuleScope(include=("app/models/*",)), "app/models/example.rb"),
    ],
)
def test_code_without_a_path_stands_where_the_rule_looks(scope: RuleScope, path: str) -> None:
    assert default_path(scope) == path


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ("{invalid: [x]}", "3: tests has no 'valid'"),
        ("{invalid: [], valid: [x]}", "3: the list is empty"),
        ("{invalid: [x], valid: [y], broken: [z]}", "3: unknown key 'broken' in tests"),
        ("[x]", "3: tests is a mapping, not a list"),
        (
            "{invalid: [{code: x, pth: y}], valid: [y]}",
            "unknown key 'pth' in an invalid example (did you mean 'path'?)",
        ),
        ("{invalid: [{path: a.rb}], valid: [y]}", "3: an invalid example needs either 'code' or 'files'"),
        ("{invalid: [{code: x, files: {a.rb: y}}], valid: [y]}", "needs either 'code' or 'files'"),
        ("{invalid: [x], valid: [{code: y, count: 1}]}", "3: unknown key 'count' in a valid example"),
        ("{invalid: [{code: x, count: 0}], valid: [y]}", "3: a whole number from 1 is expected, not '0'"),
        ("{invalid: [{code: x, path: ../a.rb}], valid: [y]}", "3: '../a.rb' is not a path from the root"),
        ("{invalid: [{code: x, path: /etc/a.rb}], valid: [y]}", "3: '/etc/a.rb' is not a path from the root"),
        ("{invalid: [{code: x, rails: new}], valid: [y]}", "3: 'new' is not a version"),
        ("{invalid: [{code: x, history: {a.rb: {commit: 1}}}], valid: [y]}", "did you mean 'commits'?"),
        ("{invalid: [{code: x, captures: {NAME: a}}], valid: [y]}", "3: unknown capture 'NAME' (name it in 'capture')"),
        ("{invalid: [[x]], valid: [y]}", "3: source code is expected, not a list"),
    ],
)
def test_a_wrong_example_is_a_problem(tests: str, expected: str) -> None:
    (problem,) = said(f"tests: {tests}")
    assert expected in problem

"""A rule id -> the text of a new rule file that loads, with a comment for every choice."""

from __future__ import annotations

from dxscore.errors import DxscoreError
from dxscore.rulebook.nodes import Scalar, UnusableError
from dxscore.rulebook.rules import RULE_ID, title_of

_TEMPLATE = """\
id: {rule_id}
title: {title}
severity: minor                 # info, minor, major, critical, blocker
confidence: medium              # high, medium, low: how often a finding is right
state: draft                    # draft until its findings were looked at; then announced or enforced
why: Say in a sentence or two what goes wrong because of this.
fix: Say in a sentence or two what to write instead.
# learn: [https://guides.rubyonrails.org/]
# applies_when: {{rails: ">= 7.0"}}
# paths: {{include: ["app/**"], exclude: ["**/legacy/**"]}}
# in_tests: no                  # yes: test files too; only: nothing but test files

match: {{call: {{name: old_method, receiver: none}}}}     # what to recognise: docs/writing-rules.md
capture: {{NAME: call.name}}
message: "{{NAME}} should go"

tests:
  invalid:                      # must be found
    - old_method :example
    - {{code: "class A\\n  old_method(:example)\\nend", count: 1, line: 2, captures: {{NAME: old_method}}}}
  valid:                        # must not be found
    - new_method :example
    - object.old_method
"""


def new_rule(rule_id: str) -> str:
    """YAML with the given id; raises DxscoreError for text that is no id."""
    try:
        RULE_ID.read(Scalar(1, rule_id))
    except UnusableError as error:
        raise DxscoreError(error.complaints[0].message, hint="a dimension, a dot, and what is wrong") from error
    return _TEMPLATE.format(rule_id=rule_id, title=title_of(rule_id))

"""`applies_when:` and `paths:` of a rule -> where it applies."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.domain.rule import RuleScope
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.shapes import Shape, choice, list_of, map_of, text

_ONE = r"[ \t]*(=|!=|>=|<=|~>|>|<)?[ \t]*[0-9]+(\.[0-9A-Za-z]+)*(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?[ \t]*"
REQUIREMENT = text("a Gem requirement such as '>= 5.0, < 8.0'", f"{_ONE}(,{_ONE})*")
_ANY_OR_REQUIREMENT = text("a Gem requirement, or empty for any version", f"({_ONE}(,{_ONE})*)?", may_be_empty=True)
_GLOB = text("a git-ignore style glob from the root, without '!'", r"[^!#\s\\][^\x00-\x1f\\]*")
_GEM = text("a gem's name", r"[A-Za-z0-9][A-Za-z0-9._-]*")

APPLIES_WHEN: Shape[Values] = record(
    Keys(
        "applies_when",
        {
            "rails": Key(REQUIREMENT, "requirement on the locked Rails"),
            "ruby": Key(REQUIREMENT, "requirement on the locked Ruby"),
            "gem": Key(map_of(_GEM, _ANY_OR_REQUIREMENT), "gem -> requirement; all must be locked"),
        },
    ),
    dict,
)
PATHS: Shape[Values] = record(
    Keys(
        "paths",
        {
            "include": Key(list_of(_GLOB), "only these files"),
            "exclude": Key(list_of(_GLOB), "but not these"),
        },
    ),
    dict,
)
IN_TESTS: Shape[str] = choice("no", "yes", "only", also={"false": "no", "true": "yes"})


def scope_of(values: Values) -> RuleScope:
    """The scope of a rule from its checked keys."""
    applies: Mapping[str, str] = values.get("applies_when", {})
    paths: Values = values.get("paths", {})
    return RuleScope(
        rails=applies.get("rails", ""),
        ruby=applies.get("ruby", ""),
        gems=values.get("applies_when", {}).get("gem", {}),
        include=paths.get("include", ()),
        exclude=paths.get("exclude", ()),
        in_tests=values.get("in_tests", "no"),
    )

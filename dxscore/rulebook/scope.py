"""`applies_when:`, `upgrade:` and `paths:` of a rule -> where it applies."""

from __future__ import annotations

from dxscore.domain.rule import Effect, RuleScope, Upgrade
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.shapes import Shape, choice, list_of, made, map_of, text

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
            "no_gem": Key(list_of(_GEM), "gems of which none may be locked"),
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


_SERIES = text("a minor series such as '7.1'", r"[0-9]+\.[0-9]+")


def _upgrade(values: Values) -> Upgrade:
    return Upgrade(
        of=values.get("of", "rails"),
        deprecated_in=values.get("deprecated_in", ""),
        removed_in=values.get("removed_in", ""),
        effect=values["effect"],
    )


UPGRADE: Shape[Upgrade] = record(
    Keys(
        "upgrade",
        {
            "of": Key(choice("rails", "ruby"), "rails (default) or ruby"),
            "deprecated_in": Key(_SERIES, "first minor series that warns"),
            "removed_in": Key(_SERIES, "first minor series in which it does not work as before"),
            "effect": Key(made(choice(*Effect), Effect), "what happens then", required=True),
        },
    ),
    _upgrade,
)
"""Without `applies_when`, the rule applies from the first of the two series on, always when there is none; what breaks
is looked for up to the second major after `removed_in`."""


def scope_of(values: Values) -> RuleScope:
    """The scope of a rule from its checked keys."""
    applies: Values = values.get("applies_when", {})
    paths: Values = values.get("paths", {})
    upgrade: Upgrade | None = values.get("upgrade")
    since = {upgrade.of: _lifetime(upgrade)} if upgrade and upgrade.since else {}
    return RuleScope(
        rails=applies.get("rails", since.get("rails", "")),
        ruby=applies.get("ruby", since.get("ruby", "")),
        gems=applies.get("gem", {}),
        without_gems=applies.get("no_gem", ()),
        include=paths.get("include", ()),
        exclude=paths.get("exclude", ()),
        in_tests=values.get("in_tests", "no"),
    )


def _lifetime(upgrade: Upgrade) -> str:
    """From the first series that tells on.

    What breaks is not looked for two majors later: such code runs no more, and what looks like it is something else.
    """
    if upgrade.effect not in (Effect.BREAKS, Effect.BREAKS_TESTS) or not upgrade.removed_in:
        return f">= {upgrade.since}"
    return f">= {upgrade.since}, < {int(upgrade.removed_in.partition('.')[0]) + 2}"

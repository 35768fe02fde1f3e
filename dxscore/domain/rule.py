"""A rule as the program sees it: validated, and the same for shipped rules and a team's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from msgspec import Struct, field

from dxscore.domain.matchers import Matcher, Syntax, Test
from dxscore.domain.severity import Confidence, Severity


class RuleState(StrEnum):
    """Where a rule stands in its life."""

    DRAFT = "draft"
    """Runs only when asked for by name."""
    ANNOUNCED = "announced"
    """Shown with the date from which it counts; no points yet."""
    ENFORCED = "enforced"


class RuleText(Struct, frozen=True):
    """What people read about a rule."""

    title: str
    why: str
    fix: str
    learn: tuple[str, ...] = ()
    """Links."""


class Grading(Struct, frozen=True):
    """What a finding of the rule costs."""

    severity: Severity
    weight: float
    """Debt points per finding."""
    confidence: Confidence
    state: RuleState
    enforce_on: date | None = None
    """With 'announced': the day from which it counts."""
    effort: str = "small"
    """To fix one finding: 'small' (an hour), 'medium' (a day), 'large' (a week)."""

    def counts_on(self, day: date) -> bool:
        """Whether findings cost points: enforced, or announced for a day that has come."""
        if self.state is RuleState.ANNOUNCED:
            return self.enforce_on is not None and self.enforce_on <= day
        return self.state is RuleState.ENFORCED


class RuleScope(Struct, frozen=True):
    """Where a rule applies: versions by Gem requirement syntax, paths by git-ignore style globs."""

    rails: str = ""
    ruby: str = ""
    gems: Mapping[str, str] = field(default_factory=dict)
    """Gem name -> requirement ('' for any version); the rule applies only when all are in the lockfile."""
    without_gems: tuple[str, ...] = ()
    """The rule does not apply when one of these is in the lockfile: a gem that brings back what was removed."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    in_tests: Literal["no", "yes", "only"] = "no"


class Effect(StrEnum):
    """What happens to code in the series that removes what it uses."""

    BREAKS = "breaks"
    """The application does not boot or does not run."""
    BREAKS_TESTS = "breaks-tests"
    BREAKS_TOOLS = "breaks-tools"
    """Scripts, CI or deployment."""
    CHANGES_SILENTLY = "changes-silently"
    """It runs on, with other results."""
    WARNS = "warns"
    """Nothing yet: the removal is not decided."""
    IS_IGNORED = "is-ignored"
    """A setting without a meaning."""
    IS_ADVISED_AGAINST = "is-advised-against"
    """Nothing, ever."""


class Upgrade(Struct, frozen=True):
    """When what a rule finds stops working, of which framework or language."""

    of: Literal["rails", "ruby"]
    deprecated_in: str
    """First minor series that warns, '7.1'; '' when none does."""
    removed_in: str
    """First minor series in which it does not work as before; '' when that is not decided."""
    effect: Effect

    @property
    def since(self) -> str:
        """The first series in which one hears of it; '' when one never does."""
        return self.deprecated_in or self.removed_in


class Metric(Struct, frozen=True):
    """How matches become findings."""

    per: str = "match"
    """'match', 'method', 'class' or 'file': one finding per match or one per group, with `count` in its evidence."""
    at_least: int = 1
    """Groups with fewer matches are not findings."""
    value: str = ""
    """Name of a capture whose number goes into the evidence as `value` (a timeout, a limit)."""


class Detection(Struct, frozen=True):
    """How a rule recognises something in the facts."""

    match: Matcher
    """In a migration rule (`todo` + `done` in YAML): what is left to do."""
    done: Syntax | None = None
    """In a migration rule: what has been done; its matches are stored under `<rule id>#done` and are not findings."""
    captures: Mapping[str, str] = field(default_factory=dict)
    """Name -> path: `call.name`, `receiver`, `arg.0`, `kwarg.only`, `to`, `value`, `text`, `class.name`,
    `enclosing.class`, `enclosing.method`, or the name of a query's capture."""
    where: tuple[tuple[str, Test], ...] = ()
    """Tests on captures."""
    glance: str = ""
    """A regular expression: a file in whose text it is not found has no match. '' when every file may have one."""
    metric: Metric = Metric()
    dated: bool = False
    """Whether findings carry the age of their line, from git."""


class Example(Struct, frozen=True):
    """A small project in which the rule must (or must not) find something."""

    files: Mapping[str, str]
    """Path -> content."""
    count: int | None = None
    """Exact number of findings; None means at least one (invalid) or none (valid)."""
    line: int | None = None
    message: str = ""
    """Part of the first finding's message."""
    captures: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, object] = field(default_factory=dict)
    """`rails`, `ruby`, `gems` versions; `history`: path -> {commits, authors, days_unchanged, main_author_share}."""


class Rule(Struct, frozen=True):
    """One thing worth counting."""

    id: str
    dimension: str
    text: RuleText
    grading: Grading
    scope: RuleScope
    detection: Detection
    message: str
    """With `{NAME}` holes for captures, attributes and `count`."""
    valid: tuple[Example, ...] = ()
    invalid: tuple[Example, ...] = ()
    upgrade: Upgrade | None = None
    family: str = ""
    """Kind of debt within the dimension, counted apart from the others: 'unsafe', 'postponed'; '' for none."""
    aliases: tuple[str, ...] = ()
    """Earlier ids: suppressions that name one still hold."""
    origin: str = ""
    """The file it was read from."""

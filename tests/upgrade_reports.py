"""A believable UpgradeReport for tests: two hops, every kind of obstacle, and all that stands beside the code."""

from __future__ import annotations

from datetime import date

from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED
from dxscore.domain.gems import Block
from dxscore.domain.rule import Effect
from dxscore.domain.source import Location, Skip, Unknown
from dxscore.domain.upgrade import (
    Allowances,
    Change,
    Default,
    DefaultLine,
    DefaultSetting,
    DefaultsGap,
    Drift,
    DualBoot,
    FileResults,
    GemObstacle,
    Hop,
    Lifetime,
    Matter,
    Obstacle,
    Readiness,
    Recorded,
    Recordings,
    Step,
    Target,
    UpgradeReport,
)
from tests.factories import a_finding, a_rule, an_empty_report

_PLACE = Location("config/application.rb", 12, 12)


def an_obstacle(rule: str, matter: Matter, owner: str = "payments", count: int = 2) -> Obstacle:
    findings = tuple(a_finding(rule, f"app/models/{owner}.rb", line) for line in range(1, count + 1))
    return Obstacle(matter, rule, owner, findings, hours=float(count))


def an_empty_upgrade(**changes: object) -> UpgradeReport:
    """Nothing in the way."""
    report = UpgradeReport(
        provenance=an_empty_report().provenance,
        locked="7.1.5",
        ruby="3.3.4",
        target=Target("rails", "8.0"),
        hops=(Hop("7.1", "7.2", "7.2.3", "3.1.0"), Hop("7.2", "8.0", "8.0.5", "3.2.0")),
        gems=(),
        lifetimes=(),
        defaults=None,
        dual_boot=DualBoot(""),
        recordings=Recordings(),
        by_hand=(),
        allowances=(),
        readiness=(),
        steps={},
        rules={},
    )
    return replace(report, **changes)


def an_upgrade() -> UpgradeReport:
    """Something of everything."""
    first = tuple(an_obstacle(f"deprecations.{matter.replace(' ', '-')}", matter) for matter in Matter)
    second = (an_obstacle("deprecations.blocker", Matter.BLOCKER, UNOWNED, 120),)
    rules = [a_rule(each.rule) for each in (*first, *second)]
    return an_empty_upgrade(
        hops=(Hop("7.1", "7.2", "7.2.3", "3.1.0", first), Hop("7.2", "8.0", "8.0.5", "3.2.0", second)),
        gems=(
            GemObstacle("old", "1.0", "Gemfile.lock", 9, Block("declared", "needs rails < 8", opens="2.1"), "growth"),
            GemObstacle("odd", "3.0", "Gemfile.lock", 12, Block("suspected", "its last release is old"), UNOWNED),
        ),
        lifetimes=(
            Lifetime("rails", "7.1", date(2024, 10, 1), date(2025, 10, 1), -420, "ended", minimum_ruby="2.7.0"),
            Lifetime("ruby", "3.3", date(2026, 3, 31), date(2027, 3, 31), 126, "security fixes only", certain=False),
            Lifetime("rails", "8.2", None, None, None, "unreleased", certain=False),
        ),
        defaults=_defaults(),
        dual_boot=DualBoot(
            "next_rails",
            "Gemfile.next",
            "Gemfile.next.lock",
            "7.1.5",
            "7.2.3",
            (Drift("rack", "2.2.9", "3.1.0", expected=False), Drift("rails", "7.1.5", "7.2.3", expected=True)),
            (_PLACE,),
            tagged_errors=False,
        ),
        recordings=Recordings(
            (Recorded("test/deprecations/user_test.yml", "deprecation_toolkit", "payments", 3, ("WARNING: x",)),),
            (FileResults("spec/models/user_spec.rb", "payments", 40, 2, 1),),
            (Unknown("test results in junit.xml", "not XML"),),
        ),
        by_hand=(Change("a-change", "where with odd values", "7.1", "7.2", Effect.CHANGES_SILENTLY),),
        allowances=(Allowances("payments", {"upgrade-allowances.silenced-warnings": 4}),),
        readiness=(Readiness("removed API", 80, 3, 10), Readiness("gems", 40, 1, 1)),
        steps=_steps(),
        rules={rule.id: rule for rule in rules},
        skipped=(Skip("app/models/broken.rb", "syntax error", "line 12"),),
        unknown=(Unknown("deprecations.x", "needs a version that no lockfile tells"),),
    )


def _defaults() -> DefaultsGap:
    return DefaultsGap(
        "7.1",
        "7.0",
        _PLACE,
        (
            DefaultSetting("action_view.x", "7.1", Default.OPEN, "true", "false", risk="low", meaning="Shorter tags"),
            DefaultSetting("active_record.y", "6.1", Default.REFUSED, ":a", ":b", ":b", "high", "Safer", (_PLACE,)),
            DefaultSetting("active_job.z", "6.1", Default.TAKEN, "true", "false"),
        ),
        (
            DefaultLine(
                Location("config/initializers/new_framework_defaults_7_1.rb", 4, 4), "action_view.x", "commented"
            ),
        ),
    )


def _steps() -> dict[str, tuple[Step, ...]]:
    step = Step("payments", "Old call: use `find_by` <b>", 2, "7.2", "deprecations.blocker", (_PLACE,), 2)
    return {
        "payments": tuple(replace(step, hours=number) for number in range(1, 8)),
        "growth": (Step("growth", "old 1.0 needs rails < 8: update it to 2.1 or later", 4, "8.0"),),
    }

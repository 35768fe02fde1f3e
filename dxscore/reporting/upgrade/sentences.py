"""UpgradeReport -> the sentences that the readable formats share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from dxscore.domain.source import Unknown
from dxscore.domain.upgrade import (
    Default,
    DefaultSetting,
    DefaultsGap,
    DualBoot,
    GemObstacle,
    Hop,
    Lifetime,
    Matter,
    Obstacle,
    Recordings,
    Step,
    UpgradeReport,
)
from dxscore.reporting.figures import amount, counted

_HOURS_A_DAY = 8
_RISKS = {"high": 0, "medium": 1, "low": 2}
STEPS_SHOWN = 5
"""Per owner."""
TITLES: dict[Matter, str] = {
    Matter.BLOCKER: "breaks",
    Matter.TEST_BLOCKER: "breaks tests",
    Matter.TOOL_BLOCKER: "breaks scripts",
    Matter.SILENT_CHANGE: "changes silently",
    Matter.PENDING: "will be removed later",
    Matter.LEFTOVER: "has no effect any more",
    Matter.GONE_ALREADY: "is gone already",
}


def effort(hours: float) -> str:
    """'3 h', '2.5 days', 'no time' for what nobody needs to do."""
    if not hours:
        return "no time"
    return f"{amount(hours)} h" if hours < _HOURS_A_DAY else counted(round(hours / _HOURS_A_DAY, 1), "day")


def capital(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def road(report: UpgradeReport) -> str:
    """'Rails 7.1.5 → 7.2 → 8.0'."""
    return " → ".join((f"{report.target.of.capitalize()} {report.locked}", *(hop.end for hop in report.hops)))


def percent(report: UpgradeReport) -> str:
    """'83 %', 'unknown'."""
    return "unknown" if report.percent is None else f"{report.percent} %"


def verdict(report: UpgradeReport) -> str:
    """'12 places of 4 kinds break, 2 gems block, ...; about 6 days of work'."""
    obstacles = [each for hop in report.hops for each in hop.obstacles]
    parts = [_places(obstacles, matter) for matter in (Matter.BLOCKER, Matter.TEST_BLOCKER, Matter.TOOL_BLOCKER)]
    blocking = sum(each.block.state == "declared" for each in report.gems)
    parts.append(f"{counted(blocking, 'gem')} {'blocks' if blocking == 1 else 'block'}" if blocking else "")
    parts.append(_places(obstacles, Matter.SILENT_CHANGE))
    told = [part for part in parts if part]
    hours = sum(step.hours for steps in report.steps.values() for step in steps)
    work = f"; about {effort(hours)} of work" if hours else ""
    return f"{', '.join(told) or f'nothing that can be seen stands between this project and {report.target}'}{work}"


def _places(obstacles: Iterable[Obstacle], matter: Matter) -> str:
    here = [each for each in obstacles if each.matter is matter and each.findings]
    count = sum(len(each.findings) for each in here)
    if not count:
        return ""
    verb = TITLES[matter] if count == 1 else TITLES[matter].replace("breaks", "break").replace("changes", "change")
    return f"{counted(count, 'place')} {verb}"


def hop_title(hop: Hop, report: UpgradeReport) -> str:
    """'Rails 7.1 → 7.2'."""
    return f"{report.target.of.capitalize()} {hop.start} → {hop.end}"


def hop_note(hop: Hop, report: UpgradeReport) -> str:
    """'needs Ruby 3.1.0, locked is 3.2.2', '' for a newer Ruby."""
    if not hop.minimum_ruby:
        return ""
    return f"needs Ruby {hop.minimum_ruby} or newer; locked is {report.ruby or 'unknown'}"


def support(lifetime: Lifetime) -> str:
    """'Rails 7.1: support ended 2025-10-01, 420 days ago'."""
    name = f"{lifetime.of.capitalize()} {lifetime.series}"
    if lifetime.phase == "unreleased":
        return f"{name}: not released yet"
    if lifetime.security_until is None or lifetime.days_left is None:
        return f"{name}: end of support unknown"
    about = "" if lifetime.certain else " (expected)"
    if lifetime.days_left < 0:
        return f"{name}: support ended {lifetime.security_until}, {counted(-lifetime.days_left, 'day')} ago{about}"
    left = f"{counted(lifetime.days_left, 'day')} left"
    phase = "security fixes only, " if lifetime.phase == "security fixes only" else ""
    return f"{name}: {phase}until {lifetime.security_until}, {left}{about}"


def gem(obstacle: GemObstacle) -> str:
    """'devise 4.8.0 needs railties < 7.1'."""
    return f"{obstacle.gem} {obstacle.version} {obstacle.block.reason}"


def defaults(gap: DefaultsGap) -> Iterator[str]:
    """How far `load_defaults` is, and how many settings are open or refused."""
    if gap.rails:
        said = f"load_defaults {gap.load_defaults}" if gap.load_defaults else "no load_defaults that can be read"
        yield f"Rails {gap.rails} with {said}"
    states = Counter(setting.state for setting in gap.settings)
    if gap.settings:
        yield ", ".join(f"{amount(states[state])} {state}" for state in Default if states[state])
    lines = Counter(line.claim for line in gap.lines)
    if gap.lines:
        yield "new_framework_defaults: " + ", ".join(f"{amount(n)} {claim}" for claim, n in lines.most_common())


def boot(state: DualBoot) -> Iterator[str]:
    """What there is to run two versions side by side."""
    if state.lockfile:
        yield f"{state.tool}: {state.lockfile} has Rails {state.next or 'unknown'} beside {state.current or 'unknown'}"
        unexpected = sum(not each.expected for each in state.drift)
        yield f"{counted(len(state.drift), 'gem')} differ between both lockfiles, {amount(unexpected)} without need"
    elif state.tool:
        yield f"{state.tool} is there, a second lockfile is not"
    else:
        yield "no second bundle: the tests can't run on both versions"
    yield f"{counted(len(state.conditionals), 'place')} in the code ask which version runs"
    if state.tagged_errors is not None:
        named = "names" if state.tagged_errors else "does not name"
        yield f"what sets up error reports {named} the version of Rails or Ruby"
    yield from map(unknown, state.problems)


def recorded(found: Recordings) -> Iterator[str]:
    """Warnings and test results, by owner."""
    warnings: Counter[str] = Counter()
    for each in found.recorded:
        warnings[each.owner] += each.warnings
    for owner, count in warnings.most_common():
        yield f"{owner}: {counted(count, 'recorded deprecation warning')}"
    tests: dict[str, Counter[str]] = {}
    for file in found.tests:
        counts = {"passed": file.passed, "failed": file.failed, "pending": file.pending}
        tests.setdefault(file.owner, Counter()).update(counts)
    for owner, results in sorted(tests.items(), key=lambda each: (-each[1]["failed"], each[0])):
        told = (f"{counted(count, 'test')} {outcome}" for outcome, count in results.items() if count)
        yield f"{owner}: {', '.join(told)}"
    yield from map(unknown, found.unknown)


def unknown(each: Unknown) -> str:
    """'unknown: drift, because ...'."""
    return f"unknown: {each.subject}, because {each.reason}"


def size(step: Step) -> str:
    """'12 places, 1.5 days', '4 h'."""
    return f"{counted(step.count, 'place')}, {effort(step.hours)}" if step.count else effort(step.hours)


def settings_to_decide(gap: DefaultsGap) -> list[DefaultSetting]:
    """Settings that are not at their new value, the riskiest first."""
    decided = [each for each in gap.settings if each.state is not Default.TAKEN]
    return sorted(decided, key=lambda each: _RISKS.get(each.risk, len(_RISKS)))

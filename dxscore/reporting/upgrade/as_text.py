"""UpgradeReport -> what `dxscore upgrade` prints: a page for a person, or one thing per line off a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from dxscore.domain.rule import Rule
from dxscore.domain.source import Location
from dxscore.domain.upgrade import Hop, Matter, Obstacle, Step, UpgradeReport
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.safe_text import link_to, prose, shorten, visible
from dxscore.reporting.terminal import Column, aligned, heading, paragraph, rendered, styled
from dxscore.reporting.upgrade.as_lines import render as render_lines
from dxscore.reporting.upgrade.sentences import (
    STEPS_SHOWN,
    TITLES,
    boot,
    defaults,
    effort,
    gem,
    hop_note,
    hop_title,
    percent,
    recorded,
    road,
    size,
    support,
    unknown,
    verdict,
)
from dxscore.reporting.view import View

_INDENT = 4
_MOST = 20
_PLACES = 5
_STYLES = {
    Matter.BLOCKER: "bold red",
    Matter.TEST_BLOCKER: "red",
    Matter.TOOL_BLOCKER: "red",
    Matter.SILENT_CHANGE: "yellow",
    Matter.GONE_ALREADY: "magenta",
}
_PARTS = (
    Column("what must be clear"),
    Column("clear", right=True),
    Column("blocked", right=True),
    Column("unknown", right=True),
)


def render(report: UpgradeReport, view: View) -> str:
    """The page on a terminal, lines of `as_lines` elsewhere."""
    return rendered(_page(report, view), view) if view.terminal else render_lines(report, view)


def _page(report: UpgradeReport, view: View) -> Iterator[Text]:
    yield from _header(report, view)
    yield from _readiness(report, view)
    for hop in report.hops:
        yield from _hop(hop, report, view)
    yield from _gems(report, view)
    yield from _list("Ends of support", map(support, report.lifetimes), view)
    yield from _list("Two versions side by side", boot(report.dual_boot), view)
    if report.defaults:
        yield from _list(
            "Framework defaults", (*defaults(report.defaults), *map(unknown, report.defaults.unknown)), view
        )
    yield from _list("Recorded by the project's tools", recorded(report.recordings), view)
    yield from _by_hand(report, view)
    yield from _allowances(report, view)
    yield from _list("Not known", map(unknown, report.unknown), view)
    yield from _steps(report, view)
    yield from _verdict(report, view)


def _header(report: UpgradeReport, view: View) -> Iterator[Text]:
    yield Text.assemble(styled(report.provenance.project, "bold"), "  ", styled(road(report), "bold"))
    made = report.provenance
    yield from paragraph(f"as of {made.as_of} · dxscore {made.version} · ruleset {made.ruleset}", view, style="dim")


def _readiness(report: UpgradeReport, view: View) -> Iterator[Text]:
    yield from heading(f"Ready: {percent(report)}", "clear checks of all checks, unknown ones too")
    rows = [
        [styled(part.part), *(styled(amount(count)) for count in (part.clear, part.blocked, part.unknown))]
        for part in report.readiness
    ]
    yield from aligned(_PARTS, rows, view)


def _hop(hop: Hop, report: UpgradeReport, view: View) -> Iterator[Text]:
    yield from heading(hop_title(hop, report), hop_note(hop, report))
    shown = [each for each in hop.obstacles if each.findings]
    if not shown:
        yield styled("  nothing found", "green")
    for matter in Matter:
        yield from _matter(matter, [each for each in shown if each.matter is matter], report, view)
    accepted = sum(each.accepted for each in hop.obstacles)
    if accepted:
        yield from paragraph(f"suppressed or exempt, and not listed: {counted(accepted, 'place')}", view, 2, "dim")


def _matter(matter: Matter, found: list[Obstacle], report: UpgradeReport, view: View) -> Iterator[Text]:
    if not found:
        return
    count = sum(len(each.findings) for each in found)
    yield styled(f"  {TITLES[matter].capitalize()}: {counted(count, 'place')}", _STYLES.get(matter, "bold"))
    by_rule: dict[str, list[Obstacle]] = {}
    for each in found:
        by_rule.setdefault(each.rule, []).append(each)
    for rule_id, obstacles in by_rule.items():
        yield from _rule(report.rules[rule_id], obstacles, view)


def _rule(rule: Rule, obstacles: list[Obstacle], view: View) -> Iterator[Text]:
    """Title and owners, what to do instead, the first places."""
    owners = ", ".join(f"{each.owner} {len(each.findings)}" for each in obstacles)
    hours = sum(each.hours for each in obstacles)
    yield from paragraph(f"{rule.text.title} ({owners}; {effort(hours)})", view, _INDENT)
    if rule.text.fix:
        yield from paragraph(prose(rule.text.fix), view, _INDENT + 2, mark="→ ")
    findings = [finding for each in obstacles for finding in each.findings]
    yield from (_place(finding.location, view) for finding in findings[:_PLACES])
    left = len(findings) - _PLACES
    yield from paragraph(f"{f'… and {amount(left)} more · ' if left > 0 else ''}{rule.id}", view, _INDENT + 2, "dim")


def _place(place: Location, view: View) -> Text:
    """Cut in its folders, so that file and line can be read."""
    indent, line = " " * (_INDENT + 2), f":{place.line}"
    path = shorten(visible(place.path), max(view.width - len(indent) - len(line), 1))
    return styled(f"{indent}{path}{line}", "dim", link_to(view.links, place.path, place.line))


def _gems(report: UpgradeReport, view: View) -> Iterator[Text]:
    if not report.gems:
        return
    yield from heading("Gems", f"that refuse Rails {report.target.series}, or may")
    for each in report.gems:
        declared = each.block.state == "declared"
        line = f"{gem(each)} ({each.owner})"
        yield from paragraph(line, view, 2, "" if declared else "dim", "" if declared else "suspected: ")
        if declared:
            yield from paragraph(each.way_out, view, _INDENT, mark="→ ")


def _list(title: str, lines: Iterable[str], view: View) -> Iterator[Text]:
    for number, line in enumerate(lines):
        if not number:
            yield from heading(title)
        yield from paragraph(line, view, 2)


def _by_hand(report: UpgradeReport, view: View) -> Iterator[Text]:
    if not report.by_hand:
        return
    yield from heading("Review by hand", f"{counted(len(report.by_hand), 'known change')} that no rule can see")
    for change in report.by_hand[:_MOST]:
        yield from paragraph(
            f"{change.what} ({change.effect.replace('-', ' ')})", view, 2, mark=f"{change.removed_in}  "
        )
    left = len(report.by_hand) - _MOST
    if left > 0:
        yield styled(f"  … and {amount(left)} more: off a terminal, and in json, all are listed", "dim")


def _allowances(report: UpgradeReport, view: View) -> Iterator[Text]:
    lines = (
        f"{each.owner}: {amount(sum(each.by_rule.values()))} ("
        + ", ".join(f"{rule.partition('.')[2]} {amount(count)}" for rule, count in list(each.by_rule.items())[:_PLACES])
        + ("…" if len(each.by_rule) > _PLACES else "")
        + ")"
        for each in report.allowances
    )
    yield from _list("What the application lets pass", lines, view)


def _steps(report: UpgradeReport, view: View) -> Iterator[Text]:
    if not report.steps:
        return
    yield from heading("Next steps", "by team")
    for owner, steps in report.steps.items():
        hours = sum(step.hours for step in steps)
        yield styled(f"  {owner}: {counted(len(steps), 'step')}, {effort(hours)}", "bold")
        for number, step in enumerate(steps[:STEPS_SHOWN], 1):
            yield from _step(number, step, view)
        if len(steps) > STEPS_SHOWN:
            yield styled(f"    … and {counted(len(steps) - STEPS_SHOWN, 'more step')}", "dim")


def _step(number: int, step: Step, view: View) -> Iterator[Text]:
    yield from paragraph(f"{prose(step.text)} ({size(step)}, for {step.hop})", view, _INDENT, mark=f"{number}. ")


def _verdict(report: UpgradeReport, view: View) -> Iterator[Text]:
    """Last, because that is what stands above the prompt."""
    yield Text()
    yield from paragraph(f"{road(report)}: {percent(report)} ready", view, style="bold")
    yield from paragraph(verdict(report), view)

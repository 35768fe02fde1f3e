"""UpgradeReport -> Markdown for an issue, a wiki page or a job summary; long lists are folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dxscore.domain.finding import Finding
from dxscore.domain.upgrade import DefaultSetting, Hop, Obstacle, Step, UpgradeReport
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.markdown_text import bullets, code, link, plain, rule_prose, table
from dxscore.reporting.safe_text import link_to, prose, shorten, visible
from dxscore.reporting.upgrade.sentences import (
    STEPS_SHOWN,
    TITLES,
    boot,
    capital,
    defaults,
    effort,
    gem,
    hop_note,
    hop_title,
    percent,
    recorded,
    road,
    settings_to_decide,
    size,
    support,
    unknown,
    verdict,
)
from dxscore.reporting.view import View

_MOST = 200
"""Rows of a folded list."""
_PLACES = 3
_MOST_PATH = 60


def render(report: UpgradeReport, view: View) -> str:
    """Verdict, next steps per team, hops, gems, then what stands beside the code."""
    parts = (
        f"## {plain(report.provenance.project)}: {plain(road(report))}",
        f"**{percent(report)} ready.** {plain(capital(verdict(report)))}.",
        _readiness(report),
        *_steps(report),
        *(part for hop in report.hops for part in _hop(hop, report, view)),
        *_gems(report),
        *_list("Ends of support", map(support, report.lifetimes)),
        *_list("Two versions side by side", boot(report.dual_boot)),
        *_defaults(report),
        *_list("Recorded by the project's tools", recorded(report.recordings)),
        *_by_hand(report),
        *_allowances(report),
        *_list("Not known", map(unknown, report.unknown)),
        _footer(report),
    )
    return "\n\n".join(parts) + "\n"


def _readiness(report: UpgradeReport) -> str:
    rows = [
        (plain(part.part), *(amount(count) for count in (part.clear, part.blocked, part.unknown)))
        for part in report.readiness
    ]
    return table(("What must be clear", "Clear:", "Blocked:", "Unknown:"), rows)


def _steps(report: UpgradeReport) -> Iterator[str]:
    if not report.steps:
        return
    yield "### Next steps"
    for owner, steps in report.steps.items():
        total = effort(sum(step.hours for step in steps))
        more = len(steps) - STEPS_SHOWN
        lines = [f"{number}. {_step(step)}" for number, step in enumerate(steps[:STEPS_SHOWN], 1)]
        lines += [f"\n… and {counted(more, 'more step')}"] if more > 0 else []
        yield "\n".join((f"**{plain(owner)}** ({counted(len(steps), 'step')}, {total})", "", *lines))


def _step(step: Step) -> str:
    return f"{rule_prose(step.text)} ({size(step)}, for {plain(step.hop)})"


def _hop(hop: Hop, report: UpgradeReport, view: View) -> Iterator[str]:
    yield f"### {plain(hop_title(hop, report))}"
    note = hop_note(hop, report)
    if note:
        yield f"{plain(capital(note))}."
    shown = [each for each in hop.obstacles if each.findings]
    if not shown:
        yield "Nothing found."
        return
    yield table(
        ("What", "Owner", "Places:", "Effort", "What to do instead", "Where"),
        [_row(each, report, view) for each in shown[:_MOST]],
    )
    if len(shown) > _MOST:
        yield f"… and {amount(len(shown) - _MOST)} more."


def _row(each: Obstacle, report: UpgradeReport, view: View) -> tuple[str, ...]:
    rule = report.rules[each.rule]
    return (
        f"**{TITLES[each.matter]}**: {plain(prose(rule.text.title))}<br>{code(rule.id)}",
        plain(each.owner),
        amount(len(each.findings)),
        effort(each.hours),
        rule_prose(rule.text.fix),
        "<br>".join(_places(each.findings, view)),
    )


def _places(findings: Sequence[Finding], view: View) -> list[str]:
    places = [finding.location for finding in findings]
    shown = [
        link(
            code(f"{shorten(visible(place.path), _MOST_PATH)}:{place.line}"),
            link_to(view.links, place.path, place.line),
        )
        for place in places[:_PLACES]
    ]
    return [*shown, f"… {amount(len(places) - _PLACES)} more"] if len(places) > _PLACES else shown


def _gems(report: UpgradeReport) -> Iterator[str]:
    if report.gems:
        yield "### Gems that block"
        rows = [(plain(gem(each)), each.block.state, plain(each.owner), plain(each.way_out)) for each in report.gems]
        yield table(("Gem", "State", "Owner", "Way out"), rows)


def _defaults(report: UpgradeReport) -> Iterator[str]:
    if report.defaults is None:
        return
    yield from _list("Framework defaults", (*defaults(report.defaults), *map(unknown, report.defaults.unknown)))
    rows = [_setting(each) for each in settings_to_decide(report.defaults)]
    if rows:
        titles = ("Setting", "Since", "State", "Risk", "Now", "New")
        yield _folded(counted(len(rows), "setting") + " to decide", table(titles, rows))


def _setting(each: DefaultSetting) -> tuple[str, ...]:
    now = each.value or each.legacy
    return (
        code(each.key),
        each.series,
        each.state,
        each.risk,
        code(now) if now else "",
        code(each.new) if each.new else "",
    )


def _by_hand(report: UpgradeReport) -> Iterator[str]:
    if report.by_hand:
        title = f"{counted(len(report.by_hand), 'known change')} that no rule can see, to review by hand"
        rows = [(each.removed_in, plain(each.effect.replace("-", " ")), plain(each.what)) for each in report.by_hand]
        yield _folded(title, table(("In", "Effect", "What"), rows))


def _allowances(report: UpgradeReport) -> Iterator[str]:
    if report.allowances:
        rows = [
            (plain(each.owner), plain(rule), amount(count))
            for each in report.allowances
            for rule, count in each.by_rule.items()
        ]
        yield _folded("What the application lets pass", table(("Owner", "Rule", "Places:"), rows[:_MOST]))


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    items = [plain(line) for line in lines]
    if items:
        yield f"### {title}"
        yield bullets(items)


def _folded(title: str, text: str) -> str:
    return f"<details><summary>{plain(title)}</summary>\n\n{text}\n\n</details>"


def _footer(report: UpgradeReport) -> str:
    made = report.provenance
    return f"<sub>dxscore {plain(made.version)}, ruleset {code(made.ruleset)}, as of {made.as_of}</sub>"

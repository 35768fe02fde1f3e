"""ScanReport -> what `dxscore scan` prints: a page for a person, or one finding per line off a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from math import ceil
from shlex import quote

from rich.text import Text

from dxscore.domain.finding import Finding
from dxscore.domain.report import ScanReport
from dxscore.domain.score import Scorecard
from dxscore.reporting.as_lines import render as render_lines
from dxscore.reporting.figures import amount, counted, density
from dxscore.reporting.overview import (
    Advice,
    advice,
    by_owner,
    hidden_findings,
    open_findings,
    skipped,
    verdict,
)
from dxscore.reporting.safe_text import link_to
from dxscore.reporting.terminal import (
    GAP,
    LEVEL_STYLES,
    SEVERITY_STYLES,
    Column,
    aligned,
    fits,
    heading,
    paragraph,
    rendered,
    styled,
)
from dxscore.reporting.view import View

_OWNERS = 20
"""Most owners on one page."""
_BAR = 10
_NUMBERS = (Column("points", right=True), Column("per 1,000", right=True), Column(" " * _BAR), Column("findings", True))


def render(report: ScanReport, view: View) -> str:
    """The page on a terminal, lines of `as_lines` elsewhere."""
    return render_page(report, view) if view.terminal else render_lines(report, view)


def render_page(report: ScanReport, view: View) -> str:
    """The page wherever it goes: in the log of a CI job, in a file."""
    return rendered(_page(report, view), view)


def _page(report: ScanReport, view: View) -> Iterator[Text]:
    yield from _header(report, view)
    yield from _scorecards(report, view)
    yield from _hotspots(report, view)
    yield from _first(report, view)
    yield from _hidden(report, view)
    yield from _unseen(report, view)
    yield from _onward(report)


def _header(report: ScanReport, view: View) -> Iterator[Text]:
    made, seen = report.provenance, report.coverage
    commit = f"commit {made.commit[:10]}{' with local changes' if made.dirty else ''}" if made.commit else "no git"
    facts = (counted(seen.files, "file"), f"{counted(seen.code_lines, 'line')} of code", commit)
    yield styled(made.project, "bold")
    yield from paragraph(" · ".join(facts), view, style="dim")
    yield from paragraph(f"as of {made.as_of} · dxscore {made.version} · ruleset {made.ruleset}", view, style="dim")
    yield Text()
    yield from paragraph(verdict(report), view)


def _scorecards(report: ScanReport, view: View) -> Iterator[Text]:
    if not report.scorecards:
        return
    several = len({card.dimension for card in report.scorecards}) > 1
    title = "Scorecards" if several else f"Scorecards: {report.scorecards[0].dimension}"
    yield from heading(title, "unowned first, then most points per 1,000 lines")
    owners = by_owner(report.scorecards)
    yield from _card_table([card for own in islice(owners.values(), _OWNERS) for card in own], several, view)
    if len(owners) > _OWNERS:
        yield styled(f"… and {counted(len(owners) - _OWNERS, 'more owner')}: --output html=FILE has all", "dim")


def _card_table(cards: Sequence[Scorecard], several: bool, view: View) -> Iterator[Text]:
    """With the next step as a column where that fits, as a line below its scorecard elsewhere."""
    columns = [Column("owner", flexible=True), Column("dimension"), Column("level"), *_NUMBERS]
    rows = _card_rows(cards)
    if not several:
        columns, rows = columns[:1] + columns[2:], [row[:1] + row[2:] for row in rows]
    wide = [*columns, Column("next step")]
    wide_rows = [[*row, styled(card.next_step)] for row, card in zip(rows, cards, strict=True)]
    if fits(wide, wide_rows, view):
        yield from aligned(wide, wide_rows, view)
        return
    title, *lines = aligned(columns, rows, view)
    yield title
    for card, line in zip(cards, lines, strict=True):
        yield line
        yield from paragraph(card.next_step, view, indent=2, style="dim", mark="→ ")


def _card_rows(cards: Sequence[Scorecard]) -> list[list[Text]]:
    worst = max((card.density or 0 for card in cards), default=0) or 1
    firsts = {own[0] for own in by_owner(cards).values()}
    return [
        [
            styled(card.owner if card in firsts else "", "bold"),
            styled(card.dimension),
            styled(card.level, LEVEL_STYLES.get(card.level, "")),
            styled(amount(card.points)),
            styled(density(card.density)),
            styled("▇" * ceil(_BAR * (card.density or 0) / worst), "dim"),
            styled(amount(card.findings)),
        ]
        for card in cards
    ]


def _hotspots(report: ScanReport, view: View) -> Iterator[Text]:
    spots = report.hotspots[: view.top]
    if not spots:
        return
    yield from heading("Hotspots", "debt in files that change often: heat = points x commits in 12 months")
    columns = [
        *(Column(title, right=True) for title in ("heat", "points", "commits")),
        Column("owner", flexible=True),
        Column("file", flexible=True),
    ]
    rows = [
        [
            *(styled(amount(number)) for number in (spot.heat, spot.points, spot.commits)),
            styled(spot.owner),
            styled(spot.path, link=link_to(view.links, spot.path, 1)),
        ]
        for spot in spots
    ]
    yield from aligned(columns, rows, view)


def _first(report: ScanReport, view: View) -> Iterator[Text]:
    items = advice(report, view.top)
    if not items:
        return
    yield from heading("Worth doing first")
    yield from _places(report, items, view)
    left = len(open_findings(report)) - len(items)
    if left > 0:
        yield styled(f"… and {counted(left, 'more finding')}", "dim")


def _hidden(report: ScanReport, view: View) -> Iterator[Text]:
    hidden = hidden_findings(report)
    if not hidden:
        return
    yield from heading("Suppressed and exempt", f"{counted(len(hidden), 'finding')}, counted apart")
    if view.show_suppressed:
        yield from _places(report, [Advice(finding, str(finding.status)) for finding in hidden[: view.top]], view)
    else:
        yield styled("--show-suppressed lists them", "dim")


def _places(report: ScanReport, items: Sequence[Advice], view: View) -> Iterator[Text]:
    """Three lines each: where, how bad and whose; what; which rule and why this one first."""
    columns = [
        Column("", right=True),
        Column("place", flexible=True),
        Column("severity"),
        Column("owner", flexible=True),
    ]
    rows = [_place_row(number, item.finding, report, view) for number, item in enumerate(items, 1)]
    title, *lines = aligned(columns, rows, view)
    yield title
    indent = len(str(len(items))) + GAP
    for item, line in zip(items, lines, strict=True):
        yield line
        yield from paragraph(item.finding.message, view, indent)
        yield from paragraph(f"{item.finding.rule}{f': {item.reason}' if item.reason else ''}", view, indent, "dim")


def _place_row(number: int, finding: Finding, report: ScanReport, view: View) -> list[Text]:
    place, severity = finding.location, report.rules[finding.rule].grading.severity
    return [
        styled(str(number), "dim"),
        styled(f"{place.path}:{place.line}", "bold", link_to(view.links, place.path, place.line)),
        styled(severity, SEVERITY_STYLES.get(severity, "")),
        styled(finding.owner),
    ]


def _unseen(report: ScanReport, view: View) -> Iterator[Text]:
    seen = report.coverage
    yield from heading("Not seen")
    files = skipped(seen)
    if not (files or seen.unknown or seen.failures):
        yield styled("nothing: every file was read and every rule ran", "dim")
        return
    if files:
        columns = [Column("files", right=True), Column("reason"), Column("for example", flexible=True)]
        rows = [[styled(amount(each.files)), styled(each.reason), styled(each.example, "dim")] for each in files]
        yield from aligned(columns, rows, view)
    for unknown in seen.unknown:
        yield from paragraph(f"{unknown.subject}: {unknown.reason}", view, mark="unknown  ")
    for failure in seen.failures:
        yield from paragraph(f"{failure.rule}: {failure.reason}", view, mark="rule failed  ", style="red")


def _onward(report: ScanReport) -> Iterator[Text]:
    first = advice(report, 1)
    yield from heading("Next")
    if first:
        yield styled(f"  dxscore explain {first[0].finding.rule}")
    if first and len(by_owner(report.scorecards)) > 1:
        yield styled(f"  dxscore scan --owner {quote(first[0].finding.owner)}")
    yield styled("  dxscore scan --output html=report.html")

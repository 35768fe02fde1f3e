"""ScanReport -> a Markdown summary for a pull request, a job summary or a wiki page."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.report import ScanReport
from dxscore.reporting.figures import amount, counted, density
from dxscore.reporting.markdown_text import bullets, code, link, plain, table
from dxscore.reporting.overview import advice, open_findings, skipped, verdict
from dxscore.reporting.safe_text import link_to
from dxscore.reporting.view import View


def render(report: ScanReport, view: View) -> str:
    """Scorecards, what is worth doing first, hotspots, what was not seen."""
    parts = (*_header(report), *_scorecards(report), *_first(report, view), *_hotspots(report, view), *_unseen(report))
    return "\n\n".join((*parts, _footer(report))) + "\n"


def _header(report: ScanReport) -> Iterator[str]:
    yield f"# {plain(report.provenance.project)}: technical debt by owner"
    yield plain(verdict(report))


def _scorecards(report: ScanReport) -> Iterator[str]:
    if not report.scorecards:
        return
    yield "## Scorecards"
    yield table(
        ("Owner", "Dimension", "Level", "Points:", "Per 1,000 lines:", "Findings:", "Next step"),
        [
            (
                f"**{plain(card.owner)}**",
                plain(card.dimension),
                plain(card.level),
                amount(card.points),
                density(card.density),
                amount(card.findings),
                plain(card.next_step),
            )
            for card in report.scorecards
        ],
    )


def _first(report: ScanReport, view: View) -> Iterator[str]:
    items = advice(report, view.top)
    if not items:
        return
    yield "## Worth doing first"
    yield table(
        ("Place", "What", "Rule", "Owner", "Why first"),
        [
            (
                _place(item.finding.location.path, item.finding.location.line, view),
                plain(item.finding.message),
                code(item.finding.rule),
                plain(item.finding.owner),
                plain(item.reason),
            )
            for item in items
        ],
    )
    left = len(open_findings(report)) - len(items)
    if left > 0:
        yield f"… and {counted(left, 'more finding')}."


def _hotspots(report: ScanReport, view: View) -> Iterator[str]:
    spots = report.hotspots[: view.top]
    if not spots:
        return
    yield "## Hotspots"
    yield "Debt in files that change often: heat is points times commits in 12 months."
    yield table(
        ("File", "Owner", "Heat:", "Points:", "Commits:"),
        [
            (
                _place(spot.path, 0, view),
                plain(spot.owner),
                amount(spot.heat),
                amount(spot.points),
                amount(spot.commits),
            )
            for spot in spots
        ],
    )


def _place(path: str, line: int, view: View) -> str:
    return link(code(f"{path}:{line}" if line else path), link_to(view.links, path, line or 1))


def _unseen(report: ScanReport) -> Iterator[str]:
    seen = report.coverage
    yield "## Not seen"
    lines = [f"{counted(each.files, 'file')}: {plain(each.reason)} ({code(each.example)})" for each in skipped(seen)]
    lines += [f"unknown: {plain(unknown.subject)}, because {plain(unknown.reason)}" for unknown in seen.unknown]
    lines += [f"rule {code(failure.rule)} failed: {plain(failure.reason)}" for failure in seen.failures]
    yield bullets(lines or ["nothing: every file was read and every rule ran"])


def _footer(report: ScanReport) -> str:
    made, seen = report.provenance, report.coverage
    commit = (
        f"commit {code(made.commit[:10])}{' with local changes' if made.dirty else ''}" if made.commit else "no git"
    )
    read = f"{counted(seen.files, 'file')}, {counted(seen.code_lines, 'line')} of code"
    return (
        f"<sub>{read}, {commit}, as of {made.as_of}; dxscore {plain(made.version)}, ruleset {code(made.ruleset)}</sub>"
    )

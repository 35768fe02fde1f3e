"""GemReport -> Markdown for an issue or a wiki page: one table per list."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.gems import GemReport, RankedUnit, WorkList
from dxscore.reporting.gems.wording import LISTS, facts, listed, owner, reasons, sources, title, ways
from dxscore.reporting.markdown_text import bullets, code, plain, table
from dxscore.reporting.view import View

_TITLES = ("rank", "value", "effort", "gem", "owner", "why", "what to do")


def render(report: GemReport, _view: View) -> str:
    """Everything that has something to say, most urgent first."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: GemReport) -> Iterator[str]:
    yield f"# Gems of {plain(report.project)}"
    yield plain(facts(report))
    if found := list(sources(report)):
        yield bullets([plain(source) for source in found])
    if report.runtime:
        yield bullets([plain(sentence) for sentence in report.runtime])
    if told := list(ways(report)):
        yield "## Together"
        yield bullets([plain(sentence) for sentence in told])
    for work_list in WorkList:
        if units := listed(report, work_list):
            yield f"## {work_list.capitalize()}: {LISTS[work_list]}"
            yield table(_TITLES, [_row(each) for each in units])
    if report.unknown:
        yield "## Not known"
        yield bullets([plain(sentence) for sentence in report.unknown])


def _row(ranked: RankedUnit) -> tuple[str, ...]:
    priority, effort = ranked.priority, ranked.effort
    return (
        f"{priority.rank:.0f}",
        f"{priority.value:.0f}",
        f"{effort.size:.1f}",
        plain(title(ranked)),
        plain(owner(ranked)),
        plain("; ".join(reasons(ranked))),
        code(effort.command),
    )

"""CampaignReport -> its Gantt chart: in the terminal, as lines off it, or as SVG."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from dxscore.domain.campaign import Bar, CampaignReport
from dxscore.reporting.campaigns.sentences import headline
from dxscore.reporting.charts.gantt_svg import gantt_svg
from dxscore.reporting.charts.gantt_text import gantt_lines
from dxscore.reporting.charts.gantt_words import expectation, plan, waits
from dxscore.reporting.charts.svg import alone
from dxscore.reporting.figures import percent
from dxscore.reporting.safe_text import inert, visible
from dxscore.reporting.terminal import paragraph, rendered, styled
from dxscore.reporting.view import View


def render(report: CampaignReport, view: View) -> str:
    """The chart on a terminal, elsewhere one campaign per line."""
    if view.terminal:
        return rendered(_page(report, view), view)
    return "".join(f"{inert(visible(_line(bar, report)))}\n" for bar in report.gantt.bars)


def render_svg(report: CampaignReport, _view: View) -> str:
    """A drawing of its own."""
    return alone(gantt_svg(report.gantt))


def _page(report: CampaignReport, view: View) -> Iterator[Text]:
    made = report.provenance
    yield Text.assemble(styled(made.project, "bold"), styled(f"  campaigns as of {made.as_of}", "dim"))
    yield Text()
    yield from gantt_lines(report.gantt, view)
    yield Text()
    yield from paragraph(headline(report), view, style="bold")


def _line(bar: Bar, report: CampaignReport) -> str:
    """`id status title: planned ...; expected ...; 40% done; after ... [owner]`."""
    done = "" if bar.share is None else f"{percent(bar.share)} done"
    before = waits(bar, report.gantt) if bar.depends_on else ""
    said = "; ".join(filter(None, (plan(bar), expectation(bar), done, before)))
    return f"{bar.campaign} {bar.status.replace(' ', '-')} {bar.title}: {said} [{bar.owner}]"

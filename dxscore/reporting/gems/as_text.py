"""GemReport -> what `dxscore gems` prints: lists for a person, one unit per line off a terminal, or one gem in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from dxscore.domain.gems import GemReport, GemState, RankedUnit, WorkList
from dxscore.reporting.figures import counted
from dxscore.reporting.gems.wording import LISTS, facts, is_worth_a_line, listed, owner, reasons, sources, title, ways
from dxscore.reporting.terminal import Column, aligned, heading, paragraph, rendered, styled
from dxscore.reporting.view import View

_STYLES = {WorkList.NOW: "bold red", WorkList.PLAN: "yellow", WorkList.WATCH: "dim"}
_MOST_FILES, _MOST_CHAINS = 5, 10


def render(report: GemReport, view: View) -> str:
    """One gem in full when the report is about one, else the lists (off a terminal all units, a line for each)."""
    if report.focus:
        return rendered(_gem(report, view), view)
    if view.terminal:
        return rendered(_page(report, view), view)
    units = (_line(each) for each in report.units if is_worth_a_line(each))
    lines = [*report.runtime, *ways(report), *units, *(f"unknown: {sentence}" for sentence in report.unknown)]
    return rendered(map(styled, lines), _unfolded(view))


def _unfolded(view: View) -> View:
    """Lines for other programs are as long as they are."""
    return View(width=10_000, color=view.color, terminal=False)


def _line(ranked: RankedUnit) -> str:
    priority, effort = ranked.priority, ranked.effort
    figures = f"rank {priority.rank:.0f}, value {priority.value:.0f}, effort {effort.size:.1f}"
    return f"{title(ranked)}: {priority.list}, {figures}: {effort.command}; {'; '.join(reasons(ranked))}"


def _page(report: GemReport, view: View) -> Iterator[Text]:
    yield from _header(report, view)
    for sentence in report.runtime:
        yield from paragraph(sentence, view, style="yellow")
    if told := list(ways(report)):
        yield from heading("Together")
        for sentence in told:
            yield from paragraph(sentence, view, indent=2)
    for work_list in WorkList:
        units = listed(report, work_list)
        if units:
            yield from heading(work_list.capitalize(), LISTS[work_list])
            yield from _units(units[: view.top], view)
        if len(units) > view.top:
            yield styled(f"… and {counted(len(units) - view.top, 'more unit')}: --output json has all", "dim")
    if report.unknown:
        yield from heading("Not known")
        for sentence in report.unknown:
            yield from paragraph(sentence, view, mark="unknown  ")


def _header(report: GemReport, view: View) -> Iterator[Text]:
    yield styled(report.project, "bold")
    yield from paragraph(facts(report), view, style="dim")
    for source in sources(report):
        yield from paragraph(source, view, style="dim")


def _units(units: Sequence[RankedUnit], view: View) -> Iterator[Text]:
    columns = [
        *(Column(name, right=True) for name in ("rank", "value", "effort")),
        Column("gem", flexible=True),
        Column("owner", flexible=True),
    ]
    rows = [
        [
            styled(f"{each.priority.rank:.0f}", _STYLES[each.priority.list]),
            styled(f"{each.priority.value:.0f}"),
            styled(f"{each.effort.size:.1f}"),
            styled(title(each), "bold"),
            styled(owner(each)),
        ]
        for each in units
    ]
    first, *lines = aligned(columns, rows, view)
    yield first
    for each, line in zip(units, lines, strict=True):
        yield line
        yield from paragraph("; ".join(reasons(each)), view, indent=6)
        yield from paragraph(each.effort.command, view, indent=6, style="dim", mark="→ ")


def _gem(report: GemReport, view: View) -> Iterator[Text]:
    ranked = report.units[0]
    state = next(each for each in ranked.gems if each.name == report.focus)
    yield styled(title(ranked), "bold")
    yield from paragraph(facts(report), view, style="dim")
    yield Text()
    yield from _parts(ranked, view)
    yield from heading("What to do", f"{ranked.priority.list}, effort {ranked.effort.size:.1f}")
    yield from paragraph(ranked.effort.command, view, indent=2)
    for reason in ranked.effort.reasons:
        yield from paragraph(reason, view, indent=2, style="dim")
    yield from _place(state, view)
    yield from _pulled_in(report, view)
    yield from _advisories(ranked, view)


def _parts(ranked: RankedUnit, view: View) -> Iterator[Text]:
    columns = [Column("part"), Column("points", right=True), Column("of", right=True), Column("why", flexible=True)]
    rows = [
        [styled(part.name), styled(f"{part.points:.0f}" if part.known else "?"), styled(f"{part.cap:.0f}"), Text()]
        for part in ranked.priority.parts
    ]
    first, *lines = aligned(columns, rows, view)
    yield first
    for part, line in zip(ranked.priority.parts, lines, strict=True):
        line.rstrip()
        folded = paragraph(part.sentence, view, indent=line.cell_len + 2)
        yield line + Text("  ") + Text(folded[0].plain.strip())
        yield from folded[1:]
    priority = ranked.priority
    total = f"value {priority.value:.0f}, rank {priority.rank:.0f}, {priority.confidence:.0%} of the parts are known"
    yield from paragraph(total, view, style="bold")


def _place(state: GemState, view: View) -> Iterator[Text]:
    yield from heading("Here")
    if state.direct:
        yield styled(f"  {state.direct.path}:{state.direct.line}, {', '.join(state.direct.groups)}")
    entry = state.entry
    yield from paragraph(f"reason: {entry.reason or 'none given'}", view, indent=2)
    yield from paragraph(f"owner: {entry.owner or 'none given'}", view, indent=2)
    users = state.users or ()
    for path in users[:_MOST_FILES]:
        yield styled(f"  used in {path}")
    if len(users) > _MOST_FILES:
        yield styled(f"  … and {counted(len(users) - _MOST_FILES, 'more file')}", "dim")


def _pulled_in(report: GemReport, view: View) -> Iterator[Text]:
    if report.chains:
        yield from heading("Pulled in by")
    for chain in report.chains[:_MOST_CHAINS]:
        yield from paragraph(" → ".join(chain), view, indent=2)
    if len(report.chains) > _MOST_CHAINS:
        yield styled(f"  … and {counted(len(report.chains) - _MOST_CHAINS, 'more gem')}", "dim")


def _advisories(ranked: RankedUnit, view: View) -> Iterator[Text]:
    for title_, found in (
        ("Open advisories", [each for state in ranked.gems for each in state.advisories or ()]),
        ("Accepted advisories", [each for state in ranked.gems for each in state.accepted]),
    ):
        if found:
            yield from heading(title_)
        for each in {advisory.id: advisory for advisory in found}.values():
            fixed = f"; fixed by {' or '.join(each.patched)}" if each.patched else "; no fix is known"
            yield from paragraph(f"{each.id} ({each.band}): {each.title}{fixed}", view, indent=2)

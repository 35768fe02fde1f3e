"""AccessReport -> what `dxscore access` prints: the matrix and the worst, one line each off a terminal, or one tree."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from dxscore.domain.golden_path import Stance
from dxscore.domain.survey import AccessReport, JudgedEntry
from dxscore.reporting.access import tree
from dxscore.reporting.access.overview import WORDS, facts, matrix, off_path, patterns
from dxscore.reporting.access.wording import addresses, evidence, trouble
from dxscore.reporting.figures import counted, percent
from dxscore.reporting.terminal import Column, aligned, heading, paragraph, rendered, styled
from dxscore.reporting.view import View

_STYLES = {Stance.GOLDEN: "green", Stance.TOLERATED: "yellow", Stance.OFF: "bold red", Stance.UNKNOWN: "magenta"}
_MOST_UNRESOLVED = 15


def render(report: AccessReport, view: View) -> str:
    """One entry point in full when the report is about one, else the overview (off a terminal a line for each)."""
    if report.focus:
        return rendered(_trees(report, view), _unfolded(view))
    if view.terminal:
        return rendered(_page(report, view), view)
    return rendered((styled(_line(entry)) for entry in report.entries), _unfolded(view))


def _unfolded(view: View) -> View:
    """Trees and lines for other programs are as long as they are."""
    return View(width=10_000, color=view.color, terminal=view.terminal)


def _line(entry: JudgedEntry) -> str:
    profile = entry.profile
    said = "; ".join(part for part in (trouble(entry), evidence(entry)) if part)
    place = f"{profile.path}:{profile.line}"
    return f"{place}: {profile.kind} {profile.name}: {entry.pattern.name} ({entry.owner})" + (
        f": {said}" if said else ""
    )


def _page(report: AccessReport, view: View) -> Iterator[Text]:
    yield styled(report.project, "bold")
    yield from paragraph(facts(report), view, style="dim")
    yield from heading("By owner")
    yield from _matrix(report, view)
    yield from heading("By pattern", report.golden_path.origin)
    for pattern, count in patterns(report):
        stance = (f"{WORDS[pattern.stance]:<13}", _STYLES[pattern.stance])
        yield Text.assemble(f"{count:>6}  ", stance, styled(pattern.title))
    worst = off_path(report.entries)
    if worst:
        yield from heading("Furthest from the golden path", "dxscore access --entry NAME shows one as a tree")
        for entry in worst[: view.top]:
            yield from _worst(entry, view)
    if len(worst) > view.top:
        yield styled(f"… and {counted(len(worst) - view.top, 'more entry point')}: --output json has all", "dim")
    if report.survey.unread:
        yield from heading("Not read")
        for each in report.survey.unread[: view.top]:
            yield from paragraph(f"{each.path}:{each.line} {each.what}: {each.reason}", view, mark="unknown  ")


def _matrix(report: AccessReport, view: View) -> list[Text]:
    figures = [Column(WORDS[stance], right=True) for stance in WORDS]
    columns = [Column("owner", flexible=True), Column("entry points", right=True), *figures]
    columns += [Column("on the path", right=True), Column("most often", flexible=True)]
    rows = [
        [
            styled(row.owner, "bold"),
            styled(f"{row.total:,}"),
            *(
                styled(f"{count:,}", _STYLES[stance] if count else "dim")
                for stance, count in zip(WORDS, row.counts, strict=True)
            ),
            styled(row.golden),
            styled(row.usual, "dim"),
        ]
        for row in matrix(report)
    ]
    return aligned(columns, rows, view)


def _worst(entry: JudgedEntry, view: View) -> Iterator[Text]:
    name, owner = styled(entry.profile.name, "bold"), styled(entry.owner, "dim")
    yield Text.assemble(name, styled(f"  {entry.pattern.title}  "), owner)
    for text in (trouble(entry), evidence(entry)):
        if text:
            yield from paragraph(text, view, indent=4, style="dim")


def _trees(report: AccessReport, view: View) -> Iterator[Text]:
    for number, entry in enumerate(report.entries):
        if number:
            yield Text()
        yield from _tree(entry, view)


def _tree(entry: JudgedEntry, view: View) -> Iterator[Text]:
    profile, pattern = entry.profile, entry.pattern
    yield styled(f"{profile.name}  {addresses(entry)}".rstrip(), "bold")
    yield styled(f"{profile.kind} at {profile.path}:{profile.line}, {entry.owner}", "dim")
    yield styled(f"{pattern.title} ({WORDS[pattern.stance]})", _STYLES[pattern.stance])
    if entry.exempt:
        yield from paragraph(f"exempt: {entry.exempt}", view, indent=2)
    for text in (pattern.why, pattern.instead) if pattern.stance is not Stance.GOLDEN else ():
        if text:
            yield from paragraph(text, view, indent=2, style="dim")
    if profile.unknown:
        yield styled(f"  not known: {profile.unknown}", "magenta")
    yield Text()
    found = [*tree.lines(tree.grown(profile))]
    wide = max((len(branch) + len(place) for branch, place, _ in found), default=0)
    for branch, place, deed in found:
        gap = " " * (wide - len(branch) - len(place) + 2)
        yield Text.assemble((branch, "dim"), styled(place), gap, styled(deed, "bold"))
    if not found:
        yield styled("no effect on data found", "dim")
    yield from _unresolved(entry)


def _unresolved(entry: JudgedEntry) -> Iterator[Text]:
    profile = entry.profile
    yield Text()
    followed = percent(1 - profile.unresolved_share)
    yield styled(
        f"{counted(profile.calls, 'call')}, {followed} followed; through {counted(len(profile.files), 'file')}", "dim"
    )
    for each in profile.unresolved[:_MOST_UNRESOLVED]:
        yield styled(f"  not followed: {each.name}  {each.path}:{each.line}", "dim")
    if len(profile.unresolved) > _MOST_UNRESOLVED:
        yield styled(f"  … and {len(profile.unresolved) - _MOST_UNRESOLVED} more", "dim")

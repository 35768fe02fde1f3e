"""Suite -> lines of a terminal: tests by team, then those that fail, those that flicker and the slowest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from dxscore.domain.suite import SLOW_SECONDS, Examined, Suite, SuitePart
from dxscore.reporting.campaigns.sentences import unknown
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.safe_text import link_to
from dxscore.reporting.terminal import Column, aligned, heading, paragraph, styled
from dxscore.reporting.view import View

LISTED = 10
"""Tests of each sort that a page names."""
COLUMNS = ("team", "tests", "failing", "flaky", "pending", "slow", "seconds", "warnings")


def suite_lines(suite: Suite, view: View) -> Iterator[Text]:
    """Nothing but a heading and why, when no test is known."""
    count = sum(part.tests for part in suite.parts)
    yield from heading("Tests", f"{counted(count, 'test')} in its scope; slow from {SLOW_SECONDS:g} s on")
    if suite.parts:
        team, *figures = COLUMNS
        columns = [Column(team, flexible=True), *(Column(title, right=True) for title in figures)]
        yield from aligned(columns, [list(map(styled, cells(part))) for part in suite.parts], view)
    for title, tests in lists(suite):
        yield from _list(title, tests, view)
    for each in suite.unknown:
        yield from paragraph(unknown(each), view, style="dim")


def cells(part: SuitePart) -> Sequence[str]:
    """One row below COLUMNS; what is not known is '-'."""
    counts = (part.tests, part.failing, part.flaky, part.pending, part.slow)
    seconds = "-" if part.seconds is None else amount(part.seconds)
    return [part.owner, *map(amount, counts), seconds, amount(part.warnings)]


def lists(suite: Suite) -> Sequence[tuple[str, Sequence[Examined]]]:
    """Tests to name, under a title; only those sorts of which there are any."""
    sorts = (("Failing", suite.failing), ("Flaky: passed and failed", suite.flaky), ("Slowest", suite.slow))
    return [(title, tests) for title, tests in sorts if tests]


def told(test: Examined) -> str:
    """'adds up (catalog, 2.5 s)'."""
    seconds = "" if test.seconds is None else f", {amount(test.seconds)} s"
    return f"{test.name or 'a test without a name'} ({test.owner}{seconds})"


def _list(title: str, tests: Sequence[Examined], view: View) -> Iterator[Text]:
    yield styled(f"  {title}", "bold")
    for test in tests[:LISTED]:
        yield styled(
            f"    {test.path or 'no file named'}", "dim", link_to(view.links, test.path, 1) if test.path else ""
        )
        yield from paragraph(told(test), view, 6)
    if len(tests) > LISTED:
        yield styled(f"    … and {amount(len(tests) - LISTED)} more", "dim")

"""AccessReport -> one HTML page that needs nothing else: the matrix, the patterns, each entry point with its tree."""

from __future__ import annotations

from dxscore.domain.survey import AccessReport, JudgedEntry
from dxscore.reporting.access import tree
from dxscore.reporting.access.overview import STANCES, WORDS, facts, matrix, patterns
from dxscore.reporting.access.wording import addresses, evidence, trouble
from dxscore.reporting.as_html import filled
from dxscore.reporting.view import View

_MOST_TREES = 400
"""Trees on one page, the worst first; every entry point has its row."""


def render(report: AccessReport, view: View) -> str:
    """The page, from reports/access.html.j2."""
    return filled(
        "access.html.j2",
        view,
        report=report,
        facts=facts(report),
        stances=[WORDS[stance] for stance in STANCES],
        words=WORDS,
        matrix=matrix(report),
        patterns=patterns(report),
        trees=[(entry, addresses(entry), _lines(entry)) for entry in report.entries[:_MOST_TREES]],
        trouble=trouble,
        evidence=evidence,
    )


def _lines(entry: JudgedEntry) -> list[tuple[str, str, str]]:
    return [*tree.lines(tree.grown(entry.profile))]

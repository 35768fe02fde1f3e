"""GateReport -> one thing per line, for pipes, editors and CI logs; the last line is the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.finding import Status
from dxscore.domain.gate import GateReport, Judged
from dxscore.reporting.gate.matters import Matter, matters, where
from dxscore.reporting.gate.verdict import acceptance, headline, shown, tally
from dxscore.reporting.safe_text import inert, visible
from dxscore.reporting.view import View


def render(report: GateReport, view: View) -> str:
    """What is no finding first, then `path:line:column ruling change severity rule message [owner]`, worst first."""
    lines = [
        *(line for matter in matters(report) for line in _matter(matter)),
        *(_finding(entry, report) for entry in (report.entries if view.show_suppressed else shown(report))),
        f"dxscore gate: {headline(report)} ({tally(report)})",
    ]
    return "".join(f"{inert(visible(line))}\n" for line in lines)


def _matter(matter: Matter) -> Iterator[str]:
    advice = f" ({matter.advice})" if matter.advice else ""
    yield f"{matter.kind} {matter.ruling} {matter.sentence}{advice}"
    for place in matter.places:
        yield f"{where(place)} {matter.ruling} {matter.subject} {place.text}".rstrip()


def _finding(entry: Judged, report: GateReport) -> str:
    finding, change = entry.finding, entry.compared.change
    place, severity = finding.location, report.rules[finding.rule].grading.severity
    status = "" if finding.status is Status.OPEN else f" ({acceptance(finding)})"
    start = f"{place.path}:{place.line}:{place.column}"
    cause = f" ({entry.compared.cause})" if entry.compared.cause else ""
    text = f"{start} {entry.ruling} {change} {severity} {finding.rule} {finding.message}{cause} [{finding.owner}]"
    return f"{text}{status}"

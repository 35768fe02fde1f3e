"""GateReport -> workflow commands that GitHub's runner turns into annotations.

Facts: GitHub's page 'Workflow commands for GitHub Actions', and the runner's limit of 10 annotations of each level per
step (the rest is dropped without a word).
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from dxscore.domain.gate import GateReport, Judged, Place, Ruling
from dxscore.reporting.figures import counted
from dxscore.reporting.from_top import gate_from_top
from dxscore.reporting.gate.matters import Matter, matters
from dxscore.reporting.gate.verdict import headline, shown, tally
from dxscore.reporting.safe_text import brief, prose, visible
from dxscore.reporting.view import View

_MOST = 10
_MOST_TEXT = 2_000
_MOST_TITLE = 200
_COMMANDS = {Ruling.STOP: "error", Ruling.WARN: "warning", Ruling.PASS: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


class _Annotation(Struct, frozen=True):
    title: str
    lines: tuple[str, ...]
    path: str = ""
    line: int = 0
    """A host shows an annotation below its last line, so that of a class would be far from its name: one line only."""


def render(report: GateReport, view: View) -> str:
    """Errors, then warnings, then notices, each worst first; the last line tells the verdict to the log."""
    report = gate_from_top(report, view.folder)
    lines = [command for ruling in (Ruling.STOP, Ruling.WARN, Ruling.PASS) for command in _level(report, ruling)]
    return "".join(f"{line}\n" for line in (*lines, f"dxscore gate: {headline(report)} ({tally(report)})"))


def _level(report: GateReport, ruling: Ruling) -> Iterator[str]:
    """At most 10; where there are more, the last one says how many."""
    found = [*_annotations(report, ruling)]
    kept = found if len(found) <= _MOST else found[: _MOST - 1]
    yield from (_command(ruling, annotation) for annotation in kept)
    if len(found) > len(kept):
        left = counted(len(found) - len(kept), f"more {_COMMANDS[ruling]}")
        yield _command(ruling, _Annotation("dxscore", (f"{left}: the job summary or the log has all",)))


def _annotations(report: GateReport, ruling: Ruling) -> Iterator[_Annotation]:
    yield from (_of_matter(matter) for matter in matters(report) if matter.ruling is ruling and _is_news(matter))
    yield from (_of_finding(entry, report) for entry in shown(report) if entry.ruling is ruling)


def _is_news(matter: Matter) -> bool:
    """A limit that is kept or a measure that got better is for the summary."""
    return matter.kind == "note" or matter.ruling is not Ruling.PASS


def _of_matter(matter: Matter) -> _Annotation:
    first = matter.places[0] if matter.places else Place("")
    lines = (matter.text, first.text, matter.advice)
    return _Annotation(f"dxscore: {matter.subject}", lines, first.path, first.line)


def _of_finding(entry: Judged, report: GateReport) -> _Annotation:
    finding, text = entry.finding, report.rules[entry.finding.rule].text
    advice = f"How to fix: {text.fix}" if text.fix else ""
    lines = (finding.message, entry.compared.cause, advice, f"{entry.reason} [{finding.owner}]")
    place = finding.location
    return _Annotation(f"{finding.rule}: {text.title}", lines, place.path, place.line)


def _command(ruling: Ruling, annotation: _Annotation) -> str:
    properties = {
        "file": visible(annotation.path),
        "line": str(annotation.line) if annotation.line else "",
        "title": brief(prose(annotation.title), _MOST_TITLE),
    }
    given = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items() if value)
    text = "\n".join(brief(prose(line), _MOST_TEXT) for line in annotation.lines if line.strip())
    return f"::{_COMMANDS[ruling]} {given}::{text.translate(_DATA)}"

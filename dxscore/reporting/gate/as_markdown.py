"""GateReport -> the comment on a pull request, which is the job summary too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from dxscore.copying import replace
from dxscore.domain.comment import CLEAN, MARKER
from dxscore.domain.finding import Finding
from dxscore.domain.gate import Change, GateReport, Judged, MeasureChange, Place, Ruling
from dxscore.reporting.figures import counted
from dxscore.reporting.gate.matters import Matter, limits, measured, notes, statements
from dxscore.reporting.gate.verdict import acceptance, accepted, headline, is_clean, points, shown, side, signed, tally
from dxscore.reporting.markdown_text import bullets, code, link, plain, rule_prose, table
from dxscore.reporting.safe_text import brief, link_to, prose, shorten, visible
from dxscore.reporting.view import View

_LARGEST = 65_000
"""GitHub refuses a comment of more than 65,536 characters; in bytes, to be on the safe side."""
_STEPS = (20, 10, 5, 2, 1, 0)
"""Most items of each list: the first number with which the comment is small enough."""
_MOST_TEXT = 300
_MOST_PATH = 60
_MOST_LINK = 600
_MOST_PLACES = 5
"""Of one statement or note."""
_SIGNS = {Ruling.STOP: "🛑", Ruling.WARN: "⚠️", Ruling.PASS: "💬"}
_PASSED = "✅"
_HANDLE = re.compile(r"@?([A-Za-z0-9][\w-]*(?:/[\w.-]+)*)", re.ASCII)


def render(report: GateReport, view: View) -> str:
    """Verdict, statements, at most 20 findings with why and how to fix, then the rest, much of it folded."""
    texts = (_comment(report, replace(view, top=most)) for most in _STEPS)
    fitting = (text for text in texts if len(text.encode()) <= _LARGEST)
    return next(fitting, f"{_head(report)}\n")


def _comment(report: GateReport, view: View) -> str:
    parts = (
        _head(report),
        *_statements(report, view),
        *_findings(report, view),
        *_list("Limits", [_matter(matter, view) for matter in limits(report)], view),
        *_measures(report, view),
        *_list("Worth knowing", [_matter(matter, view) for matter in notes(report)], view),
        *_thanks(report, view),
        *_accepted(report, view),
        *_unseen(report, view),
        *_footer(report),
        *((CLEAN,) if is_clean(report) else ()),
    )
    return "\n\n".join(parts) + "\n"


def _head(report: GateReport) -> str:
    sign = _PASSED if report.ruling is Ruling.PASS else _SIGNS[report.ruling]
    ends = f"{_text(side(report.base))} → {_text(side(report.head))}"
    sizes = counted(report.changed_files, "changed file")
    return f"{MARKER}\n## {sign} dxscore: {headline(report)}\n\n**In this change:** {tally(report)}. {sizes}, {ends}."


def _statements(report: GateReport, view: View) -> Iterator[str]:
    """Not under a title: they come right after the verdict."""
    for matter in islice(statements(report), max(view.top, 1)):
        reasons = [f"> - {place}" for place in _places(matter.places, view)]
        yield "\n".join(
            (f"> {_SIGNS[matter.ruling]} **{_text(matter.sentence)}**", *([">", *reasons] if reasons else ()))
        )


def _findings(report: GateReport, view: View) -> Iterator[str]:
    entries = shown(report)
    if not entries:
        return
    yield "### New and worse"
    rows = [_row(entry, report, view) for entry in entries[: view.top]]
    if rows:
        yield table(("", "Finding", "How to fix"), rows)
    left = len(entries) - len(rows)
    if left:
        yield f"… and {counted(left, 'more finding')}."


def _row(entry: Judged, report: GateReport, view: View) -> tuple[str, str, str]:
    finding, rule = entry.finding, report.rules[entry.finding.rule]
    facts = [code(finding.rule), rule.grading.severity, _text(finding.owner)]
    if entry.compared.change is Change.WORSE:
        facts.append("worse than before")
    lines = [f"**{_text(finding.message)}**", _place(finding, view), " · ".join(facts)]
    if entry.compared.cause:
        lines.append(_text(entry.compared.cause))
    return _SIGNS[entry.ruling], "<br>".join(lines), _advice(rule.text.fix, rule.text.why)


def _advice(fix: str, why: str) -> str:
    folded = f"<details><summary>Why</summary>{_prose(why)}</details>" if why else ""
    return f"{_prose(fix)}{folded}"


def _measures(report: GateReport, view: View) -> Iterator[str]:
    if not (report.measures and view.top):
        return
    yield "### Measures"
    yield table(("", "Measure", "Before:", "Now:"), [_measure_row(change) for change in report.measures[: view.top]])


def _measure_row(change: MeasureChange) -> tuple[str, str, str, str]:
    sign = _SIGNS[change.ruling] if change.is_worse else _PASSED
    return sign, _text(change.after.name), _text(measured(change.before)), _text(measured(change.after))


def _list(title: str, items: Sequence[str], view: View) -> Iterator[str]:
    if items and view.top:
        yield f"### {title}"
        yield bullets(_some(items, view.top))


def _matter(matter: Matter, view: View) -> str:
    advice = f"<br>{_text(matter.advice)}" if matter.advice else ""
    nested = "".join(f"\n  - {place}" for place in _places(matter.places, view))
    return f"{_SIGNS[matter.ruling]} **{_text(matter.subject)}**: {_text(matter.text)}{advice}{nested}"


def _thanks(report: GateReport, view: View) -> Iterator[str]:
    if report.fixed:
        lines = [f"{_place(each.finding, view)} {_text(each.finding.message)}" for each in report.fixed]
        yield f"🎉 **Thank you:** this change fixes {counted(len(report.fixed), 'finding')}."
        yield _folded("Fixed", lines, view)


def _accepted(report: GateReport, view: View) -> Iterator[str]:
    lines = [
        f"{_place(entry.finding, view)} {code(entry.finding.rule)} {_text(acceptance(entry.finding))}"
        for entry in accepted(report)
    ]
    if lines:
        yield _folded(f"New, but accepted: {counted(len(lines), 'finding')}", lines, view)


def _unseen(report: GateReport, view: View) -> Iterator[str]:
    lines = [f"{code(skip.path)} was not read: {_text(f'{skip.reason} {skip.detail}')}" for skip in report.skipped]
    lines += [f"unknown: {_text(each.subject)}, because {_text(each.reason)}" for each in report.unknown]
    lines += [f"rule {code(failure.rule)} failed: {_text(failure.reason)}" for failure in report.failures]
    if lines:
        yield _folded(f"Not seen: {counted(len(lines), 'thing')}", lines, view)


def _footer(report: GateReport) -> Iterator[str]:
    """Handles come from the policy of the base, so they may notify people; nothing else here does."""
    handles = [found[1] for found in map(_HANDLE.fullmatch, report.notify) if found]
    if handles:
        yield f"cc {' '.join(f'@{handle}' for handle in handles)}"
    moved = ", ".join(f"{plain(dimension)} {signed(delta)}" for dimension, delta in points(report))
    debt = f"Debt points: {moved}. " if moved else ""
    made = f"dxscore {plain(report.version)}, ruleset {code(report.ruleset)}, as of {report.as_of}"
    yield f"<sub>{debt}{made}. {code('dxscore explain RULE')} tells more about a rule.</sub>"


def _folded(title: str, lines: Sequence[str], view: View) -> str:
    if not view.top:
        return title
    return f"<details><summary>{title}</summary>\n\n{bullets(_some(lines, view.top))}\n\n</details>"


def _places(places: Sequence[Place], view: View) -> list[str]:
    return _some([_note_place(place, view) for place in places], min(view.top, _MOST_PLACES))


def _some(items: Sequence[str], most: int) -> list[str]:
    left = len(items) - most
    return [*items[:most], f"… and {left:,} more"] if left > 0 else list(items)


def _place(finding: Finding, view: View) -> str:
    place = finding.location
    return _linked(place.path, place.line, view)


def _note_place(place: Place, view: View) -> str:
    return f"{_linked(place.path, place.line, view)} {_text(place.text)}".rstrip()


def _linked(path: str, line: int, view: View) -> str:
    label = code(shorten(visible(path), _MOST_PATH) + (f":{line}" if line else ""))
    target = link_to(view.links, path, line or 1)
    return link(label, target if len(target) <= _MOST_LINK else "")


def _text(text: str) -> str:
    return plain(brief(prose(text), _MOST_TEXT))


def _prose(text: str) -> str:
    return rule_prose(brief(prose(text), 2 * _MOST_TEXT))

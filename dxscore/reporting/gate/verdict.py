"""GateReport -> the sentences that the readable formats begin with: the verdict, and the counts behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dxscore.domain.finding import Finding, Status
from dxscore.domain.gate import Change, GateReport, Judged, Ruling, Side
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.gate.matters import MatterKind, matters

_NAMES: tuple[tuple[MatterKind, str], ...] = (
    ("statement", "statement"),
    ("limit", "limit"),
    ("measure", "measure"),
    ("note", "note"),
)


def headline(report: GateReport) -> str:
    """'stopped by 2 findings and 1 limit', 'passed with 3 warnings', 'passed'."""
    ruling = report.ruling
    if ruling is Ruling.PASS:
        return "passed"
    parts = list(_parts(report, ruling))
    if ruling is Ruling.STOP:
        return f"stopped by {_listed(parts)}"
    return f"passed with warnings: {_listed(parts)}"


def tally(report: GateReport) -> str:
    """'3 findings are new, 1 is worse, 4 are fixed', 'nothing new'."""
    changes = Counter(entry.compared.change for entry in shown(report))
    counts = [(changes[Change.NEW], "new"), (changes[Change.WORSE], "worse"), (len(report.fixed), "fixed")]
    counts.append((len(accepted(report)), "new but accepted"))
    texts = [f"{amount(number)} {word}" for number, word in counts if number]
    start = "" if report.entries else "nothing new"
    return "; ".join(filter(None, (start, ", ".join(texts))))


def is_clean(report: GateReport) -> bool:
    """Whether it tells a reviewer nothing that was not so before: no comment has to be written for it."""
    told = (report.entries, report.fixed, report.statements, report.limits, report.measures, report.notes)
    return not any((*told, report.skipped, report.failures))


def shown(report: GateReport) -> tuple[Judged, ...]:
    """New and worse findings that nobody accepted, or that the policy minds all the same; worst first."""
    return tuple(entry for entry in report.entries if not is_accepted(entry))


def accepted(report: GateReport) -> tuple[Judged, ...]:
    """New findings that a comment, an exemption or a todo file takes out of the verdict."""
    return tuple(filter(is_accepted, report.entries))


def is_accepted(entry: Judged) -> bool:
    """Whether the finding is suppressed, exempt or listed, and passes."""
    return entry.finding.status is not Status.OPEN and entry.ruling is Ruling.PASS


def acceptance(finding: Finding) -> str:
    """'suppressed: vendor API has no webhook'."""
    return f"{finding.status}: {finding.justification or 'no reason given'}"


def side(end: Side) -> str:
    """'origin/main (9c1b7e4a9c)', or the name alone of what is not committed."""
    return f"{end.name} ({end.commit[:10]})" if end.commit else end.name


def points(report: GateReport) -> tuple[tuple[str, float], ...]:
    """Dimensions whose debt points changed, with the change, largest rise first."""
    changed = [(dimension, delta) for dimension, delta in report.points.items() if delta]
    return tuple(sorted(changed, key=lambda pair: (-pair[1], pair[0])))


def signed(delta: float) -> str:
    """'+3', '-12.5'."""
    return f"{'+' if delta > 0 else '-'}{amount(abs(delta))}"


def _parts(report: GateReport, ruling: Ruling) -> Iterator[str]:
    findings = sum(entry.ruling is ruling for entry in report.entries)
    if findings:
        yield counted(findings, "finding")
    kinds = Counter(matter.kind for matter in matters(report) if matter.ruling is ruling)
    for kind, name in _NAMES:
        if kinds[kind]:
            yield counted(kinds[kind], name)


def _listed(parts: Sequence[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last

"""AccessReport -> what all formats show of it: the matrix by owner, the coverage, which patterns there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dxscore.domain.golden_path import Pattern, Stance
from dxscore.domain.survey import AccessReport, JudgedEntry
from dxscore.reporting.figures import counted, percent

STANCES = (Stance.GOLDEN, Stance.TOLERATED, Stance.OFF, Stance.UNKNOWN)
WORDS = {
    Stance.GOLDEN: "golden",
    Stance.TOLERATED: "tolerated",
    Stance.OFF: "off the path",
    Stance.UNKNOWN: "unknown",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One owner's entry points by what their patterns are worth."""

    owner: str
    total: int
    counts: tuple[int, ...]
    """In the order of STANCES."""
    usual: str
    """The pattern off the path that is met most, with its count; '' for none."""

    @property
    def golden(self) -> str:
        """Share of what is known."""
        known = self.total - self.counts[-1]
        return percent(self.counts[0] / known) if known else "-"


def matrix(report: AccessReport) -> list[Row]:
    """One row per owner: most off the path first."""
    owners: dict[str, list[JudgedEntry]] = {}
    for entry in report.entries:
        owners.setdefault(entry.owner, []).append(entry)
    rows = [_row(owner, entries) for owner, entries in owners.items()]
    return sorted(rows, key=lambda row: (-row.counts[2], -row.total, row.owner))


def _row(owner: str, entries: Sequence[JudgedEntry]) -> Row:
    stances = Counter(entry.pattern.stance for entry in entries)
    off = Counter(entry.pattern.title for entry in entries if entry.pattern.stance is Stance.OFF)
    usual = next((f"{title} ({count})" for title, count in off.most_common(1)), "")
    return Row(owner, len(entries), tuple(stances[stance] for stance in STANCES), usual)


def patterns(report: AccessReport) -> list[tuple[Pattern, int]]:
    """Those that are met, in the order of the golden path."""
    found = Counter(entry.pattern.name for entry in report.entries)
    return [(pattern, found[pattern.name]) for pattern in report.golden_path.patterns if found[pattern.name]]


def off_path(entries: Iterable[JudgedEntry]) -> list[JudgedEntry]:
    """Those that leave the golden path, in the order of the report."""
    return [entry for entry in entries if entry.pattern.stance is Stance.OFF]


def facts(report: AccessReport) -> str:
    """'912 entry points, 540 actions, 187 jobs ... · 97% of routed actions found · 81% of calls followed'."""
    kinds = Counter(entry.profile.kind for entry in report.entries)
    shown = ", ".join(
        counted(count, kind) if kind != "graphql" else f"{count} GraphQL" for kind, count in kinds.most_common()
    )
    calls = sum(entry.profile.calls for entry in report.entries)
    lost = sum(len(entry.profile.unresolved) for entry in report.entries)
    followed = f"{percent(1 - lost / calls)} of calls followed" if calls else "no call seen"
    survey = report.survey
    found = percent(survey.found_actions / survey.routed_actions) if survey.routed_actions else "none"
    asked = "" if len(report.entries) == report.total else f" of {report.total}"
    return (
        f"{counted(len(report.entries), 'entry point')}{asked}: {shown} · {found} of routed actions found · {followed}"
    )

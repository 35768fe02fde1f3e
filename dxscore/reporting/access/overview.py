"""AccessReport -> what all formats show of it: the matrix by owner, the coverage, which patterns there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from dxscore.domain.access_overview import AccessOverview, SeenEntry
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

_NOUNS = {"graphql": "GraphQL field", "rake": "rake task"}
"""Of the kinds whose name is no noun."""


class Row(Struct, frozen=True):
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


def matrix(report: AccessReport | AccessOverview) -> list[Row]:
    """One row per owner: most off the path first."""
    owners: dict[str, list[JudgedEntry | SeenEntry]] = {}
    for entry in report.entries:
        owners.setdefault(entry.owner, []).append(entry)
    rows = [_row(owner, entries) for owner, entries in owners.items()]
    return sorted(rows, key=lambda row: (-row.counts[2], -row.total, row.owner))


def _row(owner: str, entries: Sequence[JudgedEntry | SeenEntry]) -> Row:
    stances = Counter(entry.pattern.stance for entry in entries)
    off = Counter(entry.pattern.title for entry in entries if entry.pattern.stance is Stance.OFF)
    usual = next((f"{title} ({count})" for title, count in off.most_common(1)), "")
    return Row(owner, len(entries), tuple(stances[stance] for stance in STANCES), usual)


def patterns(report: AccessReport | AccessOverview) -> list[tuple[Pattern, int]]:
    """Those that are met, in the order of the golden path."""
    found = Counter(entry.pattern.name for entry in report.entries)
    return [(pattern, found[pattern.name]) for pattern in report.golden_path.patterns if found[pattern.name]]


def off_path(entries: Iterable[JudgedEntry]) -> list[JudgedEntry]:
    """Those that leave the golden path, in the order of the report."""
    return [entry for entry in entries if entry.pattern.stance is Stance.OFF]


def facts(report: AccessReport) -> str:
    """'912 entry points, 540 actions, 187 jobs ... · 97% of routed actions found · 81% of calls followed'."""
    survey = report.survey
    asked = "" if len(report.entries) == report.total else f" of {report.total}"
    return _facts(
        Counter(entry.profile.kind for entry in report.entries),
        asked,
        sum(entry.profile.calls for entry in report.entries),
        sum(len(entry.profile.unresolved) for entry in report.entries),
        survey.found_actions / survey.routed_actions if survey.routed_actions else None,
    )


def overview_facts(overview: AccessOverview) -> str:
    """The same of what pages show."""
    forest = overview.forest
    return _facts(
        Counter(entry.kind for entry in overview.entries),
        "",
        sum(entry.grown.calls for entry in overview.entries),
        sum(entry.grown.unresolved for entry in overview.entries),
        forest.found_actions / forest.routed_actions if forest.routed_actions else None,
    )


def _facts(kinds: Counter[str], asked: str, calls: int, lost: int, found: float | None) -> str:
    shown = ", ".join(counted(count, _NOUNS.get(kind, kind)) for kind, count in kinds.most_common())
    followed = f"{percent(1 - lost / calls)} of calls followed" if calls else "no call seen"
    actions = "none" if found is None else percent(found)
    return f"{counted(kinds.total(), 'entry point')}{asked}: {shown} · {actions} of routed actions found · {followed}"

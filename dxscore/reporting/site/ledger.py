"""Material -> the ledger of what is accepted: suppressions and exemptions with reason, end and what they hide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from dxscore.domain.exemption import Waiver
from dxscore.domain.finding import Status
from dxscore.domain.rule import Rule
from dxscore.reporting.site.material import Material
from dxscore.reporting.site.page import Page

_SOON = timedelta(days=30)


class Entry(Struct, frozen=True):
    """One line of the ledger."""

    waiver: Waiver
    state: str
    """'expired', 'unused', 'malformed', 'ends soon', 'idle', 'holds'."""
    owner: str
    """'' for an exemption, which may cover anybody's files."""
    rule: str
    """Today's id, '' for a rule that is not in force."""


def pages(material: Material) -> Iterator[Page]:
    """One page, always: that there is nothing accepted is worth knowing, too."""
    names = _names(material)
    entries = sorted((_entry(material, each, names) for each in material.report.waivers), key=_urgency)
    listed = sum(finding.status is Status.LISTED for finding in material.scan.findings)
    values = {
        "entries": entries,
        "comments": sum(entry.waiver.form == "comment" for entry in entries),
        "exemptions": sum(entry.waiver.form == "exemption" for entry in entries),
        "hidden": sum(not finding.status.counts for finding in material.scan.findings),
        "faulty": sum(bool(entry.waiver.problem) for entry in entries),
        "soon": sum(entry.state == "ends soon" for entry in entries),
        "endless": sum(not entry.waiver.until and not entry.waiver.problem for entry in entries),
        "listed": listed,
        "stale": material.scan.todo.stale,
    }
    yield Page("accepted", "Accepted debt", "ledger.html.j2", values)


def _names(material: Material) -> dict[str, Rule]:
    return {name: rule for rule in material.scan.rules.values() for name in (*rule.aliases, rule.id)}


def _entry(material: Material, waiver: Waiver, names: dict[str, Rule]) -> Entry:
    rule = names.get(waiver.rule)
    owner = material.report.owners.get(waiver.path, "") if waiver.form == "comment" else ""
    return Entry(waiver, _state(waiver, material.scan.provenance.as_of), owner, rule.id if rule else "")


def _state(waiver: Waiver, as_of: date) -> str:
    if waiver.problem:
        return waiver.problem
    if waiver.until and date.fromisoformat(waiver.until) <= as_of + _SOON:
        return "ends soon"
    return "holds" if waiver.hidden else "idle"


def _urgency(entry: Entry) -> tuple[object, ...]:
    order = ("malformed", "expired", "unused", "ends soon", "idle", "holds")
    return order.index(entry.state), entry.waiver.until or "9999", entry.waiver.path, entry.waiver.line

"""UpgradeReport -> one thing per line, for pipes, editors and CI logs; the last line is the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.upgrade import Hop, UpgradeReport
from dxscore.reporting.safe_text import inert, visible
from dxscore.reporting.upgrade.sentences import (
    boot,
    defaults,
    gem,
    hop_note,
    hop_title,
    percent,
    recorded,
    road,
    support,
    unknown,
    verdict,
)
from dxscore.reporting.view import View


def render(report: UpgradeReport, _view: View) -> str:
    """`path:line:column matter series rule message [owner]` hop by hop, after what is no place in the code."""
    lines = (*_beside(report), *(line for hop in report.hops for line in _hop(hop, report)), *_unseen(report))
    last = f"dxscore upgrade: {road(report)}: {percent(report)} ready; {verdict(report)}"
    return "".join(f"{inert(visible(line))}\n" for line in (*lines, last))


def _beside(report: UpgradeReport) -> Iterator[str]:
    yield from (f"support {support(lifetime)}" for lifetime in report.lifetimes)
    for each in report.gems:
        yield f"{each.path}:{each.line}:1 {each.block.state} {report.target.series} gem {gem(each)} [{each.owner}]"
    yield from (f"boot {line}" for line in boot(report.dual_boot))
    yield from (f"recorded {line}" for line in recorded(report.recordings))
    if report.defaults:
        yield from (f"defaults {line}" for line in defaults(report.defaults))


def _hop(hop: Hop, report: UpgradeReport) -> Iterator[str]:
    note = hop_note(hop, report)
    yield f"hop {hop_title(hop, report)}{f', {note}' if note else ''}"
    for each in hop.obstacles:
        for finding in each.findings:
            place = finding.location
            start = f"{place.path}:{place.line}:{place.column}"
            yield f"{start} {each.matter.replace(' ', '-')} {hop.end} {each.rule} {finding.message} [{each.owner}]"


def _unseen(report: UpgradeReport) -> Iterator[str]:
    for change in report.by_hand:
        yield f"review {change.removed_in} {change.effect} {change.what} ({change.id})"
    yield from map(unknown, report.unknown)

"""GemReport -> JSON: one document `dxscore-gems/v1`, units by rank with all that is known of their gems."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from dxscore.domain.gems import Advisory, GemReport, GemState, RankedUnit
from dxscore.reporting.json_text import harmless
from dxscore.reporting.view import View

SCHEMA = "dxscore-gems/v1"


def render(report: GemReport, _view: View) -> str:
    """The whole report; keys are described in docs/gems.md."""
    return harmless(msgspec.json.encode(_document(report))) + "\n"


def _document(report: GemReport) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "project": report.project,
        "as_of": report.as_of,
        "lockfile": report.bundle.lockfile,
        "target": report.target,
        "sources": [{"source": each.source, "taken": each.taken} for each in report.evidence],
        "unknown": report.unknown,
        "runtime": report.runtime,
        "way": report.way,
        "units": [_unit(each) for each in report.units],
    }


def _unit(ranked: RankedUnit) -> dict[str, Any]:
    priority, effort = ranked.priority, ranked.effort
    return {
        "name": ranked.unit.name,
        "list": priority.list,
        "rank": round(priority.rank, 1),
        "value": round(priority.value, 1),
        "confidence": priority.confidence,
        "effort": {
            "size": effort.size,
            "command": effort.command,
            "target": effort.target,
            "reasons": effort.reasons,
        },
        "parts": [
            {"name": each.name, "points": round(each.points, 1), "cap": each.cap, "known": each.known,
             "sentence": each.sentence}
            for each in priority.parts
        ],
        "gems": [_gem(each) for each in ranked.gems],
    }  # fmt: skip


def _gem(state: GemState) -> dict[str, Any]:
    lag, block, locked, call = state.lag, state.block, state.locked, state.direct
    return {
        "name": state.name,
        "version": locked.version if locked else None,
        "source": locked.source.kind if locked else None,
        "requirement": call.requirement if call else None,
        "place": f"{call.path}:{call.line}" if call else None,
        "groups": call.groups if call else [],
        "newest": lag.newest,
        "libyears": _rounded(lag.libyears),
        "releases_behind": lag.releases,
        "locked_released": _day(lag.locked_on),
        "newest_released": _day(lag.newest_on),
        "halted": state.halted,
        "yanked": state.yanked,
        "advisories": None if state.advisories is None else _advisories(state.advisories),
        "accepted_advisories": _advisories(state.accepted),
        "blocks": {"state": block.state, "reason": block.reason, "opens": block.opens, "move": block.move},
        "users": state.users,
        "needed_by": state.parents,
        "reason": state.entry.reason,
        "owner": state.entry.owner,
    }


def _advisories(found: Iterable[Advisory]) -> list[dict[str, Any]]:
    return [
        {"id": each.id, "title": each.title, "severity": each.band, "score": each.score, "url": each.url,
         "published": _day(each.published), "patched": each.patched}
        for each in found
    ]  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

"""Trend -> JSON: one document `dxscore-history/v1`."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
from msgspec import Struct

from dxscore import __version__
from dxscore.domain.trend import Point, Series, Trend
from dxscore.reporting.document import Tool
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import encodable
from dxscore.reporting.view import View

SCHEMA: Final = "dxscore-history/v1"


class PointEntry(Struct, frozen=True):
    """One snapshot; null for what is not known."""

    commit: str
    day: str
    open: int
    hidden: int
    done: int
    points: float
    code_lines: int
    density: float | None
    new: int | None
    fixed: int | None
    unknown: list[str]


class SeriesEntry(Struct, frozen=True):
    """How something moved, oldest first."""

    kind: Literal["all", "owner", "dimension", "rule"]
    name: str
    points: list[PointEntry]


class HistoryDocument(Struct, frozen=True):
    """What `dxscore history show` says."""

    schema: Literal["dxscore-history/v1"]
    tool: Tool
    project: str
    ruleset: str
    total: SeriesEntry
    parts: list[SeriesEntry]
    """Those that moved most first."""
    notes: list[str]


def render(trend: Trend, _view: View) -> str:
    """The whole trend; documented in docs/history.md."""
    document = HistoryDocument(
        schema=SCHEMA,
        tool=Tool("dxscore", __version__),
        project=encodable(trend.project),
        ruleset=trend.ruleset,
        total=_series(trend.total),
        parts=list(map(_series, trend.parts)),
        notes=list(trend.notes),
    )
    return harmless(msgspec.json.encode(document)) + "\n"


def _series(series: Series) -> SeriesEntry:
    return msgspec.convert(
        {"kind": series.kind, "name": encodable(series.name), "points": list(map(_point, series.points))}, SeriesEntry
    )


def _point(point: Point) -> PointEntry:
    return PointEntry(
        commit=point.commit,
        day=point.day.isoformat(),
        open=point.open,
        hidden=point.hidden,
        done=point.done,
        points=round(point.points, 2),
        code_lines=point.code_lines,
        density=None if point.density is None else round(point.density, 2),
        new=point.new,
        fixed=point.fixed,
        unknown=list(point.unknown),
    )

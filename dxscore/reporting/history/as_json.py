"""Trend -> JSON: one document `dxscore-history/v1`."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

from dxscore import __version__
from dxscore.domain.trend import Point, Series, Trend
from dxscore.reporting.document import Tool
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import encodable
from dxscore.reporting.view import View

SCHEMA: Final = "dxscore-history/v1"
Count: TypeAlias = Annotated[int, Meta(ge=0)]
Amount: TypeAlias = Annotated[float, Meta(ge=0)]


class PointEntry(Struct, frozen=True):
    """One snapshot; null for what is not known."""

    commit: Annotated[str, Meta(description="Id of the commit.")]
    day: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Of the commit, UTC.")]
    open: Annotated[Count, Meta(description="Findings that count.")]
    hidden: Annotated[Count, Meta(description="Suppressed and exempt ones.")]
    done: Annotated[Count, Meta(description="Places that are as a migration rule wants them.")]
    points: Amount
    code_lines: Count
    density: Annotated[Amount | None, Meta(description="Points per 1,000 lines of code.")]
    new: Annotated[Count | None, Meta(description="Findings that the snapshot before did not have.")]
    fixed: Annotated[Count | None, Meta(description="Findings of the snapshot before that are gone.")]
    unknown: Annotated[list[str], Meta(description="Rules that were not judged on both sides.")]


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
    """The whole trend; documented in docs/history.md, schema in reports/schema/dxscore-history-v1.schema.json."""
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

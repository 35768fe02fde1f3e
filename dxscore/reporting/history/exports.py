"""Snapshots -> one table for other programs: a row per commit, rule and owner, as CSV, JSON lines or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

import msgspec

from dxscore.domain.trend import Count, Snapshot
from dxscore.errors import DxscoreError
from dxscore.reporting.as_csv import cell
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import encodable

Value: TypeAlias = str | int | float | date
Row: TypeAlias = Mapping[str, Value]

COLUMNS: Mapping[str, type[Value]] = {
    "project": str,
    "commit": str,
    "committed": date,
    "ruleset": str,
    "version": str,
    "rule": str,
    "dimension": str,
    "owner": str,
    "open": int,
    "hidden": int,
    "done": int,
    "points": float,
    "owner_code_lines": int,
}
"""Name -> type. Rows of unlike `ruleset` can't be compared. A snapshot without findings has one row, with rule ''."""

_AT_ONCE = 50_000
"""Rows in a group of a Parquet file."""


def rows(snapshots: Iterable[Snapshot]) -> Iterator[Row]:
    """One row per count, by commit, rule and owner."""
    for snapshot in snapshots:
        for count in snapshot.counts or (Count("", "", "", 0),):
            values = (
                encodable(snapshot.project),
                snapshot.commit,
                snapshot.committed,
                snapshot.ruleset,
                snapshot.version,
                count.rule,
                count.dimension,
                encodable(count.owner),
                count.open,
                count.hidden,
                count.done,
                round(count.points, 2),
                snapshot.code_lines.get(count.owner, 0),
            )
            yield dict(zip(COLUMNS, values, strict=True))


def as_csv(snapshots: Iterable[Snapshot]) -> bytes:
    """A header row, then the rows (RFC 4180), safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(map(cell, row.values()) for row in rows(snapshots))
    return out.getvalue().encode()


def as_json(snapshots: Iterable[Snapshot]) -> bytes:
    """One object per line."""
    encode = msgspec.json.encode
    return "".join(f"{harmless(encode(row))}\n" for row in rows(snapshots)).encode()


def as_parquet(snapshots: Iterable[Snapshot]) -> bytes:
    """A Parquet file. Raises DxscoreError without pyarrow, which is too large to be always there."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra
        from pyarrow import parquet  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise DxscoreError("Parquet needs pyarrow", "pip install 'dxscore[parquet]'") from error
    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), date: pa.date32()}
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    table = pa.Table.from_pylist(list(rows(snapshots)), schema=schema)
    out = io.BytesIO()
    parquet.write_table(table, out, row_group_size=_AT_ONCE, compression="zstd")
    return out.getvalue()

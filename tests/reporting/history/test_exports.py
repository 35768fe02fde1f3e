"""Snapshots as tables."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest

from dxscore.copying import replace
from dxscore.errors import DxscoreError
from dxscore.reporting.history.exports import COLUMNS, as_csv, as_json, as_parquet
from tests.factories import HOSTILE
from tests.snapshots import a_count, a_snapshot

_SNAPSHOTS = (a_snapshot(0, a_count("a.one", "payments", 3), a_count("a.one", f"={HOSTILE}", 1)), a_snapshot(1))


def test_csv_has_a_row_per_rule_and_owner_and_runs_nothing() -> None:
    read = list(csv.DictReader(io.StringIO(as_csv(_SNAPSHOTS).decode())))
    assert [(row["committed"], row["rule"], row["open"]) for row in read] == [
        ("2026-01-04", "a.one", "3"),
        ("2026-01-04", "a.one", "1"),
        ("2026-01-11", "tech-debt.rescue-nil", "3"),
    ]
    assert read[0]["owner_code_lines"] == "1000"
    assert read[1]["owner"].startswith("'=")


def test_json_has_an_object_per_line() -> None:
    rows = [json.loads(line) for line in as_json(_SNAPSHOTS).decode().splitlines()]
    assert [list(row) for row in rows] == [[*COLUMNS]] * 3
    assert (rows[0]["points"], rows[1]["owner"]) == (9.0, f"={HOSTILE}")


def test_a_snapshot_without_findings_has_a_row() -> None:
    (row,) = as_json([replace(a_snapshot(), counts=())]).decode().splitlines()
    assert (json.loads(row)["rule"], json.loads(row)["open"]) == ("", 0)


def test_parquet_without_pyarrow_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DxscoreError, match="needs pyarrow") as raised:
        as_parquet(_SNAPSHOTS)
    assert "dxscore[parquet]" in raised.value.hint

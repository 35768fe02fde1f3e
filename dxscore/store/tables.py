"""The tables of the newest schema, for queries; migrations.py makes them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Integer, LargeBinary, MetaData, Table, Text

METADATA = MetaData()

SNAPSHOTS = Table(
    "dxscore_snapshots",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("project", Text, nullable=False),
    Column("commit_id", Text, nullable=False),
    Column("ruleset", Text, nullable=False),
    Column("committed_at", BigInteger, nullable=False),
    Column("version", Text, nullable=False),
    Column("unknown_rules", Text, nullable=False),
    Column("idle_rules", Text, nullable=False),
)
"""One row per snapshot; `committed_at` is Unix time, rules are ids with spaces between."""

COUNTS = Table(
    "dxscore_counts",
    METADATA,
    Column("snapshot", Integer, primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("dimension", Text, nullable=False),
    Column("open_findings", Integer, nullable=False),
    Column("hidden_findings", Integer, nullable=False),
    Column("done_places", Integer, nullable=False),
    Column("points", Double, nullable=False),
    Column("identities", LargeBinary, nullable=False),
)

LINES = Table(
    "dxscore_lines",
    METADATA,
    Column("snapshot", Integer, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("code_lines", Integer, nullable=False),
)

MEASURES = Table(
    "dxscore_measures",
    METADATA,
    Column("snapshot", Integer, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("value", Double, nullable=False),
)

PARTS = (COUNTS, LINES, MEASURES)
"""What belongs to a snapshot."""

"""A database of any earlier schema, or an empty one -> the newest schema, step by step in one transaction.

A step that was released is never edited. Its SQL is what both databases understand, but for the words of _WORDS.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, inspect, text

from dxscore.errors import DxscoreError

VERSION_TABLE = "dxscore_schema"

_WORDS: Mapping[str, Mapping[str, str]] = {
    "sqlite": {"serial": "INTEGER PRIMARY KEY", "bytes": "BLOB"},
    "postgresql": {"serial": "INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "bytes": "BYTEA"},
}
"""By dialect: a column that numbers its rows, and a type for bytes."""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE dxscore_snapshots (
            id {serial}, project TEXT NOT NULL, commit_id TEXT NOT NULL, ruleset TEXT NOT NULL,
            committed_at BIGINT NOT NULL, version TEXT NOT NULL, unknown_rules TEXT NOT NULL,
            idle_rules TEXT NOT NULL, UNIQUE (project, ruleset, commit_id))""",
        """CREATE TABLE dxscore_counts (
            snapshot INTEGER NOT NULL REFERENCES dxscore_snapshots (id) ON DELETE CASCADE,
            rule TEXT NOT NULL, owner TEXT NOT NULL, dimension TEXT NOT NULL, open_findings INTEGER NOT NULL,
            hidden_findings INTEGER NOT NULL, done_places INTEGER NOT NULL, points DOUBLE PRECISION NOT NULL,
            identities {bytes} NOT NULL, PRIMARY KEY (snapshot, rule, owner))""",
        """CREATE TABLE dxscore_lines (
            snapshot INTEGER NOT NULL REFERENCES dxscore_snapshots (id) ON DELETE CASCADE,
            owner TEXT NOT NULL, code_lines INTEGER NOT NULL, PRIMARY KEY (snapshot, owner))""",
        """CREATE TABLE dxscore_measures (
            snapshot INTEGER NOT NULL REFERENCES dxscore_snapshots (id) ON DELETE CASCADE,
            name TEXT NOT NULL, owner TEXT NOT NULL, value DOUBLE PRECISION NOT NULL,
            PRIMARY KEY (snapshot, name, owner))""",
    ),
)

_LOCK = 0x6478_7363
"""Of PostgreSQL's advisory locks, the one that whoever changes the schema takes ('dxsc')."""


def schema_version(connection: Connection) -> int:
    """The number of steps done, 0 for an empty database.

    Raises DxscoreError for a database of a newer dxscore, or of something else.
    """
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in names:
        if connection.dialect.name == "sqlite" and _is_foreign(connection):
            raise DxscoreError("it is no history of dxscore", "name another file, or move this one away")
        return 0
    version = connection.execute(text(f"SELECT version FROM {VERSION_TABLE}")).scalar_one_or_none() or 0  # noqa: S608 - a constant
    if version > len(STEPS):
        hint = "install that version, or keep another history with this one"
        raise DxscoreError(f"it was written by a newer dxscore (schema {version}, this one knows {len(STEPS)})", hint)
    return int(version)


def _is_foreign(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one())


def refuse_programs(connection: Connection) -> None:
    """Triggers and views of a file that came with a repository would run with our queries. Raises DxscoreError."""
    if connection.dialect.name == "sqlite":
        found = text("SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')")
        if connection.execute(found).scalar_one():
            raise DxscoreError("it holds triggers or views, which dxscore never makes", "move the file away")


def migrate(connection: Connection) -> None:
    """Do the steps that are missing, in the transaction of the connection."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    version = schema_version(connection)
    if version == len(STEPS):
        return
    words = _WORDS[connection.dialect.name]
    for statement in (each for step in STEPS[version:] for each in step):
        connection.exec_driver_sql(statement.format_map(words))
    connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {VERSION_TABLE} (version INTEGER NOT NULL)")
    connection.exec_driver_sql(f"DELETE FROM {VERSION_TABLE}")  # noqa: S608 - a constant
    connection.exec_driver_sql(f"INSERT INTO {VERSION_TABLE} VALUES ({len(STEPS)})")  # noqa: S608 - two constants

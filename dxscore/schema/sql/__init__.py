"""`db/structure.sql` of any database -> the schema it makes; what was not understood is listed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dxscore.copying import replace
from dxscore.domain.schema import Adapter, EnumType, Place, Schema, Table, Unread, View
from dxscore.schema.sql.assembling import Found, assembled

_VERSION = re.compile(r"[\"'(](\d{3,})[\"')]")
_SIGNS: tuple[tuple[str, Adapter], ...] = (
    (r"\bENGINE ?=|^CREATE TABLE (?:IF NOT EXISTS )?`|^-- (?:MySQL|MariaDB) dump", "mysql"),
    (r"\bsqlite_sequence\b|\bAUTOINCREMENT\b|^CREATE TABLE (?:IF NOT EXISTS )?\"", "sqlite"),
    (r"\bpg_catalog\b|^SET |\bplpgsql\b|\bcharacter varying\b|\bUSING btree\b", "postgresql"),
)


def read_sql_schema(source: str, path: str, adapter: Adapter = "unknown", database: str = "primary") -> Schema:
    """`adapter` is what the configuration says; the text itself tells when it says nothing."""
    dialect = dialect_of(source) if adapter == "unknown" else adapter
    found = _statements(source, path, dialect)
    enums = {thing.name: thing for thing in found if isinstance(thing, EnumType)}
    versions = _versions(source)
    return Schema(
        database,
        dialect,
        path,
        version=versions[-1] if versions else "",
        tables={name: _with_enums(table, enums) for name, table in assembled(found).items()},
        views={thing.name: thing for thing in found if isinstance(thing, View)},
        enums=enums,
        extensions=tuple(sorted(thing for thing in found if isinstance(thing, str))),
        versions=versions,
        unread=tuple(thing for thing in found if isinstance(thing, Unread)),
    )


def dialect_of(source: str) -> Adapter:
    """Told by what only one of them writes; 'unknown' for an empty file."""
    for signs, adapter in _SIGNS:
        if re.search(signs, source, re.MULTILINE):
            return adapter
    return "unknown"


def _statements(source: str, path: str, adapter: Adapter) -> list[Found]:
    # Imported here: each brings a parser, and a project has one database as a rule.
    if adapter == "postgresql":
        from dxscore.schema.sql.postgresql import read_postgresql  # noqa: PLC0415

        return read_postgresql(source, path)
    if adapter == "unknown":
        return [Unread(Place(path, 1), "", "no database is known that writes such a file")] if source.strip() else []
    from dxscore.schema.sql.dumped import read_dumped  # noqa: PLC0415

    return read_dumped(source, path, adapter)


def _with_enums(table: Table, enums: Mapping[str, EnumType]) -> Table:
    """A column of an enum type is an 'enum' for Rails."""
    columns = tuple(replace(one, type="enum", enum=one.type) if one.type in enums else one for one in table.columns)
    return replace(table, columns=columns)


def _versions(source: str) -> tuple[str, ...]:
    """Rails writes them last: `INSERT INTO schema_migrations (version) VALUES ('2024...'), ...`."""
    found = [
        version
        for match in re.finditer(r"INSERT INTO \S*schema_migrations\S* ?\(?[^;]*?VALUES([^;]*);", source, re.IGNORECASE)
        for version in _VERSION.findall(match[1])
    ]
    return tuple(sorted(set(found), key=lambda version: (len(version), version)))

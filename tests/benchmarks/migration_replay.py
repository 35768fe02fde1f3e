"""All migrations of an application, replayed from nothing or from the oldest schema that fits, against its schema.

    python -m tests.benchmarks.migration_replay APPLICATION...

Each is a clone with its history. When the first migrations were squashed away, the schema that was committed just
before the oldest migration that is left is where the replay starts. Tables and columns are compared, and what differs
is listed with what the two sides say. Nothing is checked out.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from dxscore.domain.migration import Migration
from dxscore.domain.schema import Adapter, Schema
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.inputs.databases import adapter_of
from dxscore.inputs.repository import open_repository
from dxscore.inputs.tree import ObjectTree
from dxscore.inputs.versions import locked_versions
from dxscore.migrations.drift import differences
from dxscore.migrations.reading import Library, read_migration
from dxscore.migrations.replay import Replay
from dxscore.schema.ruby_schema import read_ruby_schema

_SCHEMA = "db/schema.rb"


def replay(root: Path) -> None:
    """Print how far the replay of one application agrees."""
    repository = open_repository(root)
    assert repository is not None
    tree = ObjectTree.of(repository, repository.head)
    adapter = adapter_of(tree, locked_versions(tree).gems)
    committed = _schema(tree.read(_SCHEMA), adapter)
    left = {path: tree.read(path) for path in tree.below("db/migrate") if path.endswith(".rb")}
    start, whence = _start(root, _migrations(left, adapter), adapter)
    migrations = _migrations(_deleted(root) | left, adapter)
    began = time.process_time()
    schema = start
    for migration in migrations:
        if int(start.version or 0) < int(migration.version) <= int(committed.version):
            schema = Replay.of(migration.path, migration.rails, adapter).apply_all(schema, migration.ways.up)
    spent = time.process_time() - began
    _report(root.name, whence, len(migrations), schema, committed, spent)


def _migrations(files: Mapping[str, bytes], adapter: Adapter) -> list[Migration]:
    code = {path: lower(content, FileKind.RUBY) for path, content in files.items()}
    library = Library.of(code, lambda _name: None)
    found = (read_migration(path, code[path], adapter, library) for path in files)
    by_version = {each.version: each for each in found if each.version}
    return [by_version[version] for version in sorted(by_version, key=int)]


def _deleted(root: Path) -> dict[str, bytes]:
    """Migrations that were deleted along the way, as they were last."""
    log = _git(
        root,
        "log",
        "--first-parent",
        "-m",
        "--no-renames",
        "--diff-filter=D",
        "--name-only",
        "--format=%x00%H",
        "--",
        "db/migrate",
    )
    found: dict[str, bytes] = {}
    for entry in log.split("\0")[1:]:
        commit, *paths = entry.split()
        for path in paths:
            if path.endswith(".rb") and path not in found:
                found[path] = _git(root, "show", f"{commit}^:{path}").encode()
    return found


def _schema(content: bytes, adapter: Adapter) -> Schema:
    return read_ruby_schema(lower(content, FileKind.RUBY), _SCHEMA, adapter)


def _start(root: Path, migrations: list[Migration], adapter: Adapter) -> tuple[Schema, str]:
    """Nothing when the migrations make nearly all tables, else the last schema before the oldest of them."""
    oldest = int(migrations[0].version)
    for commit in _git(root, "log", "--first-parent", "--format=%H", "--", _SCHEMA).split():
        schema = _schema(_git(root, "show", f"{commit}:{_SCHEMA}").encode(), adapter)
        if int(schema.version or 0) < oldest and schema.tables:
            return schema, f"the schema of version {schema.version} ({commit[:10]})"
    return Schema(adapter=adapter), "nothing"


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], check=False, capture_output=True, text=True)
    return done.stdout


def _report(name: str, whence: str, count: int, replayed: Schema, committed: Schema, spent: float) -> None:
    found = list(differences(replayed, committed))
    columns = sum(len(table.columns) for table in committed.tables.values())
    print(f"{name}: {count} migrations replayed from {whence} in {spent:.2f} s of CPU")
    print(f"  {len(committed.tables)} tables and {columns} columns in the schema, {len(found)} differences")
    for each in found:
        print(f"    {each.words}")
    kinds = Counter(_kinds(replayed, committed))
    for (one, other), number in kinds.most_common():
        print(f"    {number} columns: replayed {one}, in the schema {other}")


def _kinds(replayed: Schema, committed: Schema) -> list[tuple[str, str]]:
    """Of columns that both have: type and NULL where they differ."""
    found = []
    for name in replayed.tables.keys() & committed.tables.keys():
        kept: Mapping[str, object] = {
            column.name: _kind(column.type, column.null) for column in committed.tables[name].columns
        }
        for column in replayed.tables[name].columns:
            one, other = _kind(column.type, column.null), kept.get(column.name, "")
            if other and one != other:
                found.append((one, str(other)))
    return found


def _kind(name: str, null: bool) -> str:
    return name if null else f"{name} NOT NULL"


if __name__ == "__main__":
    for each in sys.argv[1:]:
        replay(Path(each))

"""A version of a project -> its databases: the files with their schemas, and what runs them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

import yaml
from msgspec import Struct

from dxscore.domain.schema import Adapter
from dxscore.inputs.tree import Tree

_CONFIGURATIONS = (
    "config/database.yml",
    "config/database.yml.example",
    "config/database.example.yml",
    "config/database.yml.sample",
    "config/database.sample.yml",
    "config/database.yml.dist",
)
_MOST_BYTES = 256 * 1024
"""Of a configuration; a schema may be as large as it likes."""
_MOST_SCHEMA_BYTES = 32 * 1024 * 1024
_ADAPTERS: Mapping[str, Adapter] = {
    "postgresql": "postgresql",
    "postgis": "postgresql",
    "mysql2": "mysql",
    "mysql": "mysql",
    "trilogy": "mysql",
    "sqlite3": "sqlite",
}
_GEMS: Mapping[str, Adapter] = {"pg": "postgresql", "mysql2": "mysql", "trilogy": "mysql", "sqlite3": "sqlite"}
_ENVIRONMENTS = ("production", "default", "development", "test")
_FOLDERS = ("db", "test/dummy/db", "spec/dummy/db")
"""Where schemas lie: of an application, and of an engine with an application for its tests."""
_NAMES = ("schema.rb", "*_schema.rb", "structure.sql", "*_structure.sql")
_ERB = re.compile(r"<%=?.*?%>", re.DOTALL)
_ADAPTER = re.compile(r"^\s*adapter:\s*[\"']?(\w+)", re.MULTILINE)
_SQL_FORMAT = re.compile(r"schema_format\s*=\s*:sql\b")


class SchemaFile(Struct, frozen=True):
    """One file with the schema of one database."""

    path: str
    database: str
    """Its name in config/database.yml; 'primary' for the only one."""
    adapter: Adapter

    @property
    def is_sql(self) -> bool:
        """A dump in SQL rather than Ruby."""
        return self.path.endswith(".sql")


def schema_files(tree: Tree, gems: Mapping[str, str]) -> tuple[SchemaFile, ...]:
    """The main database first; of both forms of one schema the one that the configuration asks for.

    `gems` are the locked ones, which tell the adapter where no configuration is committed.
    """
    adapters = _adapters(tree, gems)
    wants_sql = bool(_SQL_FORMAT.search(_text(tree, "config/application.rb")))
    chosen: dict[str, str] = {}
    for path in sorted(_paths(tree), key=lambda path: (path.endswith(".sql") is not wants_sql, path)):
        chosen.setdefault(_database(path), path)
    files = [SchemaFile(path, name, adapters.get(name, adapters[""])) for name, path in chosen.items()]
    return tuple(sorted(files, key=lambda file: (file.database != "primary", file.database)))


def adapter_of(tree: Tree, gems: Mapping[str, str], database: str = "primary") -> Adapter:
    """What runs a database, whether its schema is committed or not."""
    adapters = _adapters(tree, gems)
    return adapters.get(database, adapters[""])


def is_strict(tree: Tree) -> bool:
    """MySQL's strict mode: Rails switches it on unless the configuration says `strict: false`."""
    text = next((text for name in _CONFIGURATIONS if (text := _text(tree, name))), "")
    return not re.search(r"^\s*strict:\s*false\b", text, re.MULTILINE)


def schema_text(tree: Tree, path: str) -> str:
    """Raises OSError; bytes that are no UTF-8 are replaced."""
    return tree.read(path, _MOST_SCHEMA_BYTES).decode("utf-8", "replace")


def _paths(tree: Tree) -> Iterator[str]:
    """Of the first folder that has any."""
    for folder in _FOLDERS:
        found = [
            path
            for path in (tree.below(folder, deep=False) if tree.is_folder(folder) else ())
            if any(fnmatchcase(path.rsplit("/", 1)[-1], name) for name in _NAMES)
        ]
        if found:
            yield from found
            return


def _database(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return re.sub(r"_?(?:schema\.rb|structure\.sql)$", "", name) or "primary"


def _adapters(tree: Tree, gems: Mapping[str, str]) -> dict[str, Adapter]:
    """By database; '' for those that are not named."""
    text = next((text for name in _CONFIGURATIONS if (text := _text(tree, name))), "")
    named = dict(_configured(text))
    fallback = named.get("primary") or _only(_ADAPTER.findall(text), _ADAPTERS) or _only(gems, _GEMS) or "unknown"
    return {**named, "": fallback}


def _configured(text: str) -> Iterator[tuple[str, Adapter]]:
    """Of the first environment that is there; with several databases each has a mapping of its own."""
    try:
        content = yaml.safe_load(_ERB.sub("", text))
    except yaml.YAMLError:
        return
    environments = content if isinstance(content, Mapping) else {}
    chosen = next((one for name in _ENVIRONMENTS if isinstance(one := environments.get(name), Mapping)), {})
    databases = {name: one for name, one in chosen.items() if isinstance(one, Mapping)} or {"primary": chosen}
    for name, one in databases.items():
        if adapter := _ADAPTERS.get(str(one.get("adapter", ""))):
            yield str(name), adapter


def _only(names: object, adapters: Mapping[str, Adapter]) -> Adapter | None:
    """The one adapter that is named, SQLite aside where it is not alone (tests run on it); None for none or several."""
    found = {adapters[name] for name in names if name in adapters} if isinstance(names, (list, Mapping)) else set()
    found = found - {"sqlite"} or found
    return found.pop() if len(found) == 1 else None


def _text(tree: Tree, path: str) -> str:
    try:
        return tree.read(path, _MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""

"""config/database.yml and the lockfile -> which database a project runs on. Never raises: what is not said is unknown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from dxscore.domain.schema import Adapter
from dxscore.inputs.tree import Tree

_FILES = ("config/database.yml", "config/database.yml.erb", "config/database.yml.example", "config/database.example.yml",
          "config/database.sample.yml", "config/database.yml.sample", "config/database.yml.postgresql")
_ADAPTER = re.compile(r"^\s*(?:adapter|url)\s*:\s*(.+)$|\badapter:\s*(\w+)", re.MULTILINE)
_WORDS: tuple[tuple[str, Adapter], ...] = (
    ("postg", "postgresql"),
    ("mariadb", "mariadb"),
    ("mysql", "mysql"),
    ("trilogy", "mysql"),
    ("sqlite", "sqlite"),
)
_GEMS: tuple[tuple[str, Adapter], ...] = (
    ("pg", "postgresql"),
    ("mysql2", "mysql"),
    ("trilogy", "mysql"),
    ("sqlite3", "sqlite"),
)


def adapter_of(tree: Tree, configured: str, gems: Collection[str]) -> Adapter:
    """What dxscore.toml says, else config/database.yml, else the driver that is locked."""
    if configured != "auto":
        return _named([configured]) or "unknown"
    text = _text(tree)
    said = _named(part for match in _ADAPTER.finditer(text) for part in match.groups() if part)
    return said or next((adapter for gem, adapter in _GEMS if gem in gems), "unknown")


def is_strict(tree: Tree) -> bool:
    """MySQL's strict mode is on unless database.yml switches it off."""
    return not re.search(r"^\s*strict\s*:\s*false", _text(tree), re.MULTILINE)


def _named(words: Iterable[str]) -> Adapter | None:
    """The first in the order of _WORDS: SQLite is often only for development."""
    said = [word.lower() for word in words]
    return next((adapter for key, adapter in _WORDS if any(key in word for word in said)), None)


def _text(tree: Tree) -> str:
    for path in _FILES:
        try:
            text = tree.read(path).decode("utf-8", "replace")
        except OSError:
            continue
        return re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)
    return ""

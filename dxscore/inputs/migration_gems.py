"""Initializers of strong_migrations and online_migrations -> what a project has told them. Never raises."""

from __future__ import annotations

import re

from dxscore.domain.schema import Adapter
from dxscore.inputs.tree import Tree

_STRONG = "config/initializers/strong_migrations.rb"
_ONLINE = "config/initializers/online_migrations.rb"
_MOST_BYTES = 256 * 1024
_NAMES = {"postgresql": "postgresql", "mysql": "mysql", "mariadb": "mariadb"}


def told_version(tree: Tree, adapter: Adapter) -> str:
    """The server's version, '' when neither is told."""
    name = _NAMES.get(adapter, "")
    for path in (_STRONG, _ONLINE):
        pattern = rf"^\s*[\w.]+\.target_(?:{name}_)?version\s*=\s*[\"']?([\d.]+)"
        if name and (found := re.search(pattern, _text(tree, path), re.MULTILINE)):
            return found[1]
    return ""


def is_safe_by_default(tree: Tree) -> bool:
    """Whether strong_migrations rewrites what it knows how to make safe."""
    return bool(re.search(r"^\s*StrongMigrations\.safe_by_default\s*=\s*true", _text(tree, _STRONG), re.MULTILINE))


def _text(tree: Tree, path: str) -> str:
    try:
        return tree.read(path, _MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""

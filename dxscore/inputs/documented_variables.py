"""Files that tell people which environment variables there are (.env.example, app.json) -> variable, file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from dxscore.inputs.tree import Tree

_ENV_FILES = (
    *(".env.example", ".env.sample", ".env.template", ".env.dist", ".env.production.example"),
    *(".env", ".env.development", ".env.test"),
)
"""At the root, the ones written for people first."""
_APP_FILE = "app.json"
"""Heroku's manifest: https://devcenter.heroku.com/articles/app-json-schema#env"""
_ASSIGNMENT = re.compile(rb"^[ \t]*(?:#[ \t]*)?(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)=", re.MULTILINE)
"""One that is commented out documents a variable, too."""
_MAX_BYTES = 256 * 1024


def documented_variables(tree: Tree) -> Mapping[str, str]:
    """The first file that names each variable; files that are missing or can't be read name none."""
    named: dict[str, str] = {}
    for path in (*_ENV_FILES, _APP_FILE):
        for name in _names(tree, path):
            named.setdefault(name, path)
    return named


def _names(tree: Tree, path: str) -> Iterable[str]:
    try:
        content = tree.read(path, _MAX_BYTES)
    except OSError:
        return ()
    if path == _APP_FILE:
        return _names_in_manifest(content)
    return (found.decode() for found in _ASSIGNMENT.findall(content))


def _names_in_manifest(content: bytes) -> Iterable[str]:
    try:
        manifest = json.loads(content)
    except (ValueError, RecursionError):
        return ()
    listed = manifest.get("env") if isinstance(manifest, dict) else None
    return tuple(listed) if isinstance(listed, dict) else ()

"""A path in a tree -> text or plain YAML values, bounded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from dxscore.errors import Problem
from dxscore.inputs.tree import Tree

_MOST_BYTES = 1024 * 1024


def read_text(tree: Tree, path: str, limit: int = _MOST_BYTES) -> str | None:
    """The text of a regular file of at most `limit` bytes, None when there is none or a link leads out of the tree."""
    try:
        content = tree.read(path, limit + 1)
    except OSError:
        return None
    return content.decode("utf-8-sig", "replace") if len(content) <= limit else None


def read_mapping(tree: Tree, path: str, problems: list[Problem]) -> Mapping[str, Any] | None:
    """The YAML or JSON mapping in a file; anything else is added to `problems` and gives None."""
    text = read_text(tree, path)
    if text is None:
        return None
    try:
        value = json.loads(text) if path.endswith(".json") else yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(Problem(path, mark.line + 1 if mark else 1, "not YAML", _erb_hint(text)))
        return None
    except (ValueError, RecursionError) as error:
        problems.append(Problem(path, 1, f"not readable: {error}"))
        return None
    if isinstance(value, dict):
        return value
    if value is not None:
        problems.append(Problem(path, 1, "expected a mapping"))
    return None


def _erb_hint(text: str) -> str:
    return "ERB is not run" if "<%" in text else ""


def strings(value: object) -> tuple[str, ...]:
    """The strings of a YAML list; a single string counts as a list of one, anything else as none."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def section(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The mapping below `key`, empty when there is none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def folders_of(paths: Iterable[str]) -> list[str]:
    """Every folder that holds one of the files, at any depth: '', 'app', 'app/models'."""
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(folders)

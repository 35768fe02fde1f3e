"""catalog-info.yaml at the root of a project -> the name its component has in Backstage's catalog."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from dxscore.inputs.owners.reading import read_text, section
from dxscore.inputs.tree import Tree

_FILES = ("catalog-info.yaml", "catalog-info.yml")


def component_of(tree: Tree) -> str:
    """'namespace/name' of the first component that the file describes, '' without one or when it can't be read."""
    for path in _FILES:
        for entity in _entities(read_text(tree, path) or ""):
            metadata = section(entity, "metadata")
            name, namespace = metadata.get("name"), metadata.get("namespace", "default")
            if entity.get("kind") == "Component" and isinstance(name, str) and isinstance(namespace, str):
                return f"{namespace}/{name}"
    return ""


def _entities(text: str) -> Iterator[dict[str, Any]]:
    """The mappings among its documents, up to the first that is broken."""
    try:
        for document in yaml.load_all(text, yaml.CSafeLoader):
            if isinstance(document, dict):
                yield document
    except (yaml.YAMLError, ValueError, RecursionError):
        return

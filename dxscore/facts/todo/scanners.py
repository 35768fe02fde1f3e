"""Ignore files of brakeman, bundler-audit and database_consistency -> suppressions, one per entry.

Sources: brakeman's ignore file and the READMEs of bundler-audit and database_consistency.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dxscore.domain.facts import Entity
from dxscore.facts.errors import UnreadableSource
from dxscore.facts.todo.entries import suppression
from dxscore.facts.yaml_nodes import Node, yaml_nodes

_FINGERPRINT = re.compile(rb'"fingerprint":\s*"([^"]*)"')
_COMMENT = re.compile(r"(?:^|\s)#+\s*(.*\S)")
_DEEPEST = 6


def brakeman(source: bytes) -> Iterator[Entity]:
    """Each of `ignored_warnings`, with its note as the reason, at the line of its fingerprint."""
    lines = {found[1]: source.count(b"\n", 0, found.start()) + 1 for found in _FINGERPRINT.finditer(source)}
    for warning in _ignored_warnings(source):
        fingerprint = str(warning.get("fingerprint", ""))
        yield suppression(
            "brakeman",
            str(warning.get("warning_type", "")),
            lines.get(fingerprint.encode(), 1),
            1,
            reason=str(warning.get("note") or "").strip(),
            name=fingerprint[:16],
        )


def _ignored_warnings(source: bytes) -> list[Mapping[str, Any]]:
    try:
        ignored = json.loads(source)["ignored_warnings"]
        return [warning for warning in ignored if isinstance(warning, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableSource("not a brakeman ignore file") from error


def bundler_audit(source: bytes) -> Iterator[Entity]:
    """Each id of `ignore`, with the comment beside or above it as the reason."""
    lines = source.decode("utf-8", "replace").splitlines()
    for entry in yaml_nodes(source).get("ignore").items():
        if entry.text:
            yield suppression("bundler-audit", entry.text, entry.line, 1, reason=_comment(lines, entry.line))


def _comment(lines: list[str], line: int) -> str:
    above = lines[line - 2] if line > 1 and lines[line - 2].lstrip().startswith("#") else ""
    found = _COMMENT.search(lines[line - 1]) or _COMMENT.search(above)
    return found[1] if found else ""


def database_consistency(source: bytes) -> Iterator[Entity]:
    """Each `enabled: false` below Model, Model.column or Model.column.Checker; the last key is the check."""
    yield from _disabled(yaml_nodes(source), ())


def _disabled(node: Node, names: tuple[str, ...]) -> Iterator[Entity]:
    for name, value in node.pairs():
        if value.get("enabled").text == "false":
            yield suppression("database_consistency", name, value.line, 1, name=".".join((*names, name)))
        elif len(names) < _DEEPEST:
            yield from _disabled(value, (*names, name))

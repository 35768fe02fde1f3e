"""Bytes of a file in which another tool keeps accepted debt -> entities of kind 'suppression'."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from dxscore.domain.facts import Entity
from dxscore.facts.todo.linters import erb_lint, gradual, haml_lint, reek, rubocop, slim_lint, standard
from dxscore.facts.todo.packwerk import packwerk
from dxscore.facts.todo.scanners import brakeman, bundler_audit, database_consistency

_Reader: TypeAlias = Callable[[bytes], Iterable[Entity]]

_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(rf"(?:.*/)?{path}"), reader)
    for path, reader in (
        (r"\.rubocop_todo(?:/.+)?\.yml", rubocop),
        (r"\.rubocop_gradual\.lock", gradual),
        (r"\.standard_todo\.yml", standard),
        (r"\.haml-lint_todo\.yml", haml_lint),
        (r"\.slim-lint_todo\.yml", slim_lint),
        (r"\.erb[-_]lint(?:_todo)?(?:\.yml)?", erb_lint),
        (r"(?:\.reek(?:\.yml)?|\.todo\.reek|config\.reek)", reek),
        (r"(?:package_todo|deprecated_references)\.yml", packwerk),
        (r"brakeman\.ignore", brakeman),
        (r"\.bundler-audit\.ya?ml", bundler_audit),
        (r"\.database_consistency(?:\.\w+)*\.yml", database_consistency),
    )
)


def todo_entities(source: bytes, path: str) -> tuple[Entity, ...]:
    """What the file accepts, by line; nothing for a file of a name that no reader knows. Raises UnreadableSource."""
    reader = next((reader for name, reader in _READERS if name.fullmatch(path)), None)
    return tuple(sorted(reader(source), key=lambda entity: entity.line)) if reader else ()

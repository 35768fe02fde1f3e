"""packwerk's list of accepted violations -> suppressions, one per constant and type of violation.

Source: packwerk's USAGE, 'Recording existing violations'; the file lies in the package that refers to the constant.
"""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.facts import Entity
from dxscore.facts.todo.entries import suppression
from dxscore.facts.yaml_nodes import yaml_nodes


def packwerk(source: bytes) -> Iterator[Entity]:
    """`package: {Constant: {violations: [type, ..], files: [..]}}`: each type counts the files."""
    for package, constants in yaml_nodes(source).pairs():
        for constant, entry in constants.pairs():
            files = len(entry.get("files").texts())
            for violation in entry.get("violations").texts():
                name = f"{package} {constant} {violation}"
                yield suppression("packwerk", violation, entry.line, files, name=name)

"""Budgets that keep the code readable: files, functions and their parameters stay small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

_PACKAGE = Path(__file__).parents[2] / "dxscore"
_FILES = sorted(_PACKAGE.rglob("*.py"))
_MAX_FILE, _MAX_FUNCTION = 400, 50


def _functions(file: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("file", _FILES, ids=lambda file: str(file.relative_to(_PACKAGE)))
def test_a_file_is_small_and_says_what_it_is_for(file: Path) -> None:
    source = file.read_text()
    assert len(source.splitlines()) <= _MAX_FILE
    assert ast.get_docstring(ast.parse(source))
    long = {
        function.name: function.end_lineno - function.lineno for function in _functions(file) if function.end_lineno
    }
    assert {name: length for name, length in long.items() if length > _MAX_FUNCTION} == {}

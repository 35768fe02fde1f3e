"""The command line must answer at once: what --help imports is held to a list."""

from __future__ import annotations

import subprocess
import sys

import pytest

_HEAVY = (
    "tree_sitter",
    "git",
    "yaml",
    "jinja2",
    "rich",
    "msgspec",
    "pathspec",
    "sqlite3",
    "pydantic",
    "urllib3",
    "sqlalchemy",
    "dxscore.domain.rule",
)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["scan", "--help"], ["comment", "--help"], ["history", "show", "--help"]]
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import sys
from dxscore.__main__ import main
try:
    main({arguments!r})
except SystemExit:
    pass
print("HEAVY", *(name for name in {_HEAVY!r} if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1].split() == ["HEAVY"]

"""`[owners] paths` of dxscore.toml -> claims: git-ignore style globs, the last one that matches wins."""

from __future__ import annotations

from collections.abc import Mapping

from pathspec import GitIgnoreSpec

from dxscore.domain.finding import UNOWNED
from dxscore.domain.owner import Claim
from dxscore.errors import Problem
from dxscore.inputs.owners.names import Names
from dxscore.inputs.owners.source import Source

_FILE = "dxscore.toml"


def configured_source(paths: Mapping[str, str], names: Names) -> Source:
    """Claims of the configuration; an empty name says that nobody owns it."""
    problems = []
    valid: dict[str, str] = {}
    for glob, owner in paths.items():
        if mistake := _mistake(glob):
            problems.append(Problem(_FILE, 1, f"[owners] paths: '{glob}' {mistake}"))
        else:
            valid[glob] = owner
    spec = GitIgnoreSpec.from_lines(valid)
    owners = tuple(names.of_text(owner) if owner else UNOWNED for owner in valid.values())

    def claims(path: str, _first_comment: str) -> tuple[Claim, ...]:
        found = spec.check_file(path) if owners else None
        if found is None or not found.include or found.index is None:
            return ()
        return (Claim(owners[found.index], _FILE, _FILE),)

    return Source(_FILE, _FILE if valid else "", len(valid), claims, tuple(problems))


def _mistake(glob: str) -> str:
    if not glob.strip() or glob.startswith("#"):
        return "names nothing"
    try:
        GitIgnoreSpec.from_lines([glob])
    except ValueError:
        return "is not a pattern as in .gitignore"
    return ""

"""`.codeowner` files and packages -> claims on everything in their folder; the nearest one above a file speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dxscore.domain.owner import Claim
from dxscore.errors import Problem
from dxscore.inputs.owners.code_ownership import Settings
from dxscore.inputs.owners.names import Names
from dxscore.inputs.owners.reading import read_mapping, read_text, section
from dxscore.inputs.owners.source import Claims, Source
from dxscore.inputs.tree import Tree


def directory_source(tree: Tree, folders: Iterable[str], names: Names) -> Source:
    """`.codeowner`: the whole file is the name of a team."""
    problems: list[Problem] = []
    found: dict[str, Claim] = {}
    for folder in folders:
        path = _join(folder, ".codeowner")
        text = read_text(tree, path)
        if text is None:
            continue
        owner = text.strip()
        if "\n" in owner or not owner:
            problems.append(Problem(path, 1, "expected the name of one team"))
        else:
            found[folder] = _claim(owner, ".codeowner", path, names, problems)
    return Source(".codeowner", _place(found), len(found), _nearest(found), tuple(problems))


def package_source(tree: Tree, folders: Iterable[str], settings: Settings, names: Names) -> Source:
    """`owner` or `metadata.owner` of package.yml (packwerk), `metadata.owner` of package.json (code_ownership)."""
    problems: list[Problem] = []
    found: dict[str, Claim] = {}
    for folder in folders:
        for path in _packages(folder, settings):
            values = read_mapping(tree, path, problems)
            if values is not None and (owner := _owner(values)):
                found[folder] = _claim(owner, "package", path, names, problems)
                break
    return Source("package", _place(found), len(found), _nearest(found), tuple(problems))


def _packages(folder: str, settings: Settings) -> Iterable[str]:
    known_as = folder or "."
    if settings.ruby_packages is None or settings.ruby_packages.last(known_as) >= 0:
        yield _join(folder, "package.yml")
    if settings.js_packages is not None and settings.js_packages.last(known_as) >= 0:
        yield _join(folder, "package.json")


def _owner(values: Mapping[str, Any]) -> str:
    for owner in (values.get("owner"), section(values, "metadata").get("owner")):
        if isinstance(owner, str) and owner.strip():
            return owner.strip()
    return ""


def _claim(owner: str, source: str, path: str, names: Names, problems: list[Problem]) -> Claim:
    if problem := names.problem(owner, path):
        problems.append(problem)
    return Claim(names.of_text(owner), source, path)


def _nearest(found: Mapping[str, Claim]) -> Claims:
    """The claim of the nearest folder above a file."""
    lookup = _memoised(found)

    def claims(path: str, _first_comment: str) -> tuple[Claim, ...]:
        return lookup(path.rpartition("/")[0]) if found else ()

    return claims


def _memoised(found: Mapping[str, Claim]) -> Callable[[str], tuple[Claim, ...]]:
    known: dict[str, tuple[Claim, ...]] = {folder: (claim,) for folder, claim in found.items()}

    def lookup(folder: str) -> tuple[Claim, ...]:
        if folder not in known:
            known[folder] = lookup(folder.rpartition("/")[0]) if folder else ()
        return known[folder]

    return lookup


def _place(found: Mapping[str, Claim]) -> str:
    return min((claim.place for claim in found.values()), default="")


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name

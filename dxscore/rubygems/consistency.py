"""A lockfile -> where it contradicts itself, as bad merges and edits by hand leave it: Bundler does not say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from dxscore.rubygems.locked import Dependency, Lockfile, Problem, Source, Spec
from dxscore.rubygems.requirement import Requirement
from dxscore.rubygems.version import Version

_NEVER_LOCKED = "bundler"
"""Bundler itself has no row, whoever asks for it."""


def inconsistencies(lockfile: Lockfile) -> tuple[Problem, ...]:
    """By line. A gem asked for directly may have no row, when it is for a platform that the lockfile leaves out.

    A broken requirement is an edit by hand, or an `override` of Bundler 4.1.
    """
    rows: dict[str, list[tuple[Source, Spec]]] = defaultdict(list)
    for source in lockfile.sources:
        for spec in source.specs:
            rows[spec.name].append((source, spec))
    found = [*_of_gems(rows), *_of_dependencies(lockfile, rows)]
    return tuple(sorted(found, key=lambda problem: problem.line))


def _of_gems(rows: Mapping[str, Sequence[tuple[Source, Spec]]]) -> Iterator[Problem]:
    for name, found in rows.items():
        if len(found) == 1:
            continue
        line = found[-1][1].line
        versions = list(dict.fromkeys(spec.version for _, spec in found))
        if len(versions) > 1:
            yield Problem(line, "two versions", f"{name} is locked as {' and as '.join(versions)}", gem=name)
        if len({source.line for source, _ in found}) > 1:
            yield Problem(line, "two sources", f"{name} is locked from two sources", gem=name)


def _of_dependencies(lockfile: Lockfile, rows: Mapping[str, Sequence[tuple[Source, Spec]]]) -> Iterator[Problem]:
    for spec in lockfile.specs:
        for need in spec.dependencies:
            if need.name in rows:
                yield from _broken(need, f"{spec.name} {spec.version}", rows[need.name])
            elif need.name != _NEVER_LOCKED:
                reason = f"{spec.name} needs {need.name}, which is not locked"
                yield Problem(need.line, "not locked", reason, gem=need.name)
    for asked in lockfile.dependencies:
        if asked.name in rows:
            yield from _broken(asked, "the Gemfile", rows[asked.name])


def _broken(need: Dependency, by: str, found: Sequence[tuple[Source, Spec]]) -> Iterator[Problem]:
    """Bundler reads a missing requirement as any version at all, prereleases of 0 too."""
    if need.requirement == ">= 0" or any(_allows(need.requirement, spec.version) for _, spec in found):
        return
    reason = f"{by} needs {need.name} {need.requirement}, but {found[0][1].version} is locked"
    yield Problem(need.line, "broken requirement", reason, gem=need.name)


@lru_cache(maxsize=1 << 12)
def _allows(requirement: str, version: str) -> bool:
    """What can't be read forbids nothing."""
    try:
        return Requirement.parse(requirement).satisfied_by(Version.parse(version))
    except ValueError:
        return True

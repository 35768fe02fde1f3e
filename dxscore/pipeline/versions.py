"""A version of a project -> what it runs on: as locked, else the Rails that its Gemfile leaves no doubt about."""

from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.gems import DirectGem
from dxscore.domain.versions import LockedVersions
from dxscore.gems.rails import certain_release
from dxscore.inputs.tree import Tree
from dxscore.inputs.versions import MANIFESTS, locked_versions

_NAMES = ("rails", "railties")


def versions_of(tree: Tree) -> LockedVersions:
    """Never raises. The Gemfile is asked only where there is no lockfile at all: a damaged one is a problem to tell."""
    locked = locked_versions(tree)
    manifest = next((name for name, _ in MANIFESTS if tree.is_file(name)), "")
    if locked.lockfile or locked.problem or not manifest:
        return locked
    from dxscore.facts.gemfile.reading import read_gemfile  # noqa: PLC0415 - few projects have no lockfile

    return _asked(locked, manifest, [gem for gem in read_gemfile(tree, manifest).gems if gem.boot != "next"])


def _asked(locked: LockedVersions, manifest: str, gems: list[DirectGem]) -> LockedVersions:
    name = next((name for name in _NAMES if any(gem.name == name for gem in gems)), "")
    lines = [gem for gem in gems if gem.name == name]
    if any(gem.computed or gem.source.kind != "server" for gem in lines):
        return locked
    release = certain_release([gem.requirement for gem in lines])
    clauses = " or ".join(dict.fromkeys(", ".join(gem.requirement) for gem in lines))
    return replace(locked, rails=release, asked=f"{manifest}: {clauses}") if release else locked

"""A version of a project -> what it is locked to, from its lockfile and the files that version managers read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dxscore.domain.versions import LockedVersions
from dxscore.inputs.tree import Tree
from dxscore.rubygems.locked import Lockfile, LockfileError, Spec
from dxscore.rubygems.lockfile import parse_lockfile
from dxscore.rubygems.version import Version

MANIFESTS = (("gems.rb", "gems.locked"), ("Gemfile", "Gemfile.lock"))
"""Bundler's order: gems.rb wins where both are."""
_MAX_BYTES = 8 * 1024 * 1024
_NUMBER = r"(\d+(?:\.\d+)+(?:[.-](?:preview|rc|dev)\d*)?)"
_RUBY_FILES = (
    (".ruby-version", re.compile(rf"\A\s*(?:ruby-)?{_NUMBER}(?:-?p\d+)?\s*$", re.MULTILINE)),
    (".tool-versions", re.compile(rf"^ruby[ \t]+{_NUMBER}\b", re.MULTILINE)),
    ("mise.toml", re.compile(rf"""^ruby\s*=\s*["']{_NUMBER}["']""", re.MULTILINE)),
    (".mise.toml", re.compile(rf"""^ruby\s*=\s*["']{_NUMBER}["']""", re.MULTILINE)),
)
_GEMFILE_RUBY = re.compile(rf"""^\s*ruby[ (]\s*["'](?:=\s*)?{_NUMBER}["']""", re.MULTILINE)
"""One exact version; a range says nothing about what runs."""


def locked_versions(tree: Tree) -> LockedVersions:
    """Never raises: what is missing or damaged is unknown, and `problem` says which lockfile can't be used."""
    manifest, name = next((pair for pair in MANIFESTS if tree.is_file(pair[0])), MANIFESTS[-1])
    text = _text(tree, name)
    ruby = _ruby_beside_lockfile(tree, manifest)
    if text is None:
        return LockedVersions(ruby=ruby)
    try:
        lockfile = parse_lockfile(text)
    except LockfileError as error:
        return LockedVersions(ruby=ruby, problem=f"{name}:{error.line}: {error}")
    if lost := next((each for each in lockfile.problems if each.kind == "no gems"), None):
        return LockedVersions(ruby=ruby, problem=f"{name}:{lost.line}: {lost.message}")
    return _versions(lockfile, name, ruby)


def _versions(lockfile: Lockfile, name: str, ruby: str | None) -> LockedVersions:
    gems = _oldest(lockfile.specs)
    locked_ruby = lockfile.ruby.version if lockfile.ruby else ""
    return LockedVersions(gems.get("rails") or gems.get("railties"), locked_ruby or ruby, gems, name)


def _oldest(specs: Iterable[Spec]) -> Mapping[str, str]:
    """One version per gem: a bad merge can leave two, and the older is what may still run."""
    oldest: dict[str, Version] = {}
    for name, version in _readable(specs):
        oldest[name] = min(version, oldest.get(name, version))
    return {name: str(version) for name, version in oldest.items()}


def _readable(specs: Iterable[Spec]) -> Iterator[tuple[str, Version]]:
    for spec in specs:
        try:
            yield spec.name, Version.parse(spec.version)
        except ValueError:
            continue


def _ruby_beside_lockfile(tree: Tree, manifest: str) -> str | None:
    for name, pattern in (*_RUBY_FILES, (manifest, _GEMFILE_RUBY)):
        found = pattern.search(_text(tree, name) or "")
        if found:
            return found[1].replace("-", ".")
    return None


def _text(tree: Tree, path: str) -> str | None:
    try:
        return tree.read(path, _MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return None

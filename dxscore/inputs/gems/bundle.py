"""A version of a project -> its bundle as the lockfile tells it; what the Gemfile says is added by who reads Ruby."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dxscore.copying import replace
from dxscore.domain.gems import Bundle, GemSource, LockedGem, LockProblem, Needed, SourceKind
from dxscore.inputs.tree import Tree
from dxscore.rubygems.consistency import inconsistencies
from dxscore.rubygems.locked import Dependency, Lockfile, LockfileError, Source, Spec
from dxscore.rubygems.lockfile import parse_lockfile
from dxscore.rubygems.version import Version

MANIFESTS = (("gems.rb", "gems.locked"), ("Gemfile", "Gemfile.lock"))
"""Bundler's order: gems.rb wins where both are."""
_MAX_BYTES = 8 * 1024 * 1024
_KINDS: Mapping[str, SourceKind] = {"GEM": "server", "GIT": "git", "PATH": "path", "PLUGIN SOURCE": "plugin"}


def locked_bundle(tree: Tree, ruby: str = "") -> Bundle:
    """Never raises: a lockfile that can't be used is a problem of the bundle, and then nothing is locked.

    `ruby` is the project's version, should the lockfile not say.
    """
    manifest, name = next((pair for pair in MANIFESTS if tree.is_file(pair[0])), ("", ""))
    name = name or next((locked for _, locked in MANIFESTS if tree.is_file(locked)), "")
    return bundle_at(tree, manifest, name, ruby)


def bundle_at(tree: Tree, manifest: str, name: str, ruby: str = "") -> Bundle:
    """The same of a given pair of files, '' for one that is not there: a project may have a second bundle."""
    try:
        text = tree.read(name, _MAX_BYTES).decode("utf-8", "replace") if name else ""
        lockfile = parse_lockfile(text)
    except OSError:
        return Bundle(manifest, "", ruby=ruby)
    except LockfileError as error:
        return Bundle(manifest, "", ruby=ruby, problems=(LockProblem(name, error.line, "unusable", str(error)),))
    return replace(_bundle(lockfile, name, ruby), manifest=manifest)


def _bundle(lockfile: Lockfile, name: str, ruby: str) -> Bundle:
    return Bundle(
        manifest="",
        lockfile=name,
        locked=_locked(lockfile),
        asked=tuple(map(_needed, lockfile.dependencies)),
        platforms=lockfile.platforms,
        ruby=(lockfile.ruby.version if lockfile.ruby else "") or ruby,
        bundler=lockfile.bundler,
        remotes=tuple(str(remote) for source in lockfile.sources if source.kind == "GEM" for remote in source.remotes),
        problems=tuple(_problems(lockfile, name)),
    )


def _locked(lockfile: Lockfile) -> dict[str, LockedGem]:
    rows: dict[str, list[tuple[Source, Spec]]] = defaultdict(list)
    for source in lockfile.sources:
        for spec in source.specs:
            rows[spec.name].append((source, spec))
    return {name: _gem(name, found) for name, found in rows.items()}


def _gem(name: str, rows: Sequence[tuple[Source, Spec]]) -> LockedGem:
    source = rows[0][0]
    needs = dict.fromkeys(_needed(need) for _, spec in rows for need in spec.dependencies)
    return LockedGem(
        name=name,
        version=_oldest([spec.version for _, spec in rows]),
        source=_source(source),
        platforms=tuple(dict.fromkeys(spec.platform for _, spec in rows)),
        needs=tuple(needs),
        line=rows[0][1].line,
    )


def _source(source: Source) -> GemSource:
    """Of several servers in one pool, which gave the gem is not known."""
    return GemSource(
        kind=_KINDS[source.kind],
        place=str(source.remotes[0]) if len(source.remotes) == 1 else "",
        revision=source.option("revision"),
        branch=source.option("branch"),
        ref=source.option("ref"),
        tag=source.option("tag"),
    )


def _oldest(versions: Iterable[str]) -> str:
    """A bad merge can leave two, and the older is what may still run."""
    found = list(dict.fromkeys(versions))
    return found[0] if len(found) == 1 else min(found, key=_sortable)


def _sortable(text: str) -> Version:
    try:
        return Version.parse(text)
    except ValueError:
        return Version.parse("0")


def _needed(dependency: Dependency) -> Needed:
    return Needed(dependency.name, dependency.requirement)


def _problems(lockfile: Lockfile, name: str) -> Iterable[LockProblem]:
    for problem in (*lockfile.problems, *inconsistencies(lockfile)):
        yield LockProblem(name, problem.line, problem.kind, problem.message, problem.gem)

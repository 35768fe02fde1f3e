"""A project on disk and what the user asks for -> the request that `sync_gems` carries out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from dxscore.errors import DxscoreError
from dxscore.gems.rails import RAILS_GEMS
from dxscore.inputs.gems.advisories import Entries
from dxscore.inputs.gems.advisory_db import named_advisory_db, usual_advisory_db
from dxscore.inputs.gems.bundler_config import read_bundler_settings
from dxscore.inputs.gems.osv_files import read_osv
from dxscore.inputs.gems.snapshot import Snapshot, read_snapshot
from dxscore.inputs.gems.stamps import SNAPSHOT, SNAPSHOT_VARIABLE
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.gem_asking import Wanted
from dxscore.pipeline.gem_sync import SyncRequest, wanted_gems
from dxscore.rubygems.locked import LockfileError
from dxscore.rubygems.lockfile import parse_lockfile

_LOCKFILES = ("gems.locked", "Gemfile*.lock", "gemfiles/*.lock")
_CACHE = ".dxscore/cache/gems"
_MAX_BYTES = 8 << 20


class SyncOptions(Struct, frozen=True):
    """What the user asks for; None leaves it to the usual places."""

    snapshot: Path | None = None
    advisory_db: Path | None = None
    osv: Path | None = None
    """Folder or zip file of OSV records."""
    without: frozenset[str] = field(default_factory=frozenset)
    """Hosts not to ask."""


def project_request(
    root: Path, options: SyncOptions, environ: Mapping[str, str], home: Path, today: date
) -> SyncRequest:
    """What to fetch for all lockfiles of a project.

    Raises DxscoreError without any, for one that can't be used, and for a database that is none.
    """
    tree = FolderTree(root)
    named = environ.get(SNAPSHOT_VARIABLE)
    snapshot = options.snapshot or (Path(named) if named else root / SNAPSHOT)
    return SyncRequest(
        wanted=_wanted(root, tree),
        snapshot=snapshot,
        cache=root / _CACHE,
        today=today,
        settings=read_bundler_settings(tree, environ, home),
        frameworks=RAILS_GEMS,
        advisories=tuple(_advisories(options, environ, home)),
        without=options.without,
        before=_before(snapshot),
    )


def _wanted(root: Path, tree: FolderTree) -> tuple[Wanted, ...]:
    names = sorted(str(path.relative_to(root)) for pattern in _LOCKFILES for path in root.glob(pattern))
    if not names:
        raise DxscoreError(f"no lockfile in {root}", hint="give the folder of the Gemfile.lock")
    found: dict[str, Wanted] = {}
    for name in names:
        for gem in _locked(tree, name):
            found.setdefault(gem.name, gem)
    return tuple(found.values())


def _locked(tree: FolderTree, name: str) -> tuple[Wanted, ...]:
    try:
        return wanted_gems(parse_lockfile(tree.read(name, _MAX_BYTES).decode("utf-8", "replace")))
    except OSError as error:
        raise DxscoreError(f"{name} can't be read: {error.strerror or error}") from error
    except LockfileError as error:
        raise DxscoreError(f"{name}:{error.line}: {error}", hint="make `bundle install` work there first") from error


def _advisories(options: SyncOptions, environ: Mapping[str, str], home: Path) -> Iterator[Entries]:
    named = named_advisory_db(options.advisory_db, environ)
    if database := named or usual_advisory_db(environ, home):
        yield database
    if options.osv:
        yield read_osv(options.osv)


def _before(path: Path) -> Snapshot | None:
    """A damaged one is replaced, so it is no reason to stop."""
    try:
        return read_snapshot(path)
    except DxscoreError:
        return None

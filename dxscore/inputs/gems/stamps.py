"""Where knowledge of gems lies -> a text that changes when it may have changed, without reading any of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from dxscore.inputs.tree import Tree

SNAPSHOT = ".dxscore/gems.snapshot"
"""Where `dxscore gems sync` puts the snapshot in the project."""
SNAPSHOT_VARIABLE = "DXSCORE_GEMS_SNAPSHOT"
"""Names another file, which projects may share."""

_IN_A_DATABASE = (".git/HEAD", ".git/index", ".git/packed-refs", ".git/refs/heads", "HEAD", "packed-refs", "gems")


def stamp(tree: Tree, environ: Mapping[str, str], home: Path, advisories: Path | None = None) -> str:
    """The snapshot's bytes, and the times of the advisory database and of Bundler's cache and settings.

    `advisories` is a database that is named, see `find_knowledge`.
    """
    try:
        snapshot = tree.read(SNAPSHOT).hex()
    except OSError:
        snapshot = ""
    named = {name: value for name, value in sorted(environ.items()) if name.startswith(("BUNDLE", SNAPSHOT_VARIABLE))}
    return repr((snapshot, named, [(str(path), _time(path)) for path in _places(environ, home, advisories)]))


def _places(environ: Mapping[str, str], home: Path, advisories: Path | None) -> Iterator[Path]:
    usual = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "ruby-advisory-db"
    database = advisories or Path(environ.get("BUNDLER_AUDIT_DB") or usual)
    yield from (database / name for name in _IN_A_DATABASE)
    yield from sorted(database.glob("gems/*"))
    if SNAPSHOT_VARIABLE in environ:
        yield Path(environ[SNAPSHOT_VARIABLE])
    bundle = Path(environ.get("BUNDLE_USER_HOME") or home / ".bundle")
    cache = Path(environ.get("BUNDLE_USER_CACHE") or bundle / "cache") / "compact_index"
    yield bundle / "config"
    yield from sorted(cache.glob("*/versions"))


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0

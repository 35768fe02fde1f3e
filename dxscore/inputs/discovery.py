"""A folder -> the files to scan, with kind and blob id, and those that can't be scanned, with a reason."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct
from pathspec import GitIgnoreSpec

from dxscore.config import ScanConfig
from dxscore.domain.source import FileKind, Skip, SourceFile
from dxscore.errors import DxscoreError
from dxscore.inputs.folder import walk
from dxscore.inputs.kinds import is_left_out, is_test, kind_of, may_be_script
from dxscore.inputs.reading import blob_id, read_bytes
from dxscore.inputs.repository import IndexEntry, Repository, WorkTree, open_repository

_Candidate: TypeAlias = tuple[str, IndexEntry | None]
RUBY_SHEBANG = re.compile(rb"#![^\n]*\bruby")
"""How a script without a suffix begins when it is Ruby."""
_LINK, _SUBMODULE = 0o120000, 0o160000
_INDEX_BITS = 0xFFFFFFFF
"""Git's index keeps the lowest 32 bits of sizes and inode numbers."""

CACHE_FOLDER = ".dxscore/cache/"
"""Where dxscore keeps its own files in a scanned project."""
_PLACES_OF_CACHE = (".dxscore", ".dxscore/cache")


class Listing(Struct, frozen=True):
    """What there is to scan, both lists by path."""

    files: tuple[SourceFile, ...]
    skipped: tuple[Skip, ...]
    repository: Repository | None
    """None for a plain folder."""
    dirty: bool = False
    """Whether a file that was listed differs from the commit: edited, staged or not tracked."""
    cache_is_committed: bool = False
    """Whether git tracks the cache folder or something in it: then it is the repository's word and not ours."""


def discover(root: Path, config: ScanConfig) -> Listing:
    """Tracked files and untracked ones that are not ignored; of a plain folder those that its .gitignore allows.

    `root` may be any folder of a work tree; paths are relative to it. Raises DxscoreError when it is no folder or git
    refuses the repository; nothing else in the tree can make it raise.
    """
    root = root.resolve()
    if not root.is_dir():
        raise DxscoreError(f"{root} is not a folder", hint="give the root of a Rails application")
    repository = open_repository(root)
    work_tree = repository.work_tree(_is_listed) if repository else None
    candidates = _candidates(work_tree) if work_tree else [(path, None) for path in walk(root)]
    scout = _Scout(root, config, repository)
    outcomes = [outcome for path, entry in candidates if (outcome := scout.look_at(path, entry))]
    files = tuple(sorted((each for each in outcomes if isinstance(each, SourceFile)), key=lambda file: file.path))
    return Listing(
        files=files,
        skipped=tuple(sorted(each for each in outcomes if isinstance(each, Skip))),
        repository=repository,
        dirty=work_tree is not None and _is_dirty(files, work_tree),
        cache_is_committed=any(entry and is_of_cache(path) for path, entry in candidates),
    )


def is_of_cache(path: str) -> bool:
    """Whether a tracked path lies in the cache folder, or in its place as a link or a submodule, on any file system."""
    if not path.startswith("."):
        return False
    folded = path.casefold()
    return folded.startswith(CACHE_FOLDER) or folded in _PLACES_OF_CACHE


def cache_is_checked_out(repository: Repository) -> bool:
    """Whether the index holds the cache folder or something in it, so that what lies there is not ours."""
    tracked = repository.run("ls-files", "-z", "--", ":(icase).dxscore").split(b"\0")
    return any(is_of_cache(os.fsdecode(path)) for path in tracked)


def _candidates(work_tree: WorkTree) -> list[_Candidate]:
    tracked: list[_Candidate] = [(entry.path, entry) for entry in work_tree.tracked]
    return tracked + [(path, None) for path in work_tree.untracked]


def _is_dirty(files: Iterable[SourceFile], work_tree: WorkTree) -> bool:
    staged = {entry.path: entry.blob for entry in work_tree.tracked}
    return work_tree.staged_changes or any(staged.get(file.path) != file.blob for file in files)


def _is_listed(path: str) -> bool:
    return _may_be_source(path) or is_of_cache(path)


def _may_be_source(path: str) -> bool:
    return kind_of(path) is not None or may_be_script(path)


class _Scout:
    """Judges one path at a time; remembers only what it learned about folders."""

    def __init__(self, root: Path, config: ScanConfig, repository: Repository | None) -> None:
        self._root = f"{root}/"
        self._limit = config.max_file_kib * 1024
        self._left_out = exclusion(config)
        self._repository = repository
        self._index_time = _modification_time(repository.index) if repository else 0
        self._is_real_folder = cache(self._look_at_folder)

    def look_at(self, path: str, entry: IndexEntry | None) -> SourceFile | Skip | None:
        """The file, why it is skipped, or None when nobody asks for it."""
        if self._left_out(path):
            return None
        if path.endswith("/"):
            return Skip(printable(path), "nested repository" if self._repository else "unreadable")
        if entry and entry.mode == _SUBMODULE:
            return Skip(printable(path), "submodule")
        kind = kind_of(path)
        if not _may_be_source(path):
            return self._look_at_unknown(path, entry)
        if entry and not entry.checked_out:
            return Skip(printable(path), "not checked out", "left out by the sparse checkout")
        return self._look_at_wanted(path, kind, entry)

    def _look_at_unknown(self, path: str, entry: IndexEntry | None) -> Skip | None:
        """A path without a known kind matters only as a link to a folder elsewhere, which may be full of Ruby."""
        if entry and entry.mode != _LINK:
            return None
        leads_to_folder = os.path.isdir(self._root + path)  # noqa: PTH112 - Path.is_dir may raise PermissionError
        return self._look_at_link(path) if leads_to_folder else None

    def _look_at_wanted(self, path: str, kind: FileKind | None, entry: IndexEntry | None) -> SourceFile | Skip | None:
        try:
            status = os.lstat(self._root + path)
            if stat.S_ISLNK(status.st_mode) or not self._is_real_folder(path.rpartition("/")[0]):
                return self._look_at_link(path)
            kind = kind or self._kind_of_script(path, status)
            return self._look_at_file(path, kind, entry, status) if kind else None
        except FileNotFoundError:
            # A tracked file that was deleted is just not there; an untracked one was, a moment ago.
            return None if entry else Skip(printable(path), "vanished")
        except OSError as error:
            return Skip(printable(path), "unreadable", error.strerror or "")

    def _look_at_link(self, path: str) -> Skip | None:
        """What a link inside the tree leads to is listed under its own name."""
        target = os.path.realpath(self._root + path) + "/"
        return None if target.startswith(self._root) else Skip(printable(path), "link out of the tree")

    def _look_at_file(
        self, path: str, kind: FileKind, entry: IndexEntry | None, status: os.stat_result
    ) -> SourceFile | Skip | None:
        if stat.S_ISDIR(status.st_mode):
            return None
        if not stat.S_ISREG(status.st_mode):
            return Skip(printable(path), "not a regular file")
        if printable(path) != path:
            return Skip(printable(path), "file name is not UTF-8")
        if status.st_size > self._limit:
            return Skip(path, "too large", f"{status.st_size // 1024} KiB")
        blob = entry.blob if entry and self._is_unchanged(entry, status) else self._hashed(path)
        return SourceFile(path, blob, status.st_size, kind)

    def _kind_of_script(self, path: str, status: os.stat_result) -> FileKind | None:
        if not stat.S_ISREG(status.st_mode) or not RUBY_SHEBANG.match(read_bytes(self._root + path, limit=128)):
            return None
        return FileKind.RUBY_TEST if is_test(path) else FileKind.RUBY

    def _is_unchanged(self, entry: IndexEntry, status: os.stat_result) -> bool:
        """Git's own test. A file as young as the index may have changed after it was listed there ('racily clean')."""
        return (
            entry.blob != ""
            and entry.mtime_ns == status.st_mtime_ns < self._index_time
            and entry.ctime_ns == status.st_ctime_ns
            and entry.size == status.st_size & _INDEX_BITS
            and entry.inode == status.st_ino & _INDEX_BITS
        )

    def _hashed(self, path: str) -> str:
        object_format = self._repository.object_format if self._repository else "sha1"
        return blob_id(read_bytes(self._root + path), object_format)

    def _look_at_folder(self, folder: str) -> bool:
        """Whether neither the folder nor any above it, up to the root, is a link."""
        if not folder:
            return True
        return self._is_real_folder(folder.rpartition("/")[0]) and not Path(self._root + folder).is_symlink()


def exclusion(config: ScanConfig) -> Callable[[str], bool]:
    """`[scan] exclude` decides first; a pattern with `!` there reads what is left out by default."""
    configured = GitIgnoreSpec.from_lines(config.exclude)

    def is_excluded(path: str) -> bool:
        verdict = configured.check_file(path).include if config.exclude else None
        return is_left_out(path) if verdict is None else verdict

    return is_excluded


def _modification_time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def printable(path: str) -> str:
    """The path as it can be written out: bytes that are not UTF-8 are escaped."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

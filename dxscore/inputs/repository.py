"""A folder in a git work tree -> its head, its files as git knows them, and its objects."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

from msgspec import Struct

from dxscore.inputs.git_process import answer, finish, output, started, succeeds
from dxscore.inputs.objects import ObjectReader, object_reader
from dxscore.inputs.revisions import STAGED, TreeEntry, read_commit, read_index, renamed

_ENTRY = re.compile(
    rb"(?P<tag>[A-Z]) (?P<mode>\d{6}) (?P<blob>[0-9a-f]{40,64}) (?P<stage>\d)\t(?P<path>[^\0]+)\0"
    rb"(?:  ctime: (?P<ctime>\d+:\d+)\n  mtime: (?P<mtime>\d+:\d+)\n  dev: \d+\tino: (?P<inode>\d+)\n"
    rb"  uid: \d+\tgid: \d+\n  size: (?P<size>\d+)\tflags: [0-9a-f]+\n)?"
)
_FACTS = (
    *("--is-inside-work-tree", "--is-shallow-repository", "--show-object-format", "--show-prefix"),
    *("--git-path", "index"),
)
"""What `git rev-parse` is asked: a line for each, but for the last two, which are one question."""


class IndexEntry(Struct, frozen=True):
    """A tracked path with the stat data git took when it last saw the file equal to its blob."""

    path: str
    """Relative to the scanned folder; bytes that are not UTF-8 come as surrogates."""
    mode: int
    """0o100644, 0o100755, 0o120000 for a link, 0o160000 for a submodule."""
    blob: str
    """'' while a merge conflict is open: then no blob is the file's content."""
    checked_out: bool
    """False for a path that a sparse checkout leaves out."""
    size: int = -1
    mtime_ns: int = -1
    ctime_ns: int = -1
    inode: int = -1
    """Lowest 32 bits; -1 like size and times when git does not tell."""


class WorkTree(Struct, frozen=True):
    """What git knows of the files below a folder."""

    tracked: tuple[IndexEntry, ...]
    untracked: tuple[str, ...]
    """Not tracked and not ignored; a nested repository is one path that ends in '/'."""
    staged_changes: bool
    """Whether the index differs from the head below `root`; everything is staged before the first commit."""


class Repository(Struct, frozen=True):
    """A git work tree, or a folder in one; paths in and out are relative to `root`."""

    root: Path
    prefix: str
    """`root` seen from the top of the work tree: '' or 'sub/folder/'."""
    head: str
    """Full commit id, '' before the first commit."""
    shallow: bool
    object_format: str
    """'sha1' or 'sha256'."""
    index: Path

    def work_tree(self, wanted: Callable[[str], bool] = lambda _: True) -> WorkTree:
        """Tracked and untracked paths, nothing read; of tracked regular files only those whose path is wanted."""
        with (
            ThreadPoolExecutor() as background
        ):  # three git processes at a time; most of the wait is for the file system
            untracked = background.submit(self._untracked)
            staged_changes = background.submit(self._has_staged_changes)
            return WorkTree(self._tracked(wanted), untracked.result(), staged_changes.result())

    def _tracked(self, wanted: Callable[[str], bool]) -> tuple[IndexEntry, ...]:
        listing = self.run("ls-files", "-z", "-t", "--stage", "--debug", "--no-recurse-submodules")
        tracked: dict[str, IndexEntry] = {}
        for found in _ENTRY.finditer(listing):
            if wanted(path := _text(found["path"])) or not found["mode"].startswith(b"100"):
                tracked[path] = _index_entry(path, found)
        return tuple(tracked.values())

    def _untracked(self) -> tuple[str, ...]:
        return tuple(map(_text, self.fields("ls-files", "-z", "--others", "--exclude-standard")))

    def _has_staged_changes(self) -> bool:
        return not self.head or bool(self.run("diff-index", "--cached", "--name-only", "HEAD", "--", "."))

    def resolve(self, ref: str) -> str | None:
        """The full id of the commit that a branch, tag, id or expression names; None when it names none here."""
        return _resolve(self.root, ref)

    def merge_base(self, one: str, other: str) -> str | None:
        """The best common ancestor of two commits, the one that git prefers where a criss-cross merge left several.

        None when their histories have nothing in common, or a shallow clone lacks what they have.
        """
        found = answer(self.root, "merge-base", one, other)
        return _text(found).strip() if found is not None else None

    def entries(self, version: str) -> Iterator[TreeEntry]:
        """What a commit (its full id), or the index (STAGED), has below `root`. Raises DxscoreError."""
        return read_index(self.root, self._hook_index) if version == STAGED else read_commit(self.root, version)

    def renames(self, base: str, head: str) -> Mapping[str, str]:
        """Old path -> new path of the files below `root` that a commit, or the index, has under another name."""
        return renamed(self.root, base, head, self._hook_index)

    @property
    def _hook_index(self) -> Path | None:
        """The index that a running `git commit` makes beside the usual one and names to its hooks, if there is one."""
        named = os.environ.get("GIT_INDEX_FILE", "")
        path = Path(named).absolute()
        return path if named and path.resolve().parent == self.index.resolve().parent else None

    def shallow_commits(self) -> frozenset[bytes]:
        """Commits whose parents a shallow clone left out; empty for a full clone."""
        if not self.shallow:
            return frozenset()
        file = self.root / _text(self.run("rev-parse", "--git-path", "shallow")).rstrip("\n")
        return frozenset(map(bytes.fromhex, file.read_text(encoding="ascii").split()))

    def is_ancestor(self, commit: str) -> bool:
        """Whether the head's history holds the commit; False, too, when the repository does not know it any more."""
        return succeeds(self.root, "merge-base", "--is-ancestor", commit, self.head)

    def run(self, *arguments: str) -> bytes:
        """Output of one hardened git command in `root`. Raises DxscoreError with what git says."""
        return output(self.root, *arguments)

    def fields(self, *arguments: str) -> Iterator[bytes]:
        """The NUL-separated output of a command, piece by piece, so that a long log is never held at once.

        Raises DxscoreError at the end when git could not give all of it.
        """
        with started(self.root, *arguments) as process:
            rest = b""
            while chunk := process.stdout.read(1 << 16):
                *whole, rest = (rest + chunk).split(b"\0")
                yield from whole
            if rest:
                yield rest
            finish(self.root, process)

    def objects(self) -> AbstractContextManager[ObjectReader]:
        """A reader of any number of objects through one git process."""
        return object_reader(self.root)

    def read_blobs(self, specs: Iterable[str]) -> Iterator[bytes | None]:
        """Content of each `<id>` or `<commit>:<path from the top>`, in order; see ObjectReader.read."""
        with self.objects() as reader:
            yield from map(reader.read, specs)


def open_repository(root: Path) -> Repository | None:
    """The work tree that `root` lies in; None outside of git or without a git program.

    Raises DxscoreError when there is a repository that git refuses (another user owns it) or can't read.
    """
    root = root.resolve()
    if not shutil.which("git") or not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    facts = _text(output(root, "rev-parse", *_FACTS)).removesuffix("\n").split("\n")
    if facts[0] != "true" or len(facts) != len(_FACTS) - 1:
        return None
    _, shallow, object_format, prefix, index = facts
    return Repository(root, prefix, _head(root), shallow == "true", object_format, root / index)


def _head(root: Path) -> str:
    """An unborn head is the only thing this can fail on, once the repository could be opened."""
    return _resolve(root, "HEAD") or ""


def _resolve(root: Path, ref: str) -> str | None:
    if "\0" in ref:
        return None
    found = answer(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    return _text(found).strip() if found is not None else None


def _index_entry(path: str, found: re.Match[bytes]) -> IndexEntry:
    blob = "" if found["stage"] != b"0" else found["blob"].decode()
    mode, checked_out = int(found["mode"], 8), found["tag"] != b"S"
    if found["size"] is None:
        return IndexEntry(path, mode, blob, checked_out)
    stat = int(found["size"]), _nanoseconds(found["mtime"]), _nanoseconds(found["ctime"]), int(found["inode"])
    return IndexEntry(path, mode, blob, checked_out, *stat)


def _nanoseconds(time: bytes) -> int:
    seconds, rest = time.split(b":")
    return int(seconds) * 1_000_000_000 + int(rest)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")

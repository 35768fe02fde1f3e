"""A commit or the index -> the paths and blobs in it, and which were moved between two; nothing is checked out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from dxscore.errors import DxscoreError
from dxscore.inputs.git_process import output

LINK, SUBMODULE = 0o120000, 0o160000
"""Modes of paths that are no files."""

STAGED = ""
"""Instead of the id of a commit: what the index holds."""

_OF_COMMIT = re.compile(r"(\d{6}) \w+ ([0-9a-f]{40,64})\t([^\0]+)\0")
_OF_INDEX = re.compile(r"(\d{6}) ([0-9a-f]{40,64}) (\d)\t([^\0]+)\0")
_RENAMES = (
    *("-z", "--name-status", "--diff-filter=R", "--relative", "--no-ext-diff", "--no-textconv"),
    *("-M50%", "-l1000"),  # what git takes by default, and not what the configuration of the repository says
)


class TreeEntry(Struct, frozen=True):
    """A path of a commit or of the index."""

    path: str
    """Relative to the scanned folder; bytes that are not UTF-8 come as surrogates."""
    mode: int
    """0o100644, 0o100755, 0o120000 for a link, 0o160000 for a submodule."""
    blob: str
    """For a submodule, its commit."""


def read_commit(root: Path, commit: str) -> Iterator[TreeEntry]:
    """Everything in a commit below `root`. Raises DxscoreError when there is no such commit."""
    for mode, blob, path in _OF_COMMIT.findall(_text(output(root, "ls-tree", "-r", "-z", commit))):
        yield TreeEntry(path, int(mode, 8), blob)


def read_index(root: Path, index: Path | None) -> Iterator[TreeEntry]:
    """Everything in the index (None for the usual one) below `root`. Raises DxscoreError while it has conflicts."""
    listing = output(root, "ls-files", "-z", "--stage", "--no-recurse-submodules", index=index)
    for mode, blob, stage, path in _OF_INDEX.findall(_text(listing)):
        if stage != "0":
            raise DxscoreError("the index has conflicts", hint="resolve them, and `git add` the files")
        yield TreeEntry(path, int(mode, 8), blob)


def renamed(root: Path, base: str, head: str, index: Path | None) -> Mapping[str, str]:
    """Path in a commit -> path in another, or in an index (STAGED), of files below `root` that were moved.

    Where more than 1000 files came and as many went, only those are known that were not edited, too.
    """
    sides = ("diff-index", "--cached", base) if head == STAGED else ("diff-tree", "-r", base, head)
    fields = _text(output(root, sides[0], *_RENAMES, *sides[1:], "--", index=index)).split("\0")
    return {old: new for _, old, new in zip(*[iter(fields)] * 3, strict=False)}


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")

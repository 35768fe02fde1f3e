"""A commit or the index -> the paths and blobs in it, and what changed between two of them; nothing is checked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dxscore.errors import DxscoreError
from dxscore.inputs.git_process import output

LINK, SUBMODULE = 0o120000, 0o160000
"""Modes of paths that are no files."""

STAGED = ""
"""Instead of the id of a commit: what the index holds."""

_OF_COMMIT = re.compile(rb"(\d{6}) \w+ ([0-9a-f]{40,64})\t([^\0]+)\0")
_OF_INDEX = re.compile(rb"(\d{6}) ([0-9a-f]{40,64}) (\d)\t([^\0]+)\0")
_CHANGE = re.compile(rb":\d{6} \d{6} ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*\0([^\0]+)\0(?:([^:\0][^\0]*)\0)?")
_SIMILARITY = ("-M50%", "-l1000")
"""What git itself takes by default, and not what the configuration of the repository says."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A path of a commit or of the index."""

    path: str
    """Relative to the scanned folder; bytes that are not UTF-8 come as surrogates."""
    mode: int
    """0o100644, 0o100755, 0o120000 for a link, 0o160000 for a submodule."""
    blob: str
    """For a submodule, its commit."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A path whose mode or content is not the same in both versions."""

    path: str
    """In the head, or in the base when the head lacks it."""
    before: str
    """Its path in the base; the same but for renamed files."""
    status: str
    """A added, D deleted, M modified, R renamed, T another type."""
    edited: bool
    """Whether the content differs, too."""


def read_commit(root: Path, commit: str) -> Iterator[TreeEntry]:
    """Everything in a commit below `root`. Raises DxscoreError when there is no such commit."""
    for mode, blob, path in _OF_COMMIT.findall(output(root, "ls-tree", "-r", "-z", commit)):
        yield TreeEntry(_text(path), int(mode, 8), blob.decode())


def read_index(root: Path) -> Iterator[TreeEntry]:
    """Everything in the index below `root`. Raises DxscoreError while it has conflicts."""
    found = _OF_INDEX.findall(output(root, "ls-files", "-z", "--stage", "--no-recurse-submodules"))
    for mode, blob, stage, path in found:
        if stage != b"0":
            raise DxscoreError("the index has conflicts", hint="resolve them, and `git add` the files")
        yield TreeEntry(_text(path), int(mode, 8), blob.decode())


def changes(root: Path, base: str, head: str) -> Iterator[FileChange]:
    """What is not the same below `root` in two commits, or in a commit and the index (STAGED)."""
    sides = ("diff-index", "--cached", base) if head == STAGED else ("diff-tree", "-r", base, head)
    options = ("-z", "--raw", "--no-abbrev", "--relative", "--no-ext-diff", "--no-textconv", *_SIMILARITY)
    for old, new, status, first, second in _CHANGE.findall(output(root, sides[0], *options, *sides[1:], "--")):
        yield FileChange(_text(second or first), _text(first), status.decode(), edited=old != new)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")

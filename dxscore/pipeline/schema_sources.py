"""What an audit of schemas is made of: one version of a project, and a key that changes whenever it may differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from dxscore import __version__
from dxscore.domain.source import FileKind, SourceFile
from dxscore.facts.collect import Read
from dxscore.inputs.tree import Tree

_VERSION = 5
"""Raise it when the same files would give another audit."""


class SchemaSources(Struct, frozen=True):
    """What an audit is made of: one version of a project."""

    files: Sequence[SourceFile]
    read: Read
    tree: Tree
    rails: str
    """The locked version, '' when it is not known."""
    gems: Mapping[str, str]
    """Locked: name -> version."""
    store: Path | None = None
    """The folder for caches, None when there is to be none."""
    jobs: int = 0

    @property
    def key(self) -> str:
        """Of everything that decides what an audit says."""
        from dxscore.facts.collect_code import code_digest  # noqa: PLC0415 - as late as what uses it
        from dxscore.inputs.databases import schema_files  # noqa: PLC0415

        listed = schema_files(self.tree, self.gems)
        digest = blake2b(repr((_VERSION, __version__, code_digest(), self.rails, listed)).encode(), digest_size=16)
        for file in self.relevant:
            digest.update(f"{file.path}\0{file.blob}\0".encode("utf-8", "surrogateescape"))
        for one in listed:
            digest.update(self.tree.read(one.path))
        return digest.hexdigest()

    @property
    def relevant(self) -> tuple[SourceFile, ...]:
        """Ruby that is no test."""
        return tuple(file for file in self.files if file.kind is FileKind.RUBY)

"""One version of a project, as what a survey of its data access is made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from dxscore import __version__
from dxscore.domain.source import FileKind, SourceFile
from dxscore.facts.collect import Read
from dxscore.inputs.discovery import Listing
from dxscore.inputs.reading import read_source
from dxscore.pipeline.reading import ScanRequest

SURVEY_VERSION = 5
"""Raise it when the same files would give another survey."""
_RELEVANT = (FileKind.RUBY, FileKind.ERB, FileKind.UNSEEN)


class Sources(Struct, frozen=True):
    """What a survey is made of: one version of a project."""

    files: Sequence[SourceFile]
    read: Read
    rails: str
    """The locked version, '' when it is not known."""
    store: Path | None = None
    """The folder for caches, None when there is to be none."""
    jobs: int = 0

    @property
    def key(self) -> str:
        """Of everything that decides what a survey says."""
        from dxscore.facts.collect_code import code_digest  # noqa: PLC0415 - as late as what uses it

        digest = blake2b(repr((SURVEY_VERSION, __version__, code_digest(), self.rails)).encode(), digest_size=16)
        for file in self.relevant:
            digest.update(f"{file.path}\0{file.blob}\0".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    @property
    def relevant(self) -> tuple[SourceFile, ...]:
        """Ruby that is no test, and templates of all languages."""
        return tuple(file for file in self.files if file.kind in _RELEVANT)


def on_disk(request: ScanRequest, listing: Listing, rails: str) -> Sources:
    """What lies in the folder of a request."""
    read = partial(read_source, request.root)
    return Sources(listing.files, read, rails, request.store, request.config.scan.jobs)

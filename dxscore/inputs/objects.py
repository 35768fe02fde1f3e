"""Ids of git objects -> their bytes, through one `git cat-file` per process that asks."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeAlias
from weakref import finalize

from msgspec import Struct

from dxscore.domain.source import SourceFile
from dxscore.errors import DxscoreError
from dxscore.inputs.git_process import PARTIAL_CLONE_HINT, output, started

MAX_OBJECT = 16 * 1024 * 1024
"""Larger ones are not read."""


def missing(spec: str) -> DxscoreError:
    """What to raise for an object, or a path, whose content is not in this clone."""
    return DxscoreError(f"git can't read {spec}", hint=PARTIAL_CLONE_HINT)


class ObjectReader(Struct, frozen=True):
    """One `git cat-file --batch` at work."""

    requests: IO[bytes]
    answers: IO[bytes]

    def read(self, spec: str) -> bytes | None:
        """The blob, or None when it is missing, not a blob, larger than 16 MiB or can't be named in one line.

        Raises DxscoreError in a partial clone that lacks it: git gives up there, as it may fetch nothing.
        """
        if "\n" in spec:
            return None
        header = self._header(spec).split()
        if len(header) != 3 or not header[2].isdigit():
            return None
        return self._content(kind=header[1], size=int(header[2]))

    def _header(self, spec: str) -> bytes:
        with suppress(BrokenPipeError):
            self.requests.write(os.fsencode(spec) + b"\n")
            self.requests.flush()
        if header := self.answers.readline():
            return header
        raise missing(spec)

    def _content(self, kind: bytes, size: int) -> bytes | None:
        if kind == b"blob" and size <= MAX_OBJECT:
            return self.answers.read(size + 1)[:size]
        remaining = size + 1
        while remaining > 0 and (piece := self.answers.read(min(remaining, 1 << 20))):
            remaining -= len(piece)
        return None


@contextmanager
def object_reader(root: Path) -> Iterator[ObjectReader]:
    """A reader of any number of objects of the repository of `root`."""
    with started(root, "cat-file", "--batch", stdin=True) as process:
        yield ObjectReader(process.stdin, process.stdout)


_Readers: TypeAlias = dict[int, tuple[ExitStack, ObjectReader]]
"""By process; those of a parent stay in it, since to drop one would end the parent's git."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Blobs:
    """The blobs of a repository, for a process and those forked from it: sharing a pipe they would mix up answers.

    Its git process ends with it.
    """

    root: Path
    _readers: _Readers = field(default_factory=dict, compare=False, repr=False)
    _sizes: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        finalize(self, _end, self._readers)

    def read(self, blob: str) -> bytes:
        """Its bytes. Raises OSError when it is missing or larger than 16 MiB, DxscoreError in a partial clone."""
        content = self._reader().read(blob)
        if content is None:
            raise OSError(errno.EIO, f"git has no blob {blob}, or it is too large")
        return content

    def sizes(self, blobs: Iterable[str]) -> Mapping[str, int]:
        """Sizes in bytes, at least of these, as far as the repository has them; nothing is read."""
        wanted = [blob for blob in dict.fromkeys(blobs) if blob not in self._sizes]
        if wanted:
            questions = "".join(f"{blob}\n" for blob in wanted).encode()
            answers = output(self.root, "cat-file", "--batch-check=%(objectsize)", "--buffer", stdin=questions).split(
                b"\n"
            )
            self._sizes.update((blob, int(size)) for blob, size in zip(wanted, answers, strict=False) if size.isdigit())
        return self._sizes

    def source(self, file: SourceFile) -> bytes:
        """The bytes of a listed file; raises likewise."""
        return self.read(file.blob)

    def _reader(self) -> ObjectReader:
        process = os.getpid()
        if process not in self._readers:
            stack = ExitStack()
            self._readers[process] = (stack, stack.enter_context(object_reader(self.root)))
        return self._readers[process][1]


def _end(readers: _Readers) -> None:
    if os.getpid() in readers:
        readers[os.getpid()][0].close()

"""The files of a project -> their facts: from the cache where it has them, extracted by workers where not."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from hashlib import blake2b
from typing import TypeAlias

from dxscore import __version__
from dxscore.domain.facts import FileFacts
from dxscore.domain.source import FileKind, Skip, SourceFile
from dxscore.facts.cache import Cached, FactsCache
from dxscore.facts.errors import UnreadableSource
from dxscore.facts.extract import extract
from dxscore.facts.matching.program import MatchProgram
from dxscore.facts.parsing import grammars
from dxscore.facts.records import DamagedRecord, pack, unpack
from dxscore.facts.workers import Lost, run_all
from dxscore.inputs.reading import blob_id

EXTRACTION_VERSION = 1
"""Raise it when the same bytes would give other facts: cached ones are then not looked at."""

_READ_BY_NAME = frozenset({FileKind.TODO, FileKind.IMAGE})
_SHA256_DIGITS = 64

Read: TypeAlias = Callable[[SourceFile], bytes]
"""Raises OSError when the file is gone."""
Progress: TypeAlias = Callable[[int, int], None]
"""Files done, files to do."""
_Answering: TypeAlias = Callable[[SourceFile], bytes]


@dataclass(frozen=True, slots=True)
class Collected:
    """The facts of all files that could be read."""

    facts: Mapping[str, FileFacts]
    """By path."""
    skipped: tuple[Skip, ...]
    """Files without facts, and those of which only a part could be read ('syntax error'), by path."""
    notices: tuple[str, ...] = ()
    """What was wrong with the cache; the facts are right all the same."""


def collect(
    files: Sequence[SourceFile],
    read: Read,
    program: MatchProgram,
    cache: FactsCache | None,
    jobs: int,
    progress: Progress,
) -> Collected:
    """`jobs` is the number of worker processes, 0 for one per core."""
    digest = _digest(program)
    keys = {file.path: _key(file) for file in files}
    with _without_collector():
        cached = cache.load(digest, [*set(keys.values())]) if cache else Cached()
        known = _unpacked(cached.records)
        missing = {keys[file.path]: file for file in files if keys[file.path] not in known}
        fresh = _extract_all(missing, partial(_answer, read, program), jobs or _cores(), progress)
        known |= _unpacked(fresh.records)
    notice = cache.store(digest, fresh.lasting.items()) if cache and fresh.lasting else ""
    return Collected(
        {path: known[key] for path, key in keys.items() if key in known},
        tuple(sorted(_skips(keys, known, fresh.failures))),
        tuple(text for text in (cached.notice, notice) if text),
    )


class _Answer(Enum):
    """First byte of what a worker sends."""

    FACTS = b"f"
    FACTS_NOT_TO_KEEP = b"n"
    """The file is no longer what it was when its blob id was taken."""
    SKIP = b"s"


@dataclass(frozen=True, slots=True)
class _Fresh:
    """What the workers gave, by key."""

    records: dict[str, bytes] = field(default_factory=dict)
    lasting: dict[str, bytes] = field(default_factory=dict)
    """Those of the records that may be kept under their key."""
    failures: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Reason, detail."""


def _extract_all(missing: Mapping[str, SourceFile], answer: _Answering, jobs: int, progress: Progress) -> _Fresh:
    """Largest files first, so that no worker begins a large one when the others are done."""
    order = sorted(missing, key=lambda key: -missing[key].size)
    fresh = _Fresh()
    outcomes = run_all(len(order), lambda index: answer(missing[order[index]]), jobs)
    for done, (index, outcome) in enumerate(outcomes, start=1):
        _sort_in(fresh, order[index], outcome)
        progress(done, len(order))
    return fresh


def _sort_in(fresh: _Fresh, key: str, outcome: bytes | Lost) -> None:
    if isinstance(outcome, Lost):
        fresh.failures[key] = (outcome.reason, outcome.detail)
        return
    answer, content = _Answer(outcome[:1]), outcome[1:]
    if answer is _Answer.SKIP:
        reason, _, detail = content.decode().partition("\n")
        fresh.failures[key] = (reason, detail)
        return
    fresh.records[key] = content
    if answer is _Answer.FACTS:
        fresh.lasting[key] = content


def _answer(read: Read, program: MatchProgram, file: SourceFile) -> bytes:
    """What a worker does with one file."""
    try:
        source = read(file)
        facts = extract(source, file.kind, program, file.path)
    except UnreadableSource as error:
        return _skip(error.reason, error.detail)
    except OSError as error:
        return _skip("vanished", error.strerror or str(error))
    algorithm = "sha256" if len(file.blob) == _SHA256_DIGITS else "sha1"
    answer = _Answer.FACTS if blob_id(source, algorithm) == file.blob else _Answer.FACTS_NOT_TO_KEEP
    return bytes(answer.value) + pack(facts)


def _skip(reason: str, detail: str) -> bytes:
    return bytes(_Answer.SKIP.value) + f"{reason}\n{detail}".encode()


def _unpacked(records: Mapping[str, bytes]) -> dict[str, FileFacts]:
    """Damaged records are left out: their files are read again."""
    known = {}
    for key, record in records.items():
        with suppress(DamagedRecord):
            known[key] = unpack(record)
    return known


def _skips(
    keys: Mapping[str, str], known: Mapping[str, FileFacts], failures: Mapping[str, tuple[str, str]]
) -> Iterator[Skip]:
    for path, key in keys.items():
        if key in failures:
            yield Skip(path, *failures[key])
        elif key in known and known[key].syntax_error:
            yield Skip(path, "syntax error", f"line {known[key].syntax_error}")


def _key(file: SourceFile) -> str:
    """Files that are read by their name have it in their key."""
    name = file.path if file.kind in _READ_BY_NAME else ""
    return f"{file.kind}:{file.blob}:{name}"


def _digest(program: MatchProgram) -> str:
    """Of everything but the bytes that decides what the facts of a file are."""
    parts = (__version__, EXTRACTION_VERSION, program.digest, grammars())
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def _cores() -> int:
    """Those that this process may use, which in a container can be fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _without_collector() -> Iterator[None]:
    """Making a hundred thousand small values that all stay would set it off again and again: two thirds of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

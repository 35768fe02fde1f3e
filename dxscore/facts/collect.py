"""The files of one or more versions of a project -> their facts: cached ones, and the rest extracted by workers."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from typing import TypeAlias

from msgspec import Struct, field

from dxscore import __version__
from dxscore.domain.facts import FileFacts
from dxscore.domain.rule import Rule
from dxscore.domain.source import FileKind, Skip, SourceFile
from dxscore.facts.answers import Answer
from dxscore.facts.cache import Cached, FactsCache
from dxscore.facts.matching.digest import program_digest
from dxscore.facts.parsing import grammars
from dxscore.facts.records import DamagedRecord, unpack
from dxscore.facts.workers import Lost, run_all

EXTRACTION_VERSION = 10
"""Raise it when the same bytes would give other facts: cached ones are then not looked at."""

_READ_BY_NAME = frozenset({FileKind.TODO, FileKind.IMAGE})

Read: TypeAlias = Callable[[SourceFile], bytes]
"""Raises OSError when the file is gone."""
Progress: TypeAlias = Callable[[int, int], None]
"""Files done, files to do."""


class Collected(Struct, frozen=True):
    """The facts of all files that could be read."""

    facts: Mapping[str, FileFacts]
    """By path."""
    skipped: tuple[Skip, ...]
    """Files without facts, and those of which only a part could be read ('syntax error'), by path."""
    notices: tuple[str, ...] = ()
    """What was wrong with the cache; the facts are right all the same."""


class Batch(Struct, frozen=True):
    """One version of a project to collect: its files, and where their bytes come from."""

    files: Sequence[SourceFile]
    read: Read


def collect(
    files: Sequence[SourceFile],
    read: Read,
    rules: Sequence[Rule],
    cache: FactsCache | None,
    jobs: int,
    progress: Progress,
) -> Collected:
    """`jobs` is the number of worker processes, 0 for one per core."""
    return collect_all([Batch(files, read)], rules, cache, jobs, progress)[0]


def collect_all(
    batches: Sequence[Batch], rules: Sequence[Rule], cache: FactsCache | None, jobs: int, progress: Progress
) -> tuple[Collected, ...]:
    """The facts of several versions, in their order; content that many have is read once, from the first of them."""
    digest = facts_digest(rules)
    keys = [{file.path: key_of(file) for file in batch.files} for batch in batches]
    cached = cache.load(digest, [*{key for each in keys for key in each.values()}]) if cache else Cached()
    known = _unpacked(cached.records)
    missing = _missing(batches, keys, known)
    fresh = extract_all(missing, rules, jobs or cores(), progress) if missing else _Fresh()
    known |= _unpacked(fresh.records)
    notice = cache.store(digest, fresh.lasting.items()) if cache and fresh.lasting else ""
    notices = tuple(text for text in (cached.notice, notice) if text)
    return tuple(_collected(each, known, fresh.failures, notices) for each in keys)


def _missing(batches: Sequence[Batch], keys: Sequence[Mapping[str, str]], known: Container[str]) -> dict[str, Source]:
    missing: dict[str, Source] = {}
    for batch, key_of in zip(batches, keys, strict=True):
        for file in batch.files:
            if (key := key_of[file.path]) not in known:
                missing.setdefault(key, Source(file, batch.read))
    return missing


class Source(Struct, frozen=True):
    """A file to extract, and how to get its bytes."""

    file: SourceFile
    read: Read


def _collected(
    keys: Mapping[str, str],
    known: Mapping[str, FileFacts],
    failures: Mapping[str, tuple[str, str]],
    notices: tuple[str, ...],
) -> Collected:
    return Collected(
        {path: known[key] for path, key in keys.items() if key in known},
        tuple(sorted(_skips(keys, known, failures))),
        notices,
    )


class _Fresh(Struct, frozen=True):
    """What the workers gave, by key."""

    records: dict[str, bytes] = field(default_factory=dict)
    lasting: dict[str, bytes] = field(default_factory=dict)
    """Those of the records that may be kept under their key."""
    failures: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Reason, detail."""


def extract_all(missing: Mapping[str, Source], rules: Sequence[Rule], jobs: int, progress: Progress) -> _Fresh:
    """Largest files first, so that no worker begins a large one when the others are done."""
    # Imported and compiled here: a run that finds everything in the cache does without the engine.
    from dxscore.facts.answering import answer  # noqa: PLC0415
    from dxscore.facts.matching.program import MatchProgram  # noqa: PLC0415

    program = MatchProgram(rules)
    order = sorted(missing, key=lambda key: -missing[key].file.size)
    sources = [missing[key] for key in order]
    fresh = _Fresh()
    outcomes = run_all(len(order), lambda index: answer(sources[index].read, program, sources[index].file), jobs)
    for done, (index, outcome) in enumerate(outcomes, start=1):
        _sort_in(fresh, order[index], outcome)
        progress(done, len(order))
    return fresh


def _sort_in(fresh: _Fresh, key: str, outcome: bytes | Lost) -> None:
    if isinstance(outcome, Lost):
        fresh.failures[key] = (outcome.reason, outcome.detail)
        return
    answer, content = Answer(outcome[:1]), outcome[1:]
    if answer is Answer.SKIP:
        reason, _, detail = content.decode().partition("\n")
        fresh.failures[key] = (reason, detail)
        return
    fresh.records[key] = content
    if answer is Answer.FACTS:
        fresh.lasting[key] = content


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


def key_of(file: SourceFile) -> str:
    """What the facts of a file are kept under; files that are read by their name have it in their key."""
    name = file.path if file.kind in _READ_BY_NAME else ""
    return f"{file.kind}:{file.blob}:{name}"


def facts_digest(rules: Sequence[Rule]) -> str:
    """Of everything but the bytes that decides what the facts of a file are."""
    parts = (__version__, EXTRACTION_VERSION, program_digest(rules), grammars())
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def cores() -> int:
    """How many there are: those that this process may use, which in a container can be fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

"""Ruby and ERB files of a project -> their programs as plain values: cached ones, and the rest lowered by workers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from zlib import crc32

import msgspec
from msgspec import Struct

from dxscore import __version__
from dxscore.domain.ruby import RubyCode
from dxscore.domain.source import Skip, SourceFile
from dxscore.facts.cache import Cached, FactsCache
from dxscore.facts.collect import Progress, Read, cores, key_of
from dxscore.facts.errors import UnreadableSource
from dxscore.facts.lowering import LOWERING_VERSION, lower
from dxscore.facts.parsing import grammars
from dxscore.facts.workers import Lost, run_all

_SKIPPED = b"!"
_CHECKSUM_SIZE = 4
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(RubyCode)


class CollectedCode(Struct, frozen=True):
    """The programs of all files that could be read."""

    code: Mapping[str, RubyCode]
    """By path."""
    skipped: tuple[Skip, ...]
    notices: tuple[str, ...] = ()
    """What was wrong with the cache; the code is right all the same."""


def collect_code(
    files: Sequence[SourceFile], read: Read, cache: FactsCache | None, jobs: int, progress: Progress
) -> CollectedCode:
    """`jobs` is the number of worker processes, 0 for one per core. Files of one content are lowered once."""
    digest = code_digest()
    wanted = {key_of(file): file for file in files}
    cached = cache.load(digest, [*wanted]) if cache else Cached()
    known = _unpacked(cached.records)
    missing = sorted((key for key in wanted if key not in known), key=lambda key: -wanted[key].size)
    fresh, failures = _lowered([wanted[key] for key in missing], missing, read, jobs or cores(), progress)
    known |= _unpacked(fresh)
    notice = cache.store(digest, fresh.items()) if cache and fresh else ""
    return CollectedCode(
        {file.path: known[key] for file in files if (key := key_of(file)) in known},
        tuple(sorted(Skip(file.path, *failures[key]) for file in files if (key := key_of(file)) in failures)),
        tuple(text for text in (cached.notice, notice) if text),
    )


def code_digest() -> str:
    """Of everything but the bytes that decides what the program of a file is."""
    return blake2b(repr(("code", __version__, LOWERING_VERSION, grammars())).encode(), digest_size=16).hexdigest()


def _lowered(
    files: Sequence[SourceFile], keys: Sequence[str], read: Read, jobs: int, progress: Progress
) -> tuple[dict[str, bytes], dict[str, tuple[str, str]]]:
    records: dict[str, bytes] = {}
    failures: dict[str, tuple[str, str]] = {}
    outcomes = run_all(len(files), lambda index: _record(files[index], read), jobs) if files else ()
    for done, (index, outcome) in enumerate(outcomes, start=1):
        if isinstance(outcome, Lost):
            failures[keys[index]] = (outcome.reason, outcome.detail)
        elif outcome.startswith(_SKIPPED):
            reason, _, detail = outcome[1:].decode().partition("\n")
            failures[keys[index]] = (reason, detail)
        else:
            records[keys[index]] = outcome[1:]
        progress(done, len(files))
    return records, failures


def _record(file: SourceFile, read: Read) -> bytes:
    try:
        content = _ENCODER.encode(lower(read(file), file.kind))
    except UnreadableSource as error:
        return _SKIPPED + f"{error.reason}\n{error.detail}".encode()
    except OSError as error:
        return _SKIPPED + f"vanished\n{error.strerror or error}".encode()
    return b"=" + crc32(content).to_bytes(_CHECKSUM_SIZE, "big") + content


def _unpacked(records: Mapping[str, bytes]) -> dict[str, RubyCode]:
    """Damaged records are left out: their files are read again."""
    known = {}
    for key, record in records.items():
        content = memoryview(record)[_CHECKSUM_SIZE:]
        if crc32(content).to_bytes(_CHECKSUM_SIZE, "big") == record[:_CHECKSUM_SIZE]:
            with suppress(msgspec.MsgspecError):
                known[key] = _DECODER.decode(content)
    return known

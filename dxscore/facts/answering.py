"""What a worker does with one file: its bytes -> an answer that says facts or skip, as bytes to send."""

from __future__ import annotations

from collections.abc import Callable

from dxscore.domain.source import SourceFile
from dxscore.facts.answers import Answer
from dxscore.facts.errors import UnreadableSource
from dxscore.facts.extract import extract
from dxscore.facts.matching.program import MatchProgram
from dxscore.facts.records import pack
from dxscore.inputs.reading import blob_id

_SHA256_DIGITS = 64


def answer(read: Callable[[SourceFile], bytes], program: MatchProgram, file: SourceFile) -> bytes:
    """The first byte is an Answer; what follows are packed facts, or the reason and detail of a skip on two lines."""
    try:
        source = read(file)
        facts = extract(source, file.kind, program, file.path)
    except UnreadableSource as error:
        return _skip(error.reason, error.detail)
    except OSError as error:
        return _skip("vanished", error.strerror or str(error))
    algorithm = "sha256" if len(file.blob) == _SHA256_DIGITS else "sha1"
    kept = Answer.FACTS if blob_id(source, algorithm) == file.blob else Answer.FACTS_NOT_TO_KEEP
    return bytes(kept.value) + pack(facts)


def _skip(reason: str, detail: str) -> bytes:
    return bytes(Answer.SKIP.value) + f"{reason}\n{detail}".encode()

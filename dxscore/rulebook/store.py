"""A validated rulebook on disk, so that a warm run parses no YAML; a damaged or foreign one is as good as none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from dxscore import __version__
from dxscore.copying import replace
from dxscore.domain.rule import Detection, Grading, Rule, RuleScope, RuleText, Upgrade
from dxscore.domain.score import ScorecardSpec
from dxscore.rulebook.book import Rulebook
from dxscore.rulebook.codec import LAYOUT, pack, unpack
from dxscore.rulebook.files import RuleFile


def key_of(files: Sequence[RuleFile]) -> str:
    """Digest of what the rulebook is made from: names and bytes of the files, and the engine."""
    digest = blake2b(f"{__version__} {LAYOUT}".encode(), digest_size=16)
    for file in files:
        digest.update(f"\0{file.folder} {file.path}\0{len(file.data)}\0".encode(errors="surrogateescape"))
        digest.update(file.data)
    return digest.hexdigest()


class StoredRule(Struct, frozen=True):
    """A Rule without examples, whose detection is plain: msgspec reads the rest, but no such union."""

    id: str
    dimension: str
    text: RuleText
    grading: Grading
    scope: RuleScope
    detection: Any
    message: str
    upgrade: Upgrade | None
    family: str
    aliases: tuple[str, ...]
    origin: str


class _Stored(Struct, frozen=True):
    key: str
    digest: str
    marks: dict[str, str]
    rules: tuple[StoredRule, ...]
    scorecards: tuple[ScorecardSpec, ...]


def without_examples(book: Rulebook) -> Rulebook:
    """The form in which rulebooks are kept, and in which those are given that are not."""
    return replace(book, rules=tuple(replace(rule, valid=(), invalid=()) for rule in book.rules))


def stored(path: Path, key: str) -> Rulebook | None:
    """The rulebook kept under the key; None when there is none, or a foreign, older or damaged one."""
    with suppress(OSError, msgspec.MsgspecError, TypeError, ValueError, LookupError, RecursionError):
        found = msgspec.msgpack.decode(path.read_bytes(), type=_Stored)
        if found.key == key:
            return Rulebook(tuple(map(_restored, found.rules)), found.scorecards, found.digest, found.marks)
    return None


def keep(path: Path, key: str, book: Rulebook) -> None:
    """Write the rulebook in one step; a store that can't be written costs the next run some time and nothing else."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    content = _Stored(key, book.digest, dict(book.marks), tuple(map(_storable, book.rules)), book.scorecards)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("xb") as stream:
            stream.write(msgspec.msgpack.encode(content))
        draft.replace(path)


_NAMES = tuple(field.name for field in fields(StoredRule))


def _storable(rule: Rule) -> StoredRule:
    return StoredRule(**{name: getattr(rule, name) for name in _NAMES} | {"detection": pack(rule.detection)})


def _restored(rule: StoredRule) -> Rule:
    detection = unpack(rule.detection)
    if not isinstance(detection, Detection):
        raise TypeError("not a detection")
    return Rule(**{name: getattr(rule, name) for name in _NAMES} | {"detection": detection})

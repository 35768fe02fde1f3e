"""A repository -> its commit log, kept between runs, so that git is asked only for what is new."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Set
from pathlib import Path

from msgspec.structs import replace

from dxscore.inputs.history.log import CommitLog, read_log
from dxscore.inputs.history.store import load, save
from dxscore.inputs.reading import read_bytes
from dxscore.inputs.repository import Repository

_FORMAT = 1
"""Of the stored values."""
_IGNORE_REVS = ".git-blame-ignore-revs"
_MAX_BYTES = 1024 * 1024


def commit_log(repository: Repository, since: int, store: Path | None) -> CommitLog:
    """The log from at least `since` on, by asking git only for what is new. Raises DxscoreError."""
    key = key_of(repository)
    known = load(store, "commits", key, CommitLog)
    if known is None or known.since > since or not repository.is_ancestor(known.head):
        log = read_log(repository, since)
    elif known.head == repository.head:
        return known
    else:
        new = read_log(repository, known.since, after=known.head)
        log = replace(known, head=new.head, commits=new.commits + known.commits)
    save(store, "commits", key, log)
    return log


def key_of(repository: Repository, *parts: object) -> str:
    """A digest of all that a stored value depends on: the parts, the format, who is who, what is looked through."""
    mailmap = _content(repository, ".mailmap")
    facts = (_FORMAT, repository.prefix, repository.shallow, mailmap, _content(repository, _IGNORE_REVS), *parts)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def ignored_commits(repository: Repository) -> Set[bytes]:
    """Commits that the project asks `git blame` to look through."""
    ids = re.findall(rb"^\s*([0-9a-f]{40}(?:[0-9a-f]{24})?)\b", _content(repository, _IGNORE_REVS), re.MULTILINE)
    return {bytes.fromhex(each.decode()) for each in ids}


def _content(repository: Repository, name: str) -> bytes:
    top = repository.root.parents[repository.prefix.count("/") - 1] if repository.prefix else repository.root
    try:
        return read_bytes(top / name, _MAX_BYTES)
    except OSError:
        return b""

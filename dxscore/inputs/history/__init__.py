"""A repository -> how often, by whom and how long ago its files and lines were changed, kept between runs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Set
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from dxscore.config import HistoryConfig
from dxscore.domain.history import History
from dxscore.errors import DxscoreError
from dxscore.inputs.history.churn import churn, start_of_window
from dxscore.inputs.history.log import CommitLog, read_log
from dxscore.inputs.history.store import load, save
from dxscore.inputs.reading import read_bytes
from dxscore.inputs.repository import Repository

_FORMAT = 1
"""Of the stored values; part of their keys."""
_IGNORE_REVS = ".git-blame-ignore-revs"
_MAX_BYTES = 1024 * 1024


def read_history(repository: Repository | None, as_of: date, config: HistoryConfig, store: Path | None) -> History:
    """The history of each file as of a day; `store` is the cache folder, None to keep nothing.

    Never raises: without git, before the first commit, or when git can't read its log, it is incomplete and says why.
    """
    if repository is None:
        return History(churn_days=config.churn_days, window_days=config.window_days)
    if not repository.head:
        return History(churn_days=config.churn_days, window_days=config.window_days, reason="no commit yet")
    key = _key(repository, as_of.isoformat(), config.churn_days, config.window_days, repository.head, _IGNORE_REVS)
    known = load(store, "history", key, History)
    if known is not None:
        return known
    try:
        log = commit_log(repository, start_of_window(as_of, config.window_days), store)
    except DxscoreError as error:
        return History(churn_days=config.churn_days, window_days=config.window_days, reason=str(error))
    history = churn(log, as_of, config, _ignored(repository))
    save(store, "history", key, history)
    return history


def commit_log(repository: Repository, since: int, store: Path | None) -> CommitLog:
    """The log from at least `since` on, by asking git only for what is new. Raises DxscoreError."""
    key = _key(repository)
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


def _key(repository: Repository, *parts: object) -> str:
    """All that the stored value depends on; .mailmap decides who is who."""
    mailmap = _content(repository, ".mailmap")
    facts = (_FORMAT, repository.prefix, repository.shallow, mailmap, _content(repository, _IGNORE_REVS), *parts)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _ignored(repository: Repository) -> Set[bytes]:
    """Commits that the project asks `git blame` to look through."""
    ids = re.findall(rb"^\s*([0-9a-f]{40}(?:[0-9a-f]{24})?)\b", _content(repository, _IGNORE_REVS), re.MULTILINE)
    return {bytes.fromhex(each.decode()) for each in ids}


def _content(repository: Repository, name: str) -> bytes:
    top = repository.root.parents[repository.prefix.count("/") - 1] if repository.prefix else repository.root
    try:
        return read_bytes(top / name, _MAX_BYTES)
    except OSError:
        return b""

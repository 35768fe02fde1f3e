"""A repository -> how often, by whom and how long ago its files and lines were changed, kept between runs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dxscore.config import HistoryConfig
from dxscore.domain.history import History
from dxscore.errors import DxscoreError
from dxscore.inputs.history.ages import line_ages
from dxscore.inputs.history.churn import churn, start_of_window
from dxscore.inputs.history.logbook import commit_log, ignored_commits, key_of
from dxscore.inputs.history.store import load, save
from dxscore.inputs.repository import Repository

__all__ = ["line_ages", "read_history"]


def read_history(repository: Repository | None, as_of: date, config: HistoryConfig, store: Path | None) -> History:
    """The history of each file as of a day; `store` is the cache folder, None to keep nothing.

    Never raises: without git, before the first commit, or when git can't read its log, it is incomplete and says why.
    """
    if repository is None:
        return History(churn_days=config.churn_days, window_days=config.window_days)
    if not repository.head:
        return History(churn_days=config.churn_days, window_days=config.window_days, reason="no commit yet")
    key = key_of(repository, repository.head, as_of.isoformat(), config.churn_days, config.window_days)
    known = load(store, "history", key, History)
    if known is not None:
        return known
    try:
        log = commit_log(repository, start_of_window(as_of, config.window_days), store)
    except DxscoreError as error:
        return History(churn_days=config.churn_days, window_days=config.window_days, reason=str(error))
    history = churn(log, as_of, config, ignored_commits(repository))
    save(store, "history", key, history)
    return history

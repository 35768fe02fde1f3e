"""A request -> its answer, or the one line that says why this token may not do it."""

from __future__ import annotations

from collections.abc import Callable

from dxscore.hosts.client import Answer, RefusedError
from dxscore.hosts.target import Target
from dxscore.hosts.token import ReadOnlyError


def permitted(
    ask: Callable[[], Answer], advice: str, target: Target, refusals: frozenset[int] = frozenset({403})
) -> Answer:
    """What `ask` returns; raises ReadOnlyError when the host answers with a status that means 'not with this token'."""
    try:
        return ask()
    except RefusedError as error:
        if error.status not in refusals:
            raise
        if target.is_fork:
            raise ReadOnlyError(f"{error}; a change from a fork gets a token that may only read") from None
        raise ReadOnlyError(str(error), advice) from None

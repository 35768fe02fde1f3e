"""An action that may meet a busy host -> its result, after a few tries with growing pauses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from dxscore.hosts.client import BusyError

_PAUSES = (1.0, 2.0, 4.0, 8.0)
_LONGEST = 60.0

T = TypeVar("T")


def patiently(action: Callable[[], T], sleep: Callable[[float], object] = time.sleep) -> T:
    """Run the action up to five times. It must be harmless to repeat: it has to look before it writes.

    Waits as long as the host asks for (Retry-After), a growing pause otherwise. Raises the last BusyError, at once
    when the host asks for more than a minute.
    """
    for pause in _PAUSES:
        try:
            return action()
        except BusyError as error:
            wait = pause if error.wait is None else error.wait
            if wait > _LONGEST:
                raise
        sleep(wait)
    return action()

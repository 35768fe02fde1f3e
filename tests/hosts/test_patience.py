from __future__ import annotations

from collections.abc import Callable

import pytest

from dxscore.errors import DxscoreError
from dxscore.hosts.client import BusyError
from dxscore.hosts.patience import patiently


def _failing(*errors: Exception) -> Callable[[], str]:
    left = list(errors)

    def action() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return action


def test_pauses_grow_while_the_host_says_nothing() -> None:
    slept: list[float] = []
    assert patiently(_failing(*[BusyError("busy")] * 4), slept.append) == "done"
    assert slept == [1.0, 2.0, 4.0, 8.0]


def test_the_host_may_name_the_pause() -> None:
    slept: list[float] = []
    assert patiently(_failing(BusyError("busy", 7.0), BusyError("busy", 0.0)), slept.append) == "done"
    assert slept == [7.0, 0.0]


def test_the_fifth_failure_is_the_last() -> None:
    slept: list[float] = []
    with pytest.raises(BusyError, match="busy 5"):
        patiently(_failing(*(BusyError(f"busy {number}") for number in range(1, 7))), slept.append)
    assert len(slept) == 4


def test_a_host_that_asks_for_an_hour_is_not_waited_for() -> None:
    slept: list[float] = []
    with pytest.raises(BusyError):
        patiently(_failing(BusyError("busy", 3600.0)), slept.append)
    assert slept == []


def test_other_errors_are_not_repeated() -> None:
    slept: list[float] = []
    with pytest.raises(DxscoreError, match="wrong"):
        patiently(_failing(DxscoreError("wrong")), slept.append)
    assert slept == []

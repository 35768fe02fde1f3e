from __future__ import annotations

import pytest

from dxscore.access.throttles import is_throttled
from tests.program.programs import program_of


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def perform\nx\nend", False),
        ("def perform\nsleep 1\nend", True),
        ("limits_concurrency to: 1\ndef perform\nend", True),
        ("include JobIteration::Iteration", True),
    ],
)
def test_what_limits_a_job(body: str, expected: bool) -> None:
    assert is_throttled(program_of(f"class SyncJob\n{body}\nend"), "SyncJob", None) is expected


def test_an_unknown_class_is_not_throttled() -> None:
    assert is_throttled(program_of(""), "Gone", None) is False

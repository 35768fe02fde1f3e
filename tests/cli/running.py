"""The command line, run in this process."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dxscore.__main__ import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Outcome:
    """Run `dxscore ARGUMENTS`."""
    code = 0
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
    captured = capsys.readouterr()
    return Outcome(code, captured.out, captured.err)

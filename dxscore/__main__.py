"""Command line entry point: the exit codes, and the only place that turns an unforeseen fault into a message.

0 done, 1 findings where the command was asked to fail on them, 2 could not do it, 3 nothing to scan.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from dxscore import __version__
from dxscore.errors import DxscoreError, NothingToScanError

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `dxscore` and exit."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments == ["--version"]:
        print(f"dxscore {__version__}")
        return
    debug = "--debug" in arguments
    try:
        _run([argument for argument in arguments if argument != "--debug"])
    except DxscoreError as error:
        if debug:
            raise
        sys.exit(_told(str(error), error.hint, 3 if isinstance(error, NothingToScanError) else 2))
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        _silence_stdout()
        sys.exit(0)
    except Exception as error:
        if debug:
            raise
        hint = "this is a fault of dxscore: run again with --debug and report what it prints"
        sys.exit(_told(f"{type(error).__name__}: {error}", hint, 2))


def _run(arguments: list[str]) -> None:
    from dxscore.cli import app

    # A scan makes hundreds of thousands of small values that live to its end: looking among them for garbage again and
    # again takes a third of a warm scan, and finds nothing.
    gc.disable()

    app.build()(arguments)


def _told(message: str, hint: str, code: int) -> int:
    print(f"dxscore: {message}", file=sys.stderr)
    if hint:
        print(f"  hint: {hint}", file=sys.stderr)
    return code


def _silence_stdout() -> None:
    """The reader went away (`| head`): nothing may be flushed to it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def command() -> NoReturn:
    """The installed command: main, then out at once, without freeing a few hundred thousand values one by one."""
    code: object = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    status = code if isinstance(code, int) else int(bool(code))
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    os._exit(status)


if __name__ == "__main__":
    command()

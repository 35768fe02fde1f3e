"""What a scan costs, in units of P1 (parse_only.py) measured in turn with it.

usage: python -m tests.benchmarks.scan CHECKOUT [ROUNDS]

Limits on antiwork/gumroad with two cores: cold at most 1.25 x P1 wall and 2.2 x P1 CPU, warm at most 0.25 x P1 wall,
any process at most 150 MiB; all rules at most 1.2 x the CPU of ten; rails/rails cold at most 1.4 x P1 wall;
--version and --help at most 8 x the start of bare Python.

DXSCORE names the program to measure. Give it one installed from a wheel: an editable install has no prebuilt rules,
and where PYTHONDONTWRITEBYTECODE is set it compiles its own source in every run.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmarks.measure import Run, ratios, run

_PYTHON = sys.executable
_DXSCORE = [os.environ["DXSCORE"]] if "DXSCORE" in os.environ else [_PYTHON, "-m", "dxscore"]
_TEN_RULES = 10


def main(checkout: Path, rounds: int) -> None:
    """Measure and print, one line per figure."""
    parse = [_PYTHON, "-m", "tests.benchmarks.parse_only", str(checkout)]
    scan = [*_DXSCORE, "scan", str(checkout), "--output", "json"]
    forget = partial(shutil.rmtree, checkout / ".dxscore" / "cache", ignore_errors=True)
    _say("cold / P1", rounds, partial(run, scan, forget), partial(run, parse))
    run(scan)
    _say("warm / P1", rounds, partial(run, scan), partial(run, parse))
    _say("one file changed / P1", rounds, partial(run, scan, _edit(checkout)), partial(run, parse))
    with tempfile.TemporaryDirectory() as folder:
        few = [*scan, "--config", str(_ten_rules(Path(folder)))]
        _say("all rules / ten rules, cold", rounds, partial(run, scan, forget), partial(run, few, forget))
    bare = [_PYTHON, "-c", "pass"]
    for option in ("--version", "--help"):
        _say(f"{option} / bare Python", rounds, partial(run, [*_DXSCORE, option]), partial(run, bare))


def _say(title: str, rounds: int, first: Callable[[], Run], second: Callable[[], Run]) -> None:
    print(f"{title}: {ratios([(first(), second()) for _ in range(rounds)])}", flush=True)


def _edit(checkout: Path) -> Callable[[], None]:
    """Put another untracked file in place of the last one, so that exactly one file is new."""
    target = checkout / "app" / "dxscore_benchmark_probe.rb"

    def edit() -> None:
        number = int(target.read_text().split()[-1]) + 1 if target.exists() else 0
        target.parent.mkdir(exist_ok=True)
        target.write_text(f"# probe {number}")

    return edit


def _ten_rules(folder: Path) -> Path:
    from dxscore.config import Config  # noqa: PLC0415
    from dxscore.pipeline import rules_of  # noqa: PLC0415 - the timed processes must not share this start-up

    ids = [rule.id for rule in rules_of(folder, Config()).rules][_TEN_RULES:]
    config = folder / "dxscore.toml"
    config.write_text("[rules]\ndisable = [" + ", ".join(f'"{name}"' for name in ids) + "]\n")
    return config


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5)

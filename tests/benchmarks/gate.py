"""What a gate costs, in units of a cold scan measured in turn with it.

usage: python -m tests.benchmarks.gate CHECKOUT [COMMITS]

Gates each of the last COMMITS (7) against its first parent, its facts already cached as a run on the branch before
would leave them. Limits on alphagov/whitehall: median at most 2 s and 0.25 x a cold scan; without any cache at most
1.3 x a cold scan.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.benchmarks.measure import ratios, run

_DXSCORE = [os.environ["DXSCORE"]] if "DXSCORE" in os.environ else [sys.executable, "-m", "dxscore"]


def main(checkout: Path, commits: int) -> None:
    """Measure and print, one line per figure."""
    forget = partial(shutil.rmtree, checkout / ".dxscore" / "cache", ignore_errors=True)
    scan = [*_DXSCORE, "scan", str(checkout), "--output", "json"]
    log = ("git", "-C", str(checkout), "rev-list", "--first-parent", f"--max-count={commits}", "HEAD")
    heads = subprocess.run(log, check=True, capture_output=True, text=True).stdout.split()
    gates = [[*_DXSCORE, "gate", str(checkout), "--base", f"{head}~1", "--head", head] for head in heads]
    first = [(run(gate, forget), run(scan, forget)) for gate in gates[:3]]
    print(f"gate without a cache / cold scan: {ratios(first)}", flush=True)
    for gate in gates:
        run(gate)
    warm = [(run(gate), run([*scan, "--no-cache"])) for gate in gates]
    print(f"gate with a cache / cold scan: {ratios(warm)}")
    walls = [gate.wall for gate, _ in warm]
    print(f"gate with a cache: median {statistics.median(walls):.2f} s, longest {max(walls):.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7)

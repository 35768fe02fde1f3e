"""Gate each of the last commits of a repository against its first parent, and look for what should not be.

    python -m tests.benchmarks.gate_history CLONE [COMMITS]

Prints, per repository: what was new and fixed, whether the sums of both lead from one end of the range to the other,
whether the head of each gate is the base of the next, and new findings that no line, entity or cause explains.
"""

from __future__ import annotations

import gc
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

from dxscore.domain.gate import Change, GateReport, Judged
from dxscore.pipeline.ends import GateRequest
from dxscore.pipeline.gating import gate

_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_NEAR = 40
"""Lines between a finding and an edit that may well lie in the same method."""


def main() -> None:
    root, count = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 60
    commits = _git(root, "rev-list", "--first-parent", f"--max-count={count + 1}", "HEAD").split()[::-1]
    kinds: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    odd: list[str] = []
    seconds = []
    previous: Counter[str] = Counter()
    for parent, commit in pairwise(commits):
        gc.collect()
        started = time.perf_counter()
        report = _gate(root, parent, commit)
        seconds.append(time.perf_counter() - started)
        if previous and previous != _identities(report, of_base=True):
            odd.append(f"{commit[:9]} the base is not the head of the gate before")
        previous = _identities(report, of_base=False)
        kinds["fixed"] += len(report.fixed)
        for entry in report.entries:
            kind = _kind(root, parent, commit, entry)
            kinds[kind] += 1
            kinds["worse" if entry.compared.change is Change.WORSE else "new"] += 1
            rules[f"{entry.compared.change} {entry.finding.rule}"] += 1
            if kind not in ("on edited lines", "worse"):
                odd.append(f"{commit[:9]} [{kind}] {_told(entry)}")
    _say(root, len(commits) - 1, kinds, seconds)
    whole = _gate(root, commits[0], commits[-1])
    before, after = _identities(whole, of_base=True).total(), _identities(whole, of_base=False).total()
    print(f"  sum of new - fixed: {kinds['new'] - kinds['fixed']}; the ends: {after} - {before} = {after - before}")
    print(f"  most often: {', '.join(f'{rule} {number}' for rule, number in rules.most_common(8))}")
    for line in sorted(odd, key=lambda line: "unexplained" not in line)[:25]:
        print(f"  {line}")


def _gate(root: Path, base: str, head: str) -> GateReport:
    return gate(GateRequest(root, date(2026, 11, 25), base, head), lambda _done, _all: None)


def _identities(report: GateReport, *, of_base: bool) -> Counter[str]:
    """Fingerprints of all findings of one side."""
    compared = [*(entry.compared for entry in report.entries), *report.unchanged, *report.fixed]
    if of_base:
        found = [each.before or each.finding for each in compared if each.change is not Change.NEW]
    else:
        found = [each.finding for each in compared if each.change is not Change.FIXED]
    return Counter(f"{finding.fingerprint} {finding.location}" for finding in found)


def _kind(root: Path, parent: str, commit: str, entry: Judged) -> str:
    if entry.compared.change is Change.WORSE:
        return "worse"
    if entry.compared.cause:
        return "with a cause"
    place = entry.finding.location
    distance = _distance(root, parent, commit, place.path, (place.line, place.end_line))
    if distance is None:
        return "unexplained"
    return "on edited lines" if distance <= 1 else "near edited lines" if distance <= _NEAR else "unexplained"


def _distance(root: Path, parent: str, commit: str, path: str, place: tuple[int, int]) -> int | None:
    """Lines between a place and the nearest edit of its file; None when the file was not edited."""
    diff = _git(root, "diff", "-U0", "-M", parent, commit, "--", path)
    edits = [(int(start), int(start) + max(1, int(length or 1)) - 1) for start, length in _HUNK.findall(diff)]
    return min((max(0, first - place[1], place[0] - last) for first, last in edits), default=None)


def _told(entry: Judged) -> str:
    place = entry.finding.location
    return f"{entry.finding.rule} {place.path}:{place.line} {entry.finding.message} | {entry.compared.cause}"


def _say(root: Path, commits: int, kinds: Counter[str], seconds: list[float]) -> None:
    print(f"{root.name}: {commits} commits, {dict(kinds)}")
    print(f"  seconds in process: median {median(seconds):.2f}, longest {max(seconds):.2f}")


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    gc.disable()
    main()

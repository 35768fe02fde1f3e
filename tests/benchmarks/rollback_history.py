"""Rollback verdicts for the last commits of a repository, each against its first parent.

    python -m tests.benchmarks.rollback_history CLONE [COMMITS] [--all]

Prints verdicts, kinds of reasons and seconds per commit in one process, with a cache that grows as in CI; then each
commit with a reason that weighs (with --all, any), for reading.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

from dxscore.domain.rollback import Rollback
from dxscore.facts.cache import FactsCache
from dxscore.inputs.settings import read_config
from dxscore.pipeline.ends import GateRequest, find_ends
from dxscore.pipeline.migration_ends import changed_migrations
from dxscore.pipeline.rollbacks import rollback_of

_AS_OF = date(2026, 11, 25)


def main() -> None:
    root = Path(sys.argv[1]).resolve()
    numbers = [each for each in sys.argv[2:] if each.isdecimal()]
    commits = _git(
        root, "rev-list", "--first-parent", f"--max-count={int((numbers or ['300'])[0]) + 1}", "HEAD"
    ).split()
    verdicts: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    seconds = []
    told: list[str] = []
    for parent, commit in pairwise(reversed(commits)):
        started = time.perf_counter()
        rollback = _rollback(GateRequest(root, _AS_OF, parent, commit))
        seconds.append(time.perf_counter() - started)
        verdicts[rollback.verdict] += 1
        ways[f"release {rollback.way('release')}, schema {rollback.way('schema')}"] += 1
        kinds.update(f"{each.verdict} {each.kind}" for each in rollback.reasons)
        told += _told(root, commit, rollback, everything="--all" in sys.argv)
    ordered = sorted(seconds)
    print(f"{root.name}: {len(seconds)} commits: {dict(verdicts)}; {dict(ways)}")
    print(f"  {dict(kinds.most_common())}")
    print(
        f"  seconds: median {median(seconds):.2f}, 95 % {ordered[int(len(ordered) * 0.95)]:.2f}, "
        f"longest {ordered[-1]:.2f}"
    )
    print("\n".join(told))


def _rollback(request: GateRequest) -> Rollback:
    ends = find_ends(request)
    cache = FactsCache.at(request.stored("facts.db"))
    migrations, _ = changed_migrations(ends, read_config(ends.base.tree), request.as_of, cache)
    return rollback_of(migrations, ends.repository.renames(ends.base.commit, ends.head.commit))


def _told(root: Path, commit: str, rollback: Rollback, *, everything: bool) -> Iterator[str]:
    reasons = rollback.reasons if everything else rollback.weighty
    if reasons:
        subject = _git(root, "log", "-1", "--format=%h %cs %s", commit).strip()
        yield f"\n{subject}: {rollback.verdict} ({rollback.judged})"
    for each in reasons:
        yield f"  {each.verdict:<8} {each.kind} [{each.affects}] {each.path}:{each.line} ({each.side}) {each.sentence}"


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    main()

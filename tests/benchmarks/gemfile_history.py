"""Read the Gemfile of commits of a repository, and compare what it asks for with what Bundler wrote in the lockfile.

    python -m tests.benchmarks.gemfile_history CLONE [COMMITS]

Takes that many commits (100) evenly from those that changed the lockfile. Prints gems that the lockfile asks for and
the Gemfile does not name (and nothing in it is said to be unread), requirements that differ, and how long one takes.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from dxscore.domain.gemfile import Gemfile
from dxscore.domain.gems import DirectGem
from dxscore.facts.gemfile.reading import read_gemfile
from dxscore.inputs.repository import open_repository
from dxscore.inputs.tree import ObjectTree
from dxscore.rubygems.locked import Lockfile, LockfileError
from dxscore.rubygems.lockfile import parse_lockfile
from dxscore.rubygems.requirement import Requirement


def main() -> None:
    root, most = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100
    commits = _git(root, "log", "--format=%H", "--", "Gemfile.lock").split()
    seconds: list[float] = []
    counts: Counter[str] = Counter()
    odd: Counter[str] = Counter()
    for commit in commits[:: max(1, len(commits) // most)]:
        both = _both(root, commit, seconds)
        if both is None:
            counts["not compared"] += 1
            continue
        gemfile, lockfile = both
        counts["compared"] += 1
        counts["gems"] += len(lockfile.dependencies)
        counts["unread"] += len(gemfile.unread)
        odd.update(_differences(gemfile, lockfile))
    print(f"{root.name}: {dict(counts)}; ms: median {median(seconds) * 1e3:.0f}, longest {max(seconds) * 1e3:.0f}")
    for text, number in odd.most_common(20):
        print(f"  {number} x {text}")


def _both(root: Path, commit: str, seconds: list[float]) -> tuple[Gemfile, Lockfile] | None:
    repository = open_repository(root)
    assert repository
    tree = ObjectTree.of(repository, commit)
    try:
        lockfile = parse_lockfile(tree.read("Gemfile.lock").decode("utf-8", "replace"))
    except (OSError, LockfileError):
        return None
    started = time.process_time()
    gemfile = read_gemfile(tree, "Gemfile")
    seconds.append(time.process_time() - started)
    return gemfile, lockfile


def _differences(gemfile: Gemfile, lockfile: Lockfile) -> Iterator[str]:
    for asked in lockfile.dependencies:
        calls = [gem for gem in gemfile.gems if gem.name == asked.name]
        if not calls:
            yield f"{asked.name} is asked for, not found; unread: {[each.reason for each in gemfile.unread]}"
        elif not any(gem.computed or _same(gem, asked.requirement) for gem in calls):
            yield f"{asked.name}: {asked.requirement} locked, {calls[0].requirement} read"


def _same(gem: DirectGem, requirement: str) -> bool:
    return Requirement.of(*gem.requirement) == Requirement.parse(requirement)


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    main()

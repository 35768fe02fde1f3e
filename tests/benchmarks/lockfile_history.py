"""Read every lockfile that a repository ever had, on any branch, and look for crashes and for lines lost unsaid.

    python -m tests.benchmarks.lockfile_history CLONE ...

Prints, per repository: lockfiles read and refused (with the reasons), lines that say something, lines that were read or
told of as problems, problems by kind, and how long one takes. Exits with 1 when a line is lost or a file crashes us.
"""

from __future__ import annotations

import gc
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from statistics import median

from dxscore.rubygems.consistency import inconsistencies
from dxscore.rubygems.locked import LockfileError
from dxscore.rubygems.lockfile import parse_lockfile
from tests.rubygems.lockfile_figures import lines_said

_NAMES = re.compile(r"(?:.*/)?(?:Gemfile[^/]*\.lock|gems\.locked|[^/]+\.gemfile\.lock)")


def main() -> None:
    sound = [_history(clone) for clone in sys.argv[1:]]
    sys.exit(not all(sound))


def _history(clone: str) -> bool:
    refused: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    said = meant = read_files = 0
    seconds: list[float] = []
    lossy: list[str] = []
    for blob, content in _contents(clone, sorted(_lockfiles(clone))):
        text = content.decode("utf-8", "replace")
        started = time.process_time()
        try:
            read = parse_lockfile(text)
        except LockfileError as error:
            refused[str(error)] += 1
            continue
        seconds.append(time.process_time() - started)
        read_files += 1
        lines = (len(re.findall(r"^.*\S.*$", text.removeprefix("\ufeff"), re.MULTILINE)), lines_said(read, text))
        meant, said = meant + lines[0], said + lines[1]
        lossy += [blob] if lines[0] != lines[1] else []
        problems.update(each.kind for each in (*read.problems, *read.notices, *inconsistencies(read)))
    print(f"{clone}: {read_files} lockfiles read, {sum(refused.values())} refused {dict(refused)}")
    print(
        f"  lines: {meant} say something, {said} read or told of, {meant - said} lost; files with losses: {lossy[:5]}"
    )
    print(f"  problems: {dict(problems)}; ms: median {median(seconds) * 1e3:.1f}, longest {max(seconds) * 1e3:.1f}")
    return not lossy


def _lockfiles(clone: str) -> set[str]:
    """Ids of all blobs that ever had a lockfile's name."""
    log = _git(
        clone,
        "log",
        "--all",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "--full-history",
        "-m",
        "--format=",
        "--",
        "*.lock",
        "*.locked",
    )
    rows = (line.split("\t") for line in log.decode("utf-8", "replace").splitlines() if "\t" in line)
    return {row[0].split()[3] for row in rows if _NAMES.fullmatch(row[1])} - {"0" * 40}


def _contents(clone: str, blobs: list[str]) -> Iterator[tuple[str, bytes]]:
    answer = _git(clone, "cat-file", "--batch", given="\n".join(blobs).encode())
    position = 0
    for blob in blobs:
        end = answer.index(b"\n", position)
        size = int(answer[position:end].split()[2])
        yield blob, answer[end + 1 : end + 1 + size]
        position = end + size + 2


def _git(clone: str, *arguments: str, given: bytes = b"") -> bytes:
    return subprocess.run(["git", "-C", clone, *arguments], check=True, capture_output=True, input=given).stdout


if __name__ == "__main__":
    gc.disable()
    main()

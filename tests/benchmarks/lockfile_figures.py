"""Read the lockfiles of tests/rubygems/lockfiles/expected.json out of clones and compare with what Bundler reads there.

    python -m tests.benchmarks.lockfile_figures CLONE ...

A clone is told by the blobs it has. Prints a line per lockfile, and exits with 1 when one differs or was not found.
"""

from __future__ import annotations

import subprocess
import sys

from dxscore.rubygems.locked import LockfileError
from dxscore.rubygems.lockfile import parse_lockfile
from tests.rubygems.lockfile_figures import CASES, Case, figures


def main() -> None:
    verdicts = {case: _verdict(case, sys.argv[1:]) for case in CASES}
    for case, verdict in verdicts.items():
        print(f"{verdict:10} {case.repository} {case.git_blob[:8]} {case.why}")
    sys.exit(any(verdict not in ("the same", "refused") for verdict in verdicts.values()))


def _verdict(case: Case, clones: list[str]) -> str:
    text = next((text for clone in clones if (text := _blob(clone, case.git_blob)) is not None), None)
    if text is None:
        return "not found"
    try:
        found = figures(parse_lockfile(text))
    except LockfileError as error:
        return "refused" if case.refused and case.refused in str(error) else "REFUSED"
    return "the same" if all(found[name] == value for name, value in case.expected.items()) else "DIFFERENT"


def _blob(clone: str, blob: str) -> str | None:
    done = subprocess.run(["git", "-C", clone, "cat-file", "blob", blob], check=False, capture_output=True)
    return None if done.returncode else done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    main()

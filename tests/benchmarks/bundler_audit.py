"""Compare advisories with those of bundler-audit, run side by side on lockfiles.

    python -m tests.benchmarks.bundler_audit AUDIT THOR DATABASE LOCKFILE...

AUDIT and THOR are clones of rubysec/bundler-audit and rails/thor, DATABASE one of rubysec/ruby-advisory-db; needs Ruby
with Bundler. One line per lockfile: advisories by version (not by platform, as bundler-audit counts them), gems, what
only one of both has, and in which the severity differs. Exits with 1 when there is any difference.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from dxscore.inputs.gems.advisories import Advisories
from dxscore.inputs.gems.advisory_db import open_advisory_db
from dxscore.rubygems.lockfile import parse_lockfile

_Found: TypeAlias = Mapping[tuple[str, str, str], str]
"""Gem, version, advisory -> severity."""
_WORDS: Mapping[str | None, str] = {None: "unscored", "none": "low"}


def main(audit: Path, thor: Path, database: Path, lockfiles: list[Path]) -> int:
    """Print a line per lockfile; 0 when both always say the same."""
    book = Advisories((open_advisory_db(database),))
    differences = 0
    for lockfile in lockfiles:
        theirs, ours = _theirs(audit, thor, database, lockfile), _ours(book, lockfile)
        only_theirs, only_ours = sorted(theirs.keys() - ours.keys()), sorted(ours.keys() - theirs.keys())
        other = sorted(key for key in theirs.keys() & ours.keys() if theirs[key] != ours[key])
        gems = len({gem for gem, _, _ in ours})
        print(f"{lockfile}: {len(ours)} on {gems} gems; {only_theirs=} {only_ours=} {other=}")
        differences += len(only_theirs) + len(only_ours) + len(other)
    return 1 if differences else 0


def _ours(book: Advisories, lockfile: Path) -> _Found:
    specs = {(spec.name, spec.version) for spec in parse_lockfile(lockfile.read_text()).specs}
    return {(name, number, hit.id): hit.band for name, number in specs for hit in book.hits(name, number) or ()}


def _theirs(audit: Path, thor: Path, database: Path, lockfile: Path) -> _Found:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "Gemfile").touch()
        (Path(folder) / "Gemfile.lock").write_bytes(lockfile.read_bytes())
        command = ["ruby", f"-I{audit}/lib", f"-I{thor}/lib", f"{audit}/bin/bundler-audit", "check", "--quiet"]
        options = ["--format", "json", "--database", str(database)]
        said = subprocess.run([*command, *options], cwd=folder, capture_output=True, check=False).stdout
    found = (each for each in json.loads(said)["results"] if each["type"] == "unpatched_gem")
    return {
        (each["gem"]["name"], each["gem"]["version"], each["advisory"]["id"]): _word(each["advisory"]["criticality"])
        for each in found
    }


def _word(criticality: str | None) -> str:
    return _WORDS.get(criticality, criticality or "")


if __name__ == "__main__":
    audit_clone, thor_clone, database_clone, *given = (Path(each).resolve() for each in sys.argv[1:])
    sys.exit(main(audit_clone, thor_clone, database_clone, given))

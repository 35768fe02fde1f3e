"""Write the snapshot of the demo: releases from the tags of gems' repositories, advisories from ruby-advisory-db.

    python -m tests.benchmarks.demo_snapshot DAY DATABASE CLONE...

DAY is what the snapshot says it was taken on, DATABASE a clone of rubysec/ruby-advisory-db, each CLONE one of a gem's
repository with its tags. Gems without a clone have no releases in it: the demo shows what is unknown, too.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dxscore.domain.gems import Needed, Release
from dxscore.inputs.gems.advisory_db import LANGUAGE, open_advisory_db
from dxscore.inputs.gems.snapshot import Contents, KnownGem, write_snapshot
from dxscore.inputs.gems.stamps import SNAPSHOT
from dxscore.rubygems.lockfile import parse_lockfile
from tests.apps.scanning import FIXTURES

_DEMO = FIXTURES / "monolith"
_TAG = re.compile(r"v?(\d+(?:\.\d+)+) (\S+)")
_RUBY = re.compile(r"required_ruby_version\s*=\s*['\"]([^'\"]+)")
_NEED = re.compile(r"add_(?:runtime_)?dependency[ (]+['\"]([\w-]+)['\"]((?:\s*,\s*['\"][^'\"]+['\"])*)")


def main(day: date, database: Path, clones: list[Path]) -> None:
    """Write it, and say how much is in it."""
    book = open_advisory_db(database)
    known = {name: tuple(releases) for name, releases in map(_gem, clones)}
    lockfile = parse_lockfile((_DEMO / "Gemfile.lock").read_text())
    names = sorted({spec.name for spec in lockfile.specs} | {LANGUAGE, "bundler"})
    gems = tuple(
        KnownGem(name, "https://rubygems.org/" if name in known else "", known.get(name), book.entries(name))
        for name in names
    )
    write_snapshot(_DEMO / SNAPSHOT, Contents(day, gems, book.evidence))
    print(f"{len(gems)} gems, of {len(known)} the releases")


def _gem(clone: Path) -> tuple[str, list[Release]]:
    listed = _git(clone, "ls-tree", "--name-only", "HEAD").splitlines()
    name = next(path.removesuffix(".gemspec") for path in listed if path.endswith(".gemspec"))
    found = {release.version: release for release in _releases(clone, name)}
    return name, sorted(found.values(), key=lambda release: (release.released or date.min, release.version))


def _releases(clone: Path, name: str) -> Iterator[Release]:
    listed = _git(clone, "for-each-ref", "refs/tags", "--format=%(refname:short) %(creatordate:short)")
    for line in listed.splitlines():
        if tag := _TAG.fullmatch(line):
            gemspec = _git(clone, "show", f"{line.split()[0]}:{name}.gemspec", check=False)
            yield _release(tag[1], date.fromisoformat(tag[2]), gemspec)


def _release(version: str, day: date, gemspec: str) -> Release:
    ruby = _RUBY.search(gemspec)
    needs = (
        Needed(name, ", ".join(re.findall(r"['\"]([^'\"]+)", clauses)) or ">= 0")
        for name, clauses in _NEED.findall(gemspec)
    )
    return Release(version, released=day, ruby=ruby[1] if ruby else ">= 0", needs=tuple(needs))


def _git(clone: Path, *arguments: str, check: bool = True) -> str:
    command = ["git", "-C", str(clone), *arguments]
    return subprocess.run(command, check=check, capture_output=True).stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]), Path(sys.argv[2]), [Path(each) for each in sys.argv[3:]])

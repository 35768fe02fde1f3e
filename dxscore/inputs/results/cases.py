"""Files with results of tests, JUnit XML or RSpec JSON -> the tests, and per test file how many passed or failed."""

from __future__ import annotations

import codecs
import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, partial
from pathlib import Path

from msgspec import Struct

from dxscore.domain.source import Unknown
from dxscore.domain.suite import Case, Outcome
from dxscore.inputs.reading import read_bytes
from dxscore.inputs.results.junit import junit_cases
from dxscore.inputs.results.rspec import rspec_cases

_LARGEST = 64 * 1024 * 1024


class Results(Struct, frozen=True):
    """Counts by test file."""

    by_file: Mapping[str, Counter[Outcome]]
    unknown: tuple[Unknown, ...]
    """Files that could not be read, and why."""


class Cases(Struct, frozen=True):
    """Runs of tests, in the order of the files."""

    cases: tuple[Case, ...]
    """Paths are relative to the project."""
    unknown: tuple[Unknown, ...]
    """Files that could not be read, and why."""


def read_cases(files: Iterable[Path], root: Path) -> Cases:
    """All runs in all files; paths are made relative to `root`."""
    cases: list[Case] = []
    unknown = []
    inside = cache(partial(_inside, top=f"{root.resolve().as_posix()}/"))
    for file in files:
        try:
            cases += [case._replace(path=inside(case.path)) for case in _cases(file)]
        except (OSError, ValueError) as error:
            unknown.append(Unknown(f"test results in {file.name}", str(error)))
    return Cases(tuple(cases), tuple(unknown))


def read_results(files: Iterable[Path], root: Path) -> Results:
    """How often tests of each file passed, failed or were pending, in all files of results together."""
    read = read_cases(files, root)
    by_file: dict[str, Counter[Outcome]] = {}
    for case in read.cases:
        by_file.setdefault(case.path, Counter())[case.outcome] += 1
    return Results(by_file, read.unknown)


def _cases(file: Path) -> list[Case]:
    """Raises OSError, and ValueError for what is neither format."""
    content = read_bytes(file.resolve(), _LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(f"larger than {_LARGEST // 1024**2} MiB")
    content = content.removeprefix(codecs.BOM_UTF8).lstrip()
    start = content[:1]
    if start == b"<":
        return junit_cases(content)
    if start == b"{":
        return rspec_cases(content)
    raise ValueError("neither JUnit XML nor RSpec JSON")


def _inside(path: str, top: str) -> str:
    """'./spec/a_spec.rb[1:2]' as 'spec/a_spec.rb'; an absolute path from elsewhere from its spec or test folder on."""
    path = path.partition("[")[0].replace("\\", "/")
    if path.startswith(top):
        path = path[len(top) :]
    elif path.startswith("/"):
        path = next((path[at + 1 :] for folder in ("spec", "test") if (at := path.find(f"/{folder}/")) >= 0), path)
    return posixpath.normpath(path) if path else ""

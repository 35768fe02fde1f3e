"""Files with results of tests, JUnit XML or RSpec JSON -> per test file, how many passed, failed and are pending."""

from __future__ import annotations

import codecs
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dxscore.domain.source import Unknown
from dxscore.inputs.reading import read_bytes
from dxscore.inputs.results.junit import junit_cases
from dxscore.inputs.results.outcome import Case, Outcome
from dxscore.inputs.results.rspec import rspec_cases

_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Results:
    """Counts by test file."""

    by_file: Mapping[str, Counter[Outcome]]
    unknown: tuple[Unknown, ...]
    """Files that could not be read, and why."""


def read_results(files: Iterable[Path], root: Path) -> Results:
    """Results of all files together; paths are made relative to `root`."""
    by_file: dict[str, Counter[Outcome]] = {}
    unknown = []
    for file in files:
        try:
            for path, outcome in _cases(file):
                by_file.setdefault(_inside(path, root), Counter())[outcome] += 1
        except (OSError, ValueError) as error:
            unknown.append(Unknown(f"test results in {file.name}", str(error)))
    return Results(by_file, tuple(unknown))


def _cases(file: Path) -> Iterator[Case]:
    """Raises OSError, and ValueError for what is neither format."""
    content = read_bytes(file.resolve(), _LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(f"larger than {_LARGEST // 1024**2} MiB")
    content = content.removeprefix(codecs.BOM_UTF8).lstrip()
    start = content[:1]
    if start == b"<":
        return iter(junit_cases(content))
    if start == b"{":
        return iter(rspec_cases(content))
    raise ValueError("neither JUnit XML nor RSpec JSON")


def _inside(path: str, root: Path) -> str:
    """'./spec/a_spec.rb[1:2]' as 'spec/a_spec.rb'; an absolute path from elsewhere from its spec or test folder on."""
    path = path.partition("[")[0].replace("\\", "/")
    top = f"{root.resolve().as_posix()}/"
    if path.startswith(top):
        path = path[len(top) :]
    elif path.startswith("/"):
        path = next((path[at + 1 :] for folder in ("spec", "test") if (at := path.find(f"/{folder}/")) >= 0), path)
    return posixpath.normpath(path) if path else ""

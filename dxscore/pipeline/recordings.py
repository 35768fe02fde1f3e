"""Results and records that test runs left -> the same with owners, by test file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from dxscore.domain.source import FileKind, SourceFile
from dxscore.domain.upgrade import FileResults, Recorded, Recordings
from dxscore.inputs.results.cases import read_results
from dxscore.inputs.results.deprecations import Warnings, is_record, read_records
from dxscore.inputs.tree import FolderTree

_MOST_MESSAGES = 3
_LONGEST = 200
_FROM = re.compile(r"\s*\(called from .*", re.DOTALL)


def recordings(
    root: Path,
    folders: Sequence[str],
    results: Sequence[Path],
    files: Iterable[SourceFile],
    owner_of: Callable[[str], str],
) -> Recordings:
    """What there is below the folders, and in `results`, files of either kind; what can't be read is unknown."""
    given, tested = split_results(root, folders, results)
    records = read_records(FolderTree(root), folders, given)
    read = read_results(tested, root)
    tests = [file.path for file in files if file.kind is FileKind.RUBY_TEST]
    return Recordings(
        tuple(_recorded(each, tests, owner_of) for each in records.warnings),
        tuple(
            FileResults(path, owner_of(path), counts["passed"], counts["failed"], counts["pending"])
            for path, counts in sorted(read.by_file.items())
        ),
        (*records.unknown, *read.unknown),
    )


def split_results(root: Path, folders: Sequence[str], files: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Files with recorded warnings, without those that lie in one of the folders; and files with results of tests."""
    known = [(root / folder).resolve() for folder in folders]
    records = [file for file in files if is_record(file.as_posix())]
    given = [file for file in records if not any(file.resolve().is_relative_to(folder) for folder in known)]
    return given, [file for file in files if file not in records]


def _recorded(warnings: Warnings, tests: Sequence[str], owner_of: Callable[[str], str]) -> Recorded:
    messages = Counter(_FROM.sub("", " ".join(each.split()))[:_LONGEST] for each in warnings.messages)
    return Recorded(
        path=warnings.path,
        tool=warnings.tool,
        owner=owner_of(_test_of(warnings.path, tests)),
        warnings=len(warnings.messages),
        messages=tuple(message for message, _ in messages.most_common(_MOST_MESSAGES)),
    )


def _test_of(path: str, tests: Sequence[str]) -> str:
    """The test that a record is about: `test/deprecations/models/user_test.yml` -> `test/models/user_test.rb`.

    The path itself when it names a test already, or when no single test fits.
    """
    _, found, name = path.rpartition("/deprecations/")
    if not found:
        return path
    wanted = f"/{name.rpartition('.')[0]}.rb"
    fitting = [test for test in tests if f"/{test}".endswith(wanted)]
    return fitting[0] if len(fitting) == 1 else path

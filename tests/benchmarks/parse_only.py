"""P1, the yardstick: read and parse every Ruby file below a folder in one process and keep nothing.

usage: python -m tests.benchmarks.parse_only FOLDER
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import tree_sitter_ruby
from tree_sitter import Language, Parser

_NOT_READ = {".git", "node_modules"}


def main(folder: str) -> None:
    """Parse; prints the number of files and bytes."""
    parser = Parser(Language(tree_sitter_ruby.language()))
    files = size = 0
    for path in _ruby_files(folder):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - the fastest way to read is the yardstick
            source = file.read()
        parser.parse(source)
        files, size = files + 1, size + len(source)
    print(f"{files} files, {size / 1e6:.2f} MB")


def _ruby_files(folder: str) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _NOT_READ]
        yield from (os.path.join(where, name) for name in names if name.endswith(".rb"))  # noqa: PTH118 - likewise


if __name__ == "__main__":
    main(sys.argv[1])

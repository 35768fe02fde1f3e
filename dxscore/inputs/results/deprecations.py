"""Files in which tools of the project record deprecation warnings -> the warnings, by test file.

deprecation_toolkit keeps one YAML file per test class, `name of test: [messages]`; next_rails one JSON file,
`path of the test file: [messages]`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec import Struct

from dxscore.domain.source import Unknown
from dxscore.inputs.reading import read_bytes
from dxscore.inputs.tree import Tree

_LARGEST = 8 * 1024 * 1024
_MOST_FILES = 5_000
_SHITLIST = ".shitlist.json"
_MARK = "DEPRECATION"
"""How every warning begins; other YAML below the same folders has none."""


class Warnings(Struct, frozen=True):
    """The warnings recorded for one test file."""

    path: str
    """The test file where the tool names it, else the file of the records."""
    tool: Literal["deprecation_toolkit", "next_rails"]
    messages: tuple[str, ...]
    """As often as recorded."""


class Records(Struct, frozen=True):
    """All that was found below the folders."""

    warnings: tuple[Warnings, ...]
    unknown: tuple[Unknown, ...]


def read_records(tree: Tree, folders: Iterable[str], given: Iterable[Path] = ()) -> Records:
    """Records below the folders, and `given` files of them. Never raises: a file that can't be read is unknown."""
    warnings: list[Warnings] = []
    unknown: list[Unknown] = []
    paths = sorted({path for folder in folders for path in tree.below(folder) if is_record(path)})
    read: dict[str, Callable[[int], bytes]] = {path: partial(tree.read, path) for path in paths[:_MOST_FILES]}
    read |= {file.as_posix(): partial(read_bytes, file.resolve()) for file in given}
    for path, content in read.items():
        try:
            warnings += _warnings(path, _whole(content))
        except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
            unknown.append(Unknown(f"deprecations recorded in {path}", str(error).partition("\n")[0]))
    if len(paths) > _MOST_FILES:
        unknown.append(Unknown("recorded deprecations", f"only the first {_MOST_FILES:,} files were read"))
    return Records(tuple(warnings), tuple(unknown))


def is_record(path: str) -> bool:
    """Whether a file of this name may hold recorded warnings."""
    return path.endswith(_SHITLIST) or (path.endswith((".yml", ".yaml")) and "/deprecations/" in f"/{path}")


def _whole(read: Callable[[int], bytes]) -> bytes:
    content = read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(f"larger than {_LARGEST // 1024**2} MiB")
    return content


def _warnings(path: str, content: bytes) -> Iterator[Warnings]:
    if path.endswith(_SHITLIST):
        shitlist = msgspec.json.decode(content, type=dict[str, list[str]])
        return (Warnings(test.removeprefix("./"), "next_rails", tuple(told)) for test, told in shitlist.items())
    messages = tuple(each for told in _by_test(content).values() for each in told if _MARK in each)
    return iter([Warnings(path, "deprecation_toolkit", messages)] if messages else [])


def _by_test(content: bytes) -> Mapping[str, Sequence[str]]:
    """Read as nodes, so that nothing is built from tags, and aliases are not multiplied."""
    node = yaml.compose(content.decode("utf-8", "replace"), Loader=yaml.CSafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): _scalars(value) for key, value in node.value}


def _scalars(node: yaml.Node) -> Sequence[str]:
    if not isinstance(node, yaml.SequenceNode):
        return ()
    return [item.value for item in node.value if isinstance(item, yaml.ScalarNode)]

"""The todo files of a project (dxscore_todo/<rule>.yml) <-> their entries; everything wrong with them is told at once.

"app/models/user.rb":
  - {symbol: "User#sync", fingerprint: "0123456789abcdef"}
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

import yaml

from dxscore.domain.todo import TodoEntry
from dxscore.errors import DxscoreError, InvalidInputError, Problem
from dxscore.inputs.tree import Tree
from dxscore.suggestions import did_you_mean

_MAX_BYTES = 16 * 1024 * 1024
_FILE = re.compile(r"(?P<rule>[a-z0-9][a-z0-9._-]*)\.yml")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_KEYS = ("symbol", "fingerprint")
_CONFLICT = re.compile(rb"^(?:<<<<<<<|=======|>>>>>>>)", re.MULTILINE)
_AGAIN = "restore it from git, or delete it and run `dxscore todo write --allow-growth`"
_Complain: TypeAlias = Callable[[int, str, str], None]
"""Called with a line, a message and a suggestion."""


def load_todo(tree: Tree, folder: str) -> tuple[TodoEntry, ...]:
    """By file and line; none without the folder.

    Raises InvalidInputError with every problem, DxscoreError for a folder outside of the project.
    """
    if not folder.strip("/") or folder.startswith("/") or ".." in folder.split("/"):
        raise DxscoreError(f"'{folder}' can't hold todo files", 'name a folder of the project: [gate] todo = "..."')
    problems: list[Problem] = []
    entries = [entry for path in _files(tree, folder) for entry in _read(tree, path, problems)]
    if problems:
        raise InvalidInputError(tuple(sorted(problems, key=lambda problem: (problem.path, problem.line))))
    return tuple(entries)


def todo_texts(folder: str, entries: Iterable[TodoEntry]) -> Mapping[str, str]:
    """Path -> content of the files with these entries, the same for the same entries.

    An entry per line, in order, so that branches which take out different ones merge.
    """
    by_rule: dict[str, list[TodoEntry]] = defaultdict(list)
    for entry in entries:
        by_rule[entry.rule].append(entry)
    return {f"{folder.strip('/')}/{rule}.yml": _text(rule, by_rule[rule]) for rule in sorted(by_rule)}


def _text(rule: str, entries: Iterable[TodoEntry]) -> str:
    rows = sorted((_quoted(entry.path), _quoted(entry.symbol), entry.fingerprint) for entry in entries)
    lines = [_HEADER.format(rule=rule)]
    before = ""
    for path, symbol, fingerprint in rows:
        lines += [f"{path}:"] if path != before else []
        lines.append(f'  - {{symbol: {symbol}, fingerprint: "{fingerprint}"}}')
        before = path
    return "\n".join([*lines, ""])


_HEADER = """\
# Findings of {rule} that were there when this list was made. It may only get shorter:
# `dxscore todo check` fails on what is not listed, `dxscore todo prune` takes out what is gone."""


def _quoted(text: str) -> str:
    """As a scalar of YAML on one line; bytes of a path that are no text become question marks."""
    readable = text.encode("utf-8", "replace").decode()
    return yaml.dump(readable, default_style='"', width=float("inf"), allow_unicode=True).rstrip("\n")


def _files(tree: Tree, folder: str) -> list[str]:
    prefix = f"{folder.strip('/')}/"
    return sorted(path for path in tree.below(prefix[:-1]) if _FILE.fullmatch(path.removeprefix(prefix)))


def _read(tree: Tree, path: str, problems: list[Problem]) -> Iterator[TodoEntry]:
    def complain(line: int, message: str, suggestion: str) -> None:
        problems.append(Problem(path, line, message, suggestion))

    root = _composed(tree, path, complain)
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        complain(_line(root), "must be a mapping of paths to lists", _AGAIN)
        return
    rule = path.rpartition("/")[2].removesuffix(".yml")
    seen: set[int] = set()
    for key, listed in root.value:
        if id(listed) in seen:  # an alias: a small file could stand for a list without end
            complain(_line(key), f"'{key.value}' refers to another list", _FORM)
            return
        seen.add(id(listed))
        yield from _entries(key, listed, partial(TodoEntry, rule=rule, file=path), complain)


def _composed(tree: Tree, path: str, complain: _Complain) -> yaml.Node | None:
    try:
        content = tree.read(path, _MAX_BYTES + 1)
    except OSError as error:
        complain(1, f"can't be read: {error.strerror or error}", "")
        return None
    if len(content) > _MAX_BYTES:
        complain(1, f"is larger than {_MAX_BYTES // 1024 // 1024} MiB", "list fewer rules: dxscore todo write --rule")
        return None
    if conflict := _CONFLICT.search(content):
        line = content.count(b"\n", 0, conflict.start()) + 1
        complain(line, "is a merge conflict", "keep the entries of both sides, then run `dxscore todo prune`")
        return None
    return _parsed(content, complain)


def _parsed(content: bytes, complain: _Complain) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        complain(content.count(b"\n", 0, error.start) + 1, "is not UTF-8 text", _AGAIN)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or error
        complain(mark.line + 1 if mark else 1, f"not valid YAML: {said}", _AGAIN)
    else:
        return node
    return None


def _entries(
    key: yaml.Node, listed: yaml.Node, entry: Callable[..., TodoEntry], complain: _Complain
) -> Iterator[TodoEntry]:
    if not isinstance(key, yaml.ScalarNode) or not key.value:
        complain(_line(key), "must be a path", _AGAIN)
    elif not isinstance(listed, yaml.SequenceNode):
        complain(_line(listed), f"'{key.value}' must be a list of entries", _FORM)
    else:
        for node in listed.value:
            values = _values(node, complain)
            if values:
                yield entry(path=key.value, line=_line(node), **values)


_FORM = 'write each as - {symbol: "User#sync", fingerprint: "0123456789abcdef"}'


def _values(node: yaml.Node, complain: _Complain) -> dict[str, str]:
    """Of an entry, by key; {} for one with something wrong."""
    if not isinstance(node, yaml.MappingNode):
        complain(_line(node), "an entry must be a mapping", _FORM)
        return {}
    values = {str(key.value): value for key, value in node.value}
    for key in values.keys() - set(_KEYS):
        complain(_line(node), f"unknown key '{key}'", did_you_mean(key, _KEYS))
    for key in _KEYS:
        if not isinstance(values.get(key), yaml.ScalarNode):
            complain(_line(node), f"'{key}' must be a text", _FORM)
            return {}
    if not _FINGERPRINT.fullmatch(values["fingerprint"].value):
        complain(_line(node), f"'{values['fingerprint'].value}' is no fingerprint", "16 hex digits")
        return {}
    return {key: str(values[key].value) for key in _KEYS}


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1

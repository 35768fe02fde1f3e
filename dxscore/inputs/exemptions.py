"""The reviewed exemptions file (.dxscore/exemptions.yml) -> Exemptions; everything wrong with it is told at once.

A list of entries:

    - rule: tech-debt.rescue-nil        # or `rules: [...]`
      paths: ["lib/legacy/**"]          # everywhere when left out
      reason: planned                   # false-positive, accepted-risk, planned, not-applicable, third-party, test-data
      note: Goes away with the old importer.
      approved_by: jane
      created: 2026-10-01
      expires: 2027-01-31               # the last day on which it holds
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

import yaml
from pathspec import GitIgnoreSpec

from dxscore.domain.exemption import Exemption
from dxscore.errors import InvalidInputError, Problem
from dxscore.inputs.tree import Tree
from dxscore.suggestions import did_you_mean

REASONS = ("false-positive", "accepted-risk", "planned", "not-applicable", "third-party", "test-data")
_REQUIRED = ("rule", "reason", "approved_by")
_MAX_BYTES = 1024 * 1024
_Complain: TypeAlias = Callable[..., None]
"""Called with a line, a message and, maybe, a suggestion."""


def load_exemptions(tree: Tree, path: str) -> tuple[Exemption, ...]:
    """The entries of a file of the project, none when there is no file. Raises InvalidInputError with every problem."""
    try:
        content = tree.read(path, _MAX_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise InvalidInputError((Problem(path, 1, f"can't be read: {error.strerror or error}"),)) from error
    problems: list[Problem] = []

    def complain(line: int, message: str, suggestion: str = "") -> None:
        problems.append(Problem(path, line, message, suggestion))

    exemptions = [_exemption(node, path, complain) for node in _entries(content, complain)]
    if problems:
        raise InvalidInputError(tuple(sorted(problems, key=lambda problem: problem.line)))
    return tuple(exemptions)


def _entries(content: bytes, complain: _Complain) -> Iterator[yaml.MappingNode]:
    node = _composed(content, complain)
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        complain(_line(node), "must be a list of exemptions", "begin each with `- rule:`")
        return
    for entry in node.value:
        if isinstance(entry, yaml.MappingNode):
            yield entry
        else:
            complain(_line(entry), "an exemption must be a mapping", "begin it with `- rule:`")


def _composed(content: bytes, complain: _Complain) -> yaml.Node | None:
    if len(content) > _MAX_BYTES:
        complain(1, f"is larger than {_MAX_BYTES // 1024} KiB")
        return None
    try:
        node: yaml.Node | None = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        complain(content.count(b"\n", 0, error.start) + 1, "is not UTF-8 text")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        complain(mark.line + 1 if mark else 1, f"not valid YAML: {getattr(error, 'problem', None) or error}")
    except RecursionError:
        complain(1, "is nested too deeply")
    else:
        return node
    return None


def _exemption(node: yaml.MappingNode, path: str, complain: _Complain) -> Exemption:
    """Of a faulty entry, what could be read of it; the complaints keep it from being used."""
    values: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        name, read = _FIELDS.get(name, (name, None))
        if read is None:
            complain(_line(key), f"unknown key '{name}'", did_you_mean(name, list(_FIELDS)))
        elif name in values:
            complain(_line(key), f"the key '{key.value}' stands here twice")
        else:
            values[name] = read(value, key.value, complain)
    for name, field in ((name, _FIELDS[name][0]) for name in _REQUIRED):
        if field not in values:
            complain(_line(node), f"'{name}' is missing")
    defaults = {"rules": (), "paths": (), "reason": "", "approved_by": "", "expires": ""}
    return Exemption(**{**defaults, **values, "file": path, "line": _line(node)})


def _text(node: yaml.Node, name: str, complain: _Complain) -> str:
    if isinstance(node, yaml.ScalarNode) and node.value.strip():
        return str(node.value).strip()
    complain(_line(node), f"'{name}' must be a text")
    return ""


def _texts(node: yaml.Node, name: str, complain: _Complain) -> tuple[str, ...]:
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not items:
        complain(_line(node), f"'{name}' is empty")
    return tuple(_text(item, name, complain) for item in items)


def _globs(node: yaml.Node, name: str, complain: _Complain) -> tuple[str, ...]:
    globs = _texts(node, name, complain)
    for glob in globs:
        try:
            GitIgnoreSpec.from_lines([glob])
        except ValueError:
            complain(_line(node), f"'{glob}' is not a pattern", "write it as in .gitignore, for example lib/legacy/**")
    return globs


def _reason(node: yaml.Node, name: str, complain: _Complain) -> str:
    reason = _text(node, name, complain)
    if reason and reason not in REASONS:
        complain(_line(node), f"'{reason}' is no reason", did_you_mean(reason, REASONS) + "; the rest goes into `note`")
    return reason


def _day(node: yaml.Node, name: str, complain: _Complain) -> str:
    day = _text(node, name, complain)
    try:
        return date.fromisoformat(day).isoformat() if day else ""
    except ValueError:
        complain(_line(node), f"'{day}' is not a date", "write it as 2027-01-31")
        return ""


_FIELDS: Mapping[str, tuple[str, Callable[[yaml.Node, str, _Complain], Any]]] = {
    "rule": ("rules", _texts),
    "rules": ("rules", _texts),
    "paths": ("paths", _globs),
    "reason": ("reason", _reason),
    "note": ("note", _text),
    "approved_by": ("approved_by", _text),
    "created": ("created", _day),
    "expires": ("expires", _day),
}
"""Key in the file -> field of Exemption, how its value is read."""


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1

"""Bytes of a YAML file -> nodes with line numbers; bounded, and nothing in the file can run.

Built from parser events rather than composed nodes: an event tells an alias, a tag and a quote from plain text, and the
depth and the number of nodes can be limited before they are built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import events

from dxscore.rulebook.files import MAX_BYTES
from dxscore.rulebook.nodes import Complaint, Items, Node, Scalar, Table, UnusableError, shortened

MAX_DEPTH = 32
MAX_NODES = 20_000
"""Per file, with every alias counted as often as it is used."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ERB_HINT = "ERB is not run in rule files; write the value itself"


def read_yaml(data: bytes) -> Node:
    """The only document of the file. Raises UnusableError: too large, not UTF-8, bad syntax, tag, ERB, alias bomb."""
    text = _decoded(data)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise UnusableError(_syntax_complaint(error, text)) from error
    return builder.document()


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise UnusableError(Complaint(1, f"the file is larger than {MAX_BYTES // 1024} KiB"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnusableError(Complaint(line, "the file is not UTF-8 text")) from error


def _syntax_complaint(error: yaml.YAMLError, text: str) -> Complaint:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        line = error.problem_mark.line + 1
        if "nesting depth" in str(error.problem):
            return Complaint(line, f"nested deeper than {MAX_DEPTH} levels")
        return Complaint(line, f"not valid YAML: {error.problem}", _syntax_hint(text, line))
    position = getattr(error, "position", 0)
    reason = getattr(error, "reason", "it can't be read")
    return Complaint(text.count("\n", 0, position) + 1, f"not valid YAML: {reason}")


def _syntax_hint(text: str, line: int) -> str:
    around = "\n".join(text.splitlines()[max(0, line - 2) : line])
    if "<%" in around:
        return _ERB_HINT
    return "texts with ': ', '#', '{', '[' or '@' need quotes" if re.search(r"[:#{\[@]", around) else ""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read yet."""

    line: int
    anchor: str | None
    is_mapping: bool
    children: list[Node] = field(default_factory=list)
    size: int = 1


class _Builder:
    """Turns events into one node."""

    def __init__(self) -> None:
        self._open = [_Open(1, None, is_mapping=False)]
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._documents = 0

    def take(self, event: events.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, events.DocumentStartEvent):
            self._start_document(line)
        elif isinstance(event, events.AliasEvent):
            self._add(*self._aliased(event.anchor, line))
        elif isinstance(event, events.NodeEvent):
            _reject_tag(event, line)
            self._take_node(event, line)
        elif isinstance(event, events.CollectionEndEvent):
            self._close()

    def document(self) -> Node:
        children = self._open[0].children
        if not children or (isinstance(children[0], Scalar) and not children[0].text):
            raise UnusableError(Complaint(1, "the file is empty"))
        return children[0]

    def _take_node(self, event: events.NodeEvent, line: int) -> None:
        if isinstance(event, events.ScalarEvent):
            self._add_scalar(event, line)
            return
        if len(self._open) > MAX_DEPTH:
            raise UnusableError(Complaint(line, f"nested deeper than {MAX_DEPTH} levels"))
        self._open.append(_Open(line, event.anchor, isinstance(event, events.MappingStartEvent)))

    def _start_document(self, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            raise UnusableError(Complaint(line, "a second document starts here", "write the rules as one list"))

    def _add_scalar(self, event: events.ScalarEvent, line: int) -> None:
        plain = event.implicit[0]
        _reject_surrogates(event.value, line)
        if plain and "<%" in event.value:
            raise UnusableError(Complaint(line, f"'{shortened(event.value)}' is ERB", _ERB_HINT))
        node = Scalar(line, event.value, plain)
        if event.anchor:
            self._anchors[event.anchor] = (node, 1)
        self._add(node, 1)

    def _aliased(self, anchor: str | None, line: int) -> tuple[Node, int]:
        if anchor is None or anchor not in self._anchors:
            raise UnusableError(Complaint(line, f"'*{anchor}' names no value that ends before it"))
        return self._anchors[anchor]

    def _close(self) -> None:
        done = self._open.pop()
        node = Table(done.line, tuple(_entries(done.children))) if done.is_mapping else _items(done)
        if done.anchor:
            self._anchors[done.anchor] = (node, done.size)
        self._add(node, done.size)

    def _add(self, node: Node, size: int) -> None:
        parent = self._open[-1]
        parent.size += size
        if parent.size > MAX_NODES:
            raise UnusableError(Complaint(node.line, f"more than {MAX_NODES} values, aliases counted at each use"))
        parent.children.append(node)


def _items(done: _Open) -> Items:
    return Items(done.line, tuple(done.children))


def _entries(children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
    seen: set[str] = set()
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise UnusableError(Complaint(key.line, "a key must be plain text"))
        if key.text in seen:
            raise UnusableError(Complaint(key.line, f"the key '{shortened(key.text)}' stands here twice"))
        seen.add(key.text)
        yield key, value


def _reject_surrogates(text: str, line: int) -> None:
    """The parser in Python takes half a pair as an escape in a quoted text; the one in C refuses it."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnusableError(Complaint(line, "not valid YAML: half of a surrogate pair")) from error


def _reject_tag(event: events.NodeEvent, line: int) -> None:
    tag = getattr(event, "tag", None)
    if tag is not None:
        raise UnusableError(Complaint(line, f"the tag '{shortened(tag)}' is not allowed", "rule files are plain YAML"))

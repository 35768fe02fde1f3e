"""Bytes of a YAML file -> its nodes with line numbers, read lazily and safely: no tags, no anchors multiplied."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from msgspec import Struct

from dxscore.facts.errors import UnreadableSource

_MOST_BYTES = 4 * 1024 * 1024
_ERB = re.compile(rb"^(?!\s*#).*<%", re.MULTILINE)


class Node(Struct, frozen=True):
    """A value in the file and the line it (in a mapping: its key) stands on."""

    line: int
    _node: yaml.Node | None

    @property
    def text(self) -> str:
        """A scalar as written, '' for anything else and for null."""
        is_text = isinstance(self._node, yaml.ScalarNode) and self._node.tag != "tag:yaml.org,2002:null"
        return str(self._node.value) if is_text and self._node else ""

    @property
    def is_mapping(self) -> bool:
        """Whether `pairs` can give anything."""
        return isinstance(self._node, yaml.MappingNode)

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Key and value of a mapping; nothing for anything else."""
        if isinstance(self._node, yaml.MappingNode):
            for key, value in self._node.value:
                if isinstance(key, yaml.ScalarNode):
                    yield key.value, Node(key.start_mark.line + 1, value)

    def items(self) -> Iterator[Node]:
        """Members of a list; nothing for anything else."""
        if isinstance(self._node, yaml.SequenceNode):
            for node in self._node.value:
                yield Node(node.start_mark.line + 1, node)

    def get(self, key: str) -> Node:
        """The value of a key, an empty node when there is none."""
        return next((value for name, value in self.pairs() if name == key), Node(self.line, None))

    def texts(self) -> tuple[str, ...]:
        """The scalars of a list; a scalar by itself counts as a list of one."""
        found = [node.text for node in self.items()] or [self.text]
        return tuple(text for text in found if text)


def yaml_nodes(source: bytes) -> Node:
    """The first document. Raises UnreadableSource: too large, broken, nested too deep (1,000), or made by ERB."""
    if len(source) > _MOST_BYTES:
        raise UnreadableSource("too large")
    if _ERB.search(source):
        raise UnreadableSource("ERB in YAML", "it is not run")
    try:
        node = next(yaml.compose_all(source, yaml.CSafeLoader), None)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableSource("not YAML", f"line {mark.line + 1}" if mark else "") from error
    return Node(1, node)

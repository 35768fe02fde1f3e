"""A node -> the class and method around it, by the names a Rubyist would use: `Shop::Cart#add`, `Shop::Cart.find`."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from tree_sitter import Node

from dxscore.facts.grammar import field, kind, kinds

_NAMESPACES = kinds("class", "module")
SCOPES = _NAMESPACES | kinds("singleton_class", "method", "singleton_method")
"""The kinds of node that change what `enclosing` says."""
_SINGLETON_METHOD = kind("singleton_method")
_SINGLETON_CLASS = kind("singleton_class")
_NAME = field("name")


class Enclosing(Struct, frozen=True):
    """What stands around a place; '' for what doesn't."""

    namespace: str = ""
    """Fully nested as written: `A::B`."""
    method: str = ""
    singleton: bool = False

    @property
    def symbol(self) -> str:
        """`A::B#m`, `A::B.m`, `A::B` or ''."""
        if not self.method:
            return self.namespace
        return f"{self.namespace}{'.' if self.singleton else '#'}{self.method}"


def symbol_at(node: Node) -> str:
    """The symbol around a node; a class or method is inside itself."""
    return enclosing(lineage(node)).symbol


def lineage(node: Node) -> list[Node]:
    """The node and all around it, outermost first."""
    path = [node]
    while (parent := path[-1].parent) is not None:
        path.append(parent)
    return path[::-1]


def enclosing(path: Sequence[Node]) -> Enclosing:
    """The class and method of the last node of a lineage."""
    around = Enclosing()
    for node in path:
        if node.kind_id in SCOPES:
            around = entered(around, node)
    return around


def entered(around: Enclosing, node: Node) -> Enclosing:
    """What stands around the inside of a node of the kinds `SCOPES`."""
    kind_id = node.kind_id
    if kind_id in _NAMESPACES:
        return Enclosing(_nested(around.namespace, _name(node)))
    if kind_id == _SINGLETON_CLASS:
        return Enclosing(around.namespace, around.method, singleton=True)
    return Enclosing(around.namespace, _name(node), around.singleton or kind_id == _SINGLETON_METHOD)


def _nested(outer: str, name: str) -> str:
    if name.startswith("::"):
        return name.removeprefix("::")
    return f"{outer}::{name}" if outer else name


def _name(node: Node) -> str:
    name = node.child_by_field_id(_NAME)
    return "" if name is None else (name.text or b"").decode("utf-8", "replace")

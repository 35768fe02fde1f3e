"""A Ruby expression -> its value where that can be told without running it: literals, paths, lists of files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct, field
from tree_sitter import Node

from dxscore.facts.grammar import field as field_id
from dxscore.facts.grammar import kind, kinds, text_of
from dxscore.inputs.tree import Tree
from dxscore.rubygems.remote import redacted


class Computed(Struct, frozen=True):
    """What only running the code would tell."""

    code: str


Value: TypeAlias = "str | bool | Computed | tuple[Value, ...] | None"
"""Symbols are their names, numbers their digits, nil is None."""

_ABOVE = "/above"
ROOT = f"{_ABOVE * 8}/project"
"""Stands for the root of the project in absolute paths; deep, so that a few `..` lead to where they can be told."""

_MOST_FILES = 500
"""Of one glob: more are no Gemfile's business."""
_LONGEST = 4096
"""Characters of a text put together, which could otherwise double with every line."""
_WILDCARDS = {"**/": "(?:[^/.][^/]*/)*", "*": r"(?!(?<![^/])\.)[^/]*", "?": "[^/]"}
"""A star at the start of a name takes no dot."""
_MOST_STARS = 2
"""In one part of a glob, and of `**/` in the whole: what matching may cost grows with their power."""
_INTERPOLATION, _PAIR = kind("interpolation"), kind("pair")
_OBJECT, _RECEIVER, _METHOD, _ARGUMENTS = map(field_id, ("object", "receiver", "method", "arguments"))
_SAME_VALUE = frozenset({"freeze", "to_s", "to_sym", "to_a", "sort", "uniq", "strip", "to_path"})


class Scope(Struct, frozen=True):
    """What the code of one file may refer to."""

    tree: Tree
    path: str
    """Of the file, from the root of the project."""
    home: str
    """Folder of the Gemfile that Bundler was started with."""
    known: dict[str, Value] = field(default_factory=dict)
    """Variables and constants assigned so far."""

    @property
    def folder(self) -> str:
        """`__dir__`."""
        return posixpath.dirname(f"{ROOT}/{self.path}")


def fold(source: bytes, node: Node, scope: Scope) -> Value:
    """The value of an expression."""
    folding = _FOLDINGS.get(node.kind_id)
    return folding(source, node, scope) if folding else Computed(text_of(source, node))


def project_path(value: str, folder: str) -> str | None:
    """A path as code gives it -> from the root of the project, None when it leads elsewhere."""
    path = posixpath.normpath(posixpath.join(folder, value))
    return path.removeprefix(f"{ROOT}/") if path.startswith(f"{ROOT}/") else "" if path == ROOT else None


def shown_path(value: str) -> str:
    """From the root of the project where it is known, else as written but for secrets of URLs."""
    return posixpath.relpath(value, ROOT) if value.startswith(_ABOVE) else redacted(value)


def _string(source: bytes, node: Node, scope: Scope) -> Value:
    return _put_together([_part(source, child, scope) for child in node.named_children], source, node)


def _chained(source: bytes, node: Node, scope: Scope) -> Value:
    return _put_together([fold(source, child, scope) for child in node.named_children], source, node)


def _put_together(parts: Sequence[Value], source: bytes, node: Node) -> Value:
    texts = [part for part in parts if isinstance(part, str)]
    text = "".join(texts)
    return text if len(texts) == len(parts) and len(text) <= _LONGEST else Computed(text_of(source, node))


def _part(source: bytes, node: Node, scope: Scope) -> Value:
    if node.kind_id != _INTERPOLATION:
        return text_of(source, node)
    return fold(source, node.named_children[0], scope) if len(node.named_children) == 1 else Computed("")


def _text(source: bytes, node: Node, _scope: Scope) -> Value:
    return text_of(source, node)


def _symbol(source: bytes, node: Node, _scope: Scope) -> Value:
    return text_of(source, node)[1:]


def _list(source: bytes, node: Node, scope: Scope) -> Value:
    items = tuple(fold(source, child, scope) for child in node.named_children)
    return Computed(text_of(source, node)) if any(map(_is_nest, items)) else items


def _is_nest(value: Value) -> bool:
    """A list of lists is as far as it goes; more could double with every line."""
    return isinstance(value, tuple) and any(isinstance(item, tuple) for item in value)


def _pairs(source: bytes, node: Node, scope: Scope) -> Value:
    """A hash is the list of its pairs."""
    pairs = (child.named_children for child in node.named_children if child.kind_id == _PAIR)
    return tuple(tuple(fold(source, each, scope) for each in pair) for pair in pairs)


def _inner(source: bytes, node: Node, scope: Scope) -> Value:
    children = node.named_children
    return fold(source, children[0], scope) if len(children) == 1 else Computed(text_of(source, node))


def _name(source: bytes, node: Node, scope: Scope) -> Value:
    name = text_of(source, node)
    places = {"__dir__": scope.folder, "__FILE__": f"{ROOT}/{scope.path}"}
    return places.get(name) or scope.known.get(name, Computed(name))


def _index(source: bytes, node: Node, scope: Scope) -> Value:
    """`Dir["a/*.rb"]`."""
    indexed = node.child_by_field_id(_OBJECT)
    if indexed is None or text_of(source, indexed) != "Dir":
        return Computed(text_of(source, node))
    found = _globbed(_strings(source, node.named_children[1:], scope), scope)
    return Computed(text_of(source, node)) if found is None else found


def _call(source: bytes, node: Node, scope: Scope) -> Value:
    receiver, method = node.child_by_field_id(_RECEIVER), node.child_by_field_id(_METHOD)
    given = node.child_by_field_id(_ARGUMENTS)
    unknown = Computed(text_of(source, node))
    if receiver is None or method is None:
        return unknown
    owner, name = text_of(source, receiver).removeprefix("::"), text_of(source, method)
    if name in _SAME_VALUE and given is None:
        return fold(source, receiver, scope)
    arguments = _strings(source, given.named_children if given else (), scope)
    if owner == "Dir" and name == "glob":
        found = _globbed(arguments, scope)
        return unknown if found is None else found
    path = _PATHS.get(name) if owner == "File" else None
    return path(arguments, scope) if path and arguments else unknown


def _strings(source: bytes, nodes: Iterable[Node], scope: Scope) -> Sequence[str] | None:
    """None when one of them is anything else."""
    values = [fold(source, node, scope) for node in nodes]
    strings = [value for value in values if isinstance(value, str)]
    return strings if len(strings) == len(values) else None


def _expanded(arguments: Sequence[str], scope: Scope) -> str:
    return posixpath.normpath(posixpath.join(ROOT, scope.home, *reversed(arguments[:2])))


def _joined(arguments: Sequence[str], _scope: Scope) -> str:
    return re.sub("/+", "/", "/".join(arguments))


def _globbed(patterns: Sequence[str] | None, scope: Scope) -> tuple[Value, ...] | None:
    """Files that a pattern names, as absolute paths; None when it can't be told."""
    wanted = project_path(patterns[0], posixpath.join(ROOT, scope.home)) if patterns else None
    if not wanted or not _is_simple(wanted):
        return None
    folder = re.split(r"[*?{\[]", wanted)[0].rpartition("/")[0]
    matches, deep = re.compile(_as_regex(wanted)).fullmatch, "/" in wanted[len(folder) + 1 :]
    found = sorted(path for path in scope.tree.below(folder, deep=deep) if matches(path))
    return tuple(f"{ROOT}/{path}" for path in found[:_MOST_FILES])


def _is_simple(pattern: str) -> bool:
    stars = (part.count("*") for part in pattern.split("/") if part != "**")
    return pattern.count("**/") <= _MOST_STARS and all(number <= _MOST_STARS for number in stars)


def _as_regex(pattern: str) -> str:
    """Of `*`, `?`, `**/` and `{a,b}`, as Ruby's Dir.glob has them."""
    parts = re.split(r"(\*\*/|\*|\?|\{[^{}]*\})", pattern)
    return "".join(_piece(part) for part in parts)


def _piece(part: str) -> str:
    if part.startswith("{") and part.endswith("}"):
        return f"(?:{'|'.join(map(_as_regex, part[1:-1].split(',')))})"
    return _WILDCARDS.get(part, re.escape(part))


_PATHS: Mapping[str, Callable[[Sequence[str], Scope], str]] = {
    "expand_path": _expanded,
    "absolute_path": _expanded,
    "join": _joined,
    "dirname": lambda arguments, _: posixpath.dirname(arguments[0]),
    "basename": lambda arguments, _: posixpath.basename(arguments[0]),
}

_FOLDINGS: Mapping[int, Callable[[bytes, Node, Scope], Value]] = {
    **dict.fromkeys(kinds("string", "bare_string", "delimited_symbol", "bare_symbol"), _string),
    **dict.fromkeys(kinds("array", "string_array", "symbol_array"), _list),
    **dict.fromkeys(kinds("hash_key_symbol", "integer", "float"), _text),
    **dict.fromkeys(kinds("identifier", "constant"), _name),
    kind("chained_string"): _chained,
    kind("hash"): _pairs,
    kind("simple_symbol"): _symbol,
    kind("parenthesized_statements"): _inner,
    kind("true"): lambda *_: True,
    kind("false"): lambda *_: False,
    kind("nil"): lambda *_: None,
    kind("call"): _call,
    kind("element_reference"): _index,
}

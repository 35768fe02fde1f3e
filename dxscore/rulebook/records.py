"""Mappings with fixed keys: the shape of most of the rule language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct

from dxscore.rulebook.nodes import Gathering, Node, Scalar, Table, kind_of, shortened, unusable
from dxscore.rulebook.shapes import Definitions, Schema, Shape
from dxscore.suggestions import closest, did_you_mean

T = TypeVar("T")
_MOST_KEYS = 100
Values: TypeAlias = Mapping[str, Any]
"""What a record read, by key, synonyms under their first name; absent keys are absent."""


class Key(Struct, frozen=True):
    """One key of a record."""

    shape: Shape[Any]
    help: str = ""
    required: bool = False
    means: str = ""
    """The key it is another name for."""


class Keys(Struct, frozen=True):
    """The keys of a record and which of them must be there."""

    what: str
    keys: Mapping[str, Key]
    one_of: tuple[tuple[str, ...], ...] = ()
    """Groups of keys of which exactly one must be there, wholly."""
    may_be_empty: bool = False


def record(keys: Keys, build: Callable[[Values], T]) -> Shape[T]:
    """A mapping with these keys, made into a value by `build`."""
    return Shape(lambda node: build(_values(keys, node)), partial(_schema, keys))


def _values(keys: Keys, node: Node) -> Values:
    if not isinstance(node, Table):
        raise unusable(node, f"{keys.what} is a mapping, not {kind_of(node)}", f"keys: {', '.join(keys.keys)}")
    if len(node.entries) > _MOST_KEYS:
        raise unusable(node, f"{keys.what} has more than {_MOST_KEYS} keys", f"keys: {', '.join(keys.keys)}")
    gathering = Gathering()
    values: dict[str, Any] = {}
    for key, value in node.entries:
        gathering.attempt(partial(_take, keys, values, key), value)
    _check_presence(keys, node, gathering)
    gathering.check()
    return values


def _take(keys: Keys, values: dict[str, Any], key: Scalar, value: Node) -> None:
    known = keys.keys.get(key.text)
    if known is None:
        message = f"unknown key '{shortened(key.text)}' in {keys.what}"
        raise unusable(key, message, did_you_mean(key.text, tuple(keys.keys)))
    name = known.means or key.text
    if name in values:
        raise unusable(key, f"'{key.text}' and another name for it are both given")
    values[name] = known.shape.read(value)


def _check_presence(keys: Keys, node: Table, gathering: Gathering) -> None:
    given = {key.text for key, _ in node.entries}
    if not given and not keys.may_be_empty:
        gathering.complain(node.line, f"{keys.what} is empty", f"keys: {', '.join(keys.keys)}")
        return
    needed = [name for name, key in keys.keys.items() if key.required]
    chosen = [group for group in keys.one_of if given.intersection(group)]
    if keys.one_of and len(chosen) != 1:
        gathering.complain(node.line, f"{keys.what} needs either {_said(keys.one_of)}")
    elif chosen:
        needed += chosen[0]
    misspelt = {closest(name, tuple(keys.keys)) for name in given if name not in keys.keys}
    for name in needed:
        if name not in given | misspelt:
            gathering.complain(node.line, f"{keys.what} has no '{name}'", keys.keys[name].help)


def _said(groups: tuple[tuple[str, ...], ...]) -> str:
    return " or ".join(" with ".join(f"'{name}'" for name in group) for group in groups)


def _schema(keys: Keys, definitions: Definitions) -> Schema:
    made: Schema = {"type": "object", "properties": _properties(keys, definitions), "additionalProperties": False}
    required = [name for name, key in keys.keys.items() if key.required]
    if required:
        made["required"] = required
    if not keys.may_be_empty:
        made["minProperties"] = 1
    if keys.one_of:
        made["anyOf"] = [_only(group, keys.one_of) for group in keys.one_of]
    return made


def _only(group: tuple[str, ...], groups: tuple[tuple[str, ...], ...]) -> Schema:
    """Wholly this group, and no key of the others."""
    others = [{"required": [name]} for other in groups if other is not group for name in other]
    return {"required": list(group), "not": {"anyOf": others}}


def _properties(keys: Keys, definitions: Definitions) -> Schema:
    return {
        name: key.shape.schema(definitions) | ({"description": key.help} if key.help else {})
        for name, key in keys.keys.items()
    }

"""Detections (matchers and all) <-> plain lists, mappings and scalars that msgpack can carry.

msgspec can't decode a union of classes without tags, so each value carries the position of its class in a literal
table; nothing that is not in the table can be made from stored bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, TypeAlias

from msgspec import NODEFAULT
from msgspec.structs import FieldInfo, fields

from dxscore.domain import matchers, rule

Plain: TypeAlias = str | int | float | bool | list[Any] | dict[str, Any] | None

_CLASSES: tuple[type[Any], ...] = (
    matchers.AllOf,
    matchers.AnyOf,
    matchers.ArgumentTest,
    matchers.AssignMatcher,
    matchers.CallMatcher,
    matchers.CommentMatcher,
    matchers.ConstMatcher,
    matchers.EntityMatcher,
    matchers.FlagTest,
    matchers.FollowedBy,
    matchers.Has,
    matchers.HashKeyMatcher,
    matchers.Inside,
    matchers.KeywordTest,
    matchers.Not,
    matchers.NumberTest,
    matchers.PrecededBy,
    matchers.QueryMatcher,
    matchers.ReceiverTest,
    matchers.ScopeMatcher,
    matchers.StringMatcher,
    matchers.TextTest,
    matchers.ValueTest,
    rule.Detection,
    rule.Metric,
)
_POSITIONS: Mapping[type, int] = {type_: position for position, type_ in enumerate(_CLASSES)}
_TUPLE = -1


def _default(field: FieldInfo) -> object:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


_FIELDS: Mapping[type, tuple[tuple[str, object], ...]] = {
    type_: tuple((field.name, _default(field)) for field in fields(type_)) for type_ in _CLASSES
}
"""Names and defaults."""

LAYOUT = blake2b(repr(_FIELDS).encode(), digest_size=6).hexdigest()
"""Digest of the classes, their fields and defaults: bytes of another layout are not for this program."""


def pack(value: object) -> Plain:
    """Plain form of a value made of the classes of the table, tuples, mappings and scalars; last defaults left out."""
    match value:
        case None | str() | int() | float():
            return value
        case tuple():
            return [_TUPLE, *map(pack, value)]
        case Mapping():
            return {key: pack(item) for key, item in value.items()}
    given = [(getattr(value, name), default) for name, default in _FIELDS[type(value)]]
    while given and given[-1][0] == given[-1][1]:
        given.pop()
    return [_POSITIONS[type(value)], *(pack(part) for part, _ in given)]


def unpack(plain: Any) -> Any:
    """The value; for anything that `pack` did not make: TypeError, ValueError, IndexError or KeyError."""
    if isinstance(plain, list):
        head, *rest = plain
        items = [unpack(item) if isinstance(item, list | dict) else item for item in rest]
        return tuple(items) if head == _TUPLE else _CLASSES[head](*items)
    return {key: unpack(item) for key, item in plain.items()} if isinstance(plain, dict) else plain

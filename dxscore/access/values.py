"""What an expression may evaluate to, as far as data access cares: abstract values, and how two of them are joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from msgspec import Struct

from dxscore.domain.ruby import Block

UNION_LIMIT = 16
"""Unions of more members say nothing useful: they become UNKNOWN."""


class _Value(Struct, frozen=True, cache_hash=True):
    """Compared by content, whatever the way it was made."""


class Special(_Value, frozen=True, cache_hash=True):
    """One of the values below."""

    name: str


NEVER = Special("never")
"""Of what does not return, and of recursion that is not worked out yet."""
UNKNOWN = Special("unknown")
NIL = Special("nil")
UNLISTED = Special("unlisted")
"""Under other keys of a hash that is written out: nothing, unless it is changed later."""
YIELDED = Special("yielded")
"""What the block given to this method returns."""
OWN_BLOCK = Special("own block")
"""The block given to this method, as a value (`&block`)."""


class Plain(_Value, frozen=True, cache_hash=True):
    """A value without effects of its own: a String, a Time, a Set ... `kind` is '' when it does not matter which."""

    kind: str = ""


class Name(_Value, frozen=True, cache_hash=True):
    """A symbol or string that is written out: what `send`, `where(name:)` and the like look at."""

    text: str


class ClassOf(_Value, frozen=True, cache_hash=True):
    """A class or module itself."""

    name: str


class Instance(_Value, frozen=True, cache_hash=True):
    """An object of a class of the program, or of a library class known by data."""

    name: str
    state: str = ""
    """Of a record: 'new', 'persisted', '' when it is not known."""
    preloads: frozenset[str] = frozenset()
    """Of a record: names of associations that need no query; '*' for all."""
    fields: tuple[tuple[str, Value], ...] = ()
    """Instance variables given by `initialize`, sorted by name."""
    changed: frozenset[str] | None = None
    """Of a record that is being updated: attributes that change, see `changes`."""


class Relation(_Value, frozen=True, cache_hash=True):
    """Rows of a model that are (or can be) asked for: a scope, a has_many. Lazy until something loads it."""

    model: str
    loaded: bool = False
    bounded: bool = False
    """By `limit`, `page` ..."""
    locked: bool = False
    preloads: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    """Others that the same load reads: of joins, preloads, subqueries."""
    owner: str = ""
    """Of an association: the model it belongs to."""
    association: str = ""


class Many(_Value, frozen=True, cache_hash=True):
    """An array, or another collection in memory."""

    element: Value


class Mapping(_Value, frozen=True, cache_hash=True):
    """A hash; `pairs` are what is known by literal keys, sorted."""

    pairs: tuple[tuple[str, Value], ...] = ()
    rest: Value = UNKNOWN

    def get(self, key: str) -> Value | None:
        """What stands under a literal key."""
        return dict(self.pairs).get(key)


class Procedure(Struct, frozen=True, eq=False):
    """A block or lambda with the frame it was written in."""

    block: Block
    frame: Any

    def __hash__(self) -> int:
        return id(self.block)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Procedure) and self.block is other.block and self.frame is other.frame


class Union(_Value, frozen=True, cache_hash=True):
    """One of several; never holds NEVER, UNKNOWN or another Union."""

    members: frozenset[Value]


Value: TypeAlias = (
    Plain | Special | Name | ClassOf | Instance | Relation | Many | Mapping | Procedure | Union
)  # fmt: skip

PLAIN = Plain()
TRUE = Plain("true")
FALSE = Plain("false")
STRING = Plain("String")
NUMBER = Plain("Numeric")


_UNSURE = frozenset({NIL, TRUE, FALSE})
"""What does not tell more than nothing when something unknown stands beside it."""


def parts(value: Value) -> Iterable[Value]:
    """The members of a union; else the value alone."""
    return value.members if isinstance(value, Union) else (value,)


def join(first: Value, second: Value) -> Value:
    """What may be either."""
    if first is second or second is NEVER or first == second:
        return first
    if first is NEVER:
        return second
    return join_all((first, second))


def join_all(values: Iterable[Value]) -> Value:
    """What may be any of them: UNKNOWN is kept beside known ones only as their absence, so known ones win."""
    found = {*values}
    if len(found) == 1:
        return found.pop()
    members = {part for value in found for part in parts(value)} if any(isinstance(v, Union) for v in found) else found
    members.discard(NEVER)
    unknown = UNKNOWN in members
    members.discard(UNKNOWN)
    if len(members) == 1 and not (unknown and members <= _UNSURE):
        return members.pop()
    if unknown and members <= _UNSURE:
        return UNKNOWN
    members = _merged(members)
    if TRUE in members and FALSE in members:
        members = (members - {TRUE, FALSE}) | {PLAIN}
    if not members or len(members) > UNION_LIMIT:
        return UNKNOWN if members else NEVER
    return members.pop() if len(members) == 1 else Union(frozenset(members))


def _merged(members: set[Value]) -> set[Value]:
    """Arrays become one array, hashes one hash, many literal names plain text."""
    alike: dict[type, list[Value]] = {}
    for member in members:
        alike.setdefault(type(member), []).append(member)
    for kind, found in alike.items():
        if len(found) > 1 and kind in _MERGING:
            members = (members - set(found)) | _MERGING[kind](found)
    return members


def _one_array(arrays: list[Any]) -> set[Value]:
    return {Many(join_all(each.element for each in arrays))}


def _one_mapping(hashes: list[Any]) -> set[Value]:
    keys = sorted({key for each in hashes for key, _ in each.pairs})
    pairs = tuple((key, join_all(found for each in hashes if (found := each.get(key)))) for key in keys)
    return {Mapping(pairs, join_all(each.rest for each in hashes))}


def _few_names(names: list[Any]) -> set[Value]:
    return {STRING} if len(names) > UNION_LIMIT // 2 else set(names)


_MERGING: dict[type, Callable[[list[Any]], set[Value]]] = {
    Many: _one_array,
    Mapping: _one_mapping,
    Name: _few_names,
}


def certain(value: Value) -> bool | None:
    """Whether it is true or false in a condition; None when that is not known."""
    if value == TRUE:
        return True
    return False if value == FALSE or value is NIL else None


def records(value: Value) -> Iterator[Value]:
    """Everything inside a value, itself included: elements of arrays, values of hashes."""
    waiting = [value]
    while waiting:
        current = waiting.pop()
        yield current
        if isinstance(current, Union):
            waiting.extend(current.members)
        elif isinstance(current, Many):
            waiting.append(current.element)
        elif isinstance(current, Mapping):
            waiting.extend(found for _, found in current.pairs)


def element(value: Value) -> Value:
    """What iterating over it gives."""
    return join_all(_element(part) for part in parts(value))


def _element(value: Value) -> Value:
    match value:
        case Many(element=inner):
            return inner
        case Relation(model=model, preloads=preloads):
            return Instance(model, "persisted", preloads)
        case Mapping(pairs=pairs, rest=rest):
            return join_all([*(found for _, found in pairs), UNKNOWN if rest is UNLISTED else rest])
        case Plain() | Special(name="nil"):
            return PLAIN
    return UNKNOWN

"""A regular expression -> literal texts of which one is part of everything it matches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from re import _constants as op  # type: ignore[attr-defined] # the parser of `re` has no public name
from re import _parser  # type: ignore[attr-defined] # as above
from typing import Any

from msgspec import Struct

BOUNDARY = "\0"
_MOST = 64
"""More alternatives than this are not worth their price."""


class _Known(Struct, frozen=True):
    """What is certain of the texts that a piece of an expression matches."""

    exact: frozenset[str] | None
    """All of them, None when there are too many."""
    required: frozenset[str] | None
    """One of these is in each of them, None when nothing is certain."""


_NOTHING = _Known(None, None)
_EMPTY = _Known(frozenset({""}), None)
_EDGE = _Known(frozenset({BOUNDARY}), None)


def required_literals(pattern: str) -> frozenset[str] | None:
    """None when no literal is certain. Case is as written, also for expressions that ignore it.

    `BOUNDARY` in a literal stands for an edge of a word or of the text (`^`, `$` and the like) and for no character.

    The pattern must be valid. Literals that are not ASCII are left out, because case folding may change their bytes.
    """
    known = _sequence(_parser.parse(pattern))
    return _best([known.exact, known.required])


def _sequence(items: Iterable[tuple[Any, Any]]) -> _Known:
    """Adjacent exact pieces are joined; the best run, or what one piece requires, is what the whole requires."""
    run, candidates, whole = frozenset({""}), [], True
    for item in map(_item, items):
        joined = _product(run, item.exact)
        if joined is not None:
            run = joined
            continue
        candidates += [run, item.required]
        run, whole = item.exact or frozenset({""}), False
    return _Known(run, None) if whole else _Known(None, _best([*candidates, run]))


def _product(left: frozenset[str], right: frozenset[str] | None) -> frozenset[str] | None:
    if right is None or len(left) * len(right) > _MOST:
        return None
    return frozenset(first + second for first in left for second in right)


def _best(choices: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    """The choice whose shortest literal is longest."""
    usable = [choice for choice in choices if choice and min(map(_length, choice)) and len(choice) <= _MOST]
    return max(usable, key=lambda choice: (min(map(_length, choice)), -len(choice)), default=None)


def _length(literal: str) -> int:
    return len(literal) - literal.count(BOUNDARY)


def _item(item: tuple[Any, Any]) -> _Known:
    code, argument = item
    return _READERS[code](argument) if code in _READERS else _NOTHING


def _literals(codes: Sequence[int]) -> _Known:
    return _Known(frozenset(map(chr, codes)), None) if all(code < 128 for code in codes) else _NOTHING


def _characters(members: Sequence[tuple[Any, Any]]) -> _Known:
    plain = [argument for code, argument in members if code is op.LITERAL]
    return _literals(plain) if len(plain) == len(members) else _NOTHING


def _branches(branches: Sequence[_Known]) -> _Known:
    exact = [branch.exact for branch in branches if branch.exact is not None]
    if len(exact) == len(branches):
        union = frozenset[str]().union(*exact)
        return _Known(union, None) if len(union) <= _MOST else _NOTHING
    required = [_best([branch.exact, branch.required]) for branch in branches]
    if not all(required):
        return _NOTHING
    return _Known(None, frozenset[str]().union(*(choice for choice in required if choice)))


def _repeat(least: int, most: int, body: Iterable[tuple[Any, Any]]) -> _Known:
    known = _sequence(body)
    if (least, most) == (0, 1) and known.exact is not None:
        return _Known(known.exact | {""}, None)
    return _Known(None, _best([known.exact, known.required])) if least else _NOTHING


_READERS: Mapping[Any, Callable[[Any], _Known]] = {
    op.LITERAL: lambda code: _literals([code]),
    op.IN: _characters,
    op.SUBPATTERN: lambda group: _sequence(group[3]),
    op.BRANCH: lambda branch: _branches([_sequence(alternative) for alternative in branch[1]]),
    op.MAX_REPEAT: lambda repeat: _repeat(*repeat),
    op.MIN_REPEAT: lambda repeat: _repeat(*repeat),
    op.POSSESSIVE_REPEAT: lambda repeat: _repeat(*repeat),
    op.AT: lambda place: _EMPTY if place is op.AT_NON_BOUNDARY else _EDGE,
    op.ASSERT: lambda _: _EMPTY,
    op.ASSERT_NOT: lambda _: _EMPTY,
}
"""What each kind of piece tells; the others tell nothing."""

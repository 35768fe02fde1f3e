"""Fragments of all files -> clone entities: pieces of code that stand in several places, each with its partner.

Equal runs of logical lines are found by their openings, the first lines that make up `MIN_TOKENS`: places with the same
opening are compared further, so that each piece is as long as it can be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from dxscore.domain.facts import Entity, Fragment

MIN_TOKENS = 50
MIN_LINES = 10
"""Below either a duplicate is nobody's concern. Brackets and commas are no tokens here; with them 50 are about 65, and
jscpd asks for 50 on 5 lines, SonarQube for 100 on 10."""
MIN_DISTINCT = 0.6
"""Share of different logical lines in a piece: below it, it is a table written as code."""
MAX_GAP = 12
"""Lines without method code that a piece may span: comments and declarations between two methods."""
MAX_COMPARED = 200
"""Places compared with each other: keeps a piece that stands everywhere from costing the square of its copies."""


class _Place(Struct, frozen=True):
    """A logical line of a file."""

    path: str
    index: int


class _Text(Struct, frozen=True):
    """A file as its places are compared."""

    fragments: Sequence[Fragment]
    digests: Sequence[int]
    unbroken: Sequence[int]
    """For each logical line, how many there are from it up to the next gap."""


class _Piece(Struct, frozen=True):
    """A run of logical lines that stands in other places too."""

    place: _Place
    length: int
    others: tuple[_Place, ...]


def _unnamed(_path: str, _line: int) -> str:
    return ""


def find_clones(
    fragments_by_path: Mapping[str, Sequence[Fragment]],
    symbol_at: Callable[[str, int], str] = _unnamed,
) -> tuple[tuple[str, Entity], ...]:
    """(path, clone), by path and line. `symbol_at` names the method or class around a line of a file."""
    openings = _places_by_opening(fragments_by_path, _repeated(fragments_by_path))
    texts = {path: _text(fragments_by_path[path]) for path in openings}
    return tuple(
        (piece.place.path, _entity(piece, fragments_by_path, symbol_at))
        for path in sorted(openings)
        for piece in _pieces(path, texts, openings)
    )


_Opening = tuple[int, ...]
_Openings = Mapping[str, Mapping[int, Sequence[_Place]]]
"""Path -> index of a logical line -> all places with the same opening, for those that have at least two."""


def _repeated(fragments_by_path: Mapping[str, Sequence[Fragment]]) -> frozenset[int]:
    counts = Counter(fragment.digest for fragments in fragments_by_path.values() for fragment in fragments)
    return frozenset(digest for digest, count in counts.items() if count > 1)


def _places_by_opening(fragments_by_path: Mapping[str, Sequence[Fragment]], repeated: frozenset[int]) -> _Openings:
    groups: dict[_Opening, list[_Place]] = defaultdict(list)
    for path, fragments in sorted(fragments_by_path.items()):
        for index, opening in _openings(fragments, repeated):
            groups[opening].append(_Place(path, index))
    openings: dict[str, dict[int, Sequence[_Place]]] = defaultdict(dict)
    for places in groups.values():
        if len(places) > 1:
            for place in places:
                openings[place.path][place.index] = places
    return openings


def _openings(fragments: Sequence[Fragment], repeated: frozenset[int]) -> Iterator[tuple[int, _Opening]]:
    """Each logical line that starts enough tokens of which every line occurs elsewhere, with the digests of those."""
    for first, last in _runs(fragments, repeated):
        end, tokens = first, 0
        for index in range(first, last):
            while tokens < MIN_TOKENS and end < last:
                tokens += fragments[end].tokens
                end += 1
            if tokens < MIN_TOKENS:
                break
            yield index, tuple(fragment.digest for fragment in fragments[index:end])
            tokens -= fragments[index].tokens


def _runs(fragments: Sequence[Fragment], repeated: frozenset[int]) -> Iterator[tuple[int, int]]:
    """First index and end of each stretch without a gap whose logical lines all occur elsewhere."""
    first = 0
    for index, fragment in enumerate(fragments):
        if fragment.digest not in repeated:
            yield first, index
            first = index + 1
        elif index > first and _is_gap(fragments[index - 1], fragment):
            yield first, index
            first = index
    yield first, len(fragments)


def _is_gap(before: Fragment, after: Fragment) -> bool:
    return after.line - before.end_line > MAX_GAP


def _text(fragments: Sequence[Fragment]) -> _Text:
    unbroken = [1] * len(fragments)
    for index in range(len(fragments) - 2, -1, -1):
        if not _is_gap(fragments[index], fragments[index + 1]):
            unbroken[index] += unbroken[index + 1]
    return _Text(fragments, [fragment.digest for fragment in fragments], unbroken)


def _pieces(path: str, texts: Mapping[str, _Text], openings: _Openings) -> Iterator[_Piece]:
    """The longest pieces of a file from its start on, without overlap."""
    candidates = openings[path]
    free_from = 0
    for index in sorted(candidates):
        if index >= free_from:
            piece = _longest(_Place(path, index), candidates[index], texts)
            if piece is not None and _is_worth_it(texts[path].fragments[index : index + piece.length]):
                yield piece
                free_from = index + piece.length


def _longest(place: _Place, places: Sequence[_Place], texts: Mapping[str, _Text]) -> _Piece | None:
    lengths = {other: _common_length(place, other, texts) for other in places[:MAX_COMPARED] if other != place}
    length = max(lengths.values(), default=0)
    others = tuple(other for other, common in lengths.items() if common == length)
    return _Piece(place, length, others) if length else None


def _common_length(one: _Place, other: _Place, texts: Mapping[str, _Text]) -> int:
    """Logical lines that are equal from both places on, without running into each other."""
    left, right = texts[one.path], texts[other.path]
    longest = min(left.unbroken[one.index], right.unbroken[other.index])
    if one.path == other.path:
        longest = min(longest, abs(one.index - other.index))
    here, there = left.digests[one.index : one.index + longest], right.digests[other.index : other.index + longest]
    if here == there:
        return longest
    return next(offset for offset, (mine, its) in enumerate(zip(here, there, strict=True)) if mine != its)


def _is_worth_it(piece: Sequence[Fragment]) -> bool:
    return (
        piece[-1].end_line - piece[0].line + 1 >= MIN_LINES
        and sum(fragment.tokens for fragment in piece) >= MIN_TOKENS
        and len({fragment.digest for fragment in piece}) >= MIN_DISTINCT * len(piece)
    )


def _entity(
    piece: _Piece, fragments_by_path: Mapping[str, Sequence[Fragment]], symbol_at: Callable[[str, int], str]
) -> Entity:
    path, first = piece.place.path, piece.place.index
    fragments = fragments_by_path[path][first : first + piece.length]
    line, end_line = fragments[0].line, fragments[-1].end_line
    partner = piece.others[0]
    partner_line = fragments_by_path[partner.path][partner.index].line
    return Entity(
        "clone",
        line,
        end_line,
        symbol_at(path, line),
        {
            "lines": end_line - line + 1,
            "tokens": sum(fragment.tokens for fragment in fragments),
            "copies": 1 + len(piece.others),
            "partner": f"{partner.path}:{partner_line}",
            "partner_symbol": symbol_at(partner.path, partner_line),
            "same_file": all(other.path == path for other in piece.others),
        },
    )

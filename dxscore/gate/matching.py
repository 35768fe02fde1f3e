"""Findings of the base and of the head -> each finding once, with its counterpart: one to one, so that nothing is lost.

The most alike are paired first. What is left goes on to the next, weaker likeness; what is left at the end is new or
fixed. As every pair takes one finding of each side, new minus fixed is always the difference of the two sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.domain.gate import Change, Compared
from dxscore.domain.rule import Rule
from dxscore.gate.measured import OF_OTHER_FILES, grown

_Key: TypeAlias = Callable[[Finding, str], Hashable]
"""Of a finding and the path it has (or would have) in the head; None for one that this likeness says nothing of."""
_Pair: TypeAlias = tuple[Finding, Finding]


class Edits(Struct, frozen=True):
    """What is known of the change beside its findings."""

    renames: Mapping[str, str]
    """Path in the base -> path in the head."""
    is_added: Callable[[Finding], bool] = lambda _finding: False
    """Whether the change added the line of a finding of the head: of equal ones, that is the new one."""


def compare(
    base: Sequence[Finding], head: Sequence[Finding], edits: Edits, rules: Mapping[str, Rule]
) -> tuple[Compared, ...]:
    """What became of each finding: those of the head in their order, then the fixed ones in theirs."""
    counterparts = _counterparts(base, head, edits)
    gone = set(map(id, base)).difference(map(id, counterparts.values()))
    return (
        *(_compared(counterparts.get(id(finding)), finding, rules) for finding in head),
        *(Compared(finding, Change.FIXED) for finding in base if id(finding) in gone),
    )


def _compared(before: Finding | None, finding: Finding, rules: Mapping[str, Rule]) -> Compared:
    if before is None:
        return Compared(finding, Change.NEW)
    if finding.status.counts and not before.status.counts:
        return Compared(finding, Change.WORSE, before, f"no longer {before.status}")
    growth = ", ".join(grown(before, finding, rules))
    return Compared(finding, Change.WORSE if growth else Change.UNCHANGED, before, growth)


def _counterparts(base: Sequence[Finding], head: Sequence[Finding], edits: Edits) -> Mapping[int, Finding]:
    """Identity of a finding of the head -> its counterpart."""
    found: dict[int, Finding] = {}
    for likeness in _LIKENESSES:
        pairs = [*_pairs(base, head, likeness, edits)]
        found |= {id(after): before for before, after in pairs}
        taken = {id(before) for before, _ in pairs}
        base = [finding for finding in base if id(finding) not in taken]
        head = [finding for finding in head if id(finding) not in found]
    return found


def _pairs(base: Sequence[Finding], head: Sequence[Finding], likeness: _Key, edits: Edits) -> Iterator[_Pair]:
    alike: dict[Hashable, tuple[list[Finding], list[Finding]]] = defaultdict(lambda: ([], []))
    for finding in base:
        path = finding.location.path
        alike[likeness(finding, edits.renames.get(path, path))][0].append(finding)
    for finding in head:
        alike[likeness(finding, finding.location.path)][1].append(finding)
    alike.pop(None, None)
    for before, after in alike.values():
        is_choice = 0 < len(before) < len(after)
        yield from zip(before, sorted(after, key=edits.is_added) if is_choice else after, strict=False)


def _same(finding: Finding, path: str) -> Hashable:
    """Same rule, file, symbol and code: all of the fingerprint but the ordinal; the same message, too."""
    return finding.rule, path, finding.symbol, finding.code, finding.message


def _same_but_for_numbers(finding: Finding, path: str) -> Hashable:
    """The same thing, of which the message says something else: it grew, or its partner's lines moved."""
    return finding.rule, path, finding.symbol, finding.code


def _moved_in_file(finding: Finding, path: str) -> Hashable:
    """The same code below another name: its method or class was renamed, or it went to another one."""
    return (finding.rule, path, finding.code) if finding.code else None


def _moved_with_its_name(finding: Finding, _path: str) -> Hashable:
    """The same code in a method or class of the same name elsewhere."""
    return (finding.rule, _last_name(finding.symbol), finding.code) if finding.code else None


def _moved(finding: Finding, _path: str) -> Hashable:
    """The same code anywhere else."""
    return (finding.rule, finding.code) if finding.code else None


def _edited(finding: Finding, path: str) -> Hashable:
    """Other code that the rule objects to in the same method: it was rewritten, and is as much debt as before."""
    return (finding.rule, path, finding.symbol) if finding.code else None


def _renamed_around(finding: Finding, path: str) -> Hashable:
    """An entity of the same file and name in a class or module that is called something else now."""
    return None if finding.code else (finding.rule, path, _last_name(finding.symbol))


def _renamed(finding: Finding, path: str) -> Hashable:
    """An entity of the same file and size under another name."""
    return None if finding.code else (finding.rule, path, _size(finding))


def _moved_whole(finding: Finding, _path: str) -> Hashable:
    """An entity of the same name and size elsewhere."""
    return None if finding.code else (finding.rule, _last_name(finding.symbol), _size(finding))


def _last_name(symbol: str) -> str:
    """`Admin::Users#index` -> `#index`, `Admin::Users` -> `Users`."""
    for separator in ("#", "."):
        if separator in symbol:
            return separator + symbol.rpartition(separator)[2]
    return symbol.rpartition("::")[2]


def _size(finding: Finding) -> Hashable:
    """Its numbers, but for those that other files decide; its message when it has none."""
    numbers = ((name, value) for name, value in finding.evidence.items() if isinstance(value, (int, float)))
    return frozenset((name, value) for name, value in numbers if name not in OF_OTHER_FILES) or finding.message


_LIKENESSES: tuple[_Key, ...] = (
    _same,
    _same_but_for_numbers,
    _moved_in_file,
    _renamed_around,
    _renamed,
    _moved_with_its_name,
    _moved,
    _edited,
    _moved_whole,
)
"""The strongest first."""

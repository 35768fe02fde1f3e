"""Findings and entries of todo files -> which of them are listed, and which entries are stale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.facts import Entity
from dxscore.domain.finding import Finding, Status
from dxscore.domain.rule import Rule
from dxscore.domain.subject import Placed
from dxscore.domain.todo import TodoEntry, TodoState

_Key: TypeAlias = Callable[[Finding | TodoEntry], Hashable]


class Listed(Struct, frozen=True):
    """What came of holding findings against todo files."""

    findings: tuple[Finding, ...]
    """All that were given, in their order; the listed ones say so."""
    state: TodoState


def listed(
    findings: Sequence[Finding], entries: Sequence[TodoEntry], rules: Iterable[Rule], judged: Collection[str]
) -> Listed:
    """Mark the open findings that are listed: each by one entry, with its fingerprint, else in its place.

    An entry in place is one of the same rule, path and symbol: it covers code that was edited, and rules that were
    renamed (`rules` are all that are known). `judged` are the ids of the rules that ran to their end.
    """
    ids = {alias: rule.id for rule in rules for alias in (*rule.aliases, rule.id)}
    current = [replace(entry, rule=ids.get(entry.rule, entry.rule)) for entry in entries]
    counterparts = _counterparts([each for each in findings if each.status is Status.OPEN], current)
    used = {id(entry) for entry in counterparts.values()}
    unused = [(entry, now.rule) for entry, now in zip(entries, current, strict=True) if id(now) not in used]
    idle_rules = frozenset(ids.values()).difference(judged)
    return Listed(
        tuple(_marked(finding, counterparts.get(id(finding))) for finding in findings),
        TodoState(
            stale=tuple(entry for entry, rule in unused if rule not in idle_rules),
            idle=tuple(entry for entry, rule in unused if rule in idle_rules),
        ),
    )


def as_directives(stale: Iterable[TodoEntry]) -> Iterator[Placed]:
    """Stale entries in the form in which rules judge suppressions that hide nothing."""
    for entry in stale:
        attributes = {"problem": "unused", "form": "todo entry", "rule": entry.rule, "reason": "", "until": ""}
        yield entry.file, Entity("directive", entry.line, entry.line, f"{entry.path} {entry.symbol}", {**attributes})


def entry_of(finding: Finding) -> TodoEntry:
    """The entry that lists a finding."""
    return TodoEntry(finding.rule, finding.location.path, finding.symbol, finding.fingerprint)


def _counterparts(findings: Sequence[Finding], entries: Sequence[TodoEntry]) -> Mapping[int, TodoEntry]:
    """Identity of a finding -> its entry."""
    found: dict[int, TodoEntry] = {}
    for key in (_by_fingerprint, _by_place):
        taken = {id(entry) for entry in found.values()}
        waiting: dict[Hashable, list[TodoEntry]] = defaultdict(list)
        for entry in reversed(entries):
            if id(entry) not in taken:
                waiting[key(entry)].append(entry)
        for finding in findings:
            if id(finding) not in found and waiting.get(key(finding)):
                found[id(finding)] = waiting[key(finding)].pop()
    return found


def _by_fingerprint(item: Finding | TodoEntry) -> Hashable:
    return item.rule, item.fingerprint


def _by_place(item: Finding | TodoEntry) -> Hashable:
    path = item.location.path if isinstance(item, Finding) else item.path
    return item.rule, _written(path), _written(item.symbol)


def _marked(finding: Finding, entry: TodoEntry | None) -> Finding:
    if entry is None:
        return finding
    return replace(finding, status=Status.LISTED, justification=f"listed in {entry.file}")


def _written(text: str) -> str:
    """As it stands in a file: paths may hold bytes that are no text."""
    return text.encode("utf-8", "replace").decode()

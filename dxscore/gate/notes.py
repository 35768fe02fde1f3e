"""What a change does to those who judge it -> notes: edited policy, and suppressions that it adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from fnmatch import fnmatchcase

from dxscore.config import FILE_NAME
from dxscore.config.gate import GateConfig
from dxscore.domain.facts import Directive, FileFacts
from dxscore.domain.gate import Note, Place, Ruling
from dxscore.errors import Problem
from dxscore.suggestions import did_you_mean

_POLICY_ADVICE = "It counts from the next change on. Have it reviewed by whoever owns the policy."


def policy_notes(edited: Sequence[Place], problems: Iterable[Problem], ruling: Ruling) -> Iterator[Note]:
    """`edited` are the files with a say that differ; `problems` is what makes the head's versions unusable."""
    if edited:
        title = "The policy changed; this change was judged by the one before it"
        yield Note("policy", title, tuple(edited), ruling, _POLICY_ADVICE)
    if broken := tuple(Place(each.path, each.line, f"{each.message} {each.suggestion}".strip()) for each in problems):
        yield Note("policy", "The policy can't be used as it is in this change", broken, Ruling.STOP)


def idle_names(policy: GateConfig, rules: Collection[str]) -> Iterator[Note]:
    """One note for all names and globs of the policy that fit none of the rules that exist: likely misspelt."""
    limits = (*(each.rules for each in policy.ratchets), *(each.rules for each in policy.budgets))
    lists = (policy.stop, policy.warn, *limits)
    globs = dict.fromkeys(glob for names in lists for glob in names)
    if idle := [glob for glob in globs if not any(fnmatchcase(rule, glob) for rule in rules)]:
        places = tuple(Place(FILE_NAME, 0, f"'{glob}' {did_you_mean(glob, tuple(rules))}".strip()) for glob in idle)
        yield Note("policy", "The policy names rules that do not exist", places)


def suppression_notes(
    base: Mapping[str, FileFacts], head: Mapping[str, FileFacts], changed: Set[str], came_from: Mapping[str, str]
) -> Iterator[Note]:
    """One note for all `dxscore:ignore` comments that the change adds, malformed ones too; facts are by path."""
    places = tuple(
        Place(path, each.line, _said(each))
        for path in sorted(changed & head.keys())
        for each in _added(base.get(came_from.get(path, path)), head[path])
    )
    if places:
        title = "1 suppression added" if len(places) == 1 else f"{len(places)} suppressions added"
        yield Note("suppression", title, places)


def _added(before: FileFacts | None, after: FileFacts) -> Iterator[Directive]:
    known = Counter(map(_said, before.directives)) if before else Counter[str]()
    for each in after.directives:
        if known[_said(each)]:
            known[_said(each)] -= 1
        else:
            yield each


def _said(directive: Directive) -> str:
    rules = ", ".join(directive.rules)
    if directive.error:
        return f"{rules}: {directive.error}" if rules else directive.error
    until = f" (until {directive.until})" if directive.until else ""
    return f"{rules}{until}: {directive.reason}"

"""A campaign and the rules that exist -> which of them it means, and which findings belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase

from msgspec import Struct
from pathspec import GitIgnoreSpec

from dxscore.domain.campaign import Campaign, Scope
from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule


class Meant(Struct, frozen=True):
    """Ids of rules that a campaign names, by their ids of today."""

    todo: frozenset[str]
    done: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Both."""
        return self.todo | self.done


def meant(campaign: Campaign, rules: Iterable[Rule]) -> Meant:
    """What the ids and globs of a campaign stand for; a rule that a glob of both finds is `done`."""
    known = list(rules)
    done = _named(campaign.done, known)
    return Meant(_named(campaign.todo, known) - done, done)


def _named(globs: Iterable[str], rules: Iterable[Rule]) -> frozenset[str]:
    wanted = tuple(globs)
    return frozenset(
        rule.id
        for rule in rules
        if any(fnmatchcase(name, glob) for name in (rule.id, *rule.aliases) for glob in wanted)
    )


def belongs(scope: Scope) -> Callable[[Finding], bool]:
    """A test of findings with owners."""
    inside = covers(scope)
    return lambda finding: inside(finding.location.path, finding.owner)


def covers(scope: Scope) -> Callable[[str, str], bool]:
    """A test of a path and its owner."""
    paths = GitIgnoreSpec.from_lines(scope.paths) if scope.paths else None

    def test(path: str, owner: str) -> bool:
        if scope.owners and owner not in scope.owners:
            return False
        return paths is None or paths.match_file(path)

    return test


def remaining(campaign: Campaign, wanted: Meant, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are left to do."""
    inside = belongs(campaign.scope)
    return tuple(each for each in findings if each.rule in wanted.todo and each.status.counts and inside(each))

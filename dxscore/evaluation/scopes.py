"""Where a rule applies: locked versions and paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from pathspec import GitIgnoreSpec

from dxscore.domain.rule import Effect, Rule, RuleScope, Upgrade
from dxscore.domain.source import FileKind, SourceFile
from dxscore.domain.versions import LockedVersions
from dxscore.rubygems.requirement import Requirement
from dxscore.rubygems.version import Version


def applies(scope: RuleScope, versions: LockedVersions) -> bool | None:
    """Whether the locked versions satisfy the rule's requirements; None when one that matters is unknown."""
    answers = [_satisfies(scope.rails, versions.rails), _satisfies(scope.ruby, versions.ruby)]
    if (scope.gems or scope.without_gems) and not versions.lockfile:
        return None
    answers += [
        name in versions.gems and _satisfies(wanted, versions.gems[name]) for name, wanted in scope.gems.items()
    ]
    answers.append(versions.gems.keys().isdisjoint(scope.without_gems))
    if False in answers:
        return False
    return None if None in answers else True


def relevant(rules: Iterable[Rule], *versions: LockedVersions) -> tuple[Rule, ...]:
    """Those that may apply to one of these versions or, after an upgrade, to later ones: what code need be read for."""
    return tuple(rule for rule in rules if any(_may_apply(rule.scope, locked) for locked in versions))


def _may_apply(scope: RuleScope, locked: LockedVersions) -> bool:
    return all(
        not wanted or version is None or Requirement.parse(wanted).satisfied_from(Version.parse(version))
        for wanted, version in ((scope.rails, locked.rails), (scope.ruby, locked.ruby))
    )


def has_happened(upgrade: Upgrade | None, locked: LockedVersions) -> bool:
    """Whether this is a silent change that the locked version has made already: nothing is left to review."""
    if upgrade is None or upgrade.effect is not Effect.CHANGES_SILENTLY or not upgrade.removed_in:
        return False
    version = locked.rails if upgrade.of == "rails" else locked.ruby
    return _satisfies(f">= {upgrade.removed_in}", version) is True


def in_scope(scope: RuleScope) -> Callable[[SourceFile], bool]:
    """A test of files: the rule's globs (git-ignore style, from the root) and whether it looks at test code."""
    include, exclude = _spec(scope.include), _spec(scope.exclude)

    def test(file: SourceFile) -> bool:
        is_test = file.kind is FileKind.RUBY_TEST
        if scope.in_tests != "yes" and is_test != (scope.in_tests == "only"):
            return False
        if include and not include.match_file(file.path):
            return False
        return not (exclude and exclude.match_file(file.path))

    return test


def _satisfies(requirement: str, version: str | None) -> bool | None:
    if not requirement:
        return True
    if version is None:
        return None
    return Requirement.parse(requirement).satisfied_by(Version.parse(version))


@lru_cache(maxsize=512)
def _spec(globs: tuple[str, ...]) -> GitIgnoreSpec | None:
    return GitIgnoreSpec.from_lines(globs) if globs else None

"""Test files -> which classes have a test, by Rails naming or by use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from dxscore.domain.facts import FileFacts

_SUFFIXES = ("_spec", "_test", "_steps")


@dataclass(frozen=True, slots=True)
class TestIndex:
    """Deliberately generous: a class that any test names counts as tested, because a wrong 'untested' costs trust."""

    __test__ = False

    stems: frozenset[str]
    """`user` for spec/models/user_spec.rb."""
    names: frozenset[str]
    """Constants that test files refer to, bare and under the nesting they stand in."""

    def covers(self, path: str, name: str) -> bool:
        """Whether the class `name`, defined in the file at `path`, has a test."""
        stem = PurePosixPath(path).stem
        return bool({stem, stem.removesuffix("_controller")} & self.stems) or name in self.names


def index_tests(tests: Mapping[str, FileFacts]) -> TestIndex:
    """Index test files, path -> facts."""
    stems = {_bare(PurePosixPath(path).stem) for path in tests}
    uses = {(use.name.removeprefix("::"), use.nesting) for facts in tests.values() for use in facts.outline.constants}
    nested = {f"{nesting}::{name}" for name, nesting in uses if nesting}
    return TestIndex(frozenset(stems), frozenset(nested.union(name for name, _ in uses)))


def _bare(stem: str) -> str:
    for suffix in _SUFFIXES:
        if stem.endswith(suffix):
            return stem.removesuffix(suffix).removesuffix("_controller")
    return stem

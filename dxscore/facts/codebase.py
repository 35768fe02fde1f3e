"""Facts of single files -> the joined codebase: constants resolved, users and tests of each known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dxscore.domain.facts import FileFacts
from dxscore.domain.history import History
from dxscore.domain.source import FileKind, SourceFile
from dxscore.facts.resolution import ConstantIndex, dependents, index_constants
from dxscore.facts.tested import TestIndex, index_tests


@dataclass(frozen=True)
class Codebase:
    """All files of a project; what has to be joined is joined when first asked for."""

    files: Mapping[str, SourceFile]
    facts: Mapping[str, FileFacts]
    """By path; files that could not be read are absent."""
    history: History

    @cached_property
    def production(self) -> Mapping[str, FileFacts]:
        """The facts of Ruby that is not test code."""
        return self.of_kind(FileKind.RUBY)

    @cached_property
    def constants(self) -> ConstantIndex:
        """Constants that production code defines."""
        return index_constants(self.production)

    @cached_property
    def users(self) -> Mapping[str, frozenset[str]]:
        """Constant -> production files that refer to it."""
        return dependents(self.production, self.constants)

    @cached_property
    def tests(self) -> TestIndex:
        """What the names of test files, and the constants in them, say is tested."""
        return index_tests(self.of_kind(FileKind.RUBY_TEST), self.production)

    def of_kind(self, *kinds: FileKind) -> Mapping[str, FileFacts]:
        """The facts of files of these kinds, by path."""
        return {path: facts for path, facts in self.facts.items() if self.files[path].kind in kinds}

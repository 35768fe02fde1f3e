"""Test files -> which classes have a test, by Rails naming or by use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from dxscore.domain.facts import FileFacts

_SUFFIXES = ("_spec", "_test", "_steps")


class TestIndex(Struct, frozen=True):
    """Deliberately generous: a class that any test names counts as tested, because a wrong 'untested' costs trust."""

    __test__ = False

    stems: frozenset[str]
    """`user` for spec/models/user_spec.rb."""
    names: frozenset[str]
    """Constants that test files refer to, bare and under the nesting they stand in."""
    classes: frozenset[str] = frozenset()
    """All classes: what stands in one of them is reached through it, and a module around it only groups."""

    def covers(self, path: str, name: str) -> bool:
        """Whether the class `name`, defined in the file at `path`, has a test."""
        stem = path.rpartition("/")[2].partition(".")[0].removesuffix("_controller")
        if stem in self.stems or f"{stem}s" in self.stems:
            return True
        return any(each in self.names for each in _heads(name) if each == name or each in self.classes)


def index_tests(tests: Mapping[str, FileFacts], production: Mapping[str, FileFacts]) -> TestIndex:
    """Index test files, path -> facts. A class counts as tested when one that inherits from it is."""
    stems = {_bare(path.rpartition("/")[2].partition(".")[0]) for path in tests}
    uses = {(use.name.removeprefix("::"), use.nesting) for facts in tests.values() for use in facts.outline.constants}
    names = {full for name, nesting in uses for head in _heads(name) for full in _placed(head, nesting)}
    direct = TestIndex(frozenset(stems), frozenset(names))
    parents = {
        parent
        for path, facts in production.items()
        for body in facts.outline.namespaces
        if body.superclass and direct.covers(path, body.name)
        for parent in _placed(body.superclass.removeprefix("::"), body.name.rpartition("::")[0])
    }
    bodies = (body for facts in production.values() for body in facts.outline.namespaces)
    classes = frozenset(body.name for body in bodies if body.kind == "class")
    return TestIndex(frozenset(stems), frozenset(names | parents), classes)


def _heads(name: str) -> Iterator[str]:
    """`A::B::C` refers to `A::B` and `A` as well."""
    while name:
        yield name
        name = name.rpartition("::")[0]


def _placed(name: str, nesting: str) -> Iterator[str]:
    """The name as it stands and in every scope around it: which of them is meant, the test alone doesn't tell."""
    yield name
    for scope in _heads(nesting):
        yield f"{scope}::{name}"


def _bare(stem: str) -> str:
    for suffix in _SUFFIXES:
        if stem.endswith(suffix):
            return stem.removesuffix(suffix).removesuffix("_controller")
    return stem

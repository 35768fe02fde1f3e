"""Constants of all files -> where each is defined, and which files depend on which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct

from dxscore.domain.facts import ConstantUse, FileFacts, Outline
from dxscore.facts.rails import reopened_library

_NAMESPACE_FILES = 3
"""A constant opened in more files than this is a namespace (`module Admin`): a reference to it is no dependency."""


class ConstantIndex(Struct, frozen=True):
    """Full constant name -> the files that define it (not those that only nest something in it)."""

    definitions: Mapping[str, tuple[str, ...]]

    def resolve(self, use: ConstantUse) -> str | None:
        """Full name of the defined constant that Ruby's lexical lookup would find, None when it is not of this project.

        Ancestors are not searched: a constant inherited from a superclass resolves only by its full name.
        """
        name = use.name.removeprefix("::")
        scope = "" if use.name.startswith("::") else use.nesting
        while scope:
            if (candidate := f"{scope}::{name}") in self.definitions:
                return candidate
            scope = scope.rpartition("::")[0]
        return name if name in self.definitions else None


def index_constants(facts: Mapping[str, FileFacts]) -> ConstantIndex:
    """Index the classes and modules of these files (path -> facts)."""
    definitions: dict[str, list[str]] = defaultdict(list)
    for path, file_facts in facts.items():
        for name in _defined(file_facts.outline):
            definitions[name].append(path)
    return ConstantIndex({name: tuple(paths) for name, paths in definitions.items()})


def dependents(facts: Mapping[str, FileFacts], index: ConstantIndex) -> Mapping[str, frozenset[str]]:
    """For each full constant name, the files (of `facts`) that refer to it, without the files that define it."""
    users: dict[str, set[str]] = defaultdict(set)
    known: dict[tuple[str, str], str | None] = {}
    for path, file_facts in facts.items():
        for use in file_facts.outline.constants:
            key = (use.name, use.nesting)
            if key not in known:
                # `Range` is Ruby's, whatever else of that name stands in some namespace around it
                known[key] = None if reopened_library(use.name) == "core" else index.resolve(use)
            name = known[key]
            if name is not None:
                users[name].add(path)
    return {name: frozenset(paths).difference(index.definitions[name]) for name, paths in users.items()}


def files_using(names: Iterable[str], users: Mapping[str, frozenset[str]], index: ConstantIndex) -> frozenset[str]:
    """The files that refer to any of these constants; namespaces opened all over the project don't count."""
    counted = (name for name in names if len(index.definitions.get(name, ())) <= _NAMESPACE_FILES)
    return frozenset().union(*(users.get(name, frozenset()) for name in counted))


def _defined(outline: Outline) -> set[str]:
    """Names that this file gives a body of their own, else (a file of bare nesting) all names it opens."""
    names = {namespace.name for namespace in outline.namespaces if namespace.kind != "singleton"}
    with_body = {method.scope for method in outline.methods} | {macro.scope for macro in outline.macros}
    leaves = {name for name in names if not any(other.startswith(f"{name}::") for other in names)}
    return (names & with_body) | leaves

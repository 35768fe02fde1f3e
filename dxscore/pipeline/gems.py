"""A version of a project, its facts and what is known of gems -> the bundle, the states of its gems, their entities."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from dxscore.config import GemConfig
from dxscore.copying import replace
from dxscore.domain.facts import FileFacts
from dxscore.domain.gemfile import Gemfile
from dxscore.domain.gems import Bundle, RegisterEntry, direct_by_name
from dxscore.domain.source import FileKind, SourceFile
from dxscore.domain.subject import Placed
from dxscore.domain.versions import LockedVersions
from dxscore.gems.entities import Describer
from dxscore.gems.lag import Setting
from dxscore.gems.rails import Series, next_series
from dxscore.gems.register import entry_of
from dxscore.gems.roles import Roles
from dxscore.gems.states import Known
from dxscore.gems.usage import Usage, opens
from dxscore.inputs.gems.bundle import locked_bundle
from dxscore.inputs.gems.knowledge import Knowledge, find_knowledge
from dxscore.inputs.tree import FolderTree, Tree
from dxscore.pipeline.reading import Reading, ScanRequest

_ACCEPTED = ".bundler-audit.yml"


@dataclass(frozen=True)
class Gems:
    """The gems of one version of a project; everything is worked out when somebody asks."""

    tree: Tree
    files: Mapping[str, SourceFile]
    facts: Mapping[str, FileFacts]
    """By path."""
    versions: LockedVersions
    owner_of_gem: Callable[[str], str]
    """By team files; UNOWNED for none."""
    register: Mapping[str, GemConfig]
    as_of: date
    find_knowledge: Callable[[Tree, Bundle], Knowledge]
    target: Series | None = None
    """The series of Rails to open, None for the one after the locked."""

    @cached_property
    def bundle(self) -> Bundle:
        """What is locked, and what the Gemfile asks for."""
        direct = tuple(gem for gem in self.gemfile.gems if gem.boot != "next") if self.gemfile else ()
        return replace(self._locked, direct=direct)

    @cached_property
    def gemfile(self) -> Gemfile | None:
        """None when there is none."""
        if not self._locked.manifest:
            return None
        # Imported here: a scan whose gems are known from an earlier one does without the parser.
        from dxscore.facts.gemfile.reading import read_gemfile  # noqa: PLC0415

        return read_gemfile(self.tree, self._locked.manifest)

    @cached_property
    def _locked(self) -> Bundle:
        return locked_bundle(self.tree, self.versions.ruby or "")

    @cached_property
    def knowledge(self) -> Knowledge:
        """Releases and advisories."""
        return self.find_knowledge(self.tree, self.bundle)

    @cached_property
    def known(self) -> Known:
        """The states of all gems."""
        bundle, rails = self.bundle, self.versions.rails
        return Known(
            bundle,
            self.knowledge.index,
            self.knowledge.book,
            Setting(self.as_of, bundle.ruby, bundle.platforms),
            self.target or (next_series(rails) if rails else None),
            self._users,
            self._entries,
            self._reopened,
            self.accepted,
        )

    @cached_property
    def accepted(self) -> frozenset[str]:
        """Advisories that the project has accepted, in the file that bundler-audit reads."""
        found = self.facts.get(_ACCEPTED)
        return frozenset(str(each.attributes["check"]) for each in found.entities) if found else frozenset()

    @cached_property
    def usage(self) -> Usage:
        """Who names what."""
        return Usage(self.facts, frozenset(self.bundle.locked) | {gem.name for gem in self.bundle.direct})

    @cached_property
    def describer(self) -> Describer:
        """Makes entities."""
        return Describer(self.known, Roles(self.bundle, self.known.states, self.usage))

    def entities(self, kind: str) -> Sequence[Placed]:
        """All of a kind ('gem', 'locked_gem', 'lockfile') that stand in a file of the project, by path and line."""
        describer = self.describer
        make = {"gem": describer.direct, "locked_gem": describer.locked, "lockfile": describer.problems}[kind]
        return sorted((each for each in make() if each[0] in self.files), key=lambda each: (each[0], each[1].line))

    def deciding(self, paths: Collection[str]) -> tuple[object, ...]:
        """What all that is said of them follows from, of code that in files at these paths alone.

        Equal for two versions of a project that differ there alone: the same can be said of both.
        """
        facts = {path: self.facts[path] for path in sorted(paths) if path in self.facts}
        named = replace(self.usage, facts=facts).named
        patched = dict(self._patches(facts))
        return self.versions, self.bundle, self.as_of, self.target, self._entries, self.accepted, named, patched

    def _users(self, name: str) -> tuple[str, ...]:
        """Application files, without those that ask for gems."""
        asking = {self.bundle.manifest, *(gem.path for gem in self.bundle.direct)}
        found = (path for path in self.usage.files(name) if self.files[path].kind in (FileKind.RUBY, FileKind.ERB))
        return tuple(sorted(path for path in found if path not in asking))

    @cached_property
    def _entries(self) -> Mapping[str, RegisterEntry]:
        return {name: self._entry(name) for name in direct_by_name(self.bundle.direct)}

    def _entry(self, name: str) -> RegisterEntry:
        calls = self.bundle.direct
        number = next(at for at, gem in enumerate(calls) if gem.name == name)
        gem, after = calls[number], calls[number + 1 : number + 2]
        heads_list = any(next_one.path == gem.path and next_one.line == gem.end_line + 1 for next_one in after)
        return entry_of(gem, self.register.get(name), self.owner_of_gem, heads_list)

    @cached_property
    def _reopened(self) -> Mapping[str, str]:
        """Gem -> the initializer that patches it: named after it, and opening its modules."""
        return dict(self._patches(self.facts))

    def _patches(self, facts: Mapping[str, FileFacts]) -> Iterator[tuple[str, str]]:
        for path, found in facts.items():
            folder, _, name = path.rpartition("/")
            if folder.endswith("config/initializers") and found.outline.namespaces:
                gem = next((each for each in self.bundle.locked if _is_named_after(name, each)), "")
                if any(opens(each.name, gem) for each in found.outline.namespaces):
                    yield gem, path


def _is_named_after(file: str, gem: str) -> bool:
    return file.removesuffix(".rb").replace("-", "_") == gem.replace("-", "_")


def knowledge_at_hand(tree: Tree, bundle: Bundle) -> Knowledge:
    """What lies in the project and on this machine. Raises DxscoreError for what is there but can't be used."""
    return knowledge_from(tree, bundle, None)


def knowledge_from(tree: Tree, bundle: Bundle, advisories: Path | None) -> Knowledge:
    """The same with the advisory database in this folder."""
    return find_knowledge(tree, bundle.remotes, os.environ, Path.home(), advisories)


def gems_of(request: ScanRequest, reading: Reading, target: Series | None = None) -> Gems:
    """The gems of what was read."""
    return Gems(
        tree=FolderTree(request.root),
        files={file.path: file for file in reading.listing.files},
        facts=reading.facts,
        versions=reading.versions,
        owner_of_gem=reading.owners.gem_owner,
        register=request.config.gems,
        as_of=request.as_of,
        find_knowledge=knowledge_at_hand,
        target=target,
    )

"""A folder and its configuration -> the rules, the files and their facts, the neighbours: before any judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from dxscore.config import Config
from dxscore.copying import replace
from dxscore.domain.exemption import Exemption
from dxscore.domain.facts import FileFacts
from dxscore.domain.history import History
from dxscore.domain.owner import Claim
from dxscore.domain.rule import Rule
from dxscore.domain.source import FileKind, Skip, SourceFile
from dxscore.domain.todo import TodoEntry
from dxscore.domain.versions import LockedVersions
from dxscore.errors import DxscoreError, NothingToScanError, Problem
from dxscore.evaluation.scopes import relevant
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import collect
from dxscore.inputs.discovery import CACHE_FOLDER, Listing, discover
from dxscore.inputs.exemptions import load_exemptions
from dxscore.inputs.history import read_history
from dxscore.inputs.owners import Owners, load_owners
from dxscore.inputs.reading import read_bytes, read_source
from dxscore.inputs.todo_lists import load_todo
from dxscore.inputs.tree import FolderTree, Tree
from dxscore.pipeline.versions import versions_of
from dxscore.resources import RULEBOOK, RULES
from dxscore.rulebook.loader import Rulebook, RuleFolder, every_rule
from dxscore.rulebook.loader import with_examples as read_examples

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (files done, files in all)."""

COUNTED = (FileKind.RUBY, FileKind.ERB)
"""Whose lines of code density is measured on: production code."""


class ScanRequest(Struct, frozen=True):
    """What to scan, as of when."""

    root: Path
    config: Config
    as_of: date
    use_cache: bool = True

    @property
    def store(self) -> Path | None:
        """The folder for caches, None when there is to be none."""
        return self.root / CACHE_FOLDER if self.use_cache else None

    def stored(self, name: str) -> Path | None:
        """The file of this name in the store."""
        return self.store / name if self.store else None


class Reading(Struct, frozen=True):
    """Everything read of a project, before any judgement."""

    listing: Listing
    facts: Mapping[str, FileFacts]
    skipped: tuple[Skip, ...]
    notices: tuple[str, ...]
    """What the cache had to say."""
    history: History
    versions: LockedVersions
    owners: Owners


def find_files(request: ScanRequest) -> Listing:
    """The files to scan. Raises NothingToScanError when none of them is Ruby."""
    listing = discover(request.root, request.config.scan)
    if not any(file.kind in (*COUNTED, FileKind.RUBY_TEST) for file in listing.files):
        raise NothingToScanError(f"no Ruby found below {request.root}", "give the root of a Rails application")
    return listing


def trusted(request: ScanRequest, listing: Listing) -> ScanRequest:
    """The request, without a cache when the repository brings one along: it is its word and not ours."""
    return replace(request, use_cache=request.use_cache and not listing.cache_is_committed)


def rules_of(root: Path, config: Config, store: Path | None = None, *, examples: bool = False) -> Rulebook:
    """All rules as written: shipped and the project's own, drafts too; with their examples only when asked."""
    return every_rule(_all_folders(root, config), store, _uncompilable, RULEBOOK, examples=examples)


def with_examples(root: Path, config: Config, rules: Sequence[Rule]) -> Mapping[str, Rule]:
    """Some of these rules by id, with their examples, at the price of parsing no others."""
    return read_examples(_all_folders(root, config), rules)


def _all_folders(root: Path, config: Config) -> list[RuleFolder]:
    return [RuleFolder.shipped(RULES), *map(RuleFolder.on_disk, _rule_folders(root, config))]


def rules_in(tree: Tree, config: Config, store: Path | None = None) -> Rulebook:
    """The same of a version of the project that need not lie on disk."""
    own = (RuleFolder(tree, name, name) for name in config.rules.paths)
    return every_rule([RuleFolder.shipped(RULES), *own], store, _uncompilable, RULEBOOK)


def _rule_folders(root: Path, config: Config) -> Iterator[Path]:
    """The project's own; they come from a scanned repository, so they may not lead out of it."""
    for name in config.rules.paths:
        folder = root / name
        if not folder.resolve().is_relative_to(root.resolve()):
            raise DxscoreError(f"rules path {name} leads out of {root}", "copy the rules into the project")
        yield folder


def _uncompilable(rules: Iterable[Rule]) -> Iterator[Problem]:
    from dxscore.facts.matching.checking import problems_of  # noqa: PLC0415 - asked only when rule files have changed

    return (problem for rule in rules for problem in problems_of(rule))


def exemptions_of(request: ScanRequest) -> tuple[Exemption, ...]:
    """The reviewed exemptions of the project; none without the file."""
    return load_exemptions(FolderTree(request.root), request.config.exemptions)


def todo_of(request: ScanRequest) -> tuple[TodoEntry, ...]:
    """The entries of the project's todo files; none without the folder."""
    return load_todo(FolderTree(request.root), request.config.gate.todo)


def read(request: ScanRequest, listing: Listing, rules: Sequence[Rule], progress: Progress) -> Reading:
    """Take the facts of the files, and ask their neighbours: history, versions, owners."""
    tree = FolderTree(request.root)
    versions = versions_of(tree)
    collected = collect(
        listing.files,
        partial(read_source, request.root),
        relevant(rules, versions),
        FactsCache.at(request.stored("facts.db")),
        request.config.scan.jobs,
        progress,
    )
    return Reading(
        listing,
        collected.facts,
        (*listing.skipped, *collected.skipped, *_unread_languages(listing.files)),
        collected.notices,
        read_history(listing.repository, request.as_of, request.config.history, request.store),
        versions,
        load_owners(tree, [file.path for file in listing.files], request.config.owners),
    )


def _unread_languages(files: Iterable[SourceFile]) -> Iterator[Skip]:
    for file in files:
        if file.kind is FileKind.UNSEEN:
            yield Skip(file.path, f"{file.path.rpartition('.')[2].capitalize()} is not read yet")


def lines_by_owner(
    files: Iterable[SourceFile], facts: Mapping[str, FileFacts], owner_at: Callable[[str], str]
) -> Mapping[str, int]:
    """Owner -> lines of production code in files that could be read."""
    lines: Counter[str] = Counter()
    for file in files:
        if file.kind in COUNTED and file.path in facts:
            lines[owner_at(file.path)] += facts[file.path].code_lines
    return lines


def owners_of(root: Path, config: Config, paths: Sequence[str]) -> Mapping[str, tuple[Claim, ...]]:
    """What every source says about the owner of each path, best first."""
    owners = load_owners(FolderTree(root), paths, config.owners)
    return {path: owners.claims(path, _first_comment(root / path)) for path in paths}


def _first_comment(file: Path) -> str:
    """The first line of a file when it is a comment, '' when it is not or there is no such file."""
    try:
        first = read_bytes(file, 512).partition(b"\n")[0].decode("utf-8", "replace").strip()
    except OSError:
        return ""
    return first if first.startswith(("#", "<%#", "//", "<!--")) else ""

"""Both ends of a change -> the migrations that it adds or edits, which meet the schema and models of the base."""

from __future__ import annotations

from datetime import date
from functools import partial

from dxscore.config import Config
from dxscore.copying import replace
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import Read
from dxscore.inputs.object_discovery import discover_objects
from dxscore.inputs.reading import read_source
from dxscore.inputs.tree import ObjectTree
from dxscore.inputs.versions import locked_versions
from dxscore.pipeline.ends import End, Ends
from dxscore.pipeline.migration_entities import lowering
from dxscore.pipeline.migrations import Migrations


def changed_migrations(ends: Ends, config: Config, as_of: date, cache: FactsCache | None) -> tuple[Migrations, Read]:
    """Those of the head, with what reads its files."""
    base, _ = _at(ends.base, config, as_of, cache)
    head, read = _at(ends.head, config, as_of, cache)
    changed = frozenset(path for path, file in head.files.items() if base.files.get(path) != file)
    return replace(head, chosen=changed, base=base), read


def _at(end: End, config: Config, as_of: date, cache: FactsCache | None) -> tuple[Migrations, Read]:
    tree = end.tree
    if isinstance(tree, ObjectTree):
        listing, read = discover_objects(tree, config.scan), tree.blobs.source
    else:
        from dxscore.inputs.discovery import discover  # noqa: PLC0415 - only for what lies on disk

        listing, read = discover(tree.root, config.scan), partial(read_source, tree.root)
    files = {file.path: file for file in listing.files}
    lower = lowering(read, cache, config.scan.jobs)
    return Migrations(tree, files, lower, locked_versions(tree), config.migrations, as_of), read

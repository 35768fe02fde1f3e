"""The steps of `dxscore migrations squash`: a folder in; which of its migrations can be folded into the schema out."""

from __future__ import annotations

from functools import partial

from dxscore.copying import replace
from dxscore.domain.schema import Schema
from dxscore.domain.squash import Squash
from dxscore.facts.cache import FactsCache
from dxscore.inputs.reading import read_source
from dxscore.inputs.tree import FolderTree
from dxscore.inputs.versions import locked_versions
from dxscore.migrations.squashing import squash
from dxscore.pipeline.migration_entities import lowering
from dxscore.pipeline.migrations import MIGRATION_FILE, Migrations
from dxscore.pipeline.reading import ScanRequest, find_files


def folder_squash(request: ScanRequest, before: str) -> Squash:
    """Of the main database. `before`: a version, '' for what is old by the configuration. Raises DxscoreError."""
    listing = find_files(request)
    files = {file.path: file for file in listing.files}
    cache = FactsCache.at(request.stored("facts.db")) if not listing.cache_is_committed else None
    lower = lowering(partial(read_source, request.root), cache, request.config.scan.jobs)
    tree = FolderTree(request.root)
    config = replace(request.config.migrations, start_after=before or request.config.migrations.start_after)
    new = Migrations(tree, files, lower, locked_versions(tree), config, request.as_of)
    main = [path for path in files if (found := MIGRATION_FILE.fullmatch(path)) and not found["database"]]
    older = replace(new, chosen=frozenset(main) - frozenset(new.paths))
    newer = [path for path in new.paths if path in main]
    schema = new.own_schemas.get("primary", Schema())
    return squash(older.migrations, new.code, schema, _newest(older), len(newer))


def _newest(migrations: Migrations) -> str:
    """Version of the newest that is old, '' without any."""
    return max((each.version for each in migrations.migrations if each.version), key=int, default="")

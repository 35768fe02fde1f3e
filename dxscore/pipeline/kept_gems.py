"""A project -> the report on its gems: the last one as long as nothing has changed that it follows from."""

from __future__ import annotations

from pathlib import Path

from dxscore.domain.gems import GemReport
from dxscore.inputs.discovery import Listing
from dxscore.inputs.owners import load_owners
from dxscore.inputs.tree import FolderTree
from dxscore.inputs.versions import locked_versions
from dxscore.pipeline.gem_keys import GemInputs, gems_key, rule_folders
from dxscore.pipeline.keeping import Keeper
from dxscore.pipeline.reading import Progress, ScanRequest, find_files, trusted
from dxscore.rulebook.priorities import gem_weights_file


def gem_report(request: ScanRequest, progress: Progress, target: str = "", advisories: Path | None = None) -> GemReport:
    """`target` is a series of Rails ('rails@8.0'), '' for the next one. Raises DxscoreError without a lockfile."""

    def make() -> GemReport:
        # Imported here: who is given the last report does without all that works one out.
        from dxscore.pipeline.gem_report import new_gem_report  # noqa: PLC0415

        return new_gem_report(request, listing, progress, target, advisories)

    listing = find_files(request)
    request = trusted(request, listing)
    keeper = Keeper(request.stored("gem_report.msgpack"), GemReport)
    return keeper.value(_key(request, listing, target, advisories), make)


def _key(request: ScanRequest, listing: Listing, target: str, advisories: Path | None) -> str:
    tree = FolderTree(request.root)
    owners = load_owners(tree, (), request.config.owners)
    more = (target, gem_weights_file(rule_folders(request)))
    return gems_key(request, GemInputs(listing.files, locked_versions(tree).ruby, owners, advisories, more))

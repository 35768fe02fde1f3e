"""A commit or the index -> the files to scan, as discovery lists those on disk; only scripts and links are opened."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from dxscore.config import ScanConfig
from dxscore.domain.source import FileKind, Skip, SourceFile
from dxscore.inputs.discovery import RUBY_SHEBANG, Listing, exclusion, is_of_cache, printable
from dxscore.inputs.kinds import is_test, kind_of, may_be_script
from dxscore.inputs.objects import MAX_OBJECT, missing
from dxscore.inputs.revisions import LINK, SUBMODULE, TreeEntry
from dxscore.inputs.tree import LinkError, ObjectTree


def discover_objects(tree: ObjectTree, config: ScanConfig) -> Listing:
    """The same kinds, exclusions, limits and skips as `discover`, whatever lies on disk.

    Raises DxscoreError when a partial clone lacks the content of a file to scan.
    """
    left_out = exclusion(config)
    wanted = [entry for path, entry in tree.entries.items() if _may_be_wanted(entry) and not left_out(path)]
    sizes = tree.blobs.sizes(entry.blob for entry in wanted if entry.mode not in (LINK, SUBMODULE))
    scout = _Scout(tree, sizes, config.max_file_kib * 1024)
    outcomes = [outcome for entry in wanted if (outcome := scout.look_at(entry))]
    return Listing(
        files=tuple(sorted((each for each in outcomes if isinstance(each, SourceFile)), key=lambda file: file.path)),
        skipped=tuple(sorted(each for each in outcomes if isinstance(each, Skip))),
        repository=tree.repository,
        cache_is_committed=any(map(is_of_cache, tree.entries)),
    )


def _may_be_wanted(entry: TreeEntry) -> bool:
    return entry.mode in (LINK, SUBMODULE) or kind_of(entry.path) is not None or may_be_script(entry.path)


class _Scout(Struct, frozen=True):
    """Judges one path at a time."""

    tree: ObjectTree
    sizes: Mapping[str, int]
    limit: int

    def look_at(self, entry: TreeEntry) -> SourceFile | Skip | None:
        """The file, why it is skipped, or None when nobody asks for it."""
        if entry.mode == SUBMODULE:
            return Skip(printable(entry.path), "submodule")
        if entry.mode == LINK:
            return self._look_at_link(entry)
        if entry.blob not in self.sizes:
            raise missing(printable(entry.path))
        kind = kind_of(entry.path) or self._kind_of_script(entry)
        return self._look_at_file(entry, kind) if kind else None

    def _look_at_link(self, entry: TreeEntry) -> Skip | None:
        """What a link inside the tree leads to is listed under its own name; what lies outside may be full of Ruby."""
        try:
            self.tree.real_path(entry.path)
        except LinkError:
            return Skip(printable(entry.path), "link out of the tree")
        return None

    def _look_at_file(self, entry: TreeEntry, kind: FileKind) -> SourceFile | Skip:
        size = self.sizes[entry.blob]
        if printable(entry.path) != entry.path:
            return Skip(printable(entry.path), "file name is not UTF-8")
        if size > self.limit:
            return Skip(entry.path, "too large", f"{size // 1024} KiB")
        return SourceFile(entry.path, entry.blob, size, kind)

    def _kind_of_script(self, entry: TreeEntry) -> FileKind | None:
        if self.sizes[entry.blob] > MAX_OBJECT or not RUBY_SHEBANG.match(self.tree.blobs.read(entry.blob)):
            return None
        return FileKind.RUBY_TEST if is_test(entry.path) else FileKind.RUBY

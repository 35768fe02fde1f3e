"""A commit or the index -> the files to scan, as discovery lists those on disk; only scripts and links are opened."""

from __future__ import annotations

from dxscore.config import ScanConfig
from dxscore.domain.source import FileKind, Skip, SourceFile
from dxscore.inputs.discovery import CACHE_FOLDER, RUBY_SHEBANG, Listing, exclusion, printable
from dxscore.inputs.kinds import is_test, kind_of, may_be_script
from dxscore.inputs.objects import missing
from dxscore.inputs.snapshots import LINK, SUBMODULE, TreeEntry
from dxscore.inputs.tree import LinkError, ObjectTree


def discover_objects(tree: ObjectTree, config: ScanConfig) -> Listing:
    """The same kinds, exclusions, limits and skips as `discover`, whatever lies on disk.

    Raises DxscoreError when a partial clone lacks the content of a file to scan.
    """
    left_out = exclusion(config)
    limit = config.max_file_kib * 1024
    wanted = (entry for path, entry in tree.entries.items() if not left_out(path))
    outcomes = [outcome for entry in wanted if (outcome := _look_at(tree, entry, limit))]
    return Listing(
        files=tuple(sorted((each for each in outcomes if isinstance(each, SourceFile)), key=lambda file: file.path)),
        skipped=tuple(sorted(each for each in outcomes if isinstance(each, Skip))),
        repository=tree.repository,
        cache_is_committed=any(path.startswith(CACHE_FOLDER) for path in tree.entries),
    )


def _look_at(tree: ObjectTree, entry: TreeEntry, limit: int) -> SourceFile | Skip | None:
    if entry.mode == SUBMODULE:
        return Skip(printable(entry.path), "submodule")
    if entry.mode == LINK:
        return _look_at_link(tree, entry)
    kind = kind_of(entry.path)
    if kind is None and not may_be_script(entry.path):
        return None
    if entry.size < 0:
        raise missing(entry.path)
    return _look_at_file(tree, entry, kind, limit)


def _look_at_link(tree: ObjectTree, entry: TreeEntry) -> Skip | None:
    """What a link inside the tree leads to is listed under its own name; what lies outside may be full of Ruby."""
    try:
        tree.real_path(entry.path)
    except LinkError:
        return Skip(printable(entry.path), "link out of the tree")
    return None


def _look_at_file(tree: ObjectTree, entry: TreeEntry, kind: FileKind | None, limit: int) -> SourceFile | Skip | None:
    kind = kind or _kind_of_script(tree, entry)
    if kind is None:
        return None
    if printable(entry.path) != entry.path:
        return Skip(printable(entry.path), "file name is not UTF-8")
    if entry.size > limit:
        return Skip(entry.path, "too large", f"{entry.size // 1024} KiB")
    return SourceFile(entry.path, entry.blob, entry.size, kind)


def _kind_of_script(tree: ObjectTree, entry: TreeEntry) -> FileKind | None:
    try:
        content = tree.blobs.read(entry.blob)
    except OSError:
        return None  # larger than any script
    if not RUBY_SHEBANG.match(content):
        return None
    return FileKind.RUBY_TEST if is_test(entry.path) else FileKind.RUBY

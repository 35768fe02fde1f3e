"""A lockfile as read -> figures to compare with those of other readers, and with the lines of its text."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dxscore.rubygems.locked import Lockfile, Source
from dxscore.rubygems.version import Version

_SOURCES = ("GIT", "GEM", "PATH", "PLUGIN SOURCE")
LOCKFILES = Path(__file__).parent / "lockfiles"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One lockfile of a public history; see lockfiles/README.md."""

    repository: str
    commit: str
    path: str
    git_blob: str
    why: str
    expected: Mapping[str, object] = field(default_factory=dict)
    refused: str = ""
    """Part of the error, '' when the file is read."""

    @property
    def file(self) -> Path:
        """Where its text lies, if we keep it."""
        return LOCKFILES / f"{self.repository.replace('/', '-')}.lock"


CASES = [Case(**case) for case in json.loads((LOCKFILES / "expected.json").read_text())]


def figures(read: Lockfile) -> Mapping[str, object]:
    """Under the names of lockfiles/expected.json."""
    specs, locked = read.specs, {spec.name for spec in read.specs}
    gem, git, path = (_of_kind(read, kind) for kind in ("GEM", "GIT", "PATH"))
    return {
        "sections_in_order": list(read.sections),
        "gems": len(locked),
        "spec_rows": len(specs),
        "platform_specific_rows": sum(spec.platform != "" for spec in specs),
        "prerelease_gems": len({spec.name for spec in specs if Version.parse(spec.version).prerelease}),
        "dependency_edges": sum(len(spec.dependencies) for spec in specs),
        "direct_dependencies": len(read.dependencies),
        "direct_marked_with_bang": sum(asked.pinned for asked in read.dependencies),
        "direct_without_a_spec_row": sorted(asked.name for asked in read.dependencies if asked.name not in locked),
        "gem_sources": len(gem),
        "gem_remotes": len({remote for source in gem for remote in source.remotes}),
        "git_sources": len(git),
        "gems_from_git": _gems(git),
        "path_sources": len(path),
        "gems_from_path": _gems(path),
        "plugin_sources": len(_of_kind(read, "PLUGIN SOURCE")),
        "platforms": len(read.platforms),
        "platform_list": sorted(read.platforms),
        "checksum_rows": len(read.checksums),
        "checksum_rows_without_digest": sum(not checksum.digests for checksum in read.checksums),
        "ruby_version": read.ruby.text if read.ruby else None,
        "bundled_with": read.bundler or None,
        "locked_rails": next((spec.version for spec in specs if spec.name == "rails"), None),
        "insecure_remotes": sum(remote.insecure for source in read.sources for remote in source.remotes),
        "gems_with_two_versions": _in_two_versions(read),
    }


def lines_said(read: Lockfile, text: str) -> int:
    """Lines of the text that say something, or that a problem or a notice counts as lost."""
    said = len(read.sections) + len(read.dependencies) + len(read.platforms) + len(read.checksums)
    said += sum(1 + len(spec.dependencies) for spec in read.specs)
    said += sum(len(source.remotes) for source in read.sources)
    said += sum(len(values) for source in read.sources for values in source.options.values())
    said += sum(line == "  specs:" and header in _SOURCES for header, line in _under_headers(text))
    said += (read.ruby is not None) + (read.bundler != "")
    return said + sum(problem.lines for problem in (*read.problems, *read.notices))


def _under_headers(text: str) -> Iterator[tuple[str, str]]:
    """Each line with the header it stands below."""
    header = ""
    for line in re.split(r"\r?\n", text.removeprefix("\ufeff")):
        header = line if line[:1].strip() else header
        yield header, line


def _of_kind(read: Lockfile, kind: str) -> Sequence[Source]:
    return [source for source in read.sources if source.kind == kind]


def _gems(sources: Sequence[Source]) -> int:
    return len({spec.name for source in sources for spec in source.specs})


def _in_two_versions(read: Lockfile) -> Mapping[str, Sequence[str]]:
    versions = defaultdict(set)
    for spec in read.specs:
        versions[spec.name].add(spec.version)
    return {name: sorted(each) for name, each in versions.items() if len(each) > 1}

"""A repository -> its commits in a window of time, each with the source files it touched, from one `git log`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from dxscore.inputs.kinds import kind_of
from dxscore.inputs.repository import Repository

MASS = 1000
"""A commit that touches more files than this (a reformatting, an import) says nothing about any one of them."""

_FORMAT = "%x01%H%x00%P%x00%ct%x00%aN%x00%aE"
_OPTIONS = (
    *("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-show-signature"),
    *("--relative", "--encoding=UTF-8", "--no-color", "--no-notes", "--no-decorate", f"--format={_FORMAT}"),
)
_BOTS = frozenset(
    {"dependabot", "dependabot-preview", "depfu", "github-actions", "greenkeeper", "renovate", "snyk-bot"}
)


class Touch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A change to one file."""

    path: str
    before: bytes
    """Blob id, empty when the commit added the file."""
    after: bytes
    """Blob id, empty when the commit deleted the file."""


class Commit(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one commit did to source files. Merges touch nothing; their branches' commits do."""

    id: bytes
    time: int
    """When it was committed, not authored: Unix time."""
    author: str
    """Name by .mailmap; '' for a bot, whose commits change files but who is nobody to ask."""
    mass: bool
    touches: tuple[Touch, ...]


class CommitLog(msgspec.Struct, frozen=True):
    """The commits of a window, newest first."""

    head: str
    since: int
    """Unix time from which on it is complete, save what `reaches_back` and `boundary` say."""
    commits: tuple[Commit, ...]
    reaches_back: bool
    """Whether the repository has older commits too; when not, the project (or the clone) is younger than the window."""
    boundary: int = 0
    """Time of the newest commit whose parents a shallow clone left out; 0 in a full clone."""


def read_log(repository: Repository, since: int, after: str = "") -> CommitLog:
    """Commits from `since` to the head; with `after`, only those that are not in the history of that commit.

    Raises DxscoreError when git can't give the whole log.
    """
    start = datetime.fromtimestamp(since, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    revisions = (repository.head, f"^{after}") if after else (repository.head,)
    fields = repository.fields("log", *_OPTIONS, f"--since={start}", *revisions, "--")
    cut = repository.shallow_commits()
    shared: dict[bytes, bytes] = {}
    commits: list[Commit] = []
    parents: set[bytes] = set()
    boundary = 0
    for record in _records(fields):
        commit = _commit(record, cut, shared)
        commits.append(commit)
        parents.update(map(_id, record[1].split()))
        boundary = max(boundary, commit.time) if commit.id in cut else boundary
    reaches_back = not parents <= {commit.id for commit in commits}
    return CommitLog(repository.head, since, tuple(commits), reaches_back, boundary)


def _records(fields: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Five fields of a commit's header, then raw line and path of each file it changed."""
    record: list[bytes] = []
    for field in fields:
        # A path may begin like a header, but stands in an even place.
        if field.startswith(b"\x01") and len(record) >= 5 and len(record) % 2:
            yield record
            record = []
        record.append(field)
    if record:
        yield record


def _commit(record: Sequence[bytes], cut: frozenset[bytes], shared: dict[bytes, bytes]) -> Commit:
    header, _, time, name, email = record[:5]
    commit, changes = _id(header[1:]), zip(record[5::2], record[6::2], strict=True)
    # Git shows a commit without parents as adding every file; here the parents only were not fetched.
    touches = () if commit in cut else tuple(_touches(changes, shared))
    return Commit(commit, int(time), _author(name, email), len(record) > 5 + 2 * MASS, touches)


def _touches(changes: Iterable[tuple[bytes, bytes]], shared: dict[bytes, bytes]) -> Iterator[Touch]:
    """Changes to files that a scan reads. `shared` keeps one copy of each blob id, as most occur twice."""
    for raw, path in changes:
        text = path.decode("utf-8", "replace")
        if kind_of(text):
            before, after = raw.split()[2:4]
            yield Touch(text, _shared(before, shared), _shared(after, shared))


def _shared(blob: bytes, shared: dict[bytes, bytes]) -> bytes:
    known = shared.get(blob)
    return known if known is not None else shared.setdefault(blob, _id(blob) if blob.strip(b"0") else b"")


def _id(text: bytes) -> bytes:
    return bytes.fromhex(text.decode())


def _author(name: bytes, email: bytes) -> str:
    author = (name or email).decode("utf-8", "replace")
    is_bot = author.endswith("[bot]") or b"[bot]@" in email or author.lower() in _BOTS
    return "" if is_bot else author

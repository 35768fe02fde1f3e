"""What was asked to be judged -> the two ends of the change: the merge base and the head, each a tree of files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.config import Config
from dxscore.errors import DxscoreError
from dxscore.inputs.discovery import CACHE_FOLDER
from dxscore.inputs.repository import Repository, open_repository
from dxscore.inputs.revisions import STAGED
from dxscore.inputs.settings import read_config
from dxscore.inputs.tree import FolderTree, ObjectTree

_USUAL_BASES = ("origin/HEAD", "origin/main", "origin/master", "main", "master")
_SHALLOW_HINT = "fetch the history: `git fetch --unshallow`, or in GitHub Actions `fetch-depth: 0` for actions/checkout"


Kind: TypeAlias = Literal["commit", "staged", "work tree"]
"""What the head of a change is."""


class GateRequest(Struct, frozen=True):
    """What to judge, against what, as of when."""

    root: Path
    as_of: date
    base: str = ""
    """A branch, tag or id; '' for what the configuration says, else the usual default branch."""
    head: str = "HEAD"
    kind: Kind = "commit"
    """`head` is only looked at for a commit."""
    config: Config | None = None
    """To be used instead of the base's."""
    jobs: int = 0
    use_cache: bool = True

    def stored(self, name: str) -> Path | None:
        """The file of this name among the caches, None when there are to be none."""
        return self.root / CACHE_FOLDER / name if self.use_cache else None


class End(Struct, frozen=True):
    """One end of the change."""

    name: str
    """As people call it: 'origin/main', 'staged changes'."""
    commit: str
    """'' for what is not committed."""
    tree: FolderTree | ObjectTree


class Ends(Struct, frozen=True):
    """Both ends, in one repository."""

    repository: Repository
    base: End
    head: End


def find_ends(request: GateRequest) -> Ends:
    """The merge base and the head. Raises DxscoreError with what to do when there is no telling."""
    repository = open_repository(request.root)
    if repository is None:
        raise DxscoreError(f"{request.root} is not a git repository", "the gate compares commits: run it in a clone")
    base = _base_name(repository, request)
    head = request.head if request.kind == "commit" else "HEAD"
    head_commit = _commit(repository, head)
    commit = repository.merge_base(_commit(repository, base), head_commit)
    if commit is None:
        raise DxscoreError(f"{base} and {head} have no common commit here", _hint(repository))
    tree = ObjectTree.of(repository, commit)
    return Ends(repository, End(base, commit, tree), _head(repository, request, head_commit, tree))


def _head(repository: Repository, request: GateRequest, commit: str, base: ObjectTree) -> End:
    match request.kind:
        case "commit":
            return End(request.head, commit, ObjectTree.of(repository, commit, base.blobs))
        case "staged":
            return End("staged changes", "", ObjectTree.of(repository, STAGED, base.blobs))
        case "work tree":
            return End("work tree", "", FolderTree(request.root))


def _base_name(repository: Repository, request: GateRequest) -> str:
    """Of staged changes what they are staged on, unless told: a hook judges one commit.

    A default in the configuration counts as it stands in the usual base, so that a change can't choose its own.
    """
    if request.base:
        return request.base
    if request.kind == "staged":
        return "HEAD"
    usual = next((ref for ref in _USUAL_BASES if repository.resolve(ref)), "")
    if not usual:
        raise DxscoreError("there is no branch to judge against", "give --base, the branch this is to be merged into")
    config = request.config or read_config(ObjectTree.of(repository, _commit(repository, usual)))
    return config.gate.base or usual


def _commit(repository: Repository, ref: str) -> str:
    if commit := repository.resolve(ref):
        return commit
    raise DxscoreError(f"git knows no commit {ref}", _hint(repository) if repository.shallow else "fetch it first")


def _hint(repository: Repository) -> str:
    return _SHALLOW_HINT if repository.shallow else "give --base, the branch this is to be merged into"

"""Everything that the states of gems follow from -> a short text that changes when they may come out differently."""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from dxscore import __version__
from dxscore.domain.source import SourceFile
from dxscore.inputs.gems.stamps import stamp
from dxscore.inputs.owners import Owners
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.reading import ScanRequest
from dxscore.resources import RULES
from dxscore.rulebook.files import RuleFolder

_FORMAT = 3
"""Raise it when the same project would give other states."""


class GemInputs(Struct, frozen=True):
    """What decides, of a project on disk; `ScanRequest` has the rest."""

    files: Sequence[SourceFile]
    ruby: str | None
    owners: Owners
    advisories: Path | None = None
    """The database that is named."""
    more: tuple[object, ...] = ()
    """What else decides for who asks."""


def gems_key(request: ScanRequest, inputs: GemInputs) -> str:
    """Of what is made of the gems."""
    digest = blake2b(digest_size=16)
    for file in inputs.files:
        digest.update(f"{file.path}\0{file.blob}\0".encode("utf-8", "replace"))
    owned = [(team.name, team.gems) for team in inputs.owners.teams if team.gems]
    known = stamp(FolderTree(request.root), os.environ, Path.home(), inputs.advisories)
    rest = (_FORMAT, __version__, request.as_of, request.config.gems, inputs.ruby, owned, known, inputs.more)
    digest.update(repr(rest).encode("utf-8", "replace"))
    return digest.hexdigest()


def rule_folders(request: ScanRequest) -> list[RuleFolder]:
    """Where weights are looked for: what is shipped, and the project's own."""
    tree = FolderTree(request.root)
    return [RuleFolder.shipped(RULES), *(RuleFolder(tree, name, name) for name in request.config.rules.paths)]

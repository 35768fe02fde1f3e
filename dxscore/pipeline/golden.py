"""A version of a project and its configuration -> the golden path that it is judged by."""

from __future__ import annotations

from dxscore.config import Config
from dxscore.domain.golden_path import GoldenPath
from dxscore.inputs.tree import Tree
from dxscore.resources import RULES
from dxscore.rulebook.files import RuleFolder
from dxscore.rulebook.golden_path import golden_path_at, golden_path_file, read_golden_path


def golden_path(tree: Tree, config: Config) -> GoldenPath:
    """The project's own, or the shipped one. Raises InvalidInputError with all that is wrong with it."""
    return read_golden_path(*golden_file(tree, config))


def golden_file(tree: Tree, config: Config) -> tuple[bytes, str]:
    """Its bytes, and how to name it; nothing is parsed. Raises InvalidInputError when it is missing."""
    if config.access.golden_path:
        return golden_path_at(tree, config.access.golden_path)
    own = (RuleFolder(tree, name, name) for name in config.rules.paths)
    return golden_path_file([RuleFolder.shipped(RULES), *own])

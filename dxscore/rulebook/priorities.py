"""priorities/gems.yml of the rule folders -> the weights by which upgrades are ranked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from msgspec.structs import fields

from dxscore.domain.gem_weights import Caps, Efforts, GemWeights, Lists, Risks
from dxscore.errors import InvalidInputError, Problem
from dxscore.rulebook.files import PRIORITIES, RuleFolder
from dxscore.rulebook.nodes import UnusableError
from dxscore.rulebook.records import Key, Keys, record
from dxscore.rulebook.shapes import Shape, number, whole_number
from dxscore.rulebook.yaml_reader import read_yaml

T = TypeVar("T")
_BANDS = ("critical", "high", "medium", "low", "unscored")


def gem_weights(folders: Sequence[RuleFolder]) -> GemWeights:
    """Those of the last folder that has any. Raises InvalidInputError with all that is wrong with its file."""
    return _read(*gem_weights_file(folders))


def gem_weights_file(folders: Sequence[RuleFolder]) -> tuple[bytes, str]:
    """The file that `gem_weights` reads, and how to name it. Raises InvalidInputError when there is none."""
    for folder in reversed(folders):
        path = "/".join(part for part in (folder.path, PRIORITIES, "gems.yml") if part)
        if folder.tree.is_file(path):
            return folder.tree.read(path), f"{folder.shown}/{PRIORITIES}/gems.yml"
    raise InvalidInputError((Problem(f"{PRIORITIES}/gems.yml", 1, "no rule folder has this file"),))


def _read(content: bytes, shown: str) -> GemWeights:
    try:
        return _WEIGHTS.read(read_yaml(content))
    except UnusableError as error:
        problems = (Problem(shown, each.line, each.message, each.suggestion) for each in error.complaints)
        raise InvalidInputError(tuple(problems)) from error


def _numbers(cls: type[T], what: str, **others: Shape[Any]) -> Shape[T]:
    """A mapping with the fields of a dataclass, all of them numbers but for the others."""
    keys = {each.name: Key(others.get(each.name, number()), required=True) for each in fields(cls)}  # type: ignore[arg-type] # T is one
    return record(Keys(what, keys), lambda values: cls(**values))


_RISKS = _numbers(
    Risks, "risks", band=record(Keys("band", {name: Key(number(), required=True) for name in _BANDS}), dict)
)
_WEIGHTS = _numbers(
    GemWeights,
    "gem weights",
    caps=_numbers(Caps, "caps"),
    risks=_RISKS,
    efforts=_numbers(Efforts, "efforts", many_files_from=whole_number()),
    lists=_numbers(Lists, "lists"),
    files_for_all=whole_number(1),
)

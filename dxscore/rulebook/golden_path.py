"""A golden-path file -> the patterns in it; all that is wrong with it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from dxscore.domain.golden_path import GoldenPath, Pattern, Stance
from dxscore.errors import InvalidInputError, Problem
from dxscore.inputs.tree import Tree
from dxscore.rulebook.files import GOLDEN_PATH, MAX_BYTES, RuleFolder
from dxscore.rulebook.matchers import THINGS
from dxscore.rulebook.nodes import UnusableError
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.shapes import choice, list_of, made, text
from dxscore.rulebook.yaml_reader import read_yaml

_NAME = text("a name such as bounded-read", r"[a-z][a-z0-9-]*")


def _pattern(values: Values) -> Pattern:
    return Pattern(**values)


_PATTERN = record(
    Keys(
        "a pattern",
        {
            "name": Key(_NAME, "short and stable", required=True),
            "title": Key(text("a text"), "what it means, in a few words", required=True),
            "stance": Key(made(choice(*Stance), Stance), "golden, tolerated, off or unknown", required=True),
            "when": Key(list_of(THINGS["entry_point"].shape), "tests of attributes; of a list one must hold"),
            "why": Key(text("a text"), "why it is off the path"),
            "instead": Key(text("a text"), "what to do instead"),
        },
    ),
    lambda values: _pattern({"when": (), **values}),
)
_FILE = record(
    Keys(
        "a golden path",
        {
            "bookkeeping": Key(
                list_of(text("a table or glob", r"[\w.*?]+")), "tables whose writes are no work on data"
            ),
            "patterns": Key(list_of(_PATTERN, strict=True), "in the order in which they are tried", required=True),
        },
    ),
    dict,
)


def golden_path_file(folders: Sequence[RuleFolder]) -> tuple[bytes, str]:
    """That of the last rule folder that has one, and how to name it. Raises InvalidInputError when there is none."""
    for folder in reversed(folders):
        path = "/".join(part for part in (folder.path, GOLDEN_PATH, "data-access.yml") if part)
        if folder.tree.is_file(path):
            return folder.tree.read(path, MAX_BYTES + 1), f"{folder.shown}/{GOLDEN_PATH}/data-access.yml"
    raise InvalidInputError((Problem(f"{GOLDEN_PATH}/data-access.yml", 1, "no rule folder has this file"),))


def golden_path_at(tree: Tree, path: str) -> tuple[bytes, str]:
    """The project's own, which `[access] golden_path` names. Raises InvalidInputError."""
    if not tree.is_file(path):
        raise InvalidInputError(
            (Problem(path, 1, "there is no such file", "see [access] golden_path in dxscore.toml"),)
        )
    return tree.read(path, MAX_BYTES + 1), path


def read_golden_path(content: bytes, shown: str) -> GoldenPath:
    """Raises InvalidInputError with everything that is wrong."""
    if len(content) > MAX_BYTES:
        raise InvalidInputError((Problem(shown, 1, f"larger than {MAX_BYTES // 1024} KiB"),))
    try:
        values = _FILE.read(read_yaml(content))
    except UnusableError as error:
        problems = (Problem(shown, each.line, each.message, each.suggestion) for each in error.complaints)
        raise InvalidInputError(tuple(problems)) from error
    names = [pattern.name for pattern in values["patterns"]]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InvalidInputError((Problem(shown, 1, f"defined twice: {', '.join(twice)}"),))
    digest = hashlib.sha256(content).hexdigest()[:12]
    return GoldenPath(values["patterns"], values.get("bookkeeping", ()), digest, shown)

"""A version of a project -> the Config of its dxscore.toml."""

from __future__ import annotations

from dxscore.config import FILE_NAME, Config, parse_config
from dxscore.errors import InvalidInputError, Problem
from dxscore.inputs.tree import Tree

_MAX_BYTES = 1024 * 1024


def read_config(tree: Tree, shown: str = FILE_NAME) -> Config:
    """Defaults without the file, which problems call `shown`; a link to another file of the project is followed.

    Raises InvalidInputError with everything that is wrong with it.
    """
    try:
        content = tree.read(tree.real_path(FILE_NAME), _MAX_BYTES + 1)
    except FileNotFoundError:
        return Config()
    except OSError as error:
        raise InvalidInputError((Problem(shown, 1, f"can't be read: {error.strerror or error}"),)) from error
    if len(content) > _MAX_BYTES:
        raise InvalidInputError((Problem(shown, 1, f"is larger than {_MAX_BYTES // 1024} KiB"),))
    return parse_config(content, shown)

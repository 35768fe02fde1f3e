"""Names of tables, columns and references -> other names that Rails makes of them."""

from __future__ import annotations

import re

from dxscore.program.inflections import default_inflections


def join_table(one: str, other: str) -> str:
    """`artists`, `musics` -> `artists_musics`; a common beginning is said once, as Rails does."""
    text = "\0".join(sorted((one, other)))
    return re.sub(r"^(.*[_.])(.+)\0\1(.+)", r"\1\2_\3", text).replace("\0", "_")


def index_name(table: str, columns: tuple[str, ...]) -> str:
    """The name that Rails gives an index without one."""
    return f"index_{table}_on_{'_and_'.join(columns)}"


def table_of(model: str) -> str:
    """The table that Rails expects of a model: `Order::LineItem` -> `line_items`, by its last name alone."""
    return default_inflections().tableize(model.rpartition("::")[2])


def referred_table(reference: str) -> str:
    """`author` -> `authors`."""
    return default_inflections().pluralize(reference)

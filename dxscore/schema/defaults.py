"""A version of Rails and an adapter -> what a table definition gets without saying so.

Source: ActiveRecord::Migration::Compatibility and the schema definitions of each adapter, Rails 4.2 to 8.1.
"""

from __future__ import annotations

from msgspec import Struct

from dxscore.domain.schema import Adapter


class Defaults(Struct, frozen=True):
    """What Rails adds by itself."""

    adapter: Adapter = "unknown"
    key_type: str = "bigint"
    """Of `id` and of references: 'integer' before Rails 5.1."""
    timestamps_null: bool = False
    """May `t.timestamps` be NULL? Before Rails 5.0."""
    references_indexed: bool = True
    """Does `t.references` come with an index? From Rails 5.0."""


def defaults_of(rails: str, adapter: Adapter = "unknown") -> Defaults:
    """`rails` is '7.1', '' for an unknown one, which is taken for a current one."""
    version = tuple(int(part) for part in rails.split(".")[:2] if part.isdecimal()) or (99,)
    return Defaults(
        adapter,
        key_type="bigint" if version >= (5, 1) else "integer",
        timestamps_null=version < (5, 0),
        references_indexed=version >= (5, 0),
    )

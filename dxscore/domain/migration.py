"""A migration as plain values: what it does to the database in each direction, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct, field

from dxscore.domain.ruby_values import UNKNOWN


class Code(Struct, frozen=True):
    """`-> { "now()" }` as a value: SQL, not a literal."""

    sql: str
    """'?' when it is not one literal text."""


Direction: TypeAlias = Literal["up", "down"]


class Circumstances(Struct, frozen=True):
    """In what a statement stands."""

    assured: bool = False
    """`safety_assured`, `unsafe_...`: somebody vouches for it."""
    guarded: bool = False
    """It may not run: in a branch, a loop of unknown length or after one that may return."""
    transaction: bool = True
    """Other statements of the migration share its transaction."""
    batched: bool = False
    """In `in_batches`, `find_each` and the like."""
    throttled: bool = False
    """The loop around it sleeps."""
    looped: bool = False
    """In a loop of unknown length."""
    locked: bool = False
    """An advisory lock is held."""
    bulk: bool = False
    """In `change_table bulk: true`: one ALTER TABLE with its neighbours."""
    derived: bool = False
    """The inverse that Rails makes of a statement of `change`."""
    unrecorded: bool = False
    """Said to the connection of a class: it runs in both directions of `change`."""
    via: Literal["ruby", "sql", "model"] = "ruby"


class Operation(Struct, frozen=True):
    """One statement, in Rails' words whatever it was written in."""

    name: str
    """`add_column`, `add_index`, `execute`, `update_all`, `irreversible`, `unknown` ...: see migrations/statements."""
    line: int
    table: str = ""
    """'' when it is about no table, '?' when only running it would tell which."""
    columns: tuple[str, ...] = ()
    """'?' for what is unknown."""
    type: str = ""
    to: str = ""
    """The new name, or the table that is referred to."""
    text: str = ""
    """The expression of a constraint, the SQL of `execute`, the name of what is unknown."""
    options: Mapping[str, object] = field(default_factory=dict)
    """Literal values; Code for a block, UNKNOWN for what only running it would tell."""
    parts: tuple[Operation, ...] = ()
    """Of `create_table` and `drop_table`: what stands in the block."""
    around: Circumstances = Circumstances()

    def flag(self, name: str) -> bool | None:
        """Whether an option holds; None when that is unknown."""
        value = self.options.get(name)
        return None if value is UNKNOWN else bool(value)


class Ways(Struct, frozen=True):
    """The statements of both directions."""

    up: tuple[Operation, ...] = ()
    down: tuple[Operation, ...] = ()
    has_down: bool = True
    """Whether rolling back is foreseen at all: `change` or `down` exists."""


class Migration(Struct, frozen=True):
    """One file of db/migrate."""

    path: str
    version: str
    """Digits of the file name, without `_`."""
    name: str
    """Class, as written."""
    line: int
    rails: str
    """Of `ActiveRecord::Migration[7.1]`: '7.1'; '4.2' without one."""
    ways: Ways
    transaction: bool = True
    """False with `disable_ddl_transaction!`."""
    problem: str = ""
    """Why it could not be read, '' when it was."""
    file_name: str = ""
    """The name of the class that Rails expects by the file's name, '' when the file has no version."""

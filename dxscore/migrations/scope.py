"""What a migration's code may refer to while it is followed: variables, methods, constants, circumstances."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.migration import Circumstances, Direction, Operation
from dxscore.migrations.statements import Given

DEEPEST = 12
"""Calls of a migration's own methods within each other."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a migration class: its methods and constants."""

    methods: Mapping[str, ruby.Def] = field(default_factory=dict)
    constants: Mapping[str, ruby.Expression] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    """Class defined inside -> its table, '' when it does not say."""


@dataclass(slots=True)
class Frame:
    """One running method or block. Mutable: it lives no longer than the run."""

    variables: dict[str, object]
    around: Circumstances
    left: str = ""
    """'maybe' or 'surely' when a `return` or `next` ended it."""
    depth: int = 0
    """Of calls of the migration's own methods."""

    def inner(self, **changes: object) -> Frame:
        """A block inside: it sees the same variables."""
        around = replace(self.around, **changes) if changes else self.around
        return Frame(self.variables, around, depth=self.depth)


@dataclass(slots=True)
class TableBlock:
    """`t` in `create_table ... do |t|`: what is said to it becomes parts of the table."""

    table: str
    parts: list[Operation] = field(default_factory=list)


class DirectionBlock(Struct, frozen=True):
    """`dir` in `reversible do |dir|`."""


class Records(Struct, frozen=True):
    """A model, or a relation of one: what is called on it changes data."""

    model: str
    batched: bool = False


class Follower(Protocol):
    """What follows code, for modules that know one kind of statement."""

    body: Body
    direction: Direction
    adapter: str
    reverting: bool
    found: list[Operation]

    def body_of_other(self, name: str) -> Body | None:
        """The body of another migration's class, None for one that is not here."""

    def value(self, node: ruby.Expression | None, frame: Frame) -> object:
        """Follow an expression; give its value."""

    def given(self, call: ruby.Call, frame: Frame) -> Given:
        """A call with the values of its arguments."""

    def recorded(self, work: Callable[[], None]) -> list[Operation]:
        """What some work adds, taken out of what is found."""

    def own_method(
        self,
        method: ruby.Def,
        arguments: Sequence[object],
        options: Mapping[str, object],
        frame: Frame,
        block: ruby.Expression | None = None,
    ) -> object:
        """What a method of the class gives."""

    def other(self, body: Body) -> tuple[Operation, ...]:
        """What `change` of another migration does."""

    def follow_block(self, block: ruby.Block, frame: Frame, values: Mapping[str, object]) -> object:
        """Follow a block with these values for its parameters."""


def ignored(_value: object) -> None:
    """A statement whose value nobody needs."""

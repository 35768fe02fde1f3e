"""Where statements of a class stand, and what a reader of them offers to the readers of single calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct

from dxscore.domain import ruby
from dxscore.domain.program import Nesting
from dxscore.program.drafts import Draft, Item
from dxscore.program.methods import Site

TOP_LEVEL = ""
"""The owner of what stands outside of any class."""


class Place(Struct, frozen=True):
    """For whom statements are read."""

    owner: str
    nesting: Nesting
    items: list[Item]
    """Where to put what they say."""
    singleton: bool = False
    """In `class << self`."""
    conditional: bool = False
    itself: frozenset[str] = frozenset()
    """Variables that hold the class: `base` in `def self.included(base)`."""
    options: tuple[ruby.Pair, ...] = ()
    """Of `with_options` around it."""
    elsewhere: bool = False
    """A block of unknown use: only classes and what names its class is read."""
    hook: bool = False
    """In `def self.included(base)`: only what is said to `base` counts."""


class Reader(Protocol):
    """Reads one file into its draft."""

    draft: Draft
    path: str

    def body(self, body: Iterable[ruby.Expression], place: Place) -> None:
        """Statements of one body; a bare `private` holds for those after it."""

    def statement(self, statement: ruby.Expression, place: Place, visibility: str = "public") -> None:
        """One statement."""

    def block(self, block: ruby.Expression | None, place: Place) -> None:
        """The statements of a block; its first parameter is the class."""

    def foreign(self, target: ruby.Const, place: Place) -> Place:
        """Where to put what is said to another class than the one around."""


def site(reader: Reader, place: Place, visibility: str) -> Site:
    """Where a method stands."""
    shown = "public" if visibility == "module_function" else visibility
    return Site(reader.path, place.owner, place.nesting, place.singleton, shown)

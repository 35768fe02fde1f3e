"""What one file says about classes and modules, before names are resolved across files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain import ruby
from dxscore.domain.program import Constant, Macro, Method, Nesting, Opening

OWN, INCLUDED, PREPENDED, EXTENDED, INHERITED = "own", "included", "prepended", "extended", "inherited"
"""Parts of a namespace: its body, and what runs for whoever includes, prepends, extends or inherits from it."""
PARTS = {each: each for each in (INCLUDED, PREPENDED, EXTENDED, INHERITED)}
"""By the name of the hook that runs it."""


class Mixin(Struct, frozen=True):
    """`include A`."""

    how: str
    """'include', 'prepend' or 'extend'; of `class << self`: 'extend', 'prepend to itself'."""
    target: ruby.Expression
    nesting: Nesting


class Shown(Struct, frozen=True):
    """`private :a, :b`."""

    names: frozenset[str]
    visibility: str
    singleton: bool


Item: TypeAlias = "Mixin | Method | Macro | Shown"


class Opened(Struct, frozen=True):
    """A class or module statement, or one that is made by a call."""

    name: str
    kind: str
    superclass: ruby.Expression | None
    opening: Opening
    """Its nesting has the name itself first."""


class Foreign(Struct, frozen=True):
    """Something said to a class from outside of it: `Foo.include Bar`, `Foo.class_eval do ... end`, `def Foo.bar`."""

    target: ruby.Const
    nesting: Nesting
    items: list[Item]


@dataclass(slots=True)
class Draft:
    """Of one file."""

    items: dict[tuple[str, str], list[Item]] = field(default_factory=lambda: defaultdict(list))
    """By full name and part; '' for the top level."""
    opened: list[Opened] = field(default_factory=list)
    constants: list[Constant] = field(default_factory=list)
    foreign: list[Foreign] = field(default_factory=list)
    dynamic: set[str] = field(default_factory=set)
    """Namespaces that have methods which can't be seen."""
    ambiguous: bool = False
    """A `class A::B` inside of another namespace: which A it is takes the names of all files."""

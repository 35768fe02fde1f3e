"""Where evaluation stands: the frame of one running method, and the message that is sent to a receiver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dxscore.access.effects import CALM, Context, Mark, Summary
from dxscore.access.values import NEVER, Name, Procedure, Special, Value
from dxscore.domain.access import Kind
from dxscore.domain.program import Nesting
from dxscore.domain.ruby import Expression

if TYPE_CHECKING:
    from dxscore.access.engine import Engine


@dataclass(frozen=True, slots=True)
class Sent:
    """A method call with its arguments evaluated."""

    name: str
    line: int
    arguments: tuple[Value, ...] = ()
    keywords: Mapping[str, Value] = field(default_factory=dict)
    rest: Value | None = None
    """Of `**rest`, and of an argument that may be a hash with options."""
    block: Procedure | Name | Special | None = None
    """A block, `&:name`, the caller's own block, or nothing."""
    splat: bool = False
    """There may be more positional arguments than are listed."""
    receiver: Expression | None = None
    """As written; None for self."""

    @property
    def first(self) -> Value:
        """The first positional argument; NEVER without."""
        return self.arguments[0] if self.arguments else NEVER

    def values(self) -> tuple[Value, ...]:
        """All arguments."""
        return (*self.arguments, *self.keywords.values())


@dataclass(slots=True, eq=False)
class Frame:
    """One run of a method body."""

    engine: Engine
    summary: Summary
    me: Value
    """`self`."""
    nesting: Nesting
    method: str = ""
    owner: str = ""
    """Class or module whose method is running: where `super` starts from."""
    singleton: bool = False
    locals: dict[str, Value] = field(default_factory=dict)
    fields: dict[str, Value] = field(default_factory=dict)
    """Instance variables of self, as far as they were set on the way here."""
    context: Context = CALM
    sent: Sent | None = None
    """How the method was called: for a bare `super`."""
    returned: Value = NEVER
    left: bool = False
    """What comes next is never reached: `return`, `raise` ... came before."""
    attributes: set[str] = field(default_factory=set)
    """Names of attributes that were assigned on the way here, of whatever."""
    broken: Value = NEVER
    """What `next` and `break` in the current block give."""

    def evaluate(self, node: Expression | None) -> Value:
        """What an expression gives; its effects go into the summary."""
        return self.engine.evaluate(self, node)

    def add(self, kind: Kind, target: str, operation: str, line: int, how: str = "") -> None:
        """An effect at a line of this method; `how`: 'bulk', 'locked', 'raw' or nothing."""
        mark = Mark(kind, target, operation, how == "bulk", how == "locked", how == "raw")
        self.summary.add(mark, line, self.context)

    def absorb(self, callee: Summary, line: int) -> None:
        """The effects of something called at a line."""
        self.summary.absorb(callee, line, self.context)

    @contextmanager
    def inside(self, context: Context) -> Iterator[None]:
        """Code that runs in a further context."""
        before = self.context
        self.context = before.inside(context)
        try:
            yield
        finally:
            self.context = before

    def field(self, name: str) -> Value | None:
        """What an instance variable of self holds, if that was seen; remembered as needed."""
        if name in self.summary.gives:
            return self.fields.get(name)
        found = self.fields.get(name)
        self.summary.needs.setdefault(name, found)
        return found

    def set_field(self, name: str, value: Value) -> None:
        """Assigns an instance variable of self."""
        self.fields[name] = value
        self.summary.gives[name] = value

    def run_block(self, block: Procedure | Name | Special | None, arguments: tuple[Value, ...], line: int) -> Value:
        """Calls a block in the current context of this frame; returns what it gives."""
        return self.engine.run_block(self, block, arguments, line)

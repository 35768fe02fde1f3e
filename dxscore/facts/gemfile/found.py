"""What is found while a Gemfile is read: the values collected so far, and one call with all that belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import Struct
from tree_sitter import Node

from dxscore.domain.gemfile import Unread
from dxscore.domain.gems import DirectGem
from dxscore.facts.gemfile.calls import HOSTS, Arguments, flat
from dxscore.facts.gemfile.conditions import shown
from dxscore.facts.gemfile.files import RubyFile
from dxscore.facts.gemfile.folding import Scope
from dxscore.facts.gemfile.statements import Around, Call
from dxscore.facts.grammar import text_of
from dxscore.inputs.tree import Tree


@dataclass(slots=True)
class Found:
    """What has been read so far, of all files together."""

    tree: Tree
    home: str
    hosts: dict[str, Callable[[str], str]] = field(default_factory=lambda: dict(HOSTS))
    gems: list[DirectGem] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    ruby: list[str] = field(default_factory=list)
    ruby_file: str = ""
    lockfile: str = ""
    plugins: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    reading: list[str] = field(default_factory=list)
    """Files that are being evaluated, outermost first."""
    evaluated: int = 0
    """Files, each as often as it was evaluated."""
    unread: list[Unread] = field(default_factory=list)


class Seen(Struct, frozen=True):
    """One call with all that belongs to it."""

    call: Call
    arguments: Arguments
    around: Around
    file: RubyFile
    scope: Scope

    def unread(self, reason: str) -> Unread:
        """Says that the call is not known without running it."""
        code = text_of(self.file.source, self.call.node).partition("\n")[0]
        return Unread(self.file.path, self.call.line, shown(code), reason)

    @property
    def texts(self) -> tuple[str, ...]:
        """Texts among the positional arguments, those in lists too."""
        return tuple(flat(self.arguments.positional))

    @property
    def first(self) -> Node | None:
        """The first argument, not folded."""
        return next(iter(self.call.given.named_children), None) if self.call.given else None

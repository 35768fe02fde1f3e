"""A path of a project -> the Ruby there, parsed, with its comments."""

from __future__ import annotations

from msgspec import Struct
from tree_sitter import Node

from dxscore.domain.gems import DirectGem, GemSource
from dxscore.facts.gemfile.calls import Arguments, requires
from dxscore.facts.gemfile.comments import Comments
from dxscore.facts.gemfile.statements import Around, Call
from dxscore.facts.parsing import parse_ruby
from dxscore.inputs.tree import Tree

_MOST_BYTES = 1024 * 1024


class RubyFile(Struct, frozen=True):
    """One file, read once."""

    path: str
    source: bytes
    root: Node
    comments: Comments

    @classmethod
    def read(cls, tree: Tree, path: str) -> RubyFile | None:
        """None when there is no such file, or none that may be read."""
        try:
            source = tree.read(path, _MOST_BYTES)
        except OSError:
            return None
        root = parse_ruby(source).root_node
        return cls(path, source, root, Comments.of(source, root))

    def direct(self, name: str, call: Call, arguments: Arguments, around: Around) -> DirectGem:
        """What a call asks for; groups are those around it alone."""
        end_line = call.node.end_point.row + 1
        return DirectGem(
            name,
            self.path,
            call.line,
            end_line,
            arguments.requirement,
            groups=around.groups or ("default",),
            platforms=around.platforms,
            source=around.source or GemSource(),
            requires=requires(arguments),
            comment_before=self.comments.before(call.line),
            comment_after=self.comments.after(call.line, end_line),
            conditions=around.conditions,
            computed=arguments.computed,
            boot=around.boot,
        )

"""Pieces of code that are no methods, as methods: blocks of macros, `def`s inside of blocks."""

from __future__ import annotations

from msgspec import Struct, field

from dxscore.domain import ruby
from dxscore.domain.model import Declared
from dxscore.domain.program import Macro, Method
from dxscore.domain.ruby import Block, Expression


class Pieces(Struct, frozen=True):
    """Each piece is the same method every time, so that what it does is remembered."""

    _known: dict[tuple[int, str], tuple[object, Method]] = field(default_factory=dict)

    def of_block(self, body: Expression | None, declared: Declared | Macro, name: str) -> Method | None:
        """A block of a macro, as a method."""
        if not isinstance(body, Block):
            return None
        key = (id(body), name)
        if key not in self._known:
            made = Method(
                name=name,
                owner="",
                path=declared.path,
                line=body.line,
                end_line=body.end_line,
                nesting=declared.nesting,
                form="block",
                parameters=body.parameters,
                body=body.body,
            )
            self._known[key] = (body, made)
        return self._known[key][1]

    def of_def(self, node: ruby.Def, declared: Declared) -> Method:
        """A `def` in the block of a macro."""
        key = (id(node), node.name)
        if key not in self._known:
            made = Method(
                name=node.name,
                owner="",
                path=declared.path,
                line=node.line,
                end_line=node.end_line,
                nesting=declared.nesting,
                parameters=node.parameters,
                body=node.body,
            )
            self._known[key] = (node, made)
        return self._known[key][1]

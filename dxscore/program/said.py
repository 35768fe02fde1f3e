"""Everything that a body says, in order -> the methods and macros that there are in the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.program import Macro, Method, Namespace
from dxscore.program.drafts import Item, Shown


class Said(Struct, frozen=True):
    """Of one class or module; what is said last holds."""

    methods: dict[str, Method]
    singleton_methods: dict[str, Method]
    macros: tuple[Macro, ...]

    @classmethod
    def of(cls, items: Iterable[Item]) -> Said:
        """Later `private :a` counts for methods that are there by then."""
        methods: dict[str, Method] = {}
        singleton_methods: dict[str, Method] = {}
        macros = []
        for item in items:
            if isinstance(item, Macro):
                macros.append(item)
            elif isinstance(item, Method):
                (singleton_methods if item.singleton else methods)[item.name] = item
            elif isinstance(item, Shown):
                held = singleton_methods if item.singleton else methods
                held |= {name: replace(held[name], visibility=item.visibility) for name in item.names & held.keys()}
        return cls(methods, singleton_methods, tuple(macros))

    def namespace(self, **parts: Any) -> Namespace:
        """With its name and whatever else is known of it."""
        return Namespace(methods=self.methods, singleton_methods=self.singleton_methods, macros=self.macros, **parts)

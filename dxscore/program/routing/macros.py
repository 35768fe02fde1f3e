"""What macros of gems draw, as data: `macros.json` and the options given -> controllers, verbs and actions.

Sources: the README and `lib/devise/rails/routes.rb` of Devise, `lib/doorkeeper/rails/routes.rb` of Doorkeeper.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files

from msgspec import Struct

from dxscore.program.routing.values import Value

IGNORED = frozenset(
    {
        *("require", "require_relative", "require_dependency", "load", "raise", "puts", "include", "extend", "private"),
        *("default_url_options", "default_scope", "attr_reader", "return", "freeze", "define_method"),
    }
)
"""Calls that draw nothing."""


class Macro(Struct, frozen=True):
    """One macro."""

    gem: str
    controllers: Mapping[str, tuple[str, Mapping[str, str]]]
    """Name in its options -> the controller by default, and the verb of each action."""
    path_of_scope: bool = True
    configured_by_block: bool = False
    """Its block holds options, no routes."""

    def drawn(self, options: Mapping[str, Value]) -> Iterator[tuple[str, str, str]]:
        """Controller, verb, action of each route, given `controllers:`, `skip:`, `only:` and `module:`."""
        chosen = _table(options.get("controllers"))
        skipped, only = _words(options.get("skip")), _words(options.get("only"))
        module = options.get("module")
        for name, (default, actions) in self.controllers.items():
            if name in skipped or "all" in skipped or (only and name not in only):
                continue
            moved = f"{module}/{name}" if isinstance(module, str) else default
            controller = chosen.get(name, moved)
            yield from ((controller, verb, action) for action, verb in actions.items())


def _table(value: Value) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: each for key, each in value.items() if isinstance(each, str)}


def _words(value: Value) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(each for each in value if isinstance(each, str)) if isinstance(value, list) else frozenset()


def _read() -> Mapping[str, Macro]:
    raw = json.loads(files(__package__).joinpath("macros.json").read_text(encoding="utf-8"))
    return {
        name: Macro(
            gem=each["gem"],
            controllers={key: (value["default"], value["actions"]) for key, value in each["controllers"].items()},
            path_of_scope=each.get("path_of_scope", True),
            configured_by_block=each.get("configured_by_block", False),
        )
        for name, each in raw.items()
    }


MACROS: Mapping[str, Macro] = _read()

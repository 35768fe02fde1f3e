"""A program -> what its configuration says: `config.x = value`, `config.load_defaults`."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain import ruby
from dxscore.domain.program import Macro, Program
from dxscore.domain.ruby_values import Value, text_of, value_of

_BASES = ("Rails::Application", "Rails::Engine", "Rails::Railtie")
_REQUIRED_SINCE = (5, 0)
"""`belongs_to` is required with the defaults of this Rails (guides/source/configuring.md)."""


def setting(program: Program, name: str, otherwise: Value) -> Value:
    """The last value that is assigned to `config.<anything>.name`, the application's own file before initializers."""
    found = otherwise
    for macro in config_macros(program):
        if macro.name == f"{name}=" and macro.call.arguments:
            found = value_of(macro.call.arguments[0])
    return found


def config_macros(program: Program) -> Iterator[Macro]:
    """Calls on a receiver (`config`, `Rails.application.config`) in the application class and at the top level."""
    for base in _BASES:
        for name in program.subclasses(base):
            yield from program.namespaces[name].macros
    yield from program.top_level.macros


def belongs_to_required(program: Program) -> bool | None:
    """Whether a belongs_to is required unless it says otherwise; None when it depends on what can't be seen."""
    written = setting(program, "belongs_to_required_by_default", None)
    if isinstance(written, bool):
        return written
    defaults = [macro.call for macro in config_macros(program) if macro.name == "load_defaults"]
    if not defaults:
        return False if program.subclasses("Rails::Application") else None
    version = _version(defaults[-1].arguments[0]) if defaults[-1].arguments else ()
    return version >= _REQUIRED_SINCE if version else True


def _version(expression: ruby.Expression) -> tuple[int, ...]:
    """() for the version of the Rails that runs, which no supported one has below 5."""
    value = value_of(expression)
    text = str(value) if isinstance(value, int | float) else text_of(value)
    return tuple(int(part) for part in text.split(".") if part.isdigit())

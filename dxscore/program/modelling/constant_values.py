"""An expression that may name constants of the program -> its value."""

from __future__ import annotations

from dxscore.domain import ruby
from dxscore.domain.program import Nesting, Program
from dxscore.domain.ruby_values import UNKNOWN, Value, value_of, values_of
from dxscore.program.modelling.value_calls import called

_DEEPEST = 8
"""Constants that stand for constants, and methods called on them."""


def constant_value(program: Program, expression: ruby.Expression | None, nesting: Nesting, depth: int = 0) -> Value:
    """As `value_of`, and through constants: `STATES`, `STATES.keys`, `%w[a b].index_by(&:itself)`, `Post.name`."""
    if depth > _DEEPEST:
        return UNKNOWN
    match expression:
        case ruby.Const(name=name, scope=None):
            return _of_constant(program, name, nesting, depth)
        case ruby.Array(items=items):
            return tuple(each for item in items for each in _items(program, item, nesting, depth))
        case ruby.Call(name=name, receiver=ruby.Const(name=named)) if name in ("name", "to_s"):
            return program.resolve(named, nesting) or named.removeprefix("::")
        case ruby.Call(name=name, receiver=receiver) if receiver is not None:
            on = constant_value(program, receiver, nesting, depth + 1)
            others = [constant_value(program, each, nesting, depth + 1) for each in expression.arguments]
            others += [values_of(expression.keywords)] if expression.keywords else []
            found = called(name, on, others, expression.block)
            return found if found is not UNKNOWN else value_of(expression)
    return value_of(expression)


def _of_constant(program: Program, name: str, nesting: Nesting, depth: int) -> Value:
    found = program.resolve(name, nesting)
    constant = program.constant(found) if found else None
    return constant_value(program, constant.value, constant.nesting, depth + 1) if constant else UNKNOWN


def _items(program: Program, item: ruby.Expression, nesting: Nesting, depth: int) -> tuple[Value, ...]:
    if isinstance(item, ruby.Splat):
        inside = constant_value(program, item.value, nesting, depth + 1)
        return inside if isinstance(inside, tuple) else (UNKNOWN,)
    return (constant_value(program, item, nesting, depth + 1),)

"""An expression of Ruby -> the expressions inside of it, with the class around each; whether two say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain import ruby
from dxscore.domain.ruby_parts import parts

Nested: TypeAlias = "tuple[Struct, str]"
"""An expression, and the full name of the class or module around it ('' at the top)."""

_PLACES = frozenset({"line", "end_line"})


def nodes(node: object, around: str = "") -> Iterator[Nested]:
    """In the order of the source."""
    waiting: list[tuple[object, str]] = [(node, around)]
    while waiting:
        current, name = waiting.pop()
        if isinstance(current, tuple):
            waiting.extend((each, name) for each in reversed(current))
        elif isinstance(current, Struct):
            yield current, name
            inner = _inside(current, name)
            waiting.extend([(each, inner) for each in reversed(parts(current))])


def calls(node: object) -> Iterator[tuple[ruby.Call, str]]:
    """Calls, each with the class around it."""
    return ((each, around) for each, around in nodes(node) if isinstance(each, ruby.Call))


def root(expression: ruby.Expression | None) -> ruby.Expression | None:
    """What a chain of calls starts with: `User` of `User.where(...).order(...)`; None for a call on nothing."""
    while isinstance(expression, ruby.Call):
        expression = expression.receiver
    return expression


def same(one: object, other: object) -> bool:
    """Whether two expressions say the same, wherever they stand."""
    return _shape(one) == _shape(other)


def text_with_holes(expression: ruby.Expression | None) -> str:
    """A text as it is written, `?` for what is worked out; '' for what is no text. Arrays are joined by `/`."""
    match expression:
        case ruby.Str(value=value) | ruby.Sym(value=value):
            return value
        case ruby.Text(form="string", parts=parts):
            return "".join(part.value if isinstance(part, ruby.Str) else "?" for part in parts)
        case ruby.Array(items=items):
            texts = [text_with_holes(item) or "?" for item in items]
            return "/".join(texts) if any(text != "?" for text in texts) else ""
    return ""


def _inside(node: Struct, around: str) -> str:
    if isinstance(node, ruby.Class | ruby.Module):
        return f"{around}::{node.name}" if around else node.name.removeprefix("::")
    return around


def _shape(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_shape, value))
    if isinstance(value, Struct):
        fields = (each for each in value.__struct_fields__ if each not in _PLACES)
        return type(value).__name__, *(_shape(getattr(value, each)) for each in fields)
    return value

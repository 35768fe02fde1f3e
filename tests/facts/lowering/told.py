"""Lowered Ruby told in one line, without lines of the source: `(call post title=("a") {...})`."""

from __future__ import annotations

from textwrap import dedent

import msgspec

from dxscore.domain import ruby
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower

_EMPTY: tuple[object, ...] = ("", (), None, False)


def lowered(code: str) -> ruby.Expression:
    """The only statement of the code."""
    (statement,) = all_lowered(code)
    return statement


def all_lowered(code: str, kind: FileKind = FileKind.RUBY) -> tuple[ruby.Expression, ...]:
    """All of them."""
    return lower(dedent(code).encode(), kind).body.items


def last(code: str) -> ruby.Expression:
    """The last of them: what stands before it makes variables known."""
    return all_lowered(code)[-1]


def told(value: object) -> str:
    """Short form: literals as Python writes them, structs as `Name(field ...)`, empty fields and lines left out."""
    match value:
        case ruby.Sequence(items=items):
            return "; ".join(map(told, items))
        case tuple():
            return f"[{', '.join(map(told, value))}]"
        case msgspec.Struct():
            return _leaf(value) or _struct(value)
    return str(value)


def _leaf(value: msgspec.Struct) -> str:
    match value:
        case ruby.Str(value=text):
            return repr(text)
        case ruby.Sym(value=name):
            return f":{name}"
        case ruby.Literal(value=literal):
            return str(literal)
        case ruby.Variable(name=name):
            return f"${name}"
        case ruby.Const(name=name, scope=None):
            return name
    return "self" if isinstance(value, ruby.Self) else ""


def _struct(value: msgspec.Struct) -> str:
    parts = (getattr(value, field) for field in value.__struct_fields__ if field not in ("line", "end_line"))
    return f"{type(value).__name__}({', '.join(told(part) for part in parts if part not in _EMPTY)})"

"""Values of arguments -> the Ruby that would write them, for readers of table definitions."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.domain import ruby
from dxscore.domain.migration import Code


def written(value: object, line: int = 0) -> ruby.Expression:
    """A literal; a bare call, whose value nobody knows, for what is unknown."""
    match value:
        case Code(sql=sql):
            return ruby.Block(line, (), ruby.Sequence(line, (ruby.Str(line, sql),)), line, is_lambda=True)
        case str():
            return ruby.Str(line, value)
        case bool() | int() | float() | None:
            return ruby.Literal(line, value)
        case tuple() | list():
            return ruby.Array(line, tuple(written(each, line) for each in value))
        case Mapping():
            return ruby.Hash(
                line, tuple((ruby.Sym(line, str(key)), written(each, line)) for key, each in value.items())
            )
    return ruby.Call(line, "unknown")


def written_options(options: Mapping[str, object], line: int = 0) -> dict[str, ruby.Expression]:
    """The same of options by name."""
    return {key: written(value, line) for key, value in options.items()}

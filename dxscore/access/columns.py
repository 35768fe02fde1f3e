"""Names of columns by table, as far as the program's own `schema.rb` files say them."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.domain.program import Program
from dxscore.domain.ruby import Call, Const, RubyCode, Sequence
from dxscore.schema.ruby_schema import read_ruby_schema


def columns_of(program: Program) -> Mapping[str, frozenset[str]]:
    """Of all `ActiveRecord::Schema.define` at the top level; nothing when there is only a structure.sql."""
    found: dict[str, frozenset[str]] = {}
    for macro in program.top_level.macros:
        if macro.name == "define" and _is_schema(macro.call):
            code = RubyCode(Sequence(macro.line, (macro.call,)), macro.call.end_line)
            tables = read_ruby_schema(code, macro.path).tables
            found |= {name: frozenset(column.name for column in table.columns) for name, table in tables.items()}
    return found


def _is_schema(call: Call) -> bool:
    """`ActiveRecord::Schema` or `ActiveRecord::Schema[7.1]`."""
    receiver = call.receiver.receiver if isinstance(call.receiver, Call) else call.receiver
    return isinstance(receiver, Const) and receiver.name.removeprefix("::") == "ActiveRecord::Schema"

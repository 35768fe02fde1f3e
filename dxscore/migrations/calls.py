"""Calls in a migration, told apart by what receives them -> what they do."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.migration import Operation
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.migrations import data_steps
from dxscore.migrations.evaluating import HOLE, Constant, call_method
from dxscore.migrations.loops import LOOPS, follow_loop, follow_loop_body, with_unknown
from dxscore.migrations.rails_blocks import SPECIAL, own_block
from dxscore.migrations.scope import DEEPEST, DirectionBlock, Follower, Frame, Records, TableBlock, ignored
from dxscore.migrations.sql_statements import sql_operations
from dxscore.migrations.statements import Given, is_statement, name_of, operations_of
from dxscore.migrations.table_blocks import IGNORED, block_operations

_ADAPTER_NAMES = {"postgresql": "PostgreSQL", "mysql": "Mysql2", "mariadb": "Mysql2", "sqlite": "SQLite"}
_CONNECTIONS = frozenset({"connection", "lease_connection", "retrieve_connection", "raw_connection", "with_connection"})
_SQL = frozenset(
    "execute exec_query exec_update exec_delete exec_insert update delete insert select_all "
    "select_value select_values select_rows select_one exec async_exec query execute_batch".split()
)
_PASSING = (
    "say_with_time suppress_messages with_lock_retries disable_statement_timeout without_timeout tap then with_options "
    "uncached silence with_timeout unscoped".split()
)
_LOCKING = ("with_advisory_lock", "with_advisory_lock!", "advisory_lock", "with_lock!", "synchronize")
_WITH_BLOCKS: Mapping[str, Mapping[str, bool]] = {
    "safety_assured": {"assured": True},
    **{name: {} for name in _PASSING},
    **{name: {"locked": True} for name in _LOCKING},
}
"""Calls whose block runs as it stands -> in what other circumstances."""
_HARMLESS = frozenset(
    "say puts p pp print sleep require require_relative require_dependency load warn attr_accessor reload "
    "raise_error format sprintf rand loop proc lambda block_given? quote quote_table_name quote_column_name "
    "quote_string sanitize_sql logger t I18n say_with_time enable_statement_timeout adapter_name version "
    "reset_column_information binding caller freeze begin_db_transaction commit_db_transaction "
    "reset_pk_sequence! reset_sequence! clear_cache! schema_cache reset_column_sequences! columns tables indexes "
    "foreign_keys primary_key primary_keys table_names current_database supports_extensions? view_exists? "
    "views data_sources foreign_key_for check_constraints column_for columns_for index_name fail abort exit "
    "stop_ddl set_lock_timeout ensure_not_in_transaction index_name_for_columns assert! ".split()
)


def follow_call(run: Follower, call: ruby.Call, frame: Frame) -> object:
    """What a call gives; what it does is added to what is found."""
    receiver = call.receiver
    if receiver is None or isinstance(receiver, ruby.Self) or _is_connection(receiver):
        return _bare(run, call, frame)
    found = run.value(receiver, frame)
    if isinstance(found, TableBlock):
        return _said_to_table(run, call, found, frame)
    if isinstance(found, DirectionBlock):
        return _directed(run, call, frame)
    if isinstance(found, (Constant, Records)):
        return data_steps.follow(run, call, found, frame)
    return _on_value(run, call, found, frame)


def _is_connection(receiver: ruby.Expression) -> bool:
    match receiver:
        case ruby.Call(name=name):
            return name in _CONNECTIONS
        case ruby.Variable(name=name):
            return name in ("conn", "connection", "@connection")
    return False


def _bare(run: Follower, call: ruby.Call, frame: Frame) -> object:
    """A call on the migration itself, or on its connection."""
    name = call.name
    if name in run.body.methods and frame.depth < DEEPEST and name not in ("up", "down", "change"):
        return _own_call(run, call, frame)
    if (special := SPECIAL.get(name)) is not None:
        return special(run, call, frame)
    if name in _WITH_BLOCKS:
        run.given(call, frame)
        return own_block(run, call, frame, **_WITH_BLOCKS[name])
    if name in _SQL and call.arguments:
        return _execute(run, call, frame)
    return _schema_statement(run, call, frame) if is_statement(name) else _other_call(run, call, frame)


def _is_of_class(receiver: ruby.Expression | None) -> bool:
    """`ActiveRecord::Base.connection`, `User.connection`."""
    return isinstance(receiver, ruby.Call) and isinstance(receiver.receiver, ruby.Const)


def _own_call(run: Follower, call: ruby.Call, frame: Frame) -> object:
    given = run.given(call, frame)
    return run.own_method(run.body.methods[call.name], given.arguments, given.options, frame, call.block)


def _execute(run: Follower, call: ruby.Call, frame: Frame) -> object:
    """SQL. On the connection of a class, Rails' recorder never hears of it; what only selects changes nothing."""
    given = run.given(call, frame)
    if call.name.startswith("select"):
        return UNKNOWN
    sql = given.arguments[0] if given.arguments else UNKNOWN
    around = replace(frame.around, via="sql", unrecorded=_is_of_class(call.receiver))
    run.found += sql_operations(sql if isinstance(sql, str) else "", call.line, around)
    return UNKNOWN


def _schema_statement(run: Follower, call: ruby.Call, frame: Frame) -> object:
    given = run.given(call, frame)
    if call.name.removeprefix("safe_").removeprefix("unsafe_") == "change_table":
        _change_table(run, call, given, frame)
        return UNKNOWN
    assured = call.name.startswith(("unsafe_", "raw_"))
    for operation in operations_of(given):
        parts = _parts(run, call.block, operation.table, frame) if isinstance(call.block, ruby.Block) else ()
        around = replace(operation.around, assured=assured or operation.around.assured)
        run.found.append(replace(operation, parts=parts, around=around))
    return UNKNOWN


def _parts(run: Follower, block: ruby.Block, table: str, frame: Frame) -> tuple[Operation, ...]:
    builder = TableBlock(table)
    inner = frame.inner()
    if block.parameters:
        inner.variables = {**frame.variables, block.parameters[0].name: builder}
    outer = run.recorded(lambda: ignored(run.value(block.body, inner)))
    run.found += outer
    return tuple(builder.parts)


def _change_table(run: Follower, call: ruby.Call, given: Given, frame: Frame) -> None:
    table = name_of(given.arguments[0]) if given.arguments else HOLE
    if isinstance(call.block, ruby.Block):
        bulk = bool(given.options.get("bulk")) and given.options.get("bulk") is not UNKNOWN
        inner = frame.inner(bulk=bulk) if bulk else frame.inner()
        run.found += _parts(run, call.block, table, inner)
    else:
        run.found.append(Operation("unknown", call.line, table, text="change_table", around=frame.around))


def _said_to_table(run: Follower, call: ruby.Call, builder: TableBlock, frame: Frame) -> object:
    if call.name not in IGNORED:
        builder.parts += block_operations(builder.table, run.given(call, frame))
    return UNKNOWN


def _directed(run: Follower, call: ruby.Call, frame: Frame) -> object:
    if call.name != run.direction:
        return UNKNOWN
    if not run.reverting:
        return own_block(run, call, frame)
    parts = run.recorded(lambda: ignored(own_block(run, call, frame)))
    run.found.append(Operation("block", call.line, parts=tuple(parts), around=frame.around))
    return UNKNOWN


def _on_value(run: Follower, call: ruby.Call, found: object, frame: Frame) -> object:
    if call.name in LOOPS and isinstance(call.block, ruby.Block):
        return follow_loop(run, call, call.block, found, frame)
    given = run.given(call, frame)
    if isinstance(call.block, ruby.Block):
        follow_loop_body(run, call.block.body, with_unknown(call.block, frame), batched=False)
        return UNKNOWN
    if found is UNKNOWN:
        return data_steps.on_unknown(run, call, frame)
    return call_method(found, call.name, given.arguments)


def _other_call(run: Follower, call: ruby.Call, frame: Frame) -> object:
    name = call.name
    if name in ("adapter_name", "adapter"):
        return _ADAPTER_NAMES.get(run.adapter, UNKNOWN)
    run.given(call, frame)
    if name == "loop" and isinstance(call.block, ruby.Block):
        follow_loop_body(run, call.block.body, frame, batched=False)
        return UNKNOWN
    if isinstance(call.block, ruby.Block):
        return own_block(run, call, frame, guarded=True)
    if call.receiver is None and not name.endswith("?") and name not in _HARMLESS and not _is_reader(call):
        run.found.append(Operation("unknown", call.line, text=name, around=frame.around))
    return UNKNOWN


def _is_reader(call: ruby.Call) -> bool:
    """A bare word: an attribute or a method that is defined elsewhere; what it gives is unknown."""
    return not call.arguments and not call.keywords

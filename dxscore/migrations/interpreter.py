"""A migration's methods, followed without running them -> operations of one direction, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dxscore.domain import ruby
from dxscore.domain.migration import Circumstances, Code, Direction, Operation
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.migrations import data_steps
from dxscore.migrations.evaluating import HOLE, Constant, Pattern, call_method
from dxscore.migrations.inverting import inverse
from dxscore.migrations.scope import Body, DirectionBlock, Frame, Records, TableBlock
from dxscore.migrations.sql_statements import sql_operations
from dxscore.migrations.statements import Given, is_statement, name_of, operations_of
from dxscore.migrations.table_blocks import IGNORED, block_operations

_DEEPEST = 12
"""Calls of own methods within each other."""
_LONGEST_LOOP = 500
_ADAPTER_NAMES = {"postgresql": "PostgreSQL", "mysql": "Mysql2", "mariadb": "Mysql2", "sqlite": "SQLite"}
_CONNECTIONS = frozenset({"connection", "lease_connection", "retrieve_connection", "raw_connection", "with_connection"})
_SQL = frozenset("execute exec_query exec_update exec_delete exec_insert update delete insert select_all "
                 "select_value select_values select_rows select_one exec async_exec query execute_batch".split())
_ASSURING = frozenset({"safety_assured"})
_PASSING = frozenset("say_with_time suppress_messages with_lock_retries disable_statement_timeout without_timeout "
                     "tap then with_options uncached silence with_timeout unscoped".split())
_LOCKING = frozenset({"with_advisory_lock", "with_advisory_lock!", "advisory_lock", "with_lock!", "synchronize"})
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


@dataclass(slots=True)
class Run:
    """One direction of one migration. Mutable: it lives no longer than the run."""

    body: Body
    direction: Direction
    adapter: str
    transaction: bool
    others: Callable[[str], Body | None] = lambda _name: None
    """The body of another migration's class, for `revert SomeMigration`."""
    reverting: bool = False
    """`change` is followed to be turned round."""
    found: list[Operation] = field(default_factory=list)

    def method(self, name: str) -> tuple[Operation, ...]:
        """What a method does."""
        self._own(self.body.methods[name], (), {}, Frame({}, Circumstances(transaction=self.transaction)))
        return tuple(self.found)

    def recorded(self, work: Callable[[], None]) -> list[Operation]:
        """What some work adds, taken out of what is found."""
        before, self.found = self.found, []
        try:
            work()
            return self.found
        finally:
            self.found = before

    # --- expressions ---

    def value(self, node: ruby.Expression | None, frame: Frame) -> object:
        """The value of an expression; what it does is added to `found`."""
        match node:
            case None:
                return None
            case ruby.Literal(value=value) | ruby.Str(value=value) | ruby.Sym(value=value):
                return value
            case ruby.Call():
                return self._call(node, frame)
            case ruby.Variable(name=name):
                return frame.variables.get(name, UNKNOWN)
            case ruby.Const(name=name):
                return self._constant(name, frame)
            case ruby.Array(items=items):
                return self._items(items, frame)
            case ruby.Hash(pairs=pairs):
                return self._pairs(pairs, frame)
            case ruby.Text(form=form, parts=parts):
                return self._text(form, parts, frame)
            case ruby.Block(body=body):
                return Code(self._sql_of(body, frame))
            case ruby.Range(first=first, last=last, exclusive=exclusive):
                return self._range(self.value(first, frame), self.value(last, frame), exclusive)
            case _:
                return self._statement(node, frame)

    def _items(self, items: Sequence[ruby.Expression], frame: Frame) -> tuple[object, ...]:
        values: list[object] = []
        for item in items:
            if isinstance(item, ruby.Splat):
                inner = self.value(item.value, frame)
                values += inner if isinstance(inner, tuple) else (UNKNOWN,)
            else:
                values.append(self.value(item, frame))
        return tuple(values)

    def _pairs(self, pairs: Sequence[ruby.Pair], frame: Frame) -> dict[str, object]:
        values: dict[str, object] = {}
        for key, value in pairs:
            found = self.value(value, frame)
            if key is None:
                values |= found if isinstance(found, Mapping) else {"**": UNKNOWN}
            else:
                name = self.value(key, frame)
                values[name if isinstance(name, str) else str(name)] = found
        return values

    def _text(self, form: str, parts: Sequence[ruby.Expression], frame: Frame) -> object:
        pieces = [self.value(part, frame) for part in parts]
        text = "".join(_piece(piece) for piece in pieces)
        if form == "regex":
            return Pattern(text) if HOLE not in text else UNKNOWN
        return text if form in ("string", "symbol") else UNKNOWN

    def _range(self, first: object, last: object, exclusive: bool) -> object:
        if isinstance(first, int) and isinstance(last, int) and 0 <= last - first < _LONGEST_LOOP:
            return tuple(range(first, last + (0 if exclusive else 1)))
        return UNKNOWN

    def _sql_of(self, body: ruby.Expression, frame: Frame) -> str:
        value: list[object] = []
        self.recorded(lambda: value.append(self.value(body, frame.inner())))
        return value[0] if value and isinstance(value[0], str) else HOLE

    def _constant(self, name: str, frame: Frame) -> object:
        if name in self.body.constants and frame.depth < _DEEPEST:
            inner = Frame({}, frame.around, depth=frame.depth + 1)
            return self.value(self.body.constants[name], inner)
        return Constant(name)

    # --- statements ---

    def _statement(self, node: ruby.Expression, frame: Frame) -> object:
        match node:
            case ruby.Sequence(items=items):
                return self._sequence(items, frame)
            case ruby.If():
                return self._if(node, frame)
            case ruby.Case():
                return self._case(node, frame)
            case ruby.Assign() | ruby.MultipleAssign():
                return self._assign(node, frame)
            case ruby.Logic():
                return self._logic(node, frame)
            case ruby.Begin(body=body, rescues=rescues, otherwise=otherwise, ensure=ensure):
                result = self.value(body, frame)
                for clause in rescues:
                    self._branch(clause.body, frame)
                self.value(otherwise, frame)
                self.value(ensure, frame)
                return result
            case ruby.Loop(condition=condition, body=body):
                self.value(condition, frame)
                self._loop_body(body, frame, batched=False)
            case ruby.Jump(kind=kind, value=value):
                self.value(value, frame)
                if kind in ("return", "next", "break"):
                    frame.left = "surely"
            case ruby.Super():
                pass
            case ruby.Other(parts=parts):
                for part in parts:
                    self.value(part, frame)
        return UNKNOWN

    def _sequence(self, items: Sequence[ruby.Expression], frame: Frame) -> object:
        result: object = None
        for item in items:
            result = self.value(item, frame)
            if frame.left == "surely":
                break
            if frame.left == "maybe":
                frame.around = replace(frame.around, guarded=True)
        return result

    def _if(self, node: ruby.If, frame: Frame) -> object:
        condition = self.value(node.condition, frame)
        if condition is not UNKNOWN and not isinstance(condition, (Constant, Records)):
            return self.value(node.then if condition else node.otherwise, frame)
        first, one = self._branch(node.then, frame)
        second, other = self._branch(node.otherwise, frame)
        frame.left = frame.left or _both(one, other)
        return first if first == second else UNKNOWN

    def _branch(self, node: ruby.Expression | None, frame: Frame) -> tuple[object, str]:
        inner = frame.inner(guarded=True)
        return self.value(node, inner), inner.left

    def _case(self, node: ruby.Case, frame: Frame) -> object:
        subject = self.value(node.subject, frame)
        ends = []
        for branch in node.branches:
            held = [_holds(subject, self.value(each, frame)) for each in branch.conditions]
            if any(each is True for each in held):
                return self.value(branch.body, frame)
            if all(each is False for each in held):
                continue
            ends.append(self._branch(branch.body, frame)[1])
        if not ends:
            return self.value(node.otherwise, frame)
        ends.append(self._branch(node.otherwise, frame)[1])
        frame.left = frame.left or ("surely" if all(end == "surely" for end in ends) else "maybe" if any(ends) else "")
        return UNKNOWN

    def _assign(self, node: ruby.Assign | ruby.MultipleAssign, frame: Frame) -> object:
        value = self.value(node.value, frame)
        if isinstance(node, ruby.MultipleAssign):
            many = value if isinstance(value, tuple) else ()
            for position, target in enumerate(node.targets):
                self._bind(target, many[position] if position < len(many) else UNKNOWN, frame)
            return value
        if node.operator == "+" and isinstance(node.target, ruby.Variable):
            value = call_method(frame.variables.get(node.target.name, UNKNOWN), "+", (value,))
        elif node.operator:
            value = UNKNOWN if node.operator != "||" else value
        self._bind(node.target, value, frame)
        return value

    def _bind(self, target: ruby.Expression, value: object, frame: Frame) -> None:
        match target:
            case ruby.Variable(name=name):
                frame.variables[name] = value
            case ruby.Call(name=name, receiver=receiver) if receiver is not None:
                found = self.value(receiver, frame)
                if isinstance(found, (Constant, Records)):
                    return  # table_name = ..., a setting of the class
                if name != "[]" and found is UNKNOWN and not isinstance(receiver, ruby.Self):
                    return  # an attribute: nothing is written before it is saved

    def _logic(self, node: ruby.Logic, frame: Frame) -> object:
        first = self.value(node.operands[0], frame)
        if node.operator == "not":
            return UNKNOWN if first is UNKNOWN else not first
        known = first is not UNKNOWN
        for operand in node.operands[1:]:
            if known and bool(first) is (node.operator == "or"):
                return first
            first = self.value(operand, frame) if known else self._branch(operand, frame)[0]
            if not known:
                return first if first is False and node.operator == "and" else UNKNOWN
        return first

    # --- calls ---

    def _call(self, call: ruby.Call, frame: Frame) -> object:
        receiver = call.receiver
        if receiver is None or isinstance(receiver, ruby.Self) or self._is_connection(receiver):
            return self._bare(call, frame)
        found = self.value(receiver, frame)
        if isinstance(found, TableBlock):
            return self._said_to_table(call, found, frame)
        if isinstance(found, DirectionBlock):
            return self._directed(call, frame)
        if isinstance(found, (Constant, Records)):
            return self._on_records(call, found, frame)
        return self._on_value(call, found, frame)

    def _is_connection(self, receiver: ruby.Expression) -> bool:
        match receiver:
            case ruby.Call(name=name):
                return name in _CONNECTIONS
            case ruby.Variable(name=name):
                return name in ("conn", "connection", "@connection")
        return False

    def _given(self, call: ruby.Call, frame: Frame) -> Given:
        arguments = list(self._items(call.arguments, frame))
        options = self._pairs(call.keywords, frame)
        if arguments and isinstance(arguments[-1], dict) and not call.keywords:
            options = arguments.pop()  # type: ignore[assignment] # a dict, as asked
        return Given(call.name, call.line, arguments, options, frame.around)

    def _bare(self, call: ruby.Call, frame: Frame) -> object:
        name = call.name
        if name in self.body.methods and frame.depth < _DEEPEST and name not in ("up", "down", "change"):
            return self._own_call(call, frame)
        if (special := _SPECIAL.get(name)) is not None:
            return special(self, call, frame)
        if name in _ASSURING:
            return self._block(call, frame, assured=True)
        if name in _PASSING:
            self._given(call, frame)
            return self._block(call, frame)
        if name in _LOCKING:
            return self._block(call, frame, locked=True)
        if name in _SQL and call.arguments:
            return self._execute(call, frame)
        if is_statement(name):
            return self._schema_statement(call, frame)
        return self._other_call(call, frame)

    def _own_call(self, call: ruby.Call, frame: Frame) -> object:
        given = self._given(call, frame)
        return self._own(self.body.methods[call.name], given.arguments, given.options, frame, call.block)

    def _own(
        self,
        method: ruby.Def,
        arguments: Sequence[object],
        options: Mapping[str, object],
        frame: Frame,
        block: ruby.Expression | None = None,
    ) -> object:
        inner = Frame(_bound(method.parameters, arguments, options), frame.around, depth=frame.depth + 1)
        result = self.value(method.body, inner)
        if isinstance(block, ruby.Block):
            self.value(block.body, frame.inner(guarded=True))
        return result

    def _block(self, call: ruby.Call, frame: Frame, **changes: object) -> object:
        if not isinstance(call.block, ruby.Block):
            return UNKNOWN
        inner = frame.inner(**changes)
        result = self.value(call.block.body, inner)
        return result

    def _execute(self, call: ruby.Call, frame: Frame) -> object:
        given = self._given(call, frame)
        sql = given.arguments[0] if given.arguments else UNKNOWN
        around = replace(frame.around, via="sql")
        self.found += sql_operations(sql if isinstance(sql, str) else "", call.line, self.adapter, around)
        return UNKNOWN

    def _schema_statement(self, call: ruby.Call, frame: Frame) -> object:
        given = self._given(call, frame)
        if call.name.removeprefix("safe_").removeprefix("unsafe_") == "change_table":
            self._change_table(call, given, frame)
            return UNKNOWN
        assured = call.name.startswith(("unsafe_", "raw_"))
        for operation in operations_of(given):
            if isinstance(call.block, ruby.Block):
                operation = replace(operation, parts=self._parts(call.block, operation.table, frame, creates=True))
            if assured:
                operation = replace(operation, around=replace(operation.around, assured=True))
            self.found.append(operation)
        return UNKNOWN

    def _parts(self, block: ruby.Block, table: str, frame: Frame, *, creates: bool) -> tuple[Operation, ...]:
        builder = TableBlock(table, block.line, creates)
        inner = frame.inner()
        if block.parameters:
            inner.variables = {**frame.variables, block.parameters[0].name: builder}
        outer = self.recorded(lambda: _ignore(self.value(block.body, inner)))
        self.found += outer
        return tuple(builder.parts)

    def _change_table(self, call: ruby.Call, given: Given, frame: Frame) -> None:
        table = name_of(given.arguments[0]) if given.arguments else HOLE
        if isinstance(call.block, ruby.Block):
            bulk = bool(given.options.get("bulk")) and given.options.get("bulk") is not UNKNOWN
            inner = frame.inner(bulk=bulk) if bulk else frame.inner()
            self.found += self._parts(call.block, table, inner, creates=False)
        else:
            self.found.append(Operation("unknown", call.line, table, text="change_table", around=frame.around))

    def _said_to_table(self, call: ruby.Call, builder: TableBlock, frame: Frame) -> object:
        if call.name not in IGNORED:
            builder.parts += block_operations(builder.table, self._given(call, frame))
        return UNKNOWN

    def _directed(self, call: ruby.Call, frame: Frame) -> object:
        if call.name != self.direction:
            return UNKNOWN
        if not self.reverting:
            return self._block(call, frame)
        parts = self.recorded(lambda: _ignore(self._block(call, frame)))
        self.found.append(Operation("block", call.line, parts=tuple(parts), around=frame.around))
        return UNKNOWN

    def follow_block(self, block: ruby.Block, frame: Frame, values: Mapping[str, object]) -> object:
        """Follow a block with these values for its parameters."""
        inner = frame.inner()
        inner.variables = {**frame.variables, **values}
        return self.value(block.body, inner)

    def _on_records(self, call: ruby.Call, found: Constant | Records, frame: Frame) -> object:
        return data_steps.follow(self, call, found, frame)

    def _on_value(self, call: ruby.Call, found: object, frame: Frame) -> object:
        if call.name in _LOOPS and isinstance(call.block, ruby.Block):
            return self._loop(call, call.block, found, frame)
        given = self._given(call, frame)
        if isinstance(call.block, ruby.Block):
            self._loop_body(call.block.body, self._with_unknown(call.block, frame), batched=False)
            return UNKNOWN
        if found is UNKNOWN:
            return data_steps.on_unknown(self, call, frame)
        return call_method(found, call.name, given.arguments)

    def _loop(self, call: ruby.Call, block: ruby.Block, over: object, frame: Frame) -> object:
        items = _items_of(over, call.name)
        if items is None or len(items) > _LONGEST_LOOP:
            batched = call.name in data_steps.BATCHING
            self._loop_body(block.body, self._with_unknown(block, frame), batched=batched)
            return UNKNOWN
        results = []
        for index, item in enumerate(items):
            inner = frame.inner()
            values = (item, index) if call.name == "each_with_index" else (item,)
            frame.variables |= _block_values(block.parameters, values)
            results.append(self.value(block.body, inner))
        return tuple(results) if call.name in ("map", "flat_map", "collect") else over

    def _with_unknown(self, block: ruby.Block, frame: Frame) -> Frame:
        inner = frame.inner()
        inner.variables = {**frame.variables, **{each.name: UNKNOWN for each in block.parameters}}
        return inner

    def _loop_body(self, body: ruby.Expression, frame: Frame, *, batched: bool, **extra: object) -> None:
        changes: dict[str, object] = {"looped": True, "guarded": True, **extra}
        if batched:
            changes["batched"] = True
        if data_steps.sleeps(body):
            changes["throttled"] = True
        self.value(body, frame.inner(**changes))

    def _other_call(self, call: ruby.Call, frame: Frame) -> object:
        name = call.name
        if name in ("adapter_name", "adapter"):
            return _ADAPTER_NAMES.get(self.adapter, UNKNOWN)
        self._given(call, frame)
        if name == "loop" and isinstance(call.block, ruby.Block):
            self._loop_body(call.block.body, frame, batched=False)
            return UNKNOWN
        if isinstance(call.block, ruby.Block):
            return self._block(call, frame, guarded=True)
        if call.receiver is None and not name.endswith("?") and name not in _HARMLESS and not _is_reader(call):
            self.found.append(Operation("unknown", call.line, text=name, around=frame.around))
        return UNKNOWN

    # --- what Rails itself gives a meaning ---

    def _reversible(self, call: ruby.Call, frame: Frame) -> object:
        if isinstance(call.block, ruby.Block) and call.block.parameters:
            inner = frame.inner()
            inner.variables = {**frame.variables, call.block.parameters[0].name: DirectionBlock()}
            self.value(call.block.body, inner)
        return UNKNOWN

    def _up_only(self, call: ruby.Call, frame: Frame) -> object:
        return self._block(call, frame) if self.direction == "up" else UNKNOWN

    def _transaction(self, call: ruby.Call, frame: Frame) -> object:
        return self._block(call, frame, transaction=True)

    def _raise(self, call: ruby.Call, frame: Frame) -> object:
        names = [each.name for each in call.arguments if isinstance(each, ruby.Const)]
        receivers = [each.receiver for each in call.arguments if isinstance(each, ruby.Call)]
        names += [each.name for each in receivers if isinstance(each, ruby.Const)]
        if any(name.endswith("IrreversibleMigration") for name in names):
            self.found.append(Operation("irreversible", call.line, around=frame.around))
        frame.left = "surely"
        return UNKNOWN

    def _revert(self, call: ruby.Call, frame: Frame) -> object:
        undone = self.recorded(lambda: _ignore(self._reverted(call, frame)))
        for operation in reversed(undone):
            for each in inverse(operation):
                around = replace(each.around, assured=each.around.assured or frame.around.assured, derived=self.reverting)
                self.found.append(replace(each, line=call.line if call.arguments else each.line, around=around))
        return UNKNOWN

    def _reverted(self, call: ruby.Call, frame: Frame) -> object:
        for argument in call.arguments:
            value = self.value(argument, frame)
            body = self.others(value.name) if isinstance(value, Constant) else None
            if body is None or "change" not in body.methods:
                self.found.append(Operation("unknown", call.line, text="revert", around=frame.around))
            else:
                self.found += replace(self, body=body, found=[]).method("change")
        return self._block(call, frame)


def _ignore(_value: object) -> None:
    """A statement whose value nobody needs."""


_SPECIAL: Mapping[str, Callable[[Run, ruby.Call, Frame], object]] = {
    "reversible": Run._reversible,
    "up_only": Run._up_only,
    "transaction": Run._transaction,
    "raise": Run._raise,
    "revert": Run._revert,
}
_LOOPS = frozenset("each map flat_map collect each_with_index each_slice each_pair times each_key each_value "
                   "find_each find_in_batches in_batches each_batch each_entry filter select reject".split())


def _piece(value: object) -> str:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    return HOLE


def _both(one: str, other: str) -> str:
    if one == other == "surely":
        return "surely"
    return "maybe" if one or other else ""


def _holds(subject: object, condition: object) -> bool | None:
    if isinstance(condition, Pattern) and isinstance(subject, str):
        result = call_method(subject, "match?", (condition,))
        return result if isinstance(result, bool) else None
    simple = (str, int, float, bool)
    if isinstance(subject, simple) and isinstance(condition, simple):
        return subject == condition
    return None


def _is_reader(call: ruby.Call) -> bool:
    """A bare word: an attribute or a method that is defined elsewhere; what it gives is unknown."""
    return not call.arguments and not call.keywords


def _bound(
    parameters: Sequence[ruby.Parameter], arguments: Sequence[object], options: Mapping[str, object]
) -> dict[str, object]:
    values: dict[str, object] = {}
    rest = list(arguments)
    if options and not any(each.kind in ("key", "keyrest") for each in parameters):
        rest.append(dict(options))
    for each in parameters:
        match each.kind:
            case "required" | "optional":
                values[each.name] = rest.pop(0) if rest else _default(each)
            case "rest":
                values[each.name], rest = tuple(rest), []
            case "key":
                values[each.name] = options[each.name] if each.name in options else _default(each)
            case "keyrest":
                named = {one.name for one in parameters}
                values[each.name] = {key: value for key, value in options.items() if key not in named}
    return values


def _default(parameter: ruby.Parameter) -> object:
    match parameter.default:
        case ruby.Literal(value=value) | ruby.Str(value=value) | ruby.Sym(value=value):
            return value
        case ruby.Array(items=()):
            return ()
        case ruby.Hash(pairs=()):
            return {}
    return UNKNOWN


def _items_of(over: object, method: str) -> Sequence[object] | None:
    match over:
        case tuple() if method in ("each", "map", "flat_map", "collect", "each_with_index", "each_entry"):
            return None if UNKNOWN in over and len(over) == 1 else over
        case dict() if method in ("each", "each_pair", "map", "flat_map"):
            return tuple(over.items())
        case dict() if method == "each_key":
            return tuple(over)
        case dict() if method == "each_value":
            return tuple(over.values())
        case int() if method == "times":
            return range(over)
    return None


def _block_values(parameters: Sequence[ruby.Parameter], values: Sequence[object]) -> Iterator[tuple[str, object]]:
    plain = [each for each in parameters if each.kind != "block"]
    if len(plain) > len(values) == 1 and isinstance(values[0], tuple):
        values = values[0]
    for position, each in enumerate(plain):
        value = values[position] if position < len(values) else UNKNOWN
        if each.kind == "parts":
            yield from _block_values(each.parts, (value,) if not isinstance(value, tuple) else value)
        else:
            yield each.name, value

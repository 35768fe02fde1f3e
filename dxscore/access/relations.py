"""What model classes, relations and has_many associations answer: queries, which are lazy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from dxscore.access.collections import send as send_to_collection
from dxscore.access.frames import Frame, Sent
from dxscore.access.loading import (
    LOOP,
    association_of,
    association_tables,
    load,
    named_associations,
    read,
    row,
    start,
    transaction,
)
from dxscore.access.row_writes import WRITES
from dxscore.access.values import (
    NIL,
    PLAIN,
    UNKNOWN,
    ClassOf,
    Instance,
    Many,
    Mapping,
    Relation,
    Value,
    join,
    join_all,
    parts,
    records,
)
from dxscore.domain.model import Model
from dxscore.domain.program import Method
from dxscore.domain.ruby import Def
from dxscore.domain.ruby_values import statements

_RECORD_BASES = frozenset({"ActiveRecord::Base", "ApplicationRecord"})


def send_class(frame: Frame, me: ClassOf, sent: Sent) -> Value | None:
    """A message to a model class; None for other classes, and for what Active Record has no method for."""
    world = frame.engine.world
    model = world.model(me.name)
    if model is None and me.name not in _RECORD_BASES:
        return None
    if sent.name == "transaction":
        return transaction(frame, sent)
    if sent.name in ("connection", "lease_connection", "with_connection"):
        connection = Instance("ActiveRecord::ConnectionAdapters::AbstractAdapter")
        return frame.run_block(sent.block, (connection,), sent.line) if sent.block else connection
    if sent.name in world.words.class_block and sent.block:
        return frame.run_block(sent.block, (), sent.line)
    if sent.name in world.words.class_plain:
        return PLAIN
    if model is None:
        return None
    return send(frame, start(frame, model), sent)


def send(frame: Frame, me: Relation, sent: Sent) -> Value | None:
    """A message to a relation; what it does not know itself it passes on to its rows, as an array."""
    world = frame.engine.world
    model = world.model(me.model)
    if model is None:
        return None
    if extension := _extension(frame, me, sent.name):
        return frame.engine.call(frame, extension, me, sent)
    if scope := model.scopes.get(sent.name):
        method = frame.engine.pieces.of_block(scope.body, scope.declared, sent.name)
        given = frame.engine.call(frame, method, me, sent) if method else UNKNOWN
        return join_all([part for part in parts(given) if isinstance(part, Relation)] or [me])
    action = world.words.query.get(sent.name)
    if sent.name in ("as_json", "to_json"):
        frame.engine.serialize(frame, me, sent)
        return PLAIN
    if action is None:
        return _other(frame, me, model, sent)
    return _ACTIONS[action](frame, me, model, sent)


def _other(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value | None:
    world = frame.engine.world
    if sent.name in _enum_scopes(model):
        return me
    if sent.name.startswith(("find_by_", "find_or_create_by_", "find_or_initialize_by_")):
        return _one(frame, me, model, sent)
    if sent.name in world.words.collection or sent.name in ("each", "each_with_index"):
        load(frame, me, sent.line)
        return send_to_collection(frame, Many(row(me)), sent)
    if sent.name in world.words.class_plain:
        return PLAIN
    return frame.engine.gems.query(frame, me, sent)


def _extension(frame: Frame, me: Relation, name: str) -> Method | None:
    """A method of the block that an association is declared with."""
    association = association_of(frame, me)
    block = association.extension if association else None
    for item in statements(block.body) if association and block else ():
        if isinstance(item, Def) and item.name == name and association:
            return frame.engine.pieces.of_def(item, association.declared)
    return None


def _enum_scopes(model: Model) -> Iterator[str]:
    for enum in model.enums.values():
        for label in enum.values:
            yield enum.method_name(label)
            yield f"not_{enum.method_name(label)}"


def _refine(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
    tables = {table for value in sent.values() for table in _subquery_tables(frame, value)}
    for procedure in (sent.block,) if sent.block and sent.name == "select" else ():
        load(frame, me, sent.line)
        frame.run_block(procedure, (row(me),), sent.line)
    return replace(me, loaded=False, tables=me.tables | tables)


def _subquery_tables(frame: Frame, value: Value) -> Iterator[str]:
    for part in records(value):
        if isinstance(part, Relation) and not part.loaded:
            yield frame.engine.world.table(part.model)
            yield from part.tables


def _limit(_frame: Frame, me: Relation, _model: Model, _sent: Sent) -> Value:
    return replace(me, loaded=False, bounded=True)


def _lock(_frame: Frame, me: Relation, _model: Model, _sent: Sent) -> Value:
    return replace(me, loaded=False, locked=True)


def _preload(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    names, tables = set(me.preloads), set(me.tables)
    for value in (*sent.arguments, Mapping(tuple(sent.keywords.items()))):
        for association in named_associations(frame, model, value):
            names.add(association.name)
            tables.update(association_tables(frame, association))
    return replace(me, loaded=False, preloads=frozenset(names), tables=frozenset(tables))


def _join(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    tables = set(me.tables)
    for value in (*sent.arguments, Mapping(tuple(sent.keywords.items()))):
        for association in named_associations(frame, model, value):
            tables.update(association_tables(frame, association))
    return replace(me, loaded=False, tables=frozenset(tables))


def _merge(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    return _refine(frame, me, model, sent)


def _one(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
    several = sent.name in ("first", "last", "take", "sample") and sent.arguments
    if not me.loaded:
        read(frame, me, "many" if several else "one", sent.line)
    return Many(row(me)) if several else join(row(me), NIL) if not sent.name.endswith("!") else row(me)


def _find(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
    if sent.block:
        load(frame, me, sent.line)
        frame.run_block(sent.block, (row(me),), sent.line)
        return join(row(me), NIL)
    several = len(sent.arguments) > 1 or sent.splat or any(isinstance(part, Many) for part in parts(sent.first))
    read(frame, me, "many" if several else "one", sent.line)
    return Many(row(me)) if several else row(me)


def _aggregate(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
    if sent.block:
        load(frame, me, sent.line)
        with frame.inside(LOOP):
            frame.run_block(sent.block, (row(me),), sent.line)
    elif not me.loaded or sent.name in ("count", "exists?", "sum", "average", "minimum", "maximum"):
        read(frame, me, "aggregate", sent.line)
    return PLAIN


def _pluck(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
    if not me.loaded:
        read(frame, me, "one" if sent.name == "pick" else "many" if me.bounded else "unbounded", sent.line)
    return Many(PLAIN) if "pick" not in sent.name else PLAIN


def _batches(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
    read(frame, me, "many", sent.line)
    given: Value = row(me)
    if sent.name == "find_in_batches":
        given = Many(row(me))
    elif sent.name == "in_batches":
        given = replace(me, bounded=True, loaded=False)
    with frame.inside(LOOP):
        frame.run_block(sent.block, (given,), sent.line)
    return Many(given)


def _load(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
    if sent.name == "length":
        load(frame, me, sent.line)
        return PLAIN
    if sent.name in ("reload", "reset"):
        me = replace(me, loaded=False)
    load(frame, me, sent.line)
    return replace(me, loaded=True)


def _raw_read(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
    read(frame, me, "many", sent.line, raw=True)
    return Many(row(me))


def _transaction(frame: Frame, _me: Relation, _model: Model, sent: Sent) -> Value:
    return transaction(frame, sent)


_ACTIONS: dict[str, Callable[[Frame, Relation, Model, Sent], Value]] = {
    "refine": _refine,
    "limit": _limit,
    "preload": _preload,
    "join": _join,
    "merge": _merge,
    "lock": _lock,
    "one": _one,
    "find": _find,
    "aggregate": _aggregate,
    "pluck": _pluck,
    "batches": _batches,
    "load": _load,
    "raw_read": _raw_read,
    "transaction": _transaction,
    **WRITES,
}

"""What model classes, relations and has_many associations answer: queries, which are lazy, and writes of many rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from dxscore.access import lifecycle
from dxscore.access.collections import send as send_to_collection
from dxscore.access.effects import Context
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    NIL,
    PLAIN,
    UNKNOWN,
    ClassOf,
    Instance,
    Many,
    Mapping,
    Name,
    Relation,
    Value,
    join,
    join_all,
    parts,
    records,
)
from dxscore.domain.access import Kind, Within
from dxscore.domain.model import Association, Model
from dxscore.domain.program import Method
from dxscore.domain.ruby import Def
from dxscore.domain.ruby_values import statements

LOOP = Context(loop=True)
EXPLICIT = Context(within=Within.EXPLICIT)
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
    if sent.name in ("find", "none") and not sent.arguments and sent.name == "find":
        return PLAIN
    return send(frame, start(frame, model), sent)


def start(frame: Frame, model: Model) -> Relation:
    """All rows of a model, by its default scopes."""
    return scoped(frame, Relation(model.name), model)


def scoped(frame: Frame, me: Relation, model: Model) -> Relation:
    """The same rows with what default scopes say of them: preloads, joins."""
    for scope in model.default_scopes:
        method = frame.engine.method_of(scope.body, scope.declared, "default_scope")
        given = frame.engine.value_in(method, Relation(model.name)) if method else UNKNOWN
        for part in parts(given):
            if isinstance(part, Relation) and part.model == model.name:
                me = replace(me, preloads=me.preloads | part.preloads, tables=me.tables | part.tables)
    return me


def send(frame: Frame, me: Relation, sent: Sent) -> Value | None:
    """A message to a relation; what it does not know itself it passes on to its rows, as an array."""
    world = frame.engine.world
    model = world.model(me.model)
    if model is None:
        return None
    if extension := _extension(frame, me, sent.name):
        return frame.engine.call(frame, extension, me, sent)
    if scope := model.scopes.get(sent.name):
        method = frame.engine.method_of(scope.body, scope.declared, sent.name)
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
    association = _association(frame, me)
    block = association.extension if association else None
    for item in statements(block.body) if association and block else ():
        if isinstance(item, Def) and item.name == name and association:
            return frame.engine.method_in(item, association.declared)
    return None


def _enum_scopes(model: Model) -> Iterator[str]:
    for enum in model.enums.values():
        for label in enum.values:
            yield enum.method_name(label)
            yield f"not_{enum.method_name(label)}"


def default_tables(frame: Frame, name: str) -> frozenset[str]:
    """Tables that default scopes of a model read along."""
    model = frame.engine.world.model(name)
    return start(frame, model).tables if model and model.default_scopes else frozenset()


def associated(frame: Frame, me: Relation, association: Association) -> Relation:
    """Rows of an association, by the default scopes of their model and the association's own scope."""
    model = frame.engine.world.model(me.model)
    if model is None or me.loaded:
        return me
    me = scoped(frame, me, model)
    method = frame.engine.method_of(association.scope, association.declared, "scope")
    given = frame.engine.value_in(method, me) if method else UNKNOWN
    return next((part for part in parts(given) if isinstance(part, Relation)), me)


def row(me: Relation) -> Instance:
    """One of its records."""
    return Instance(me.model, "persisted", me.preloads)


def load(frame: Frame, me: Relation, line: int) -> None:
    """Its rows are asked for."""
    if not me.loaded:
        read(frame, me, "many" if me.bounded else "unbounded", line)


def read(frame: Frame, me: Relation, operation: str, line: int, *, raw: bool = False) -> None:
    """A statement that reads the model's table, and those that are joined or preloaded with it."""
    table = frame.engine.world.table(me.model)
    frame.add(Kind.READ, table, operation, line, locked=me.locked, raw=raw)
    for other in sorted(me.tables - {table}):
        frame.add(Kind.READ, other, operation if operation == "aggregate" else "many", line)


def load_all(frame: Frame, value: Value, line: int) -> None:
    """Loads every relation inside a value: it is handed to something that will look at it."""
    for part in records(value):
        if isinstance(part, Relation):
            load(frame, part, line)


def transaction(frame: Frame, sent: Sent) -> Value:
    """`transaction do ... end`."""
    with frame.inside(EXPLICIT):
        frame.add(Kind.TRANSACTION, "", "explicit", sent.line)
        return frame.run_block(sent.block, (), sent.line)


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


def named_associations(frame: Frame, model: Model | None, value: Value) -> Iterator[Association]:
    """The associations that arguments of `includes`, `joins` and the like name, nested ones too."""
    if model is None:
        return
    for part in parts(value):
        match part:
            case Name(text=text):
                if association := model.associations.get(text):
                    yield association
            case Many(element=inner):
                yield from named_associations(frame, model, inner)
            case Mapping(pairs=pairs):
                for name, nested in pairs:
                    if association := model.associations.get(name):
                        yield association
                        target = frame.engine.world.model(association.class_name or "")
                        yield from named_associations(frame, target, nested)


def association_tables(frame: Frame, association: Association) -> frozenset[str]:
    """What a query for an association reads: the table of its class, and those it goes through."""
    world = frame.engine.world
    found = {world.table(association.class_name)} if association.class_name else set()
    if association.join_table:
        found.add(association.join_table)
    owner, step = world.model(association.declared.declared_by), association
    for _ in range(5):
        owner = _owner_of(frame, owner, step)
        through = owner.associations.get(step.through) if owner and step.through else None
        if through is None:
            break
        found |= {world.table(through.class_name)} if through.class_name else set()
        step = through
    return frozenset(found - {"?"})


def _owner_of(frame: Frame, model: Model | None, association: Association) -> Model | None:
    if model and association.name in model.associations:
        return model
    models = frame.engine.world.models.by_name.values()
    return next((each for each in models if each.associations.get(association.name) is association), model)


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


def _aggregate(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
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


def _build(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    record = Instance(_built_class(frame, model, sent), "new")
    lifecycle.assign(frame, record, sent)
    frame.run_block(sent.block, (record,), sent.line)
    return record


def _built_class(_frame: Frame, model: Model, _sent: Sent) -> str:
    return model.name


def _create(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    record = Instance(model.name, "new")
    several = any(isinstance(part, Many) for part in parts(sent.first))
    context = LOOP if several else Context()
    with frame.inside(context):
        lifecycle.assign(frame, record, sent)
        frame.run_block(sent.block, (record,), sent.line)
        _join_rows(frame, me, "insert", sent.line)
        lifecycle.save(frame, record, sent.line)
    return Many(Instance(model.name, "persisted")) if several else Instance(model.name, "persisted")


def _find_or_create(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    read(frame, me, "one", sent.line)
    return _create(frame, me, model, sent)


def _find_or_build(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    read(frame, me, "one", sent.line)
    return join(Instance(model.name), _build(frame, me, model, sent)) if sent.block else Instance(model.name)


def _insert_bulk(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    frame.add(Kind.WRITE, frame.engine.world.table(model.name), "insert", sent.line, bulk=True)
    return PLAIN


def _upsert_bulk(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    frame.add(Kind.WRITE, frame.engine.world.table(model.name), "update", sent.line, bulk=True)
    return _insert_bulk(frame, me, model, sent)


def _update_bulk(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    frame.add(Kind.WRITE, frame.engine.world.table(model.name), "update", sent.line, bulk=True)
    for table in sorted(me.tables):
        frame.add(Kind.READ, table, "many", sent.line)
    return PLAIN


def _update_each(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    read(frame, me, "many", sent.line)
    with frame.inside(LOOP):
        lifecycle.save(frame, row(me), sent.line)
    return Many(row(me))


def _delete_bulk(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    table = _through_table(frame, me) or frame.engine.world.table(model.name)
    frame.add(Kind.WRITE, table, "delete", sent.line, bulk=True)
    for other in sorted(me.tables - {table}):
        frame.add(Kind.READ, other, "many", sent.line)
    return PLAIN


def _destroy_each(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    if not me.loaded:
        read(frame, me, "many" if me.bounded or sent.arguments else "unbounded", sent.line)
    single = sent.name == "destroy" and sent.arguments
    with frame.inside(Context() if single else LOOP):
        if table := _through_table(frame, me):
            frame.add(Kind.WRITE, table, "delete", sent.line)
        else:
            lifecycle.destroy(frame, row(me), sent.line)
    return Many(row(me))


def _delete(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    association = _association(frame, me)
    if association and association.dependent in ("destroy", "delete_all"):
        return _destroy_each(frame, me, model, sent)
    if association and not _through_table(frame, me):
        frame.add(Kind.WRITE, frame.engine.world.table(model.name), "update", sent.line, bulk=True)
        return PLAIN
    return _delete_bulk(frame, me, model, sent)


def _add(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    """`owner.rows << row`: saves the row, or adds a row of the table between."""
    if not me.association:
        load(frame, me, sent.line)
        return Many(join_all([row(me), *sent.arguments]))
    if not _join_rows(frame, me, "insert", sent.line):
        states = {part.state for value in sent.arguments for part in records(value) if isinstance(part, Instance)}
        lifecycle.save(frame, Instance(model.name, states.pop() if len(states) == 1 else ""), sent.line)
    return me


def _replace(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    load(frame, me, sent.line)
    _delete(frame, me, model, sent)
    return _add(frame, me, model, sent)


def _join_rows(frame: Frame, me: Relation, operation: str, line: int) -> bool:
    table = _through_table(frame, me)
    if table:
        frame.add(Kind.WRITE, table, operation, line)
    return bool(table)


def _through_table(frame: Frame, me: Relation) -> str:
    """The table between, of a has_many through or has_and_belongs_to_many."""
    association = _association(frame, me)
    if association is None:
        return ""
    owner = frame.engine.world.model(me.owner)
    through = owner.associations.get(association.through) if owner and association.through else None
    if through and through.class_name:
        return frame.engine.world.table(through.class_name)
    return association.join_table


def _association(frame: Frame, me: Relation) -> Association | None:
    owner = frame.engine.world.model(me.owner)
    return owner.associations.get(me.association) if owner else None


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
    "build": _build,
    "create": _create,
    "find_or_create": _find_or_create,
    "find_or_build": _find_or_build,
    "insert_bulk": _insert_bulk,
    "upsert_bulk": _upsert_bulk,
    "update_bulk": _update_bulk,
    "update_each": _update_each,
    "delete_bulk": _delete_bulk,
    "destroy_each": _destroy_each,
    "delete": _delete,
    "add": _add,
    "replace": _replace,
    "clear": _delete,
    "raw_read": _raw_read,
    "transaction": _transaction,
}

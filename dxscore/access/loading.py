"""Rows of a model: when they are asked for, which tables that reads, and what default scopes add."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from dxscore.access.effects import Context
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    UNKNOWN,
    Instance,
    Many,
    Mapping,
    Name,
    Relation,
    Value,
    parts,
    records,
)
from dxscore.domain.access import Kind, Within
from dxscore.domain.model import Association, Model

LOOP = Context(loop=True)
EXPLICIT = Context(within=Within.EXPLICIT)


def start(frame: Frame, model: Model) -> Relation:
    """All rows of a model, by its default scopes."""
    return scoped(frame, Relation(model.name), model)


def scoped(frame: Frame, me: Relation, model: Model) -> Relation:
    """The same rows with what default scopes say of them: preloads, joins."""
    for scope in model.default_scopes:
        method = frame.engine.pieces.of_block(scope.body, scope.declared, "default_scope")
        given = frame.engine.value_in(method, Relation(model.name)) if method else UNKNOWN
        for part in parts(given):
            if isinstance(part, Relation) and part.model == model.name:
                me = replace(me, preloads=me.preloads | part.preloads, tables=me.tables | part.tables)
    return me


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
    method = frame.engine.pieces.of_block(association.scope, association.declared, "scope")
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
    frame.add(Kind.READ, table, operation, line, "raw" if raw else "locked" if me.locked else "")
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


def association_of(frame: Frame, me: Relation) -> Association | None:
    """The association that rows were asked of, of a has_many."""
    owner = frame.engine.world.model(me.owner)
    return owner.associations.get(me.association) if owner else None

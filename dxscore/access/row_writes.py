"""What relations and has_many associations answer that writes: new rows, many rows at once, rows of tables between."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from dxscore.access import lifecycle
from dxscore.access.effects import Context
from dxscore.access.frames import Frame, Sent
from dxscore.access.loading import LOOP, association_of, load, read, row
from dxscore.access.values import (
    PLAIN,
    Instance,
    Many,
    Relation,
    Value,
    join,
    join_all,
    parts,
    records,
)
from dxscore.domain.access import Kind
from dxscore.domain.model import Model


def _build(frame: Frame, _me: Relation, model: Model, sent: Sent) -> Value:
    record = Instance(model.name, "new")
    lifecycle.assign(frame, record, sent)
    frame.run_block(sent.block, (record,), sent.line)
    return record


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


def _insert_bulk(frame: Frame, _me: Relation, model: Model, sent: Sent) -> Value:
    frame.add(Kind.WRITE, frame.engine.world.table(model.name), "insert", sent.line, "bulk")
    return PLAIN


def _upsert_bulk(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    frame.add(Kind.WRITE, frame.engine.world.table(model.name), "update", sent.line, "bulk")
    return _insert_bulk(frame, me, model, sent)


def _update_bulk(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    frame.add(Kind.WRITE, frame.engine.world.table(model.name), "update", sent.line, "bulk")
    for table in sorted(me.tables):
        frame.add(Kind.READ, table, "many", sent.line)
    return PLAIN


def _update_each(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
    read(frame, me, "many", sent.line)
    with frame.inside(LOOP):
        lifecycle.save(frame, row(me), sent.line)
    return Many(row(me))


def _delete_bulk(frame: Frame, me: Relation, model: Model, sent: Sent) -> Value:
    table = _through_table(frame, me) or frame.engine.world.table(model.name)
    frame.add(Kind.WRITE, table, "delete", sent.line, "bulk")
    for other in sorted(me.tables - {table}):
        frame.add(Kind.READ, other, "many", sent.line)
    return PLAIN


def _destroy_each(frame: Frame, me: Relation, _model: Model, sent: Sent) -> Value:
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
    association = association_of(frame, me)
    if association and association.dependent in ("destroy", "delete_all"):
        return _destroy_each(frame, me, model, sent)
    if association and not _through_table(frame, me):
        frame.add(Kind.WRITE, frame.engine.world.table(model.name), "update", sent.line, "bulk")
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
    association = association_of(frame, me)
    if association is None:
        return ""
    owner = frame.engine.world.model(me.owner)
    through = owner.associations.get(association.through) if owner and association.through else None
    if through and through.class_name:
        return frame.engine.world.table(through.class_name)
    return association.join_table


Write: TypeAlias = "Callable[[Frame, Relation, Model, Sent], Value]"

WRITES: dict[str, Write] = {
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
}
"""Action of active_record.yml -> what it does."""

"""References: `belongs_to` against foreign keys, types of keys, nullability of polymorphic pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxscore.domain.model import Association, Model
from dxscore.domain.schema import Column, ForeignKey, Table
from dxscore.domain.schema_report import Gap, Promise
from dxscore.schema.ground import Ground, belongs_tos, own, said_at
from dxscore.schema.guarantees import is_not_null
from dxscore.schema.singular import likely_table
from dxscore.schema.steps import foreign_key_steps, not_null_steps

_WIDTHS = {"smallint": 2, "integer": 4, "serial": 4, "bigint": 8, "bigserial": 8}
_TEXTS = frozenset({"string", "text", "citext"})


def reference_promises(ground: Ground) -> Iterator[tuple[Promise, Gap | None]]:
    """One per belongs_to to a table of the same database, by the class that says so."""
    for model, table in ground.stood:
        for association in belongs_tos(model):
            target = _target(ground, model, association)
            if target and own(model, association.declared.declared_by, ground) and _has_columns(table, association):
                yield _promise(ground, model, table, target, association)


def _promise(
    ground: Ground, model: Model, table: Table, target: Table, association: Association
) -> tuple[Promise, Gap | None]:
    columns = association.foreign_key
    kept = any(set(key.columns) & set(columns) for key in table.foreign_keys)
    at = said_at(model, association)
    promise = Promise("reference", model.name, table.name, columns, kept, at)
    if kept:
        return promise, None
    steps = foreign_key_steps(table.name, columns[0], target.name, ground.adapter_of(table))
    column = table.column(columns[0])
    written = column.at if column else table.at
    detail = f"belongs_to :{association.name}, rows of {target.name}"
    return promise, Gap(
        "missing-foreign-key", table.name, columns, model.name, association.name, detail, at, written, steps
    )


def _target(ground: Ground, model: Model, association: Association) -> Table | None:
    """The table that it points to; None when it is polymorphic, unknown, a view, a part, or in another database."""
    if association.polymorphic or not association.class_name:
        return None
    schema, other = ground.schema_of(model), ground.models.get(association.class_name)
    if other and ground.schema_of(other) is not schema:
        return None
    named = "" if other or association.class_known else likely_table(_underscored(association.class_name))
    table = ground.table_of(other) if other else schema and schema.tables.get(named)
    return table if table and not table.partitioned_by and table.primary_key else None


def _underscored(name: str) -> str:
    """`OrderItem` -> 'order_item': the class may be a gem's, or be made at run time."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.rsplit("::", 1)[-1]).lower()


def _has_columns(table: Table, association: Association) -> bool:
    columns = [table.column(name) for name in association.foreign_key]
    return bool(columns) and all(column and not column.array and not column.generated for column in columns)


def missing_key_columns(ground: Ground) -> Iterator[Gap]:
    """An association over a column that the table does not have."""
    for model, table in ground.stood:
        for association in belongs_tos(model):
            absent = tuple(name for name in association.foreign_key if not table.column(name))
            stored = {one.name for one in model.attributes if one.form in {"store_accessor", "attribute", "alias"}}
            base = ground.models.get(association.declared.declared_by)
            inherited = base is not None and base.table != model.table
            unsure = association.conditional or inherited or {*stored, *model.ignored_columns} & {*absent}
            if absent and not unsure and own(model, association.declared.declared_by, ground):
                at = said_at(model, association)
                yield Gap("missing-key-column", table.name, absent, model.name, association.name, "", at, table.at)


def mismatched_types(ground: Ground) -> Iterator[Gap]:
    """Keys whose type is not that of the column they point to: by constraint, or by association."""
    for schema, table in ground.tables:
        for key in table.foreign_keys:
            target = schema.tables.get(key.to_table)
            if target:
                yield from _compared(ground, table, target, key)
    for model, table in ground.stood:
        for association in belongs_tos(model):
            target = _target(ground, model, association)
            if target and len(target.primary_key) == 1 and own(model, association.declared.declared_by, ground):
                yield from _associated(model, table, target, association)


def _compared(ground: Ground, table: Table, target: Table, key: ForeignKey) -> Iterator[Gap]:
    for name, to_name in zip(key.columns, key.to_columns, strict=False):
        column, to_column = table.column(name), target.column(to_name)
        if column and to_column and _shown(column) != _shown(to_column):
            detail = f"{_shown(column)}, but {target.name}.{to_name} is {_shown(to_column)}"
            problem = "wider-foreign-key-type" if _is_wider(column, to_column) else "mismatched-foreign-key-type"
            yield ground.about(problem, table, (name,), column.at, name=to_name, detail=detail)


def _associated(model: Model, table: Table, target: Table, association: Association) -> Iterator[Gap]:
    """Wider than what it points to does no harm; narrower overflows, another kind is never found by index."""
    if len(association.foreign_key) != 1 or any(
        association.foreign_key[0] in key.columns for key in table.foreign_keys
    ):
        return
    column = table.column(association.foreign_key[0])
    to_column = target.column(association.primary_key or target.primary_key[0])
    if column and to_column and not _holds(column, to_column):
        detail = f"{_shown(column)}, but {target.name}.{to_column.name} is {_shown(to_column)}"
        at = said_at(model, association)
        yield Gap(
            "mismatched-foreign-key-type",
            table.name,
            association.foreign_key,
            model.name,
            association.name,
            detail,
            at,
            column.at,
        )


def _holds(column: Column, to_column: Column) -> bool:
    width, to_width = _width(column), _width(to_column)
    if width and to_width:
        return width >= to_width
    return column.type == to_column.type or {column.type, to_column.type} <= _TEXTS


def _is_wider(column: Column, to_column: Column) -> bool:
    width, to_width = _width(column), _width(to_column)
    return bool(width and to_width and width > to_width and column.unsigned == to_column.unsigned)


def _width(column: Column) -> int | None:
    if column.type == "integer" and column.limit:
        return column.limit
    return _WIDTHS.get(column.type)


def _shown(column: Column) -> str:
    """As one would say it: `integer(2)`, `bigint unsigned`."""
    limit = f"({column.limit})" if column.limit and column.type == "integer" else ""
    return f"{column.type}{limit}{' unsigned' if column.unsigned else ''}"


def polymorphic_promises(ground: Ground) -> Iterator[tuple[Promise, Gap | None]]:
    """Type and id of a polymorphic belongs_to: both may be NULL, or neither."""
    for model, table in ground.stood:
        for association in belongs_tos(model):
            columns = [table.column(name) for name in (association.foreign_type, *association.foreign_key) if name]
            known = [column for column in columns if column]
            if (
                not association.polymorphic
                or len(known) < 2
                or not own(model, association.declared.declared_by, ground)
            ):
                continue
            loose = [column for column in known if not is_not_null(table, column)]
            kept = len(loose) in {0, len(known)}
            at = said_at(model, association)
            names = tuple(column.name for column in known)
            promise = Promise("polymorphic pair", model.name, table.name, names, kept, at)
            if kept:
                yield promise, None
                continue
            detail = f"{loose[0].name} may be NULL, the other may not"
            steps = not_null_steps(table.name, loose[0].name, ground.adapter_of(table))
            yield (
                promise,
                Gap(
                    "polymorphic-nullability",
                    table.name,
                    names,
                    model.name,
                    association.name,
                    detail,
                    at,
                    loose[0].at,
                    steps,
                ),
            )

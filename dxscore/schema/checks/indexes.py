"""Indexes that are missing, double, covered by another, or not partial where rows are softly deleted."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.copying import replace
from dxscore.domain.schema import Adapter, Column, Index, IndexPart, Schema, Table
from dxscore.domain.schema_report import Gap
from dxscore.schema.ground import Ground, belongs_tos
from dxscore.schema.guarantees import part_name
from dxscore.schema.steps import drop_index_steps, index_steps

_IDS = frozenset({"integer", "bigint", "uuid"})
_ID = "_id"
_ELSEWHERE = ("sequential_id", "external_id", "remote_id", "legacy_id", "trace_id", "session_id", "request_id")
"""Endings of names of ids that are no keys of this database."""
_SOFT_DELETION = ("deleted_at", "discarded_at")
_ORDERED = frozenset({"", "btree"})


def unindexed_keys(ground: Ground) -> Iterator[Gap]:
    """Columns that point to other rows, and that no index begins with."""
    for _, table in ground.tables:
        known = _pointing(ground, table)
        for column in table.columns:
            if (column.name in known or _looks_like_key(column)) and not _is_indexed(table, column.name):
                yield _unindexed(ground, table, column, known.get(column.name, ""))


def _unindexed(ground: Ground, table: Table, column: Column, evidence: str) -> Gap:
    """What only its name makes a key may be the id of something elsewhere."""
    pair = _type_column(table, column.name)
    columns = (pair, column.name) if pair else (column.name,)
    sure = evidence or pair or _names_a_table(ground, column.name)
    gap = ground.about(
        "unindexed-foreign-key" if sure else "unindexed-id-column",
        table,
        columns,
        column.at,
        detail=evidence or ("a polymorphic pair" if pair else "by its name"),
    )
    return replace(gap, steps=index_steps(table.name, columns, ground.adapter_of(table)))


def _pointing(ground: Ground, table: Table) -> dict[str, str]:
    """Columns that a constraint or an association says to be keys, and which; of keys of several the first."""
    found = {key.columns[0]: f"foreign key to {key.to_table}" for key in table.foreign_keys}
    for model in ground.models_on(table):
        for association in belongs_tos(model):
            for name in association.foreign_key[:1]:
                found.setdefault(name, f"belongs_to :{association.name}")
    for model, association in ground.parents_of(table):
        for name in association.foreign_key[:1]:
            found.setdefault(name, f"{association.kind} :{association.name} of {model.name}")
    return found


def _looks_like_key(column: Column) -> bool:
    return (
        column.name.endswith(_ID) and not column.name.endswith(_ELSEWHERE) and column.type in _IDS and not column.array
    )


def _names_a_table(ground: Ground, name: str) -> bool:
    stem = name.removesuffix(_ID)
    plurals = {stem, f"{stem}s", f"{stem}es", f"{stem.removesuffix('y')}ies"}
    return any(table.name in plurals for _, table in ground.tables)


def _type_column(table: Table, name: str) -> str:
    pair = f"{name.removesuffix(_ID)}_type"
    column = table.column(pair)
    return pair if column and column.type in {"string", "text", "enum"} else ""


def _is_indexed(table: Table, name: str) -> bool:
    pair = f"{name.removesuffix(_ID)}_type"
    starts = [tuple(part.column for part in index.parts) for index in table.indexes]
    starts += [constraint.columns for constraint in table.unique_constraints]
    starts.append(table.primary_key)
    return any(start[:1] == (name,) or start[:2] == (pair, name) for start in starts)


def needless_indexes(ground: Ground) -> Iterator[Gap]:
    """Indexes whose work another one does: the same, a longer one, the primary key, a stricter unique one."""
    for schema, table in ground.tables:
        for index in table.indexes:
            gap = _needless(ground, schema, table, index)
            if gap:
                yield replace(gap, steps=drop_index_steps(table.name, index, ground.adapter_of(table)))


def _needless(ground: Ground, schema: Schema, table: Table, index: Index) -> Gap | None:
    columns = tuple(part_name(part) for part in index.parts)
    if table.primary_key and columns == table.primary_key and not index.where and not index.include:
        return ground.about("index-on-primary-key", table, columns, index.at, name=index.name)
    others = [one for one in _all_indexes(table) if one.name != index.name and _same_kind(one, index)]
    twins = [one for one in others if one.parts == index.parts and one.unique == index.unique]
    if any(_comes_first(one, index, table) for one in twins):
        return ground.about("duplicate-index", table, columns, index.at, name=index.name, detail=twins[0].name)
    others = [one for one in others if one not in twins]
    covering = [one.name for one in others if _does_its_work(index, one, schema.adapter)]
    if not covering:
        return None
    problem = "redundant-unique-index" if index.unique else "redundant-index"
    return ground.about(problem, table, columns, index.at, name=index.name, detail=" or ".join(sorted(covering)))


def _all_indexes(table: Table) -> tuple[Index, ...]:
    """Those behind unique constraints too."""
    behind = tuple(
        Index(one.name, tuple(IndexPart(name) for name in one.columns), unique=True, at=one.at)
        for one in table.unique_constraints
    )
    return (*table.indexes, *behind)


def _same_kind(one: Index, other: Index) -> bool:
    """Over the same rows, of the same make."""
    makes = {one.using, other.using}
    return one.where == other.where and (one.using == other.using or makes <= _ORDERED)


def _comes_first(one: Index, index: Index, table: Table) -> bool:
    """Of twins the first in the schema is kept, and one that is a constraint before all."""
    return one not in table.indexes or table.indexes.index(one) < table.indexes.index(index)


def _does_its_work(index: Index, other: Index, adapter: Adapter) -> bool:
    """A unique index guards more than a longer one does; a plain one is served by any that begins like it."""
    mine, others = _comparable(index), _comparable(other)
    if index.unique:
        return other.unique and set(others) < set(mine) and not index.where
    if adapter == "postgresql" and index.using not in _ORDERED:
        return False
    starts_alike = others[: len(mine)] == mine
    carried = {*other.include, *(part.column for part in other.parts)}
    return index.using in _ORDERED and starts_alike and set(index.include) <= carried


def _comparable(index: Index) -> tuple[tuple[object, ...], ...]:
    """A single column is read in either direction."""
    single = len(index.parts) == 1
    return tuple((part_name(part), part.opclass, part.length, part.descending and not single) for part in index.parts)


def full_indexes_of_deleted(ground: Ground) -> Iterator[Gap]:
    """Indexes that carry softly deleted rows along; MySQL has no partial ones."""
    for schema, table in ground.tables:
        if schema.adapter in {"mysql", "mariadb"}:
            continue
        column = next((one for one in table.columns if one.name in _SOFT_DELETION), None)
        for index in table.indexes if column else ():
            if column and column.name not in index.where and column.name not in index.columns:
                columns = tuple(part_name(part) for part in index.parts)
                yield ground.about(
                    "unindexed-deleted-at", table, columns, index.at, name=index.name, detail=column.name
                )

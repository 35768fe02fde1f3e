"""Uniqueness: validations, `has_one` and join tables against unique indexes, constraints and keys."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.model import Association, Model, Validation
from dxscore.domain.schema import Adapter, Index, Place, Table
from dxscore.domain.schema_report import Gap, Promise
from dxscore.schema.ground import Ground, belongs_tos, columns_of, own, said_at
from dxscore.schema.guarantees import ignores_case, part_name, unique_sets
from dxscore.schema.steps import index_steps

_SOFT_DELETION = ("deleted", "discarded", "archived", "removed", "destroyed")
_LOWER = "lower:"


def uniqueness_promises(ground: Ground) -> Iterator[tuple[Promise, Gap | None]]:
    """One per attribute that is validated for uniqueness in all rows, by the class that says so."""
    for model, table in ground.stood:
        for validation in model.validations:
            if _for_all_rows(validation) and own(model, validation.declared.declared_by, ground):
                for attribute in validation.attributes:
                    yield from _promised(ground, model, table, validation, attribute)


def _for_all_rows(validation: Validation) -> bool:
    return (
        validation.kind == "uniqueness"
        and validation.always
        and not (validation.partial or validation.dynamic or "conditions" in validation.options)
    )


def _promised(
    ground: Ground, model: Model, table: Table, validation: Validation, attribute: str
) -> Iterator[tuple[Promise, Gap | None]]:
    groups = [columns_of(model, table, name) for name in (*validation.scope, attribute)]
    if not all(groups):
        return
    columns = tuple(name for group in groups for name in group)
    adapter = ground.adapter_of(table)
    wanted = _wanted(table, columns, validation, adapter)
    kept = any(_covered(found, wanted) for found, _ in unique_sets(table)) or _among_the_living(table, wanted)
    at = said_at(model, validation)
    promise = Promise("uniqueness", model.name, table.name, columns, kept, at)
    if kept:
        yield promise, None
        return
    shown = tuple(f"lower({name[len(_LOWER) :]})" if name.startswith(_LOWER) else name for name in wanted)
    detail = f"validated as unique: {', '.join(shown)}"
    steps = index_steps(table.name, shown, adapter, unique=True)
    yield promise, Gap("missing-unique-index", table.name, columns, model.name, attribute, detail, at, table.at, steps)


def _wanted(table: Table, columns: tuple[str, ...], validation: Validation, adapter: Adapter) -> tuple[str, ...]:
    """`lower:email` where upper and lower case are to count as one, and the column itself tells them apart."""
    column = table.column(columns[-1])
    if validation.case_sensitive or column is None or column.type not in {"string", "text"}:
        return columns
    return columns if ignores_case(table, column, adapter) else (*columns[:-1], _LOWER + columns[-1])


def _covered(unique: frozenset[str], wanted: tuple[str, ...]) -> bool:
    """Unique by fewer columns is stricter still; so is `lower(email)` for `email`."""
    return bool(unique) and unique <= {*wanted, *(_LOWER + name for name in wanted)}


def _among_the_living(table: Table, wanted: tuple[str, ...]) -> bool:
    """A unique index over all rows but the softly deleted ones is what such a model needs."""
    return any(
        index.unique
        and "is null" in index.where.lower()
        and any(word in index.where.lower() for word in _SOFT_DELETION)
        and _covered(frozenset(part_name(part) for part in index.parts), wanted)
        for index in table.indexes
    )


def has_one_gaps(ground: Ground) -> Iterator[Gap]:
    """A `has_one` of whose other side the database lets there be several."""
    for model, _ in ground.stood:
        for association in model.associations.values():
            if (
                association.kind == "has_one"
                and _is_plain(association)
                and own(model, association.declared.declared_by, ground)
            ):
                yield from _has_one(ground, model, association)


def _is_plain(association: Association) -> bool:
    return not (association.through or association.scope or association.dynamic or association.conditional)


def _has_one(ground: Ground, model: Model, association: Association) -> Iterator[Gap]:
    other = ground.models.get(association.class_name or "")
    table = ground.table_of(other) if other else None
    columns = tuple(name for name in (association.foreign_type, *association.foreign_key) if name)
    if table is None or not columns or not all(table.column(name) for name in columns):
        return
    if any(_covered(found, columns) for found, _ in unique_sets(table)) or _among_the_living(table, columns):
        return
    detail = f"has_one :{association.name} of {model.name}"
    steps = index_steps(table.name, columns, ground.adapter_of(table), unique=True)
    at = said_at(model, association)
    yield Gap(
        "has-one-without-unique-index", table.name, columns, model.name, association.name, detail, at, table.at, steps
    )


def join_table_gaps(ground: Ground) -> Iterator[Gap]:
    """A join table of `has_and_belongs_to_many` in which a pair may stand twice."""
    seen: set[str] = set()
    for model, _ in ground.stood:
        for association in model.associations.values():
            if association.kind != "has_and_belongs_to_many" or association.scope or association.join_table in seen:
                continue
            seen.add(association.join_table)
            table = next((one for _, one in ground.tables if one.name == association.join_table), None)
            columns = (*association.foreign_key, association.association_foreign_key)
            if table is None or not all(table.column(name) for name in columns):
                continue
            if not any(_covered(found, columns) for found, _ in unique_sets(table)):
                steps = index_steps(table.name, columns, ground.adapter_of(table), unique=True)
                yield Gap(
                    "join-table-without-unique-index",
                    table.name,
                    columns,
                    model.name,
                    association.name,
                    f"has_and_belongs_to_many :{association.name} of {model.name}",
                    said_at(model, association),
                    table.at,
                    steps,
                )


def unvalidated_unique_indexes(ground: Ground) -> Iterator[Gap]:
    """Unique indexes of columns that users fill, without a validation: the second one gets an exception."""
    for model, table in ground.stood:
        if model.sti_base or not model.path:
            continue
        for index in table.indexes:
            if index.unique and not _answered_for(ground, model, table, index):
                columns = tuple(part_name(part).removeprefix(_LOWER) for part in index.parts)
                at = Place(model.path, model.line)
                yield Gap(
                    "missing-uniqueness-validation",
                    table.name,
                    columns,
                    model.name,
                    index.name,
                    at=at,
                    written=index.at,
                )


def _answered_for(ground: Ground, model: Model, table: Table, index: Index) -> bool:
    """By a validation of the model or a subclass over the same columns, whatever its conditions; or it is all keys."""
    columns = {part_name(part).removeprefix(_LOWER) for part in index.parts}
    keys = {name for one in belongs_tos(model) for name in (*one.foreign_key, one.foreign_type)}
    if columns <= keys | {*table.primary_key} or any(not table.column(name) for name in columns):
        return True
    filled = ground.assigned.get(model.path, frozenset())
    filled |= {one.column or one.name for one in model.attributes if one.form == "secure_token"}
    return bool(columns & filled) or any(
        {name for each in (*validation.scope, attribute) for name in columns_of(one, table, each)} == columns
        for one in ground.models_on(table)
        for validation in one.validations
        if validation.kind == "uniqueness"
        for attribute in validation.attributes
    )


def needless_case_options(ground: Ground) -> Iterator[Gap]:
    """`case_sensitive: false` on a citext column: the validation asks for LOWER() and passes the index by."""
    for model, table in ground.stood:
        for validation in model.validations:
            if validation.kind != "uniqueness" or validation.case_sensitive:
                continue
            for attribute in validation.attributes:
                column = table.column(attribute)
                if column and column.type == "citext" and own(model, validation.declared.declared_by, ground):
                    at = said_at(model, validation)
                    yield Gap(
                        "case-option-on-citext",
                        table.name,
                        (attribute,),
                        model.name,
                        attribute,
                        at=at,
                        written=column.at,
                    )

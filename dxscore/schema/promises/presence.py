"""Presence: attributes that must be given, against columns that may be NULL; and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.model import Association, Model, Validation
from dxscore.domain.ruby_values import UNKNOWN, value_of
from dxscore.domain.schema import Column, Place, Table
from dxscore.domain.schema_report import Gap, Promise
from dxscore.schema.ground import TIMESTAMPS, Ground, belongs_tos, columns_of, said_at
from dxscore.schema.guarantees import is_not_null
from dxscore.schema.steps import not_null_steps

_TIMES = (*TIMESTAMPS, "created_on", "updated_on")
_FILLED_BY = frozenset({"serialize", "store", "secure_token", "secure_password", "uploader", "money"})
"""Forms of attributes that write their column by themselves."""
_REFUSING = frozenset({"presence", "numericality", "comparison", "acceptance", "custom", "uniqueness"})
"""Validations without which a NULL might pass; a custom one is believed to know."""


def presence_promises(ground: Ground) -> Iterator[tuple[Promise, Gap | None]]:
    """One per column of each required attribute."""
    for model, table in ground.stood:
        seen: set[str] = set()
        for validation in model.validations:
            if required(validation):
                for name in [one for each in validation.attributes for one in columns_of(model, table, each)]:
                    if name not in seen and _for_all_rows(ground, model, table, name):
                        seen.add(name)
                        yield _promise(ground, model, table, name, validation)


def required(validation: Validation) -> bool:
    """Must the attribute be there in every row that this model saves?"""
    return (
        validation.kind == "presence"
        and validation.always
        and not (validation.allow_nil or validation.allow_blank or validation.dynamic)
    )


def _promise(
    ground: Ground, model: Model, table: Table, name: str, validation: Validation
) -> tuple[Promise, Gap | None]:
    column = table.column(name)
    at = said_at(model, validation)
    kept = column is not None and is_not_null(table, column)
    promise = Promise("presence", model.name, table.name, (name,), kept, at)
    if kept or column is None:
        return promise, None
    key = any(name in (*one.foreign_key, one.foreign_type) for one in belongs_tos(model))
    detail = "a belongs_to that is required" if validation.implied and key else "validated for presence"
    steps = not_null_steps(table.name, name, ground.adapter_of(table))
    gap = Gap("missing-not-null", table.name, (name,), model.name, name, detail, at, column.at, steps)
    return promise, gap


def _for_all_rows(ground: Ground, model: Model, table: Table, name: str) -> bool:
    """Of models that share a table all must require it: the others' rows have no value. Reported by one of them."""
    sharing = [one for one in ground.models_on(table) if not _is_only_a_base(ground, one, table)] or [model]
    requiring = [one for one in sharing if name in _required_columns(one, table)]
    speaker = requiring[0] if requiring else None
    base = ground.models_on(table)[0]
    if name in _required_columns(base, table):
        speaker = base
    return len(requiring) == len(sharing) and speaker is model


def _is_only_a_base(ground: Ground, model: Model, table: Table) -> bool:
    """A base of single table inheritance with subclasses: its rows are theirs."""
    heirs = any(one.sti_base == model.name for one in ground.models_on(table))
    return heirs and bool(table.column(model.inheritance_column))


def _required_columns(model: Model, table: Table) -> set[str]:
    return {
        name
        for validation in model.validations
        if required(validation)
        for each in validation.attributes
        for name in columns_of(model, table, each)
    }


def nullable_timestamps(ground: Ground) -> Iterator[Gap]:
    """`created_at` and `updated_at`, which Rails always fills."""
    for _, table in ground.tables:
        names = tuple(name for name in _TIMES if (column := table.column(name)) and not is_not_null(table, column))
        if names and ground.models_on(table):
            yield ground.about("nullable-timestamps", table, names, table.at)


def unvalidated_not_nulls(ground: Ground) -> Iterator[Gap]:
    """Columns that can't be NULL, and that nothing in the model fills or asks for."""
    for model, table in ground.stood:
        if model.sti_base or not model.path:
            continue
        optional = {
            name: association
            for association in belongs_tos(model)
            for name in (*association.foreign_key, association.foreign_type)
            if name
        }
        filled = _filled(ground, model, table)
        for column in table.columns:
            if column.name in filled or not is_not_null(table, column) or column.has_default:
                continue
            association = optional.get(column.name)
            if association is None:
                yield _unvalidated(model, table, column)
            elif column.name != association.foreign_type and not _says_optional(association):
                if association.optional is True:
                    yield _unvalidated(model, table, column)
            elif column.name != association.foreign_type:
                gap = _unvalidated(model, table, column)
                at = said_at(model, association)
                yield replace(gap, problem="optional-but-not-null", name=association.name, at=at)


def _says_optional(association: Association) -> bool:
    """In so many words; without `belongs_to_required_by_default` it is optional by default."""
    return association.optional is True and bool({"optional", "required"} & association.options.keys())


def _unvalidated(model: Model, table: Table, column: Column) -> Gap:
    at = Place(model.path, model.line)
    return Gap(
        "missing-presence-validation", table.name, (column.name,), model.name, column.name, at=at, written=column.at
    )


def _filled(ground: Ground, model: Model, table: Table) -> set[str]:
    """Columns that are validated, numbered, counted or set by code of the model itself."""
    names = {*table.primary_key, *_TIMES, model.inheritance_column, "lock_version", *model.ignored_columns}
    names |= {one.column or one.name for one in model.attributes if one.form in _FILLED_BY or one.has_default}
    names |= {attribute for attribute, enum in model.enums.items() if enum.has_default}
    names |= ground.assigned.get(model.path, frozenset())
    names |= {column.name for column in table.columns if column.name.endswith("_count")}
    for validation in model.validations:
        if _refuses_nil(validation):
            names |= {name for each in validation.attributes for name in (each, *columns_of(model, table, each))}
    return names


def _refuses_nil(validation: Validation) -> bool:
    """Conditional ones count: somebody has thought of it."""
    match validation.kind:
        case "inclusion":
            return _lists_nil(validation) is not True
        case "exclusion":
            return _lists_nil(validation) is not False
        case "length":
            return any(key in validation.options for key in ("minimum", "is", "in", "within"))
        case "format":
            return not (validation.allow_nil or validation.allow_blank)
    return validation.kind in _REFUSING and not validation.allow_nil


def _lists_nil(validation: Validation) -> bool | None:
    """Is nil among the values? None when they are worked out at run time."""
    values = validation.options.get("in") or validation.options.get("within")
    known = value_of(values) if isinstance(values, ruby.Array) else UNKNOWN
    return None in known if isinstance(known, tuple) else None

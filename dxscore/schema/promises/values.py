"""Values: length, inclusion, enums and numericality against limits of columns, enum types and CHECKs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.model import Enum, Model, Validation
from dxscore.domain.ruby_values import number_of, value_of
from dxscore.domain.schema import Column, Place, Table
from dxscore.domain.schema_report import Aspect, Gap, Promise
from dxscore.schema.ground import Ground, is_number, own, said_at
from dxscore.schema.guarantees import longest, mentioned_in_check
from dxscore.schema.steps import check_steps

_TEXTS = frozenset({"string", "text"})
_BOUNDS = (
    "greater_than",
    "greater_than_or_equal_to",
    "less_than",
    "less_than_or_equal_to",
    "equal_to",
    "other_than",
    "in",
)
_OLD_DEFAULT = 255
"""Of `t.string` until Rails 4.2 and on MySQL: nobody chose it."""
_DEFAULTS = frozenset({_OLD_DEFAULT, 191})
"""191 is what MySQL's old indexes took of utf8mb4."""
_MYSQL = frozenset({"mysql", "mariadb"})


def length_promises(ground: Ground) -> Iterator[tuple[Promise, Gap | None]]:
    """Maximum lengths that the model asks for."""
    for model, table in ground.stood:
        for validation in model.validations:
            if (
                validation.kind == "length"
                and not validation.dynamic
                and own(model, validation.declared.declared_by, ground)
            ):
                maximum = longest_allowed(validation)
                for column in _columns(table, validation):
                    if maximum is not None and column.type in _TEXTS and not column.array:
                        yield _length(ground, model, table, column, validation, maximum)


def _length(
    ground: Ground, model: Model, table: Table, column: Column, validation: Validation, maximum: int
) -> tuple[Promise, Gap | None]:
    limit = _limit(ground, table, column)
    at = said_at(model, validation)
    kept = limit is not None and limit <= maximum
    promise = Promise("length", model.name, table.name, (column.name,), kept, at)
    steps: tuple[str, ...] = ()
    if limit == maximum:
        return promise, None
    if limit is None:
        problem, detail = "length-without-limit", f"at most {maximum} in the model, no limit in the database"
        name = f"{table.name}_{column.name}_length"
        steps = check_steps(table.name, name, f"char_length({column.name}) <= {maximum}", ground.adapter_of(table))
    elif limit < maximum:
        problem, detail = "length-over-limit", f"up to {maximum} in the model, {limit} in the database"
    elif limit == _OLD_DEFAULT:
        return promise, None
    else:
        problem, detail = "length-below-limit", f"at most {maximum} in the model, {limit} in the database"
    return promise, Gap(problem, table.name, (column.name,), model.name, column.name, detail, at, column.at, steps)


def _limit(ground: Ground, table: Table, column: Column) -> int | None:
    """In characters: MySQL counts its texts in bytes, and has 255 characters for a string without a word."""
    adapter = ground.adapter_of(table)
    if adapter in _MYSQL and column.type == "text":
        return longest(table, replace(column, limit=None))
    limit = longest(table, column)
    return _OLD_DEFAULT if limit is None and adapter in _MYSQL and column.type == "string" else limit


def unvalidated_limits(ground: Ground) -> Iterator[Gap]:
    """Columns with a limit that somebody chose, and no validation that knows of it."""
    for model, table in ground.stood:
        if model.sti_base or not model.path:
            continue
        bounded = {*model.enums, model.inheritance_column}
        bounded |= {one.foreign_type for one in model.associations.values() if one.foreign_type}
        for column in table.columns:
            limit = _limit(ground, table, column)
            if (
                limit is None
                or limit in _DEFAULTS
                or column.type not in _TEXTS
                or column.array
                or column.name in bounded
            ):
                continue
            if any(column.name in one.attributes and _bounds_length(one, limit) for one in model.validations):
                continue
            if column.name not in table.primary_key and not any(
                column.name in key.columns for key in table.foreign_keys
            ):
                at = Place(model.path, model.line)
                yield Gap(
                    "limit-without-length-validation",
                    table.name,
                    (column.name,),
                    model.name,
                    column.name,
                    f"{limit} characters at most",
                    at,
                    column.at,
                )


def _bounds_length(validation: Validation, limit: int) -> bool:
    """A list of short values, a pattern and a validator of one's own may bound the length as well."""
    if validation.kind == "length":
        return validation.dynamic or bool({"maximum", "is", "in", "within"} & validation.options.keys())
    if validation.kind == "inclusion":
        values = value_of(validation.options.get("in") or validation.options.get("within"))
        fits = isinstance(values, tuple) and all(isinstance(one, str) and len(one) <= limit for one in values)
        return validation.always and (fits or not isinstance(values, tuple))
    return validation.kind in {"custom", "format"}


def longest_allowed(validation: Validation) -> int | None:
    """`maximum: 5`, `is: 5`, `in: 1..5`; None when it sets none or it is worked out at run time."""
    for key in ("maximum", "is"):
        if key in validation.options:
            return number_of(value_of(validation.options[key]))
    bounds = validation.options.get("in") or validation.options.get("within")
    if isinstance(bounds, ruby.Range):
        last = number_of(value_of(bounds.last))
        return last - 1 if last is not None and bounds.exclusive else last
    return None


def inclusion_promises(ground: Ground) -> Iterator[tuple[Promise, Gap | None]]:
    """Lists of values that are written out, against enum types and CHECKs."""
    for model, table in ground.stood:
        for validation in model.validations:
            values = validation.options.get("in") or validation.options.get("within")
            if validation.kind != "inclusion" or not validation.always or not isinstance(values, ruby.Array):
                continue
            for column in _columns(table, validation):
                if column.type != "boolean" and own(model, validation.declared.declared_by, ground):
                    kept = column.type == "enum" or bool(column.values) or mentioned_in_check(table, column.name)
                    at = said_at(model, validation)
                    yield _checked("inclusion", "inclusion-without-check", model, table, column, at, kept=kept)


def enum_promises(ground: Ground) -> Iterator[tuple[Promise, Gap | None]]:
    """Enums of models, against enum types and CHECKs."""
    for model, table, enum, column in _enums(ground):
        kept = column.type == "enum" or bool(column.values) or mentioned_in_check(table, column.name)
        at = _enum_at(model, enum)
        yield _checked("enum", "enum-without-check", model, table, column, at, kept=kept)


def enum_mismatches(ground: Ground) -> Iterator[Gap]:
    """Enums whose values do not fit the column, or are not those of the database's type."""
    for model, table, enum, column in _enums(ground):
        kinds = {type(value).__name__ for value in enum.values.values() if value is not None}
        at = _enum_at(model, enum)
        if wrong := kinds - _fitting(column):
            shown = "numbers" if wrong == {"int"} else "texts" if wrong == {"str"} else ", ".join(sorted(wrong))
            detail = f"{shown} in a column of type {column.type}"
            yield Gap(
                "enum-type-mismatch", table.name, (column.name,), model.name, enum.attribute, detail, at, column.at
            )
        elif of_database := _database_values(ground, table, column):
            of_model = {str(value) for value in enum.values.values()}
            if of_model != of_database:
                detail = _difference(of_model, of_database)
                yield Gap(
                    "enum-values-mismatch",
                    table.name,
                    (column.name,),
                    model.name,
                    enum.attribute,
                    detail,
                    at,
                    column.at,
                )


def _enums(ground: Ground) -> Iterator[tuple[Model, Table, Enum, Column]]:
    for model, table in ground.stood:
        for enum in model.enums.values():
            column = table.column(enum.attribute)
            if column and enum.known and own(model, enum.declared.declared_by, ground):
                yield model, table, enum, column


def _enum_at(model: Model, enum: Enum) -> Place:
    return Place(model.path, enum.declared.line if enum.declared.path == model.path else model.line)


def _fitting(column: Column) -> set[str]:
    """Names of Python's types of values that such a column takes without a change; all for types of other kinds."""
    if column.type in {"integer", "bigint"}:
        return {"int"}
    if column.type in {"string", "text", "enum", "citext"}:
        return {"str"}
    return {"bool"} if column.type == "boolean" else {"int", "str", "bool"}


def _database_values(ground: Ground, table: Table, column: Column) -> set[str]:
    if column.values:
        return set(column.values)
    for schema in ground.schemas:
        if schema.tables.get(table.name) is table and column.enum in schema.enums:
            return set(schema.enums[column.enum].values)
    return set()


def _difference(of_model: set[str], of_database: set[str]) -> str:
    parts = [
        f"only in the {side}: {', '.join(sorted(values))}"
        for side, values in (("model", of_model - of_database), ("database", of_database - of_model))
        if values
    ]
    return "; ".join(parts)


def numericality_promises(ground: Ground) -> Iterator[tuple[Promise, Gap | None]]:
    """Bounds of numbers, against CHECKs."""
    for model, table in ground.stood:
        for validation in model.validations:
            bounds = [key for key in _BOUNDS if key in validation.options]
            if validation.kind not in {"numericality", "comparison"} or not bounds or not validation.always:
                continue
            for column in _columns(table, validation):
                if is_number(column) and own(model, validation.declared.declared_by, ground):
                    kept = mentioned_in_check(table, column.name)
                    at = said_at(model, validation)
                    yield _checked("numericality", "numericality-without-check", model, table, column, at, kept=kept)


def _columns(table: Table, validation: Validation) -> Iterator[Column]:
    return (column for name in validation.attributes if (column := table.column(name)))


def _checked(  # noqa: PLR0913 - the fields of a promise and its gap
    aspect: Aspect, problem: str, model: Model, table: Table, column: Column, at: Place, *, kept: bool
) -> tuple[Promise, Gap | None]:
    promise = Promise(aspect, model.name, table.name, (column.name,), kept, at)
    detail = _ASPECT_WORDS[aspect]
    gap = Gap(problem, table.name, (column.name,), model.name, column.name, detail, at, column.at)
    return promise, None if kept else gap


_ASPECT_WORDS: Mapping[Aspect, str] = {
    "inclusion": "validated to be one of a list",
    "enum": "an enum of the model",
    "numericality": "validated to lie within bounds",
}

"""Schemas and models -> what checks ask of both together: the table of a model, the columns of an attribute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dxscore.domain.model import Association, Model, Models, Validation
from dxscore.domain.schema import Adapter, Column, Place, Schema, Table
from dxscore.domain.schema_report import Gap
from dxscore.schema.finders import Finder

HOUSEKEEPING = frozenset({"schema_migrations", "ar_internal_metadata", "schema_info"})
"""Tables that Rails keeps for itself."""
OF_RAILS = ("active_storage_", "action_text_", "action_mailbox_", "solid_")
"""Beginnings of names of tables that engines of Rails bring along: their shape is not the application's to choose."""
_NOT_THE_APP = re.compile(r"(?:^|/)(?:db|spec|test|migrations?|generators)/")
PARENTS = ("has_many", "has_one")
TIMESTAMPS = ("created_at", "updated_at")


@dataclass(frozen=True)
class Ground:
    """What the checks stand on."""

    schemas: tuple[Schema, ...]
    models: Models
    assigned: Mapping[str, frozenset[str]]
    """Path -> attributes that code there assigns to `self`: what it fills by itself needs no validation."""
    finders: tuple[Finder, ...] = ()
    """Queries of the code."""

    def schema_of(self, model: Model) -> Schema | None:
        """The database of a model; None when its file was not among those that were read."""
        if model.database:
            named = [one for one in self.schemas if one.database == model.database]
            return named[0] if named else None
        having = [one for one in self.schemas if model.table in one.tables or model.table in one.views]
        return having[0] if having else (self.schemas[0] if self.schemas else None)

    def table_of(self, model: Model) -> Table | None:
        """None for abstract classes, views, and tables that no schema has."""
        schema = self.schema_of(model)
        return schema.tables.get(model.table) if schema and model.table else None

    def adapter_of(self, table: Table) -> Adapter:
        """Of the database that has the table."""
        return next((one.adapter for one in self.schemas if one.tables.get(table.name) is table), "unknown")

    @cached_property
    def stood(self) -> tuple[tuple[Model, Table], ...]:
        """The models whose table is known, by name."""
        pairs = ((model, self.table_of(model)) for _, model in sorted(self.models.by_name.items()))
        return tuple((model, table) for model, table in pairs if table is not None and is_of_app(model))

    @cached_property
    def tables(self) -> tuple[tuple[Schema, Table], ...]:
        """Those that the application shapes.

        That leaves out Rails' own and its engines', those of extensions (`partman.template`), and parts of partitioned
        ones, whose constraints come from the whole.
        """
        return tuple(
            (schema, table)
            for schema in self.schemas
            for table in schema.tables.values()
            if table.name not in HOUSEKEEPING
            and table.partition is None
            and (self.models_on(table) or not (table.name.startswith(OF_RAILS) or "." in table.name))
        )

    @cached_property
    def _owners(self) -> Mapping[int, tuple[Model, ...]]:
        owners: dict[int, list[Model]] = {}
        for model, table in self.stood:
            owners.setdefault(id(table), []).append(model)
        return {key: tuple(sorted(models, key=lambda one: bool(one.sti_base))) for key, models in owners.items()}

    def models_on(self, table: Table) -> tuple[Model, ...]:
        """Those that live on a table, the one that owns it first."""
        return self._owners.get(id(table), ())

    @cached_property
    def _parents(self) -> Mapping[int, tuple[tuple[Model, Association], ...]]:
        found: dict[int, list[tuple[Model, Association]]] = {}
        for model, _ in self.stood:
            for association in model.associations.values():
                other = self.models.get(association.class_name or "")
                table = self.table_of(other) if other and not association.through else None
                if table and association.kind in PARENTS and not association.dynamic:
                    found.setdefault(id(table), []).append((model, association))
        return {key: tuple(pairs) for key, pairs in found.items()}

    def parents_of(self, table: Table) -> tuple[tuple[Model, Association], ...]:
        """Each `has_one` and `has_many` to its rows."""
        return self._parents.get(id(table), ())

    def place_on(self, table: Table, written: Place) -> tuple[str, Place]:
        """The model that answers for a table and where it stands; the schema's own place when there is none."""
        model = next(iter(self.models_on(table)), None)
        return (model.name, Place(model.path, model.line)) if model and model.path else ("", written)

    def about(
        self, problem: str, table: Table, columns: tuple[str, ...], written: Place, *, name: str = "", detail: str = ""
    ) -> Gap:
        """A gap of a table, placed at its model."""
        model, at = self.place_on(table, written)
        return Gap(problem, table.name, columns, model, name, detail, at, written)


def is_of_app(model: Model) -> bool:
    """A class of its own with rows, and none that a migration or a test makes for itself."""
    return not model.abstract and not _NOT_THE_APP.search(model.path)


def columns_of(model: Model, table: Table, attribute: str) -> tuple[str, ...]:
    """The columns that hold an attribute: of an association its key (and type); none when it is no column."""
    association = model.associations.get(attribute)
    if association and association.kind == "belongs_to" and not table.column(attribute):
        names = ((association.foreign_type,) if association.polymorphic else ()) + association.foreign_key
    else:
        names = (aliases(model).get(attribute, attribute),)
    return names if all(table.column(name) for name in names) else ()


def aliases(model: Model) -> Mapping[str, str]:
    """`alias_attribute :new, :old`."""
    return {one.name: one.column for one in model.attributes if one.form == "alias" and one.column}


def belongs_tos(model: Model) -> Iterator[Association]:
    """Those whose options are known."""
    return (one for one in model.associations.values() if one.kind == "belongs_to" and not one.dynamic)


def own(model: Model, declared_by: str, ground: Ground) -> bool:
    """Is this said here, and not inherited from another class with the same table?"""
    if declared_by == model.name or not model.sti_base:
        return True
    base = ground.models.get(declared_by)
    return base is None or base.table != model.table


def said_at(model: Model, validation: Validation | Association) -> Place:
    """Where it is declared, if that is in the model's own file; else the model: a concern speaks for several."""
    declared = validation.declared
    return Place(model.path, declared.line if declared.path == model.path else model.line)


def column_place(table: Table, name: str) -> Place:
    """Where the schema has the column."""
    column = table.column(name)
    return column.at if column else table.at


def is_number(column: Column) -> bool:
    """Can it hold only numbers?"""
    return column.type in {"integer", "bigint", "decimal", "float"}

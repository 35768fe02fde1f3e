"""Tables without a key, without timestamps, without a model; models without a table; keys that will run out."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.copying import replace
from dxscore.domain.model import Model
from dxscore.domain.schema import Place, Schema
from dxscore.domain.schema_report import Gap
from dxscore.schema.ground import TIMESTAMPS, Ground, is_of_app, own, said_at
from dxscore.schema.steps import not_null_steps

_SHORT = frozenset({"integer", "serial", "smallint"})
_ON = {"created_at": "created_on", "updated_at": "updated_on"}
_OF_GEMS = (
    "active_storage_",
    "action_text_",
    "action_mailbox_",
    "solid_",
    "good_job",
    "delayed_jobs",
    "que_",
    "flipper_",
    "friendly_id_slugs",
    "versions",
    "audits",
    "sessions",
    "taggings",
    "tags",
    "oauth_",
    "ahoy_",
    "blazer_",
    "pghero_",
    "maintenance_tasks_",
    "data_migrations",
    "spatial_ref_sys",
    "settings",
    "pg_search_documents",
    "event_store_events",
    "noticed_",
    "pay_",
    "console1984_",
    "audits1984_",
    "motor_",
    "mobility_",
    "geometry_columns",
    "rack_attack",
    "ar_",
)
"""Beginnings of names of tables whose models live in gems."""


_TRANSLATIONS = ("_translations", "_hierarchies")
"""Of globalize, mobility and closure_tree, which make the models by themselves."""


def keyless_tables(ground: Ground) -> Iterator[Gap]:
    """Rows that can't be told apart: replication and batches need a key."""
    for _, table in ground.tables:
        if not table.primary_key and not table.inherits:
            yield ground.about("table-without-primary-key", table, (), table.at)


def short_keys(ground: Ground) -> Iterator[Gap]:
    """Integer keys end at 2,147,483,647; SQLite has no short ones."""
    for schema, table in ground.tables:
        if schema.adapter == "sqlite" or len(table.primary_key) != 1:
            continue
        column = table.column(table.primary_key[0])
        if column and column.type in _SHORT:
            detail = f"{column.type}{f'({column.limit})' if column.limit else ''}"
            yield ground.about("short-primary-key", table, (column.name,), column.at, name=column.name, detail=detail)


def tables_without_timestamps(ground: Ground) -> Iterator[Gap]:
    """Tables of models that don't say when a row was made or changed; join tables are left alone."""
    for _, table in ground.tables:
        missing = tuple(name for name in TIMESTAMPS if not (table.column(name) or table.column(_ON[name])))
        if missing and table.name not in ground.models.join_tables:
            yield ground.about("table-without-timestamps", table, missing, table.at)


def three_state_booleans(ground: Ground) -> Iterator[Gap]:
    """Booleans that may be true, false or NULL."""
    for schema, table in ground.tables:
        for column in table.columns:
            if column.type == "boolean" and column.null and not column.array and not column.generated:
                gap = ground.about("three-state-boolean", table, (column.name,), column.at, name=column.name)
                yield replace(gap, steps=_boolean_steps(table.name, column.name, schema))


def _boolean_steps(table: str, column: str, schema: Schema) -> tuple[str, ...]:
    from_to = f"change_column_default :{table}, :{column}, from: nil, to: false"
    return (from_to, *not_null_steps(table, column, schema.adapter))


def boolean_presences(ground: Ground) -> Iterator[Gap]:
    """`presence` refuses false: `inclusion: [true, false]` is meant."""
    for model, table in ground.stood:
        for validation in model.validations:
            for name in validation.attributes if validation.kind == "presence" and validation.always else ():
                column = table.column(name)
                if column and column.type == "boolean" and own(model, validation.declared.declared_by, ground):
                    at = said_at(model, validation)
                    yield Gap("boolean-presence", table.name, (name,), model.name, name, "", at, column.at)


def undefined_tables(ground: Ground) -> Iterator[Gap]:
    """Models whose table no schema creates; silent where a schema could not be read to the end."""
    unsure = any(schema.unread for schema in ground.schemas)
    for _, model in sorted(ground.models.by_name.items()):
        if (
            unsure
            or not is_of_app(model)
            or not model.table
            or model.table_from in {"unknown", "gem"}
            or model.sti_base
        ):
            continue
        schema = ground.schema_of(model)
        if schema and model.path and not _is_somewhere(ground, model.table):
            at = Place(model.path, model.line)
            yield Gap(
                "undefined-table", model.table, (), model.name, model.table, schema.path, at, Place(schema.path, 1)
            )


def _is_somewhere(ground: Ground, name: str) -> bool:
    return any(name in schema.tables or name in schema.views for schema in ground.schemas)


def orphaned_tables(ground: Ground) -> Iterator[Gap]:
    """Tables that no model, join or gem is known to use."""
    for _, table in ground.tables:
        used = {*ground.models.by_table, *ground.models.join_tables}
        if table.name in used or table.inherits:
            continue
        bare = table.name.rsplit(".", 1)[-1]
        if (
            not bare.startswith(_OF_GEMS)
            and not bare.endswith(_TRANSLATIONS)
            and "." not in table.name
            and not table.partitioned_by
        ):
            yield Gap("orphaned-table", table.name, at=table.at, written=table.at)


def keyless_views(ground: Ground) -> Iterator[Gap]:
    """Models on views need to be told their primary key, or `find` and `reload` fail."""
    for _, model in sorted(ground.models.by_name.items()):
        schema = ground.schema_of(model) if model.table else None
        if (
            schema
            and model.table
            and model.table in schema.views
            and not model.primary_key
            and not model.abstract
            and model.path
        ):
            written = schema.views[model.table].at
            yield Gap("view-without-primary-key", model.table, (), model.name, model.table, "", _at(model), written)


def random_orders(ground: Ground) -> Iterator[Gap]:
    """`first` and `last` of a uuid key order by chance, unless the model names another column."""
    for model, table in ground.stood:
        column = table.column(table.primary_key[0]) if len(table.primary_key) == 1 else None
        if column is None or column.type != "uuid" or model.sti_base or not model.path:
            continue
        if not any("implicit_order_column" in ground.assigned.get(path, ()) for path in _lineage(ground, model)):
            yield Gap(
                "implicit-ordering", table.name, (column.name,), model.name, column.name, "", _at(model), column.at
            )


def _lineage(ground: Ground, model: Model) -> Iterator[str]:
    """Files of the model and the models above it."""
    one: Model | None = model
    while one:
        yield one.path
        one = ground.models.get(one.superclass)


def unused_ignored_columns(ground: Ground) -> Iterator[Gap]:
    """`ignored_columns` of columns that are gone: the last step of their removal."""
    for model, table in ground.stood:
        inherited = ground.models.get(model.superclass)
        for name in model.ignored_columns:
            if not table.column(name) and not (inherited and name in inherited.ignored_columns):
                yield Gap("unused-ignored-column", table.name, (name,), model.name, name, "", _at(model), table.at)


def unknown_classes(ground: Ground) -> Iterator[Gap]:
    """Associations to classes that neither the program nor a known gem defines."""
    for model, table in ground.stood:
        for association in model.associations.values():
            if association.class_known or association.dynamic or association.polymorphic or association.through:
                continue
            if association.class_name and own(model, association.declared.declared_by, ground):
                at = said_at(model, association)
                detail = association.class_name
                yield Gap(
                    "missing-association-class", table.name, (), model.name, association.name, detail, at, table.at
                )


def _at(model: Model) -> Place:
    return Place(model.path, model.line)

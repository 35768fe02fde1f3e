"""A program and its inflections -> the Models: every Active Record class with all that it declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dxscore.domain.model import Model, Models
from dxscore.domain.program import Namespace, Program
from dxscore.program.inflections import Inflections
from dxscore.program.modelling import joins
from dxscore.program.modelling.gem_classes import gem_models, tables_of_macros
from dxscore.program.modelling.reading import Surroundings
from dxscore.program.modelling.said import Said, said_by
from dxscore.program.modelling.tables import Tables
from dxscore.program.settings import belongs_to_required


def build_models(program: Program, inflections: Inflections) -> Models:
    """Classes that descend from Active Record, by what is written; nothing is known of tables here but their names."""
    tables = Tables(program, inflections)
    around = Surroundings(program, inflections, tables, belongs_to_required(program))
    said: dict[str, Said] = {}
    for name in tables.models():
        namespace = program.namespaces[name]
        said[name] = said_by(namespace, around, said.get(namespace.superclass))
    models = {name: _model(program.namespaces[name], each, tables) for name, each in said.items()}
    models = joins.followed(models, inflections)
    return Models(
        by_name=models,
        by_table=_by_table(models.values()),
        join_tables=joins.join_tables(models.values()),
        gem_tables=_gem_tables(program, inflections, models.values()),
        belongs_to_required=around.belongs_to_required,
    )


def _model(namespace: Namespace, said: Said, tables: Tables) -> Model:
    table = tables.table(namespace.name)
    return Model(
        name=namespace.name,
        path=namespace.path,
        line=namespace.line,
        superclass=namespace.superclass,
        abstract=tables.is_abstract(namespace.name),
        table=table.name,
        table_from=table.known_from,
        sti_base=table.owner if table.owner != namespace.name else "",
        inheritance_column=said.inheritance_column,
        primary_key=said.primary_key,
        ignored_columns=said.ignored,
        ignored_columns_known=said.ignored_known,
        associations=said.associations,
        validations=tuple(said.validations),
        enums=said.enums,
        scopes=said.scopes,
        default_scopes=tuple(said.default_scopes),
        callbacks=tuple(said.callbacks),
        attributes=tuple(said.attributes),
        nested_attributes=said.nested,
        delegated_types=said.delegated_types,
        database=said.database,
        unread=tuple(said.unread),
    )


def _gem_tables(program: Program, inflections: Inflections, models: Iterable[Model]) -> dict[str, str]:
    tables = {table: name for name, table in gem_models().items()}
    for model in models:
        for macro in program.namespaces[model.name].macros:
            if model.table and (form := tables_of_macros().get(macro.name)):
                tables[form.format(singular=inflections.singularize(model.table))] = model.name
    return tables


def _by_table(models: Iterable[Model]) -> dict[str, tuple[str, ...]]:
    tables: dict[str, list[Model]] = defaultdict(list)
    for model in models:
        if model.table and not model.abstract:
            tables[model.table].append(model)
    return {
        table: tuple(model.name for model in sorted(sharing, key=lambda model: (bool(model.sti_base), model.name)))
        for table, sharing in tables.items()
    }

"""A program and its inflections -> the Models: every Active Record class with all that it declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dxscore.domain import ruby
from dxscore.domain.model import (
    Association,
    Attribute,
    Callback,
    Enum,
    Model,
    Models,
    NestedAttributes,
    Scope,
    Validation,
)
from dxscore.domain.program import Namespace, Program
from dxscore.domain.ruby_values import UNKNOWN, text_of, texts_of
from dxscore.program.inflections import Inflections
from dxscore.program.modelling import associations, attributes, callbacks, joins, validations
from dxscore.program.modelling.enums import read_enums
from dxscore.program.modelling.gem_classes import gem_models, tables_of_macros
from dxscore.program.modelling.reading import Reading, Surroundings, as_block, reading_of
from dxscore.program.modelling.tables import Tables
from dxscore.program.settings import belongs_to_required


def build_models(program: Program, inflections: Inflections) -> Models:
    """Classes that descend from Active Record, by what is written; nothing is known of tables here but their names."""
    tables = Tables(program, inflections)
    around = Surroundings(program, inflections, tables, belongs_to_required(program))
    said: dict[str, _Said] = {}
    for name in tables.models():
        namespace = program.namespaces[name]
        said[name] = _own(namespace, around, said.get(namespace.superclass))
    models = {name: _model(program.namespaces[name], each, tables) for name, each in said.items()}
    models = joins.followed(models, inflections)
    return Models(
        by_name=models,
        by_table=_by_table(models.values()),
        join_tables=joins.join_tables(models.values()),
        gem_tables=_gem_tables(program, inflections, models.values()),
        belongs_to_required=around.belongs_to_required,
    )


@dataclass(slots=True)
class _Said:
    """What a class and its superclasses say, while it is collected."""

    associations: dict[str, Association] = field(default_factory=dict)
    validations: list[Validation] = field(default_factory=list)
    enums: dict[str, Enum] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    default_scopes: list[Scope] = field(default_factory=list)
    callbacks: list[Callback] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    nested: dict[str, NestedAttributes] = field(default_factory=dict)
    delegated_types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    ignored_known: bool = True
    inheritance_column: str = "type"
    primary_key: tuple[str, ...] = ()
    database: str = ""
    required: bool | None = None
    unread: list[tuple[str, int]] = field(default_factory=list)

    def copy(self) -> _Said:
        """For a subclass, which adds its own."""
        return replace(
            self,
            associations=dict(self.associations),
            validations=list(self.validations),
            enums=dict(self.enums),
            scopes=dict(self.scopes),
            default_scopes=list(self.default_scopes),
            callbacks=list(self.callbacks),
            attributes=list(self.attributes),
            nested=dict(self.nested),
            delegated_types=dict(self.delegated_types),
            unread=[],
        )


def _own(namespace: Namespace, around: Surroundings, above: _Said | None) -> _Said:
    said = above.copy() if above else _Said(required=around.belongs_to_required)
    for macro in namespace.macros:
        if macro.call.receiver is None:
            surroundings = replace(around, belongs_to_required=said.required)
            _take_in(said, reading_of(macro, namespace.name, surroundings))
    return said


def _take_in(said: _Said, reading: Reading) -> None:
    name = reading.name
    if name in associations.KINDS:
        _associate(said, reading)
    elif validations.is_validation(name):
        said.validations.extend(validations.read_validations(reading))
    elif name in callbacks.MACROS:
        said.callbacks.extend(callbacks.read_callbacks(reading))
    elif name in attributes.READERS:
        _attribute(said, reading)
    elif name == "enum":
        _enumerate(said, reading)
    elif name == "scope":
        _scope(said, reading)
    elif name == "default_scope":
        given = reading.macro.call.arguments[0] if reading.macro.call.arguments else None
        body = reading.block or as_block(given) or given
        said.default_scopes.append(Scope(name="default", body=body, declared=reading.declared()))
    elif name == "accepts_nested_attributes_for":
        destroy = reading.option("allow_destroy") is True
        said.nested |= {
            each: NestedAttributes(association=each, allow_destroy=destroy, declared=reading.declared())
            for each in reading.names()
        }
    elif name in _SETTINGS:
        _set(said, reading)


def _associate(said: _Said, reading: Reading) -> None:
    found = [*associations.read_association(reading)]
    if not found:
        said.unread.append((reading.macro.path, reading.macro.line))
    for association in found:
        said.associations[association.name] = association
        said.validations.extend(validations.implied_by(association))
    if reading.name == "delegated_type" and found:
        program, model = reading.around.program, reading.model
        types = reading.texts("types")
        said.delegated_types[found[0].name] = tuple(associations.class_named(program, each, model)[0] for each in types)


def _attribute(said: _Said, reading: Reading) -> None:
    found = [*attributes.read_attributes(reading)]
    said.attributes.extend(found)
    if not found:
        said.unread.append((reading.macro.path, reading.macro.line))
    if reading.name == "has_secure_password" and reading.option("validations") is not False:
        said.validations.append(validations.implied("presence", (found[0].column,), reading.declared()))


def _enumerate(said: _Said, reading: Reading) -> None:
    found = [*read_enums(reading)]
    if not found:
        said.unread.append((reading.macro.path, reading.macro.line))
    for enum in found:
        said.enums[enum.attribute] = enum
        if enum.validated:
            said.validations.append(validations.implied("inclusion", (enum.attribute,), enum.declared))


def _scope(said: _Said, reading: Reading) -> None:
    name, given = reading.first(), reading.arguments[1:]
    if not name:
        said.unread.append((reading.macro.path, reading.macro.line))
        return
    body = as_block(given[0]) or given[0] if given else reading.block
    extension = reading.block if given else None
    said.scopes[name] = Scope(name=name, body=body, extension=extension, declared=reading.declared())


_SETTINGS = (
    "ignored_columns=",
    "inheritance_column=",
    "primary_key=",
    "belongs_to_required_by_default=",
    "connects_to",
    "establish_connection",
)


def _set(said: _Said, reading: Reading) -> None:
    argument = reading.macro.call.arguments[0] if reading.macro.call.arguments else None
    value = reading.value(argument)
    match reading.name:
        case "ignored_columns=":
            _ignore(said, reading, argument)
        case "inheritance_column=":
            said.inheritance_column = text_of(value)
        case "primary_key=":
            said.primary_key = texts_of(value)
        case "belongs_to_required_by_default=":
            said.required = value if isinstance(value, bool) else None
        case "connects_to":
            database = reading.option("database")
            said.database = text_of(database.get("writing")) if isinstance(database, Mapping) else said.database
        case "establish_connection":
            said.database = text_of(value) or said.database
        case _:
            pass


def _ignore(said: _Said, reading: Reading, argument: ruby.Expression | None) -> None:
    """`self.ignored_columns = [...]`, and `+= [...]`, which the index writes as a sum."""
    match argument:
        case ruby.Call(name="+", receiver=ruby.Call(name="ignored_columns"), arguments=(added,)):
            before, value = said.ignored, reading.value(added)
        case _:
            before, value = (), reading.value(argument)
    said.ignored = (*before, *texts_of(value))
    said.ignored_known = said.ignored_known and value is not UNKNOWN


def _model(namespace: Namespace, said: _Said, tables: Tables) -> Model:
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

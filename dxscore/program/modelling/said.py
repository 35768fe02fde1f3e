"""Macros of a class, in order -> everything that it says as a model, with what its superclasses say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.model import Association, Attribute, Callback, Enum, NestedAttributes, Scope, Validation
from dxscore.domain.program import Namespace
from dxscore.domain.ruby_values import UNKNOWN, text_of, texts_of
from dxscore.program.modelling import associations, attributes, callbacks, validations
from dxscore.program.modelling.enums import read_enums
from dxscore.program.modelling.reading import Reading, Surroundings, as_block, reading_of


@dataclass(slots=True)
class Said:
    """Of a class and its superclasses, while it is collected; fields are as those of Model."""

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

    def copy(self) -> Said:
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


def said_by(namespace: Namespace, around: Surroundings, above: Said | None) -> Said:
    """What a class says, after what its superclass does."""
    said = above.copy() if above else Said(required=around.belongs_to_required)
    surroundings = replace(around, belongs_to_required=said.required)
    for macro in namespace.macros:
        if macro.call.receiver is None:
            _take_in(said, reading_of(macro, namespace.name, surroundings))
            if macro.name == "belongs_to_required_by_default=":
                surroundings = replace(around, belongs_to_required=said.required)
    return said


def _take_in(said: Said, reading: Reading) -> None:
    name = reading.name
    if (taker := _TAKERS.get(name)) is not None:
        taker(said, reading)
    elif validations.is_validation(name):
        said.validations.extend(validations.read_validations(reading))
    elif name in callbacks.MACROS:
        said.callbacks.extend(callbacks.read_callbacks(reading))


def _associate(said: Said, reading: Reading) -> None:
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


def _attribute(said: Said, reading: Reading) -> None:
    found = [*attributes.read_attributes(reading)]
    said.attributes.extend(found)
    if not found:
        said.unread.append((reading.macro.path, reading.macro.line))
    if reading.name == "has_secure_password" and reading.option("validations") is not False:
        said.validations.append(validations.implied("presence", (found[0].column,), reading.declared()))


def _enumerate(said: Said, reading: Reading) -> None:
    found = [*read_enums(reading)]
    if not found:
        said.unread.append((reading.macro.path, reading.macro.line))
    for enum in found:
        said.enums[enum.attribute] = enum
        if enum.validated:
            said.validations.append(validations.implied("inclusion", (enum.attribute,), enum.declared))


def _scope(said: Said, reading: Reading) -> None:
    name, given = reading.first(), reading.arguments[1:]
    if not name:
        said.unread.append((reading.macro.path, reading.macro.line))
        return
    body = as_block(given[0]) or given[0] if given else reading.block
    extension = reading.block if given else None
    said.scopes[name] = Scope(name=name, body=body, extension=extension, declared=reading.declared())


def _default_scope(said: Said, reading: Reading) -> None:
    given = reading.macro.call.arguments[0] if reading.macro.call.arguments else None
    body = reading.block or as_block(given) or given
    said.default_scopes.append(Scope(name="default", body=body, declared=reading.declared()))


def _nest(said: Said, reading: Reading) -> None:
    destroy = reading.option("allow_destroy") is True
    for name in reading.names():
        said.nested[name] = NestedAttributes(association=name, allow_destroy=destroy, declared=reading.declared())


def _set(said: Said, reading: Reading) -> None:
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


def _ignore(said: Said, reading: Reading, argument: ruby.Expression | None) -> None:
    """`self.ignored_columns = [...]`, and `+= [...]`, which the index writes as a sum."""
    match argument:
        case ruby.Call(name="+", receiver=ruby.Call(name="ignored_columns"), arguments=(added,)):
            before, value = said.ignored, reading.value(added)
        case _:
            before, value = (), reading.value(argument)
    said.ignored = (*before, *texts_of(value))
    said.ignored_known = said.ignored_known and value is not UNKNOWN


_TAKERS: Mapping[str, Callable[[Said, Reading], None]] = (
    dict.fromkeys(associations.KINDS, _associate)
    | dict.fromkeys(attributes.READERS, _attribute)
    | dict.fromkeys(
        (
            "ignored_columns=",
            "inheritance_column=",
            "primary_key=",
            "belongs_to_required_by_default=",
            "connects_to",
            "establish_connection",
        ),
        _set,
    )
    | {
        "enum": _enumerate,
        "scope": _scope,
        "default_scope": _default_scope,
        "accepts_nested_attributes_for": _nest,
    }
)

"""`validates` in all its forms -> Validations, one per kind."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.model import Association, Declared, Options, Validation
from dxscore.domain.ruby_values import UNKNOWN, texts_of
from dxscore.program.modelling.reading import Reading, as_block

KINDS = (
    "absence",
    "acceptance",
    "associated",
    "comparison",
    "confirmation",
    "exclusion",
    "format",
    "inclusion",
    "length",
    "numericality",
    "presence",
    "uniqueness",
)
"""Of Active Model and Active Record; any other name is a class of the application or a gem."""
_SAME = {"size": "length"}
_CONDITIONS = ("if", "unless")
_OF_MACRO = (*_CONDITIONS, "on", "allow_nil", "allow_blank", "strict", "prepend")
"""Options of `validates` that are no kinds of validation."""


def is_validation(name: str) -> bool:
    """Whether a macro of this name declares validations."""
    return name in ("validate", "validates", "validates!") or name.startswith("validates_")


def read_validations(reading: Reading) -> Iterator[Validation]:
    """One per kind and macro; none when the macro only switches them off."""
    match reading.name:
        case "validates" | "validates!":
            yield from _by_options(reading)
        case "validates_with":
            yield from _by_classes(reading)
        case "validate":
            yield from _by_methods(reading)
        case "validates_each":
            yield _validation(reading, "block", reading.names(), reading.options, body=reading.block)
        case name:
            kind = name.removeprefix("validates_").removesuffix("_of")
            yield _of_kind(reading, _SAME.get(kind, kind), reading.options, reading.names())


def implied_by(association: Association) -> Iterator[Validation]:
    """A belongs_to that is required, and a has_one with `required: true`, validate that the record is there."""
    required = association.optional is False or (
        association.kind == "has_one"
        and isinstance(given := association.options.get("required"), ruby.Literal)
        and given.value is True
    )
    if required:
        yield implied("presence", (association.name,), association.declared, conditional=association.conditional)


def implied(kind: str, attributes: tuple[str, ...], declared: Declared, *, conditional: bool = False) -> Validation:
    """A validation that comes with something else."""
    return Validation(kind=kind, attributes=attributes, conditional=conditional, implied=True, declared=declared)


def _by_options(reading: Reading) -> Iterator[Validation]:
    common = {name: value for name, value in reading.options.items() if name in _OF_MACRO}
    attributes = reading.names()
    for kind, given in reading.options.items():
        if kind in _OF_MACRO:
            continue
        value = reading.value(given)
        if value is None or value is False:
            continue
        options = {**common, **_options_of_kind(given)}
        validation = _of_kind(reading, _SAME.get(kind, kind), options, attributes)
        yield replace(validation, strict=True) if reading.name == "validates!" else validation


def _options_of_kind(given: ruby.Expression) -> Options:
    """As ActiveModel::Validations#_parse_validates_options."""
    match given:
        case ruby.Hash(pairs=pairs):
            return {key.value: value for key, value in pairs if isinstance(key, ruby.Sym | ruby.Str)}
        case ruby.Literal(value=True):
            return {}
        case ruby.Range() | ruby.Array():
            return {"in": given}
    return {"with": given}


def _of_kind(reading: Reading, kind: str, options: Options, attributes: tuple[str, ...]) -> Validation:
    if kind not in KINDS:
        guess = f"{reading.around.inflections.camelize(kind)}Validator"
        known = reading.around.program.resolve(guess, (reading.model, *reading.macro.nesting))
        written = reading.name if reading.name.startswith("validates_") else guess
        return _validation(reading, "custom", attributes, options, validator=known or written)
    validation = _validation(reading, kind, attributes, options)
    return _unique(reading, validation) if kind == "uniqueness" else validation


def _unique(reading: Reading, validation: Validation) -> Validation:
    scope = reading.value(validation.options.get("scope"))
    return replace(
        validation,
        scope=texts_of(scope),
        case_sensitive=reading.value(validation.options.get("case_sensitive")) is not False,
        partial="conditions" in validation.options,
        dynamic=validation.dynamic or scope is UNKNOWN or (isinstance(scope, tuple) and UNKNOWN in scope),
    )


def _by_classes(reading: Reading) -> Iterator[Validation]:
    for each in reading.arguments:
        name = each.name.removeprefix("::") if isinstance(each, ruby.Const) else ""
        known = reading.around.program.resolve(name, reading.macro.nesting) if name else None
        attributes = reading.texts("attributes") or reading.texts("fields")
        yield _validation(reading, "custom", attributes, reading.options, validator=known or name)


def _by_methods(reading: Reading) -> Iterator[Validation]:
    for each in reading.arguments:
        body = as_block(each)
        names = texts_of(reading.value(each))
        yield _validation(
            reading, "block" if body else "method", (), reading.options, validator=names[0] if names else "", body=body
        )
    if reading.block:
        yield _validation(reading, "block", (), reading.options, body=reading.block)


def _validation(
    reading: Reading,
    kind: str,
    attributes: tuple[str, ...],
    options: Options,
    *,
    validator: str = "",
    body: ruby.Block | None = None,
) -> Validation:
    return Validation(
        kind=kind,
        attributes=attributes,
        validator=validator,
        body=body,
        conditional=reading.macro.conditional or any(name in options for name in _CONDITIONS),
        on=texts_of(reading.value(options.get("on"))),
        allow_nil=reading.value(options.get("allow_nil")) is True,
        allow_blank=reading.value(options.get("allow_blank")) is True,
        strict=reading.value(options.get("strict")) not in (None, False),
        dynamic=_is_dynamic(reading, kind),
        options=options,
        declared=reading.declared(),
    )


def _is_dynamic(reading: Reading, kind: str) -> bool:
    return kind in KINDS and not reading.names_known()

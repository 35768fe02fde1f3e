"""Macros that make more of a column than a plain attribute -> Attributes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dxscore.domain import ruby
from dxscore.domain.model import Attribute
from dxscore.program.modelling.reading import Reading


def read_attributes(reading: Reading) -> Iterator[Attribute]:
    """One per name that is written out."""
    yield from READERS[reading.name](reading)


def _attribute(
    reading: Reading, name: str, form: str, *, column: str = "", kind: str = "", has_default: bool = False
) -> Attribute:
    return Attribute(
        name=name,
        form=form,
        column=column,
        type=kind,
        has_default=has_default or "default" in reading.options,
        options=reading.options,
        declared=reading.declared(),
    )


def _typed(reading: Reading) -> Iterator[Attribute]:
    """`attribute :name, :type, default: 1`."""
    if name := reading.first():
        _, *kinds = reading.names()
        yield _attribute(reading, name, "attribute", kind=kinds[0] if kinds else "")


def _serialize(reading: Reading) -> Iterator[Attribute]:
    """`serialize :name, JSON`, `serialize :name, coder: JSON, type: Array`."""
    name = reading.first()
    coder = reading.options.get("coder") or reading.options.get("type") or (reading.arguments[1:] or (None,))[0]
    if name:
        yield _attribute(reading, name, "serialize", kind=coder.name if isinstance(coder, ruby.Const) else "")


def _store(reading: Reading) -> Iterator[Attribute]:
    """`store :settings, accessors: [:a], prefix: true`."""
    if name := reading.first():
        yield _attribute(reading, name, "store")
        yield from _held(reading, name, reading.texts("accessors"))


def _store_accessor(reading: Reading) -> Iterator[Attribute]:
    if column := reading.first():
        yield from _held(reading, column, reading.names()[1:])


def _held(reading: Reading, column: str, names: tuple[str, ...]) -> Iterator[Attribute]:
    prefix, suffix = (_affix(reading, each, column) for each in ("prefix", "suffix"))
    for name in names:
        full = "_".join(part for part in (prefix, name, suffix) if part)
        yield _attribute(reading, full, "store_accessor", column=column)


def _affix(reading: Reading, option: str, column: str) -> str:
    return column if reading.option(option) is True else reading.text(option)


def _secure_password(reading: Reading) -> Iterator[Attribute]:
    name = (reading.names() or ("password",))[0]
    yield _attribute(reading, name, "secure_password", column=f"{name}_digest")


def _secure_token(reading: Reading) -> Iterator[Attribute]:
    yield _attribute(reading, (reading.names() or ("token",))[0], "secure_token", has_default=True)


def _alias(reading: Reading) -> Iterator[Attribute]:
    match reading.names():
        case (new, old):
            yield _attribute(reading, new, "alias", column=old)


def _money(reading: Reading) -> Iterator[Attribute]:
    """`monetize :price_cents` gives `price` (money-rails)."""
    for column in reading.names():
        name = reading.text("as") or column.removesuffix("_cents")
        yield _attribute(reading, name, "money", column=column)


def _each(form: str) -> Callable[[Reading], Iterator[Attribute]]:
    def read(reading: Reading) -> Iterator[Attribute]:
        for name in reading.names():
            yield _attribute(reading, name, form)

    return read


READERS: Mapping[str, Callable[[Reading], Iterator[Attribute]]] = {
    "attribute": _typed,
    "serialize": _serialize,
    "store": _store,
    "store_accessor": _store_accessor,
    "typed_store": _store,
    "has_secure_password": _secure_password,
    "has_secure_token": _secure_token,
    "alias_attribute": _alias,
    "monetize": _money,
    "encrypts": _each("encrypts"),
    "attr_encrypted": _each("encrypts"),
    "attr_readonly": _each("readonly"),
    "normalizes": _each("normalizes"),
    "mount_uploader": _each("uploader"),
    "mount_uploaders": _each("uploader"),
    "has_attached_file": _each("uploader"),
}

"""`belongs_to` and its kind -> Association."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxscore.copying import replace
from dxscore.domain.model import Association
from dxscore.domain.program import Program
from dxscore.domain.ruby_values import UNKNOWN, texts_of
from dxscore.program.modelling.gem_classes import gem_models
from dxscore.program.modelling.reading import Reading, as_block

KINDS = (
    "belongs_to",
    "has_one",
    "has_many",
    "has_and_belongs_to_many",
    "has_one_attached",
    "has_many_attached",
    "has_rich_text",
    "delegated_type",
)
_ATTACHMENTS = {
    "has_one_attached": "ActiveStorage::Attachment",
    "has_many_attached": "ActiveStorage::Attachment",
    "has_rich_text": "ActionText::RichText",
}
_MANY = ("has_many", "has_and_belongs_to_many")
_DECIDING = (
    "class_name",
    "foreign_key",
    "foreign_type",
    "through",
    "source",
    "source_type",
    "as",
    "polymorphic",
    "join_table",
)
"""Options without which nobody can say what the association is."""


def read_association(reading: Reading) -> Iterator[Association]:
    """One; none when its name is worked out at run time. A `through` is not followed yet."""
    name = reading.first()
    if not name:
        return
    association = _Builder(reading, name)
    if reading.name in _ATTACHMENTS:
        yield association.attachment()
    elif reading.name in ("belongs_to", "delegated_type"):
        yield association.belongs_to()
    else:
        yield association.has()


def class_named(program: Program, name: str, model: str) -> tuple[str, bool]:
    """Full name of the class that an association of `model` means, and whether it is known.

    As ActiveRecord::Inheritance.compute_type: inside of the model, then of each module around it, then at the top.
    """
    plain = name.removeprefix("::")
    around = [] if name.startswith("::") else model.split("::")
    for depth in range(len(around), -1, -1):
        candidate = "::".join((*around[:depth], plain))
        if candidate in program.namespaces or candidate in gem_models():
            return candidate, True
        if candidate in program.aliases:
            return program.aliases[candidate], True
    return plain, False


class _Builder:
    """Reads one association."""

    def __init__(self, reading: Reading, name: str) -> None:
        self._reading = reading
        self._name = name
        self._dynamic = any(reading.option(each) is UNKNOWN and not reading.table(each) for each in _DECIDING)

    def attachment(self) -> Association:
        kind = self._reading.name
        return replace(
            self._common(kind),
            class_name=_ATTACHMENTS[kind],
            class_known=True,
            foreign_key=("record_id",),
            foreign_type="record_type",
            as_name="record",
            dependent=self._reading.text("dependent") or ("destroy" if kind == "has_rich_text" else "purge_later"),
        )

    def belongs_to(self) -> Association:
        reading = self._reading
        polymorphic = reading.option("polymorphic") not in (None, False) or reading.name == "delegated_type"
        name, known = (None, False) if polymorphic else self._class(self._camelized(self._name))
        return replace(
            self._common("belongs_to"),
            class_name=name,
            class_known=known,
            foreign_key=reading.texts("foreign_key") or (f"{self._name}_id",),
            foreign_type=(reading.text("foreign_type") or f"{self._name}_type") if polymorphic else "",
            polymorphic=polymorphic,
            optional=self._optional(),
            counter_cache=self._counter_cache(),
            touch=self._touch(),
        )

    def has(self) -> Association:
        reading = self._reading
        kind, through, as_name = reading.name, reading.table("through"), reading.text("as")
        singular = reading.around.inflections.singularize(self._name) if kind in _MANY else self._name
        if "through" in reading.options and "class_name" not in reading.options:
            name, known = self._class(reading.text("source_type")) if reading.text("source_type") else (None, False)
        else:
            name, known = self._class(self._camelized(singular))
        return replace(
            self._common(kind),
            class_name=name,
            class_known=known,
            foreign_key=() if "through" in reading.options else self._foreign_key_of_other(as_name),
            foreign_type=(reading.text("foreign_type") or f"{as_name}_type") if as_name else "",
            as_name=as_name,
            through=through,
            source=reading.text("source"),
            source_type=reading.text("source_type"),
            join_table=reading.table("join_table"),
            association_foreign_key=self._association_foreign_key(kind, name),
        )

    def _common(self, kind: str) -> Association:
        reading = self._reading
        scope = next(filter(None, map(as_block, reading.arguments[1:])), None)
        autosave = reading.option("autosave")
        return Association(
            kind=kind,
            name=self._name,
            class_name=None,
            class_known=False,
            foreign_key=(),
            primary_key=reading.text("primary_key"),
            dependent=reading.text("dependent"),
            inverse_of=reading.text("inverse_of"),
            autosave=autosave if isinstance(autosave, bool) else None,
            scope=scope,
            extension=reading.block,
            dynamic=self._dynamic,
            conditional=reading.macro.conditional,
            options=reading.options,
            declared=reading.declared(),
        )

    def _camelized(self, name: str) -> str:
        return self._reading.around.inflections.camelize(name)

    def _class(self, guess: str) -> tuple[str | None, bool]:
        written = self._reading.text("class_name") or self._reading.text("class")
        if not written and "class_name" in self._reading.options:
            return None, False
        return class_named(self._reading.around.program, written or guess, self._reading.model)

    def _foreign_key_of_other(self, as_name: str) -> tuple[str, ...]:
        reading = self._reading
        if written := reading.texts("foreign_key"):
            return written
        return (f"{as_name}_id",) if as_name else (reading.around.inflections.foreign_key(reading.model),)

    def _association_foreign_key(self, kind: str, name: str | None) -> str:
        if kind != "has_and_belongs_to_many":
            return ""
        written = self._reading.text("association_foreign_key")
        return written or (self._reading.around.inflections.foreign_key(name) if name else "")

    def _optional(self) -> bool | None:
        """`optional: true`, `required: false`, else what the application says by default."""
        optional, required = self._reading.option("optional"), self._reading.option("required")
        if "optional" in self._reading.options:
            return bool(optional) if optional is not UNKNOWN else None
        if "required" in self._reading.options:
            return not required if required is not UNKNOWN else None
        default = self._reading.around.belongs_to_required
        return None if default is None else not default

    def _counter_cache(self) -> str:
        """`true` names the column after the model's table; a hash may name it."""
        value = self._reading.option("counter_cache")
        if isinstance(value, Mapping):
            value = value.get("column", True)
        if value is True:
            short = self._reading.model.rpartition("::")[2]
            return f"{self._reading.around.inflections.tableize(short)}_count"
        return value if isinstance(value, str) else ""

    def _touch(self) -> tuple[str, ...]:
        value = self._reading.option("touch")
        named = texts_of(value)
        return ("updated_at", *named) if value is True or named else ()

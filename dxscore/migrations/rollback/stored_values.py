"""Models of both ends -> values in rows that only one release can read: enums, STI classes, serialised columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dxscore.domain.model import Attribute, Enum, Model
from dxscore.domain.rollback import Reason, RollbackKind, Side
from dxscore.domain.schema import Schema
from dxscore.domain.verdict import Verdict
from dxscore.migrations.rollback.expressions import same
from dxscore.migrations.rollback.release import ReleaseChange

_FORMATS = frozenset({"serialize", "store", "encrypts"})
"""Forms of an attribute that decide what stands in its column."""
_KNOWN_FORMATS: Mapping[str, str] = {
    **dict.fromkeys(("Array", "Hash", "YAML", "Psych", "HashWithIndifferentAccess"), "YAML"),
    **dict.fromkeys(("JSON", "ActiveRecord::Coders::JSON", "ActiveSupport::JSON"), "JSON"),
    **dict.fromkeys(("Marshal", "MessagePack", "ActiveSupport::MessagePack"), "binary"),
}
"""Coder, or class of the value -> format. Source: ActiveRecord::AttributeMethods::Serialization of Rails 8.0."""
_LATER = "Teach one release to read it before another one writes it."


def reasons(change: ReleaseChange) -> Iterator[Reason]:
    """Of models that the change touches."""
    yield from _classes(change)
    for name, model in change.head.models.by_name.items():
        was = change.base.models.get(name)
        if was is not None and was != model:
            yield from _enums(was, model)
            yield from _formats(was, model, change.base.schemas)


def _enums(was: Model, now: Model) -> Iterator[Reason]:
    for attribute, old in was.enums.items():
        new = now.enums.get(attribute)
        if new is None or not (old.known and new.known) or old.values == new.values:
            continue
        yield from _enum(was, old, new)


def _enum(model: Model, old: Enum, new: Enum) -> Iterator[Reason]:
    what = f"{model.name}.{old.attribute}"
    place = new.declared.path, new.declared.line
    moved = sorted(label for label in old.values.keys() & new.values.keys() if old.values[label] != new.values[label])
    gone = sorted(old.values.keys() - new.values.keys())
    come = sorted(new.values.keys() - old.values.keys())
    renamed = {old.values[each] for each in gone} & {new.values[each] for each in come}
    if moved:
        said = f"{what} stores {_list(moved)} as another value: each release reads the other's rows wrongly"
        advice = "Never renumber an enum: give new labels new numbers."
        yield Reason(RollbackKind.ENUM_VALUE, Verdict.UNSAFE, *place, said, advice)
    if gone := [each for each in gone if old.values[each] not in renamed]:
        said = f"{what} loses {_list(gone)}: rows of the previous release that have it can't be read by the new one"
        advice = "Move the rows to another value in a release of its own, and take the label out after that."
        yield Reason(RollbackKind.ENUM_VALUE, Verdict.UNSAFE, *place, said, advice)
    if come := [each for each in come if new.values[each] not in renamed]:
        said = f"{what} gains {_list(come)}: to the previous release, rows that were written with it have no value"
        yield Reason(RollbackKind.ENUM_VALUE, Verdict.UNSAFE, *place, said, _LATER)


def _list(names: list[str]) -> str:
    shown = ", ".join(names[:4])
    return f"{shown} and {len(names) - 4} more" if len(names) > 4 else shown


def _classes(change: ReleaseChange) -> Iterator[Reason]:
    """STI classes: the name of each stands in rows."""
    base, head = change.base, change.head
    for name, model in head.models.by_name.items():
        new = model.path in head.changed and name not in base.program.namespaces
        if new and _is_stored(model, head.models.get(model.sti_base), base.schemas):
            said = f"{name} is a new kind of {model.sti_base}: to the previous release, its rows raise SubclassNotFound"
            place = model.path, model.line
            yield Reason(RollbackKind.STI_CLASS, Verdict.UNSAFE, *place, said, _LATER)
    for name, model in base.models.by_name.items():
        gone = name not in head.program.namespaces and name not in head.program.aliases
        if model.path in base.changed and gone and _is_stored(model, base.models.get(model.sti_base), base.schemas):
            said = f"{name}, a kind of {model.sti_base}, is gone: rows with its name raise SubclassNotFound"
            advice = "Move the rows to another class in a release of its own, and delete the class after that."
            place = model.path, model.line
            yield Reason(RollbackKind.STI_CLASS, Verdict.UNSAFE, *place, said, advice, side="base")


def _is_stored(model: Model, base: Model | None, schemas: Mapping[str, Schema]) -> bool:
    """Whether rows name the class: the table that it shares has the column for that, as far as is known."""
    if base is None or not base.table or not model.inheritance_column or model.abstract:
        return False
    tables = [schema.tables[base.table] for schema in schemas.values() if base.table in schema.tables]
    return any(table.column(model.inheritance_column) for table in tables)


def _formats(was: Model, now: Model, schemas: Mapping[str, Schema]) -> Iterator[Reason]:
    old, new = _by_column(was), _by_column(now)
    for column in sorted(old.keys() | new.keys()):
        before, after = old.get(column), new.get(column)
        if _is_same(before, after) or not _has(schemas, was.table, column):
            continue
        told = after or before
        if told is None:
            continue
        how = f"is written {_how(after)}, was {_how(before)}"
        said = f"{was.name}.{column} {how}: each release may fail to read the other's rows"
        place = told.declared.path, told.declared.line
        side: Side = "head" if after else "base"
        advice = "Let a release read both forms before another one writes the new one, or use a new column."
        verdict = Verdict.UNSAFE if _format(before) and _format(after) else Verdict.UNKNOWN
        yield Reason(RollbackKind.SERIALIZED_FORMAT, verdict, *place, said, advice, side=side)


def _by_column(model: Model) -> Mapping[str, Attribute]:
    return {each.name: each for each in model.attributes if each.form in _FORMATS}


def _is_same(one: Attribute | None, other: Attribute | None) -> bool:
    if one is None or other is None:
        return one is other
    coders = [each.options.get("coder") for each in (one, other) if each.form == "store"]
    if (one.form, one.type) == (other.form, other.type):
        return not coders or same(*coders)
    return one.form == other.form and _format(one) == _format(other) != ""


def _format(attribute: Attribute | None) -> str:
    """What stands in the column, '' where a coder of the application decides."""
    if attribute is None:
        return "plain"
    return _KNOWN_FORMATS.get(attribute.type, "") if attribute.form == "serialize" else attribute.form


def _how(attribute: Attribute | None) -> str:
    if attribute is None:
        return "plainly"
    by = f" with {attribute.type}" if attribute.type else ""
    return f"by `{attribute.form}`{by}"


def _has(schemas: Mapping[str, Schema], table: str | None, column: str) -> bool:
    """Whether there were rows with that column before; without a schema there may have been."""
    if not any(schema.tables for schema in schemas.values()):
        return True
    tables = [schema.tables[table] for schema in schemas.values() if table in schema.tables] if table else []
    return any(each.column(column) for each in tables)

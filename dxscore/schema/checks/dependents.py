"""What happens to rows when their parent goes: `dependent` in the model against ON DELETE in the database."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.model import Association, Model
from dxscore.domain.schema import ForeignKey, Table
from dxscore.domain.schema_report import Gap
from dxscore.schema.ground import PARENTS, Ground, belongs_tos, own, said_at

_EXPECTED = {
    "delete": {"cascade"},
    "delete_all": {"cascade"},
    "nullify": {"nullify"},
    "restrict_with_exception": {"", "restrict"},
    "restrict_with_error": {"", "restrict"},
}
"""`dependent` -> ON DELETE that says the same. Source: database_consistency's ForeignKeyCascadeChecker."""
_HARMFUL = {("cascade", "restrict"), ("nullify", "restrict"), ("cascade", "nullify"), ("nullify", "cascade")}
_CLEANING = frozenset(
    {"destroy", "delete", "delete_all", "nullify", "restrict_with_error", "restrict_with_exception", "destroy_async"}
)
_ON_DESTROY = ("before_destroy", "after_destroy", "around_destroy")
_ON_COMMIT = ("after_commit", "after_rollback")
_ON_LOAD = ("after_find", "after_initialize")


def cascade_mismatches(ground: Ground) -> Iterator[Gap]:
    """The model and the database say different things of the same children."""
    for model, association, child, key in _kept_children(ground):
        expected = _EXPECTED.get(association.dependent)
        if expected is not None and key.on_delete not in expected:
            said = key.on_delete or "no action"
            detail = f"dependent: :{association.dependent}, but ON DELETE {said.upper()}"
            at = said_at(model, association)
            yield Gap("foreign-key-cascade", child.name, key.columns, model.name, association.name, detail, at, key.at)


def async_destroys(ground: Ground) -> Iterator[Gap]:
    """`destroy_async` with a foreign key: the parent can't go before its children, or takes them along at once."""
    for model, association, child, key in _kept_children(ground):
        if association.dependent == "destroy_async":
            detail = f"foreign key {child.name}.{key.columns[0]}"
            at = said_at(model, association)
            yield Gap(
                "destroy-async-with-foreign-key",
                child.name,
                key.columns,
                model.name,
                association.name,
                detail,
                at,
                key.at,
            )


def skipped_callbacks(ground: Ground) -> Iterator[Gap]:
    """`delete_all` of children that have callbacks for their end: none of them runs."""
    for model, association in _dependents(ground, {"delete", "delete_all"}):
        reasons = [
            (other, reason) for other in _others(ground, model, association) if (reason := ending_callback(other))
        ]
        if reasons:
            other, reason = reasons[0]
            yield _dependent_gap(
                ground, "incorrect-dependent-option", model, association, other, f"{other.name} has {reason}"
            )


def needless_destroys(ground: Ground) -> Iterator[Gap]:
    """`destroy` of children that nothing depends on: each is loaded and deleted by a statement of its own."""
    for model, association in _dependents(ground, {"destroy"}):
        others = list(_others(ground, model, association))
        if others and all(_is_deletable(ground, other, ()) for other in others):
            detail = f"nothing of {others[0].name} runs or depends on it when it is deleted"
            yield _dependent_gap(ground, "needless-destroy", model, association, others[0], detail)


def _dependents(ground: Ground, options: set[str]) -> Iterator[tuple[Model, Association]]:
    for model, _ in ground.stood:
        for association in model.associations.values():
            wanted = association.dependent in options and not association.dynamic
            if wanted and own(model, association.declared.declared_by, ground):
                yield model, association


def _dependent_gap(
    ground: Ground, problem: str, model: Model, association: Association, other: Model, detail: str
) -> Gap:
    table = ground.table_of(other)
    at = said_at(model, association)
    return Gap(problem, other.table or "", (), model.name, association.name, detail, at, table.at if table else at)


def _is_deletable(ground: Ground, model: Model, seen: tuple[str, ...]) -> bool:
    """Without callbacks, and without children that a foreign key ties to it, unless the database sees to them."""
    table = ground.table_of(model)
    if table is None or model.unread or ending_callback(model) or model.name in seen:
        return False
    for association in model.associations.values():
        child = ground.models.get(association.class_name or "")
        rows = ground.table_of(child) if child and association.kind in PARENTS and not association.through else None
        for key in rows.foreign_keys if rows else ():
            ends_alone = key.to_table != table.name or key.on_delete == "nullify"
            goes_along = key.on_delete == "cascade" and child and _is_deletable(ground, child, (*seen, model.name))
            if not (ends_alone or goes_along):
                return False
    return True


def undestroyed_children(ground: Ground) -> Iterator[Gap]:
    """A foreign key to a parent that neither cleans up nor refuses: deleting it raises an error of the database."""
    for model, table in ground.stood:
        for association in belongs_tos(model):
            parent = ground.models.get(association.class_name or "") if not association.polymorphic else None
            key = _key(table, association.foreign_key)
            if parent is None or key is None or key.on_delete in {"cascade", "nullify", "set_default"}:
                continue
            if own(model, association.declared.declared_by, ground) and not _cleans(ground, parent, table):
                detail = f"{parent.name} has no has_many or has_one with dependent for {table.name}"
                at = said_at(model, association)
                yield Gap(
                    "missing-dependent",
                    table.name,
                    association.foreign_key,
                    model.name,
                    association.name,
                    detail,
                    at,
                    key.at,
                )


def ending_callback(model: Model) -> str:
    """What would run when a row is destroyed: a callback, a dependent, a touch; '' for nothing that is known."""
    for callback in model.callbacks:
        ends = callback.kind in _ON_DESTROY or callback.kind in _ON_LOAD
        if ends or (callback.kind in _ON_COMMIT and (not callback.on or "destroy" in callback.on)):
            return callback.kind
    for association in model.associations.values():
        if association.dependent and association.kind in {*PARENTS, "belongs_to"}:
            return f"dependent: :{association.dependent} on {association.name}"
        if association.kind.endswith("_attached") or association.kind == "has_rich_text":
            return f"{association.kind} :{association.name}"
        if association.touch:
            return f"touch on {association.name}"
    return ""


def _kept_children(ground: Ground) -> Iterator[tuple[Model, Association, Table, ForeignKey]]:
    """Associations with `dependent` whose children have a foreign key to this very table."""
    for model, table in ground.stood:
        for association in model.associations.values():
            if (
                association.kind not in PARENTS
                or not association.dependent
                or association.through
                or association.dynamic
            ):
                continue
            other = ground.models.get(association.class_name or "")
            child = ground.table_of(other) if other else None
            key = _key(child, association.foreign_key) if child and not association.as_name else None
            if child and key and key.to_table == table.name and own(model, association.declared.declared_by, ground):
                yield model, association, child, key


def _key(table: Table, columns: tuple[str, ...]) -> ForeignKey | None:
    return next((key for key in table.foreign_keys if set(key.columns) == set(columns)), None)


def _others(ground: Ground, model: Model, association: Association) -> Iterator[Model]:
    """The classes of the rows that go: of `through` those between."""
    if association.polymorphic:
        for each in ground.models.by_name.values():
            if any(one.as_name == association.name for one in each.associations.values()):
                yield each
        return
    between = model.associations.get(association.through)
    name = between.class_name if between else association.class_name
    if other := ground.models.get(name or ""):
        yield other


def _cleans(ground: Ground, parent: Model, table: Table) -> bool:
    """By any association of the parent, or of a subclass, to the table."""
    family = [parent, *(one for one in ground.models.by_name.values() if one.sti_base and one.table == parent.table)]
    return any(
        association.dependent in _CLEANING
        and (other := ground.models.get(association.class_name or "")) is not None
        and other.table == table.name
        for one in family
        for association in one.associations.values()
        if association.kind in PARENTS
    )

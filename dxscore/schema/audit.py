"""Schemas and models -> every promise and every gap: the list of all checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from dxscore.domain.schema_report import Audit, Gap, Promise
from dxscore.schema.checks import dependents, indexes, queries, tables
from dxscore.schema.ground import Ground
from dxscore.schema.promises import presence, references, uniqueness, values

_PROMISES: tuple[Callable[[Ground], Iterator[tuple[Promise, Gap | None]]], ...] = (
    presence.presence_promises,
    uniqueness.uniqueness_promises,
    references.reference_promises,
    references.polymorphic_promises,
    values.length_promises,
    values.inclusion_promises,
    values.enum_promises,
    values.numericality_promises,
)
_CHECKS: tuple[Callable[[Ground], Iterator[Gap]], ...] = (
    presence.nullable_timestamps,
    presence.unvalidated_not_nulls,
    uniqueness.has_one_gaps,
    uniqueness.join_table_gaps,
    uniqueness.unvalidated_unique_indexes,
    uniqueness.needless_case_options,
    references.missing_key_columns,
    references.mismatched_types,
    values.unvalidated_limits,
    values.enum_mismatches,
    indexes.unindexed_keys,
    indexes.needless_indexes,
    indexes.full_indexes_of_deleted,
    queries.unindexed_queries,
    tables.keyless_tables,
    tables.short_keys,
    tables.tables_without_timestamps,
    tables.three_state_booleans,
    tables.boolean_presences,
    tables.undefined_tables,
    tables.orphaned_tables,
    tables.keyless_views,
    tables.random_orders,
    tables.unused_ignored_columns,
    tables.unknown_classes,
    dependents.cascade_mismatches,
    dependents.async_destroys,
    dependents.skipped_callbacks,
    dependents.needless_destroys,
    dependents.undestroyed_children,
)


_BY_NAME = frozenset(
    {"redundant-index", "redundant-unique-index", "duplicate-index", "index-on-primary-key", "unindexed-deleted-at"}
    | {"foreign-key-cascade", "needless-destroy", "incorrect-dependent-option", "missing-uniqueness-validation"}
)
"""Problems of which there may be several over the same columns."""


def audit(ground: Ground) -> Audit:
    """Promises in the order of models, gaps by place."""
    pairs = [pair for check in _PROMISES for pair in check(ground)]
    promises = {(one.aspect, one.table, frozenset(one.columns)): one for one, _ in reversed(pairs)}
    gaps = [gap for _, gap in pairs if gap] + [gap for check in _CHECKS for gap in check(ground)]
    told = {_identity(ground, gap): gap for gap in sorted(gaps, key=partial(_first_speaker, ground), reverse=True)}
    return Audit(tuple(reversed(promises.values())), tuple(sorted(told.values(), key=_order)))


def _identity(ground: Ground, gap: Gap) -> tuple[object, ...]:
    """Models that share a table say the same of it; one of them is enough."""
    if gap.columns and gap.problem not in _BY_NAME:
        return gap.problem, gap.table, frozenset(gap.columns)
    model = ground.models.get(gap.model)
    return gap.problem, gap.table, frozenset(gap.columns), gap.name, model.table if model else ""


def _first_speaker(ground: Ground, gap: Gap) -> tuple[object, ...]:
    """The owner of the table before the subclasses that live on it."""
    model = ground.models.get(gap.model)
    return bool(model and model.sti_base), gap.at, gap.name


def _order(gap: Gap) -> tuple[object, ...]:
    return gap.at, gap.problem, gap.table, gap.columns, gap.name, gap.model

"""Queries of the code that no index begins to serve."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.copying import replace
from dxscore.domain.model import Model
from dxscore.domain.schema import Column, Place, Table
from dxscore.domain.schema_report import Gap
from dxscore.schema.finders import Finder
from dxscore.schema.ground import Ground, aliases, columns_of
from dxscore.schema.guarantees import part_name
from dxscore.schema.steps import index_steps

_LOWER = "lower:"
_FEW = ("type", "kind", "status", "state", "level", "category", "locale", "role", "environment")
"""Endings of names of columns that have a handful of values."""


def unindexed_queries(ground: Ground) -> Iterator[Gap]:
    """Once per model and set of columns, at the first such query."""
    seen: dict[tuple[str, frozenset[str], str], int] = {}
    gaps: dict[tuple[str, frozenset[str], str], Gap] = {}
    for finder in ground.finders:
        gap = _unserved(ground, finder)
        if gap:
            key = (finder.model, frozenset(gap.columns), gap.problem)
            seen[key] = seen.get(key, 0) + 1
            gaps.setdefault(key, gap)
    for key, gap in gaps.items():
        times = seen[key]
        yield replace(gap, detail="one query" if times == 1 else f"{times} queries")


def _unserved(ground: Ground, finder: Finder) -> Gap | None:
    model = ground.models.get(finder.model)
    table = ground.table_of(model) if model else None
    if model is None or table is None:
        return None
    columns = [columns_of(model, table, name) for name in finder.columns]
    if not all(columns):
        return None
    names = tuple(dict.fromkeys(name for group in columns for name in group))
    if not names:
        return _unordered(ground, finder, model, table)
    known = [column for name in names if (column := table.column(name))]
    if _begins_index(table, names) or not any(_tells_rows_apart(model, column) for column in known):
        return None
    return _gap("query-without-index", ground, finder, model, table, names)


def _unordered(ground: Ground, finder: Finder, model: Model, table: Table) -> Gap | None:
    """The first rows by a column without an index: the whole table is sorted for them."""
    order = aliases(model).get(finder.order, finder.order)
    if not table.column(order) or _begins_index(table, (order,)):
        return None
    return _gap("order-without-index", ground, finder, model, table, (order,))


def _gap(problem: str, ground: Ground, finder: Finder, model: Model, table: Table, names: tuple[str, ...]) -> Gap:
    steps = index_steps(table.name, names, ground.adapter_of(table))
    at = Place(finder.path, finder.line)
    return Gap(problem, table.name, names, model.name, "", "", at, table.at, steps)


def _begins_index(table: Table, names: tuple[str, ...]) -> bool:
    starts = {part_name(index.parts[0]).removeprefix(_LOWER) for index in table.indexes if index.parts}
    starts |= {constraint.columns[0] for constraint in table.unique_constraints if constraint.columns}
    starts |= {*table.primary_key[:1]}
    return bool(starts & {*names})


def _tells_rows_apart(model: Model, column: Column) -> bool:
    """A boolean, an enum, the class or a date of deletion leave most rows in: an index is of little use."""
    few = column.type in {"boolean", "enum"} or bool(column.values) or column.name in model.enums
    return (
        not few
        and column.name not in {model.inheritance_column, "deleted_at", "discarded_at"}
        and not (column.name.endswith(_FEW))
    )

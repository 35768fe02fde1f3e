"""A moment of a migration -> attributes of its entity that are about indexes."""

from __future__ import annotations

from dxscore.domain.migration import Migration
from dxscore.domain.schema import Index
from dxscore.migrations.step_names import AttributeValue, option_text
from dxscore.migrations.target import Target
from dxscore.migrations.walking import Moment
from dxscore.schema.constraints import default_index_name


def of_indexes(migration: Migration, moment: Moment, target: Target) -> dict[str, AttributeValue]:
    """By name; see domain/entities.py."""
    operation = moment.operation
    of_reference = operation.name == "add_reference"
    index = operation.options.get("index", _indexed_by_default(migration.rails)) if of_reference else None
    concurrently = (
        option_text(operation, "algorithm") == "concurrently" or operation.options.get("concurrently") is True
    )
    return {
        "concurrently": concurrently,
        "indexes": bool(of_reference and index and not concurrently),
        "unique": operation.options.get("unique") is True,
        "width": len(operation.columns) if operation.name == "add_index" else 0,
        "covered_by": _covered_by(moment),
        "leaves_gap": _leaves_gap(moment),
        "corrupts": target.adapter == "postgresql" and (14, 0) <= target.version[:2] < (14, 4),
    }


def _indexed_by_default(rails: str) -> bool:
    """References come with an index since Rails 5.0."""
    return not rails.startswith(("2.", "3.", "4."))


def _covered_by(moment: Moment) -> str:
    """The name of an existing index that begins with the new one's columns."""
    operation, table = moment.operation, moment.table
    if operation.name != "add_index" or table is None or operation.options.get("unique") is True:
        return ""
    special = any(operation.options.get(key) for key in ("where", "using", "type", "opclass", "length", "name_only"))
    if special or not operation.columns or any("?" in column or "(" in column for column in operation.columns):
        return ""
    own = operation.options.get("name") or default_index_name(operation.table, operation.columns)
    found = (each for each in table.indexes if each.name != own and _serves(each, operation.columns))
    return next((each.name for each in found), "")


def _serves(index: Index, columns: tuple[str, ...]) -> bool:
    """A whole index of the usual kind that begins with the columns."""
    return index.plain and index.using in ("", "btree") and index.columns[: len(columns)] == columns


def _leaves_gap(moment: Moment) -> bool:
    """Whether an index that this one replaces is gone already, and no other stands in."""
    operation, table = moment.operation, moment.table
    if operation.name != "add_index" or table is None:
        return False
    lost = [index for name, index in moment.removed_indexes if name == operation.table]
    name = operation.options.get("name")
    related = [index for index in lost if index.name == name or set(index.columns) & set(operation.columns)]
    return any(not any(_covers(other, index) for other in table.indexes) for index in related)


def _covers(other: Index, index: Index) -> bool:
    if (other.where, other.using) != (index.where, index.using) or (index.unique and not other.unique):
        return False
    return other.columns[: len(index.columns)] == index.columns

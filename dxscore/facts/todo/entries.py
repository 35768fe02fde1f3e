"""Shorthand for the entities of kind 'suppression' that todo files become."""

from __future__ import annotations

from msgspec.structs import replace

from dxscore.domain.facts import Entity


def suppression(tool: str, check: str, line: int, count: int, *, reason: str = "", name: str = "") -> Entity:
    """An entry of a todo file; `name` tells entries of one check apart when lines move, and defaults to the check."""
    return Entity(
        kind="suppression",
        line=line,
        end_line=line,
        symbol=name or check,
        attributes={
            "tool": tool,
            "check": check,
            "count": count,
            "extent": f"places: {count}",
            "reason": reason,
            "inline": False,
        },
    )


def counted(entry: Entity, unit: str) -> Entity:
    """With the unit that its count is in, such as 'files'."""
    return _with_extent(entry, f"{unit}: {entry.attributes['count']}")


def uncounted(entry: Entity) -> Entity:
    """Of which nobody says how often it happens."""
    return _with_extent(entry, "offences not counted")


def switched_off(entry: Entity, where: str = "the whole project") -> Entity:
    """Of a check that does not run at all there."""
    return _with_extent(entry, f"off in {where}")


def _with_extent(entry: Entity, extent: str) -> Entity:
    return replace(entry, attributes={**entry.attributes, "extent": extent})

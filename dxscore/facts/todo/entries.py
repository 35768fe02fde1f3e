"""Shorthand for the entities of kind 'suppression' that todo files become."""

from __future__ import annotations

from dxscore.domain.facts import Entity


def suppression(tool: str, check: str, line: int, count: int, *, reason: str = "", name: str = "") -> Entity:
    """An entry of a todo file; `name` tells entries of one check apart when lines move, and defaults to the check."""
    return Entity(
        kind="suppression",
        line=line,
        end_line=line,
        symbol=name or check,
        attributes={"tool": tool, "check": check, "count": count, "reason": reason, "inline": False},
    )

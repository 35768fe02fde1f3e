"""Material -> a page per dimension: the level of each team with what is missing, and the rules that count."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.reporting.site.material import Material
from dxscore.reporting.site.names import key
from dxscore.reporting.site.page import Page


def pages(material: Material) -> Iterator[Page]:
    """By name."""
    for name in material.dimensions:
        yield _page(material, name)


def _page(material: Material, name: str) -> Page:
    cards = [card for cards in material.cards.values() for card in cards if card.dimension == name]
    rows = [row for row in material.all_rows if row.rule.dimension == name]
    values = {
        "dimension": name,
        "cards": cards,
        "worst": max((card.density or 0 for card in cards), default=0),
        "rows": rows,
        "open": sum(row.open for row in rows),
        "points": sum(row.points for row in rows),
        "quiet": sum(rule.dimension == name for rule in material.scan.rules.values()) - len(rows),
    }
    return Page(key("dimension", name), name, "dimension.html.j2", values, "index")

"""A chart for a page: drawn once for a screen and once for a phone, of which the style shows one."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from markupsafe import Markup
from msgspec import Struct

from dxscore.reporting.charts.svg import inline

NARROW = 360
"""Width of the drawing for a phone held upright."""


class Drawn(Struct, frozen=True):
    """Both drawings, as elements of a page."""

    wide: Markup
    narrow: Markup


def drawn(draw: Callable[[float, str], Element], name: str, wide: float) -> Drawn:
    """`draw` takes a width and a name that no other drawing of the page has."""
    return Drawn(_element(draw(wide, name)), _element(draw(NARROW, f"{name}-narrow")))


def _element(root: Element) -> Markup:
    return Markup(inline(root))  # noqa: S704 - texts in it were escaped when it was written out as XML

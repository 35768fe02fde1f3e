"""One page of the site before it is filled: what it is called, its template, and what the template shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from dxscore.reporting.site.material import Material


class Page(Struct, frozen=True):
    """What goes between head and foot."""

    key: str
    """File name without '.html'; in a single file the id of its part."""
    title: str
    template: str
    """Below reports/site/."""
    values: Mapping[str, object] = field(default_factory=dict)
    within: str = ""
    """Key of the page of the navigation that it belongs to, '' for itself."""


Pages: TypeAlias = Callable[[Material], Iterator[Page]]
"""All pages of a kind; none when there is nothing to show. The first of them may stand in the navigation."""

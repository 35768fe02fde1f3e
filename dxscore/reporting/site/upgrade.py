"""Material -> a page about the next Rails (or what dxscore.toml names as target); none when there is nowhere to go."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.reporting.site.material import Material
from dxscore.reporting.site.page import Page
from dxscore.reporting.upgrade.as_html import values_of


def pages(material: Material) -> Iterator[Page]:
    """One page."""
    if material.report.upgrade:
        yield Page("upgrade", "Upgrade", "upgrade.html.j2", values_of(material.report.upgrade))

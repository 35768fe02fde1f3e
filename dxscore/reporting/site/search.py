"""Material -> a page that finds teams, rules, campaigns, gems, entry points, tables and files by part of their name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from dxscore.reporting.safe_text import visible
from dxscore.reporting.site import access, migrations, schema
from dxscore.reporting.site.material import Material
from dxscore.reporting.site.page import Page
from dxscore.reporting.site.places import script_data

Entry: TypeAlias = tuple[str, str, str, str]
"""Kind, name, what more to look through and to show, address."""


def pages(material: Material) -> Iterator[Page]:
    """One page."""
    yield Page("search", "Search", "search.html.j2", {"index": script_data(list(_entries(material)))})


def _entries(material: Material) -> Iterator[Entry]:
    for owner in material.cards:
        yield "team", visible(owner), "", material.team(owner)
    for name in material.dimensions:
        yield "dimension", name, "", material.dimension(name)
    for state in material.report.campaigns.states if material.report.campaigns else ():
        campaign = state.campaign
        yield "campaign", visible(campaign.title), visible(campaign.id), material.campaign(campaign.id)
    for rule in material.report.explained.values():
        yield "rule", rule.id, visible(rule.text.title), material.rule(rule.id)
    for unit in material.report.gems.units if material.report.gems else ():
        for gem in unit.gems:
            yield "gem", visible(gem.name), "", material.filtered(material.to("gems"), gem.name)
    for kind in (access, schema, migrations):
        yield from kind.search_entries(material)
    yield from _files(material)


def _files(material: Material) -> Iterator[Entry]:
    """Those with findings; each leads to them on the page of its team."""
    owners = {finding.location.path: finding.owner for finding in material.scan.findings}
    for path, owner in sorted(owners.items()):
        yield "file", visible(path), visible(owner), material.filtered(material.team(owner), path)

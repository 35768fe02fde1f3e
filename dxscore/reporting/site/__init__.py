"""WeeklyReport -> a static site: a file per page, or all pages in one file; it needs no server and no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from dxscore.domain.weekly import WeeklyReport
from dxscore.reporting.as_html import Press, press
from dxscore.reporting.site import (
    access,
    campaigns,
    dimensions,
    gems,
    ledger,
    migrations,
    overview,
    rules,
    schema,
    search,
    teams,
    unseen,
    upgrade,
)
from dxscore.reporting.site.material import Material
from dxscore.reporting.site.page import Page, Pages
from dxscore.reporting.view import View

KINDS: Final[tuple[tuple[str, Pages], ...]] = (
    ("Overview", overview.pages),
    ("", teams.pages),
    ("", dimensions.pages),
    ("Rules", rules.pages),
    ("Campaigns", campaigns.pages),
    ("Gems", gems.pages),
    ("Upgrade", upgrade.pages),
    ("Data access", access.pages),
    ("Schema", schema.pages),
    ("Migrations", migrations.pages),
    ("Accepted", ledger.pages),
    ("Not seen", unseen.pages),
    ("", search.pages),
)
"""Kinds of pages in their order, each with its title in the navigation, '' for none."""


class _Whole(Struct, frozen=True):
    """All pages, not filled yet."""

    material: Material
    pages: tuple[Page, ...]
    menu: tuple[tuple[str, str], ...]
    """Title and key."""


def render_site(report: WeeklyReport, view: View) -> Iterator[tuple[str, str]]:
    """File name and content of each page, the first is 'index.html'."""
    whole = _whole(report, view, alone=False)
    printer = _press(whole)
    for page in whole.pages:
        yield f"{page.key}.html", printer.page("site/page.html.j2", page=page, content=_content(printer, page))


def render_single(report: WeeklyReport, view: View) -> str:
    """All pages in one file, of which the script shows one at a time; without it they stand below each other."""
    whole = _whole(report, view, alone=True)
    printer = _press(whole)
    parts = [(page, _content(printer, page)) for page in whole.pages]
    return printer.page("site/single.html.j2", parts=parts, page=whole.pages[0])


def _whole(report: WeeklyReport, view: View, *, alone: bool) -> _Whole:
    material = Material(report, view, alone)
    pages: list[Page] = []
    menu: list[tuple[str, str]] = []
    for title, make in KINDS:
        made = list(make(material))
        pages += made
        if title and made:
            menu.append((title, made[0].key))
    return _Whole(material, tuple(pages), tuple(menu))


def _press(whole: _Whole) -> Press:
    material = whole.material
    names: Mapping[str, object] = {
        "menu": whole.menu,
        "weekly": material.report,
        "scan": material.scan,
        "made": material.scan.provenance,
        "to": material.to,
        "filtered": material.filtered,
        "narrowed": material.narrowed,
        "mark": material.mark,
        "team": material.team,
        "rule_page": material.rule,
        "dimension_page": material.dimension,
        "campaign_page": material.campaign,
        "worst_density": material.worst_density,
    }
    return press(material.view, ("site.css",), ("site.js",), **names)


def _content(printer: Press, page: Page) -> Markup:
    return printer.part(f"site/{page.template}", page=page, **page.values)

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from dxscore.copying import replace
from dxscore.reporting.mail import as_html
from dxscore.reporting.mail.editing import Desk, directors_edition, owners_in, team_edition
from dxscore.reporting.mail.editions import Change, Edition, Mover, Place
from dxscore.reporting.view import View
from tests.factories import AS_OF, HOSTILE
from tests.weekly_reports import a_first_report, a_weekly_report

_DESK = Desk(a_weekly_report(), View(links="https://code.example/{path}#L{line}"), "https://reports.example/")
_EDITIONS = [
    directors_edition(_DESK),
    *(team_edition(_DESK, owner) for owner in owners_in(_DESK.report)),
    directors_edition(Desk(a_first_report(), View())),
]
_FORBIDDEN_TAGS = {"svg", "script", "link", "progress", "picture", "form", "input", "iframe", "object", "video", "img"}
_FORBIDDEN_STYLES = ("flex", "grid", "var(", "calc(", "position", "url(", "float", "rgba(", "@import", "expression")


class _Seen(HTMLParser):
    """Everything that a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def _ids(edition: Edition) -> str:
    return edition.name.encode("ascii", "replace").decode()[:30]


@pytest.fixture(params=_EDITIONS, ids=_ids)
def seen(request: pytest.FixtureRequest) -> _Seen:
    return _Seen(as_html.render(request.param, _DESK.view, ("why",)))


def test_mail_clients_know_everything_in_it(seen: _Seen) -> None:
    assert _FORBIDDEN_TAGS.isdisjoint(tag for tag, _ in seen.tags)
    for tag, attributes in seen.tags:
        style = attributes.get("style", "")
        assert not [word for word in _FORBIDDEN_STYLES if word in style]
        assert "max-width" not in style or tag == "table"
        assert tag not in ("div", "p", "span") or not re.search(r"(?<![-a-z])(width|height):", style)
        assert not any(name.startswith("on") for name in attributes)


def test_styles_stand_in_the_cells_and_the_head_has_only_what_phones_need(seen: _Seen) -> None:
    cells = [attributes for tag, attributes in seen.tags if tag == "td"]
    assert all("font-family" in each.get("style", "") for each in cells)
    head = "".join(text for text in seen.texts if "{" in text)
    assert head.lstrip().startswith("@media")
    assert len(head) < 1_000


def test_links_lead_to_the_code_and_the_report_alone(seen: _Seen) -> None:
    links = [attributes["href"] for tag, attributes in seen.tags if tag == "a"]
    assert all(link.startswith(("https://code.example/", "https://reports.example/")) for link in links)


def test_nothing_is_fetched(seen: _Seen) -> None:
    assert not [name for _, attributes in seen.tags for name in attributes if name in ("src", "background", "srcset")]


def test_tables_for_the_layout_are_no_tables_to_a_screen_reader(seen: _Seen) -> None:
    tables = [attributes for tag, attributes in seen.tags if tag == "table"]
    assert tables[0]["role"] == tables[1]["role"] == "presentation"


def test_text_is_visible_and_harmless(seen: _Seen) -> None:
    assert all(each.replace("\xa0", " ").isprintable() for text in seen.texts for each in text.splitlines())
    assert not any("\u202e" in text or "\x1b" in text for text in seen.texts)


def test_the_preheader_comes_first_and_is_not_shown() -> None:
    edition = replace(_EDITIONS[1], verdict="THE VERDICT")
    html = as_html.render(edition, _DESK.view)
    first = html.index("<body")
    assert 0 < html.index("display: none", first) < html.index(edition.preheader[:10], first) < html.index("VERDICT")


def test_a_direction_is_told_by_more_than_colour() -> None:
    change = Change(AS_OF, -5, -12.0, 2, 7)
    html = as_html.render(replace(_EDITIONS[1], week_change=change, month_change=replace(change, points=3.0)), View())
    assert "▼\xa012 points less" in html.replace("&nbsp;", "\xa0")
    assert "▲\xa03 points more" in html.replace("&nbsp;", "\xa0")


def test_the_largest_mail_is_not_cut_off_by_gmail() -> None:
    directors = _EDITIONS[0]
    row = replace(directors.teams[0], owner="x" * 200, moved=HOSTILE * 20)
    place = Place("p" * 4_000, "https://code.example/" + "p" * 300)
    mover = Mover("r" * 200, "t" * 2_000, "o" * 200, 3, 4, 5.0, (place,) * 3)
    campaign = replace(directors.campaigns[0], title="c" * 2_000, outlook="o" * 4_000)
    coming = replace(directors.coming[0], text="k" * 4_000)
    largest = replace(
        directors,
        teams=(row,) * 20,
        better=(mover,) * 3,
        worse=(mover,) * 3,
        campaigns=(campaign,) * 6,
        coming=(coming,) * 6,
    )
    assert len(as_html.render(largest, View()).encode()) < 80_000
    usual = replace(directors, teams=(directors.teams[1],) * 20, campaigns=(directors.campaigns[0],) * 6)
    assert len(as_html.render(usual, View()).encode()) < 60_000


def test_a_quiet_week_has_three_lines() -> None:
    html = as_html.render(replace(_EDITIONS[1], is_quiet=True), View())
    assert "Nothing changed since last week" in html
    assert "Campaigns" not in html

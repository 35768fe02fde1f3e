"""The site as text: all its pages, their links, and what hostile names do to them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from urllib.parse import unquote

import pytest

from dxscore.domain.weekly import WeeklyReport
from dxscore.reporting.site import KINDS, render_single, render_site
from dxscore.reporting.site.names import key
from dxscore.reporting.view import View
from dxscore.resources import REPORTS
from tests.factories import HOSTILE
from tests.reporting.site.pages import Parsed
from tests.weekly_reports import a_first_report, a_weekly_report

VIEW = View(links="https://git.example/{path}#L{line}")


@cache
def site() -> dict[str, Parsed]:
    return {name: Parsed(text) for name, text in render_site(a_weekly_report(), VIEW)}


@cache
def single() -> Parsed:
    return Parsed(render_single(a_weekly_report(), VIEW))


def test_every_kind_of_page_is_there() -> None:
    names = site().keys()
    assert next(iter(names)) == "index.html"
    assert {"rules.html", "campaigns.html", "gems.html", "upgrade.html", "accepted.html", "unseen.html"} <= names
    assert {"team-payments.html", "dimension-tech-debt.html", "rule-tech-debt.rescue-nil.html"} <= names
    assert {"campaign-rails-8.html", "search.html"} <= names
    assert {"data-access.html", "schema.html", "migrations.html"} <= names


def test_links_between_pages_lead_somewhere() -> None:
    for name, page in site().items():
        inside = [href.partition("#")[0] for href in page.attributes("href") if not re.match(r"https?:|#", href)]
        assert inside
        assert [href for href in inside if href not in site()] == [], name


def test_links_in_one_file_lead_to_its_parts() -> None:
    ids = single().attributes("id")
    fragments = {unquote(href[1:].partition("&")[0]) for href in single().attributes("href") if href[0] == "#"}
    assert fragments - set(ids) == set()


def test_ids_are_unique_even_with_all_pages_in_one_file() -> None:
    for page in (*site().values(), single()):
        assert [name for name, number in Counter(page.attributes("id")).items() if number > 1] == []


def test_nothing_is_fetched_and_only_our_own_script_may_run() -> None:
    for page in (*site().values(), single()):
        assert not page.attributes("src")
        assert not page.attributes("style")
        assert not [tag for tag, _ in page.elements if tag in ("link", "img", "iframe", "object", "base")]
        assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
        scripts = [attrs for tag, attrs in page.elements if tag == "script"]
        assert [attrs for attrs in scripts if attrs.get("type") != "application/json"] == [{}]
        policy = next(attrs["content"] for _, attrs in page.elements if attrs.get("http-equiv"))
        assert re.fullmatch(r"default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'", policy or "")


def test_hostile_texts_are_shown_and_not_obeyed() -> None:
    for name, page in site().items():
        assert "\x1b" not in page.text, name
        assert "\u202e" not in page.text, name
        schemes = {href.partition(":")[0] for href in page.attributes("href") if ":" in href.partition("#")[0]}
        assert schemes <= {"https", "http"}, name
    team = site()[f"{key('team', HOSTILE)}.html"]
    assert r"\x1b[31m\u202e<script>alert(1)</script> [x](javascript:1)" in team.text
    assert "{{ 7 }}" in team.text


def test_data_of_findings_holds_all_of_them_and_nothing_that_ends_the_element() -> None:
    report = a_weekly_report(30)
    pages = dict(render_site(report, VIEW))
    text = pages["team-payments.html"]
    mine = [finding for finding in report.scan.findings if finding.owner == "payments"]
    (data,) = Parsed(text).data
    assert len(data["rows"]) == len(mine) > 100
    assert [row[6] for row in data["rows"]] == sorted((row[6] for row in data["rows"]), key=lambda status: status != "")
    hostile = pages[f"{key('team', HOSTILE)}.html"]
    (element,) = re.findall(r'<script type="application/json">(.*?)</script>', hostile, re.DOTALL)
    assert not set("<>&") & set(element)


def test_without_the_script_the_first_findings_are_there() -> None:
    page = next(Parsed(text) for name, text in render_site(a_weekly_report(30), VIEW) if name == "team-growth.html")
    assert "The first 25 of" in page.text


def test_movement_is_told_in_words_and_unknown_is_not_zero() -> None:
    overview = " ".join(site()["index.html"].text.split())
    assert "3 less points (6 new, 9 fixed)" in overview
    assert "payments rose from none to bronze" in overview
    first = " ".join(dict(_texts(a_first_report()))["index.html"].text.split())
    assert "Unknown: movement, because there is no history" in first


def _texts(report: WeeklyReport) -> list[tuple[str, Parsed]]:
    return [(name, Parsed(text)) for name, text in render_site(report, View())]


def test_a_first_report_has_no_page_for_what_is_not_there() -> None:
    names = dict(_texts(a_first_report())).keys()
    assert {"index.html", "accepted.html", "unseen.html", "rules.html"} <= names
    assert not {"campaigns.html", "gems.html", "upgrade.html"} & names
    assert not {"data-access.html", "schema.html", "migrations.html"} & names
    assert "gems: no lockfile" in dict(_texts(a_first_report()))["unseen.html"].text


def test_places_are_links_only_where_the_host_is_known() -> None:
    linked = site()["team-payments.html"].attributes("href")
    assert [href for href in linked if href.startswith("https://git.example/packs/payments")]
    plain = dict(_texts(a_weekly_report()))["team-payments.html"]
    assert [href for href in plain.attributes("href") if href.startswith("http")] == []


def test_a_rule_page_says_what_explain_says() -> None:
    text = " ".join(site()["rule-tech-debt.rescue-nil.html"].text.split())
    assert "A rescue modifier catches every StandardError" in text
    assert "x = Api.call rescue nil" in text
    assert "# dxscore:ignore[tech-debt.rescue-nil] until=YYYY-MM-DD -- reason" in text


def test_the_ledger_shows_what_needs_a_look_first() -> None:
    page = site()["accepted.html"]
    states = [attrs.get("class") for _, attrs in page.elements if (attrs.get("class") or "").startswith("mark state")]
    assert states == [f"mark state {state}" for state in ("malformed", "expired", "unused", "ends-soon", "holds")]


def test_navigation_names_the_page_one_is_on() -> None:
    assert len([value for value in site()["gems.html"].attributes("aria-current") if value == "page"]) == 1
    assert next(title for title, _ in KINDS if title) == "Overview"


def _words(name: str) -> str:
    return " ".join(site()[name].text.split())


def test_the_page_of_data_access_counts_by_team_and_pattern_and_links_to_those_counted() -> None:
    page = site()["data-access.html"]
    assert "64 entry points: 63 actions, 1 job · 90% of routed actions found" in _words("data-access.html")
    links = page.attributes("href")
    assert "data-access.html#&owner=payments&pattern=external-in-transaction" in links
    assert "data-access.html#&show=n-plus-one" in links
    assert any(link.startswith("data-access.html#&owner=%5C") for link in links)


def test_without_the_script_the_first_entry_points_are_there_with_their_trees() -> None:
    words = _words("data-access.html")
    assert "The 25 furthest from the golden path, of 64 entry points" in words
    assert "app/models/order.rb:12 calls Net::HTTP.post, inside a transaction, no timeout seen" in words
    assert "mails OrderMailer#placed" in words


def test_data_of_entry_points_holds_all_trees_each_text_once() -> None:
    (data,) = site()["data-access.html"].data
    assert len(data["rows"]) == 64
    assert len(data["deeds"]) == len(set(data["deeds"]))
    create = next(row for row in data["rows"] if row[0] == "orders#create")
    depth, place, deed = create[11][:3]
    path, line = data["places"][place]
    assert (depth, data["paths"][path], line, data["deeds"][deed]) == (0, "app/controllers/orders_controller.rb", 7, "")


def test_the_page_of_the_schema_shows_shares_gaps_with_statements_and_tables() -> None:
    words = _words("schema.html")
    assert "The database guarantees 5 of 8 promises of the models: 62 %" in words
    assert "orders.total may be null" in words
    assert "ADD CHECK (total IS NOT NULL) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT total;" in words
    assert "orders db/schema.rb:3 Order" in words


def test_the_page_of_migrations_gives_verdicts_reasons_and_the_safe_way() -> None:
    words = _words("migrations.html")
    assert "2 migrations of the last 90 days: 1 unsafe, 1 safe." in words
    assert "12 older migrations not judged" in words
    assert "the index on orders (total) is built under a lock" in words
    assert "Rescue the one error you expect" in words


@pytest.mark.parametrize("name", ["site.css"])
def test_styles_fetch_nothing(name: str) -> None:
    assert "url(" not in (REPORTS / "assets" / name).read_text("utf-8")

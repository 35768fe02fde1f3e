"""The site in a real browser: every page opens quietly, and what the script adds does what it should."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from dxscore.reporting.site.names import key
from tests.factories import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

Open: TypeAlias = "Callable[..., Page]"
_AXE = Path(__file__).parent / "axe" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_PAYMENTS = "team-payments.html"
_ONE_OF_EACH = (
    "index.html", _PAYMENTS, f"{key('team', HOSTILE)}.html", "dimension-tech-debt.html", "rules.html",
    "rule-tech-debt.rescue-nil.html", "campaigns.html", "campaign-rails-8.html", "gems.html", "upgrade.html",
    "accepted.html", "unseen.html", "search.html?q=payments", "data-access.html", "schema.html", "migrations.html",
)  # fmt: skip


@pytest.fixture
def visit(context: BrowserContext, folder: Path) -> Iterator[Open]:
    """Opens a page of the site; nothing may be said on its console, and nothing asked of a network."""
    opened: list[Page] = []
    told: list[str] = []
    asked: list[str] = []

    def visit(name: str, **media: str) -> Page:
        page = context.new_page()
        opened.append(page)
        page.on("console", lambda message: told.append(f"{name}: {message.text}"))
        page.on("pageerror", lambda error: told.append(f"{name}: {error}"))
        page.on("dialog", lambda dialog: told.append(f"{name}: {dialog.message}"))
        page.on("request", lambda request: asked.append(request.url))
        if media:
            page.emulate_media(**media)  # type: ignore[arg-type] # tests name what is there
        page.goto(f"{folder.as_uri()}/{name}")
        return page

    yield visit
    for page in opened:
        page.close()
    assert told == []
    assert [url for url in asked if not url.startswith(folder.as_uri())] == []


def rows(page: Page, table: str = ".shown .places, main > :not(.part) .places") -> list[str]:
    return page.locator(f"{table} >> tbody tr:visible").all_inner_texts()


def _told(page: Page, text: str) -> None:
    """Wait until the filter says so."""
    page.locator(".places-of output", has_text=text).wait_for()


def test_every_kind_of_page_opens_quietly_and_is_no_wider_than_a_phone(visit: Open, folder: Path) -> None:
    page = visit("single.html")
    page.set_viewport_size({"width": 360, "height": 740})
    for name in _ONE_OF_EACH:
        page.goto(f"{folder.as_uri()}/{name}")
        assert page.locator("h1:visible").count() == 1, name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


@pytest.mark.parametrize("name", _ONE_OF_EACH)
def test_pages_are_accessible(visit: Open, name: str) -> None:
    page = visit(name, color_scheme="light")
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    assert _violations(page, "tag", _TAGS) == []


@pytest.mark.parametrize("name", ["index.html", "accepted.html", "data-access.html", "migrations.html"])
def test_colours_have_contrast_in_the_dark(visit: Open, name: str) -> None:
    page = visit(name, color_scheme="dark")
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert _violations(page, "rule", ["color-contrast"]) == []


def test_what_is_not_accessible_would_be_told(visit: Open) -> None:
    page = visit("unseen.html")
    page.evaluate("document.querySelector('h1').style.color = 'silver'")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    told = " ".join(_violations(page, "tag", _TAGS))
    assert "color-contrast" in told
    assert "label" in told


def _violations(page: Page, kind: str, values: Sequence[str]) -> list[str]:
    """By axe-core, which the debugger puts into the page past its policy."""
    page.evaluate(_AXE.read_text("utf-8"))
    options = {"runOnly": {"type": kind, "values": list(values)}}
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]} ({len(each['nodes'])})" for each in found]


def test_a_table_is_sorted_by_a_click_on_its_head_and_by_the_keyboard(visit: Open) -> None:
    page = visit("index.html")
    points = page.locator(".ranking thead th", has_text="Points")
    points.get_by_role("button").click()
    values = page.locator(".ranking tbody td[data-label=Points]").all_inner_texts()
    numbers = [float(value.replace(",", "")) for value in values]
    assert numbers == sorted(numbers, reverse=True)
    points.get_by_role("button").focus()
    page.keyboard.press("Enter")
    assert points.get_attribute("aria-sort") == "ascending"
    again = page.locator(".ranking tbody td[data-label=Points]").all_inner_texts()
    assert again == [f"{number:,.0f}" if number == int(number) else f"{number:,.1f}" for number in sorted(numbers)]


def test_findings_are_shown_page_by_page(visit: Open) -> None:
    page = visit(_PAYMENTS)
    first = rows(page)
    assert len(first) == 50
    page.get_by_role("button", name="Later").click()
    assert 0 < len(rows(page)) < 50
    assert "51 to" in page.locator(".pager").inner_text()
    assert page.get_by_role("button", name="Later").is_disabled()
    page.get_by_role("button", name="Earlier").click()
    assert rows(page) == first
    assert page.get_by_role("button", name="Earlier").is_disabled()


def test_findings_are_sorted_over_all_pages(visit: Open) -> None:
    page = visit(_PAYMENTS)
    page.locator(".places-of thead").get_by_role("button", name="Severity").click()
    shown = page.locator(".places-of tbody tr")
    assert "blocker" in shown.first.inner_text()
    page.locator(".places-of thead").get_by_role("button", name="Severity").click()
    assert "info" in shown.first.inner_text()


def test_findings_are_filtered_by_all_words_of_a_text(visit: Open) -> None:
    page = visit(_PAYMENTS)
    page.get_by_label("Filter findings").fill("LONG-method refund")
    _told(page, " of ")
    found = rows(page)
    assert found
    assert all("tech-debt.long-method" in row and "refund" in row.lower() for row in found)
    page.get_by_label("Filter findings").fill("nothing is called so")
    _told(page, "0 findings of ")
    assert rows(page) == []


def test_a_place_leads_to_its_line_at_the_code_host(visit: Open) -> None:
    page = visit(_PAYMENTS)
    link = page.locator(".places-of tbody a.path").first
    path, _, line = link.inner_text().rpartition(":")
    assert link.get_attribute("href") == f"https://git.example/{path}#L{line}"


def test_hostile_paths_and_texts_stay_text(visit: Open) -> None:
    page = visit(f"{key('team', HOSTILE)}.html")
    assert r"\u202e<script>alert(1)</script>" in page.locator(".places-of tbody").inner_text()
    address = page.locator(".places-of tbody a.path").first.get_attribute("href") or ""
    assert re.fullmatch(r"https://git\.example/[\w%./~-]+#L\d+", address)


def test_search_finds_and_leads_to_what_it_found(visit: Open) -> None:
    page = visit("index.html")
    page.get_by_role("searchbox").fill("settle")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=settle")
    hits = page.locator(".hits a")
    assert hits.count()
    path = hits.first.inner_text()
    hits.first.click()
    _told(page, " of ")
    assert all(path in row for row in rows(page))


def test_tables_of_a_page_can_be_filtered(visit: Open) -> None:
    page = visit("rules.html#&q=swallowed")
    shown = page.locator("table.filterable tbody tr:visible").all_inner_texts()
    assert shown
    assert all("swallowed" in row.lower() for row in shown)


def _entries(page: Page, told: str) -> list[str]:
    """Names, when the filter says so."""
    page.locator(".entries-of output", has_text=told).wait_for()
    return page.locator(".entry .title").all_inner_texts()


def test_entry_points_are_filtered_by_what_is_chosen_and_by_words(visit: Open) -> None:
    page = visit("data-access.html")
    page.get_by_label("Team", exact=True).select_option("payments")
    assert set(_entries(page, "2 entry points of 64")) == {"orders#create", "orders#index"}
    page.get_by_label("Only those that").select_option("n-plus-one")
    assert _entries(page, "1 entry point of 64") == ["orders#index"]
    page.get_by_label("Filter entry points").fill("create")
    assert _entries(page, "0 entry points of 64") == []


def test_an_entry_point_unfolds_to_its_tree_with_places_at_the_code_host(visit: Open) -> None:
    page = visit("data-access.html#&q=orders%23create")
    tree = page.locator(".entry[open] .tree")
    tree.wait_for()
    assert tree.locator("li").count() == 3
    assert tree.locator(".deed").all_inner_texts()[-2:] == [
        "calls Net::HTTP.post, inside a transaction, no timeout seen",
        "mails OrderMailer#placed",
    ]
    address = tree.locator("li li a").first.get_attribute("href")
    assert address == "https://git.example/app/models/order.rb#L3"


def test_a_number_of_the_matrix_leads_to_the_entry_points_it_counts(visit: Open) -> None:
    page = visit("data-access.html")
    row = page.locator(".matrix tbody tr", has_text="catalog")
    number = row.locator("a.count").first
    count, pattern = number.inner_text(), (number.get_attribute("href") or "").rpartition("=")[2]
    number.click()
    page.locator(".entries-of output", has_text=f"{count} entry points of 64").wait_for()
    assert page.get_by_label("Team", exact=True).input_value() == "catalog"
    assert page.get_by_label("Pattern", exact=True).input_value() == pattern
    page.get_by_role("button", name="Later").click()
    assert page.locator(".entry").count() == int(count) - 50


def test_one_file_shows_one_page_at_a_time_and_goes_back(visit: Open) -> None:
    page = visit("single.html")
    shown = page.locator(".part:visible")
    assert (shown.count(), shown.get_attribute("id")) == (1, "index")
    page.get_by_role("link", name="Gems", exact=True).click()
    assert page.locator(".part:visible").get_attribute("id") == "gems"
    assert page.locator("header.site [aria-current]").inner_text() == "Gems"
    assert page.title().startswith("Gems")
    page.go_back()
    assert page.locator(".part:visible").get_attribute("id") == "index"
    page.get_by_role("searchbox").first.fill("rescue-nil")
    page.keyboard.press("Enter")
    page.locator(".hits a").first.click()
    assert page.locator(".part:visible").get_attribute("id") == "rule-tech-debt.rescue-nil"


def test_without_its_script_a_page_shows_the_first_findings_and_one_file_shows_all_pages(
    browser: Browser, folder: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{folder.as_uri()}/{_PAYMENTS}")
    assert page.locator(".places-of tbody tr").count() == 25
    page.goto(f"{folder.as_uri()}/single.html")
    assert page.locator(".part").first.is_visible()
    assert page.locator("#gems").is_visible()
    context.close()


def test_what_is_folded_is_printed(visit: Open) -> None:
    page = visit("migrations.html")
    reason = page.get_by_text("the index on orders (total) is built under a lock")
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = false })")
    assert not reason.is_visible()
    page.emulate_media(media="print")
    assert reason.is_visible()


def test_a_page_can_be_printed(visit: Open) -> None:
    page = visit(_PAYMENTS)
    page.emulate_media(media="print")
    assert not page.locator("header.site nav").is_visible()
    assert page.locator(".places-of tbody tr").first.is_visible()
    assert page.pdf()[:5] == b"%PDF-"


def test_the_keyboard_reaches_content_at_once(visit: Open) -> None:
    page = visit("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"


def test_data_of_a_page_is_not_run(visit: Open) -> None:
    page = visit(_PAYMENTS)
    data = json.loads(page.locator(".places-of script").text_content() or "")
    assert {"rows", "paths", "rules", "owners", "texts", "links", "first"} == data.keys()

"""The Gantt chart, the burn-down and the page, as whole texts."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from dxscore.copying import replace
from dxscore.domain.campaign import CampaignReport
from dxscore.domain.suite import Examined, Suite, SuitePart
from dxscore.reporting.campaigns import GANTT_FORMATTERS, SHOW_FORMATTERS
from dxscore.reporting.view import View
from tests.campaign_reports import a_campaign_report, an_empty_campaign_report
from tests.factories import HOSTILE
from tests.reporting.test_as_html import Outline


def with_tests() -> CampaignReport:
    report = a_campaign_report()
    tests = tuple(Examined("spec/a_spec.rb", HOSTILE, HOSTILE, "failing", 2.0) for _ in range(120))
    suite = Suite((SuitePart(HOSTILE, 130, 120, 0, 0, 120, 240.0, 3),), tests, (), (), tests)
    return replace(report, states=tuple(replace(state, suite=suite) for state in report.states))


REPORTS = {"full": a_campaign_report(), "empty": an_empty_campaign_report(), "tests": with_tests()}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_the_page_nests_fetches_nothing_and_its_ids_are_unique(report: CampaignReport) -> None:
    page = Outline(GANTT_FORMATTERS["html"](report, View()))
    assert not page.attributes("src")
    assert not page.attributes("style")
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in page.attributes("href")} <= set(ids)
    named = {name for names in page.attributes("aria-labelledby") for name in names.split()}
    assert named <= set(ids)


def test_every_chart_of_the_page_has_a_table_beside_it() -> None:
    page = Outline(GANTT_FORMATTERS["html"](a_campaign_report(), View()))
    tags = [tag for tag, _ in page.elements]
    assert tags.count("figure") == 4  # three campaigns with a past
    assert tags.count("table") == tags.count("caption") == 6


def test_names_with_markup_stay_text_on_the_page() -> None:
    page = Outline(GANTT_FORMATTERS["html"](with_tests(), View()))
    assert r"\x1b[31m\u202e<script>alert(1)</script>" in page.text
    assert [tag for tag, _ in page.elements].count("script") == 1
    assert "… and 20 more" in page.text


def test_days_are_not_broken_at_the_end_of_a_line() -> None:
    assert '<span class="day">2026-06-01</span> to <span class="day">2027-01-31</span>' in GANTT_FORMATTERS["html"](
        a_campaign_report(), View()
    )


def test_off_a_terminal_the_gantt_chart_is_one_line_per_campaign() -> None:
    lines = GANTT_FORMATTERS["text"](a_campaign_report(), View()).splitlines()
    assert lines[1] == (
        "rails-8 at-risk Rails 8.0: planned 2026-06-01 to 2027-01-31; expected 2027-03-01, between 2027-01-10 and "
        "2027-05-20; 66% done [platform]"
    )
    assert "expected 2027-06-01, not before 2027-02-10; 37% done; after rails-8 (2027-03-01), gone" in lines[2]


def test_on_a_terminal_it_is_drawn() -> None:
    assert "│ 2026-11-25" in GANTT_FORMATTERS["text"](a_campaign_report(), View(terminal=True))


@pytest.mark.parametrize("formatter", [GANTT_FORMATTERS["svg"], SHOW_FORMATTERS["svg"]])
def test_drawings_of_their_own_are_well_formed_and_have_their_colours_in_them(formatter: object) -> None:
    assert callable(formatter)
    text = formatter(a_campaign_report(), View())
    assert ET.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme: dark" in text

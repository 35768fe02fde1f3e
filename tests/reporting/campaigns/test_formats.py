"""Campaigns as text, lines, JSON, CSV and tickets; hostile names everywhere."""

from __future__ import annotations

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator

from dxscore.copying import replace
from dxscore.domain.campaign import CampaignReport, Forecast, Pace, TeamPart
from dxscore.reporting.campaigns import LIST_FORMATTERS, SHOW_FORMATTERS, TICKET_FORMATTERS, WEEK_FORMATTERS, sentences
from dxscore.reporting.json_schema import CAMPAIGNS_SCHEMA_FILE, json_schema
from dxscore.reporting.view import View
from tests.campaign_reports import a_campaign_report, a_state, an_empty_campaign_report
from tests.factories import HOSTILE, a_finding, a_rule

PIPED = View(width=80)
FORMATS = [
    (name, formatter)
    for formatters in (LIST_FORMATTERS, SHOW_FORMATTERS, TICKET_FORMATTERS, WEEK_FORMATTERS)
    for name, formatter in formatters.items()
    if name in ("text", "json", "csv", "markdown")
]


def with_places() -> CampaignReport:
    """The usual report, with places of hostile files and messages in its first campaign."""
    report = a_campaign_report()
    found = tuple(replace(a_finding(path=f"app/{HOSTILE}.rb", line=line), message=HOSTILE) for line in range(1, 4))
    first = replace(report.states[0], teams=(TeamPart(HOSTILE, 3, -1, found), TeamPart("=cmd()", 1, 2, found[:1])))
    rule = a_rule()
    return replace(report, states=(first, *report.states[1:]), rules={rule.id: rule})


@pytest.mark.parametrize(("name", "formatter"), FORMATS)
def test_no_format_lets_hostile_text_through(name: str, formatter: object) -> None:
    assert callable(formatter)
    text = formatter(with_places(), PIPED)
    assert text.endswith("\n")
    assert "\x1b" not in text
    assert "\u202e" not in text
    if name == "markdown":
        assert "<script>" not in text


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("formatter", [LIST_FORMATTERS["text"], SHOW_FORMATTERS["text"]])
def test_no_line_is_wider_than_the_terminal(width: int, formatter: object) -> None:
    assert callable(formatter)
    lines = formatter(with_places(), View(width=width, terminal=True)).splitlines()
    assert max(map(len, lines)) <= width


def test_off_a_terminal_every_campaign_is_one_line() -> None:
    first, *_, last = LIST_FORMATTERS["text"](a_campaign_report(), PIPED).splitlines()
    assert first == (
        "rails-8 at-risk Rails 8.0: 66% done, 337 left; a week: 13 net; 36.5 needed; target 2027-01-31; "
        "if the pace holds, it ends between 2027-01-10 and 2027-05-20, likely 2027-03-01; "
        "teams unowned 300 (-12) [platform]"
    )
    assert last == "dxscore campaigns: 4 campaigns: 1 draft, 1 active, 1 at risk, 1 late"


def test_off_a_terminal_show_lists_every_place() -> None:
    report = with_places()
    one = replace(report, states=report.states[:1])
    places = [line for line in SHOW_FORMATTERS["text"](one, PIPED).splitlines() if line.startswith("app/")]
    assert len(places) == 4


def test_an_empty_report_is_a_report() -> None:
    assert LIST_FORMATTERS["text"](an_empty_campaign_report(), PIPED) == "dxscore campaigns: 0 campaigns\n"


@pytest.mark.parametrize("report", [a_campaign_report(), with_places(), an_empty_campaign_report()])
def test_json_is_as_its_schema_says(report: CampaignReport) -> None:
    schema = json_schema(CAMPAIGNS_SCHEMA_FILE)
    document = json.loads(LIST_FORMATTERS["json"](report, PIPED))
    Draft202012Validator(schema).validate(document)
    assert [each["id"] for each in document["campaigns"]] == [state.campaign.id for state in report.states]


def test_weeks_as_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(WEEK_FORMATTERS["csv"](a_campaign_report(), PIPED))))
    assert rows[0] == {
        "campaign": "rails-8",
        "week_end": "2025-11-30",
        "remaining": "1000",
        "done": "",
        "added": "",
        "removed": "",
        "measured": "true",
    }


def test_one_ticket_per_team_of_campaigns_that_go_on() -> None:
    rows = list(csv.DictReader(io.StringIO(TICKET_FORMATTERS["csv"](with_places(), PIPED))))
    assert [(row["campaign"], row["places"], row["labels"]) for row in rows] == [
        ("rails-8", "3", "campaign:rails-8"),
        ("rails-8", "1", "campaign:rails-8"),
        ("sidekiq", "61", "campaign:sidekiq"),
    ]
    assert rows[1]["team"] == "'=cmd()"
    assert rows[0]["body"].count("- [ ] ") == 3
    assert "To do: Rescue the one error you expect" in rows[0]["body"]


def test_a_long_ticket_is_cut_and_says_so() -> None:
    rule = a_rule()
    found = tuple(a_finding(line=line) for line in range(1, 251))
    state = replace(a_state(), teams=(TeamPart("web", 250, None, found),))
    report = replace(a_campaign_report(), states=(state,), rules={rule.id: rule})
    text = TICKET_FORMATTERS["markdown"](report, PIPED)
    assert text.count("- [ ] ") == 200
    assert "… and 50 more." in text


@pytest.mark.parametrize(
    ("pace", "said"),
    [
        (Pace(36.5, 13.0), "a week: 13 net; 36.5 needed"),
        (Pace(None, 3.0, 9.0, 12.0), "a week: 12 removed, 9 added, 3 net; the target has passed"),
        (Pace(0.04, None), "a week: pace not known yet; less than 0.1 needed"),
    ],
)
def test_sentences_of_pace(pace: Pace, said: str) -> None:
    assert sentences.pace(pace) == said


@pytest.mark.parametrize(
    ("forecast", "said"),
    [
        (Forecast("reached"), "the goal is reached"),
        (Forecast("unknown", reason="2 weeks"), "no forecast: 2 weeks"),
        (Forecast("not converging", reason="nothing has moved"), "not converging: nothing has moved"),
    ],
)
def test_sentences_of_forecasts(forecast: Forecast, said: str) -> None:
    assert sentences.forecast(forecast) == said

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.domain.source import Location
from dxscore.domain.upgrade import Hop, Matter, Obstacle, UpgradeReport
from dxscore.reporting.json_schema import UPGRADE_SCHEMA_FILE, json_schema
from dxscore.reporting.upgrade import UPGRADE_FORMATTERS
from dxscore.reporting.view import View
from tests.factories import HOSTILE
from tests.upgrade_reports import an_empty_upgrade, an_obstacle, an_upgrade

_PAGE = View(width=100, terminal=True)


def _json(report: UpgradeReport) -> Any:
    return json.loads(UPGRADE_FORMATTERS["json"](report, View()))


@pytest.mark.parametrize("report", [an_upgrade(), an_empty_upgrade()], ids=["full", "empty"])
@pytest.mark.parametrize("name", UPGRADE_FORMATTERS)
@pytest.mark.parametrize("view", [View(), _PAGE], ids=["piped", "terminal"])
def test_every_format_tells_the_road_and_ends_with_a_newline(name: str, report: UpgradeReport, view: View) -> None:
    text = UPGRADE_FORMATTERS[name](report, view)
    assert text.endswith("\n")
    assert "8.0" in text


@pytest.mark.parametrize("report", [an_upgrade(), an_empty_upgrade()], ids=["full", "empty"])
def test_json_follows_its_published_schema(report: UpgradeReport) -> None:
    Draft202012Validator(json_schema(UPGRADE_SCHEMA_FILE)).validate(_json(report))


def test_the_schema_refuses_what_is_no_document() -> None:
    broken = _json(an_upgrade())
    broken["hops"][0]["obstacles"][0]["matter"] = "awful"
    assert not Draft202012Validator(json_schema(UPGRADE_SCHEMA_FILE)).is_valid(broken)


def test_json_has_every_finding_and_every_step() -> None:
    document = _json(an_upgrade())
    assert len(document["hops"][1]["obstacles"][0]["findings"]) == 120
    assert [len(owner["steps"]) for owner in document["steps"]] == [7, 1]
    assert document["readiness"]["percent"] == 88


def _with_hostile_texts() -> UpgradeReport:
    report = an_upgrade()

    def hostile(finding: Finding) -> Finding:
        place = replace(finding.location, path=f"app/{HOSTILE}.rb")
        return replace(finding, message=HOSTILE, symbol=HOSTILE, location=place, owner=HOSTILE)

    def of_obstacle(each: Obstacle) -> Obstacle:
        return replace(each, owner=HOSTILE, findings=tuple(map(hostile, each.findings)))

    def of_hop(hop: Hop) -> Hop:
        return replace(hop, obstacles=tuple(map(of_obstacle, hop.obstacles)))

    gems = tuple(replace(gem, version=HOSTILE, owner=HOSTILE) for gem in report.gems)
    steps = {HOSTILE: tuple(replace(step, text=HOSTILE, owner=HOSTILE) for step in report.steps["payments"])}
    boot = replace(report.dual_boot, next=HOSTILE)
    return replace(report, hops=tuple(map(of_hop, report.hops)), gems=gems, steps=steps, dual_boot=boot, locked=HOSTILE)


@pytest.mark.parametrize("name", UPGRADE_FORMATTERS)
@pytest.mark.parametrize("view", [View(), _PAGE], ids=["piped", "terminal"])
def test_text_of_the_project_steers_nothing(name: str, view: View) -> None:
    text = UPGRADE_FORMATTERS[name](_with_hostile_texts(), view)
    assert "\x1b" not in text
    assert "\u202e" not in text
    if name in ("html", "markdown"):
        assert "<script>alert" not in text


def test_markdown_mentions_nobody_and_breaks_no_table() -> None:
    text = UPGRADE_FORMATTERS["markdown"](_with_hostile_texts(), View())
    assert "@everyone" not in text
    rows = [line for line in text.splitlines() if line.startswith("| **")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}


@pytest.mark.parametrize("width", [80, 200])
def test_the_page_keeps_to_the_terminal(width: int) -> None:
    page = UPGRADE_FORMATTERS["text"](an_upgrade(), View(width=width, terminal=True))
    assert max(map(len, page.splitlines())) <= width


def test_a_long_path_is_cut_in_its_folders_and_keeps_file_and_line() -> None:
    deep = "/".join(["app", *(f"folder_{number}" for number in range(12)), "user.rb"])
    obstacle = an_obstacle("deprecations.blocker", Matter.BLOCKER, count=1)
    placed = replace(obstacle.findings[0], location=Location(deep, 34, 34))
    hop = replace(an_upgrade().hops[0], obstacles=(replace(obstacle, findings=(placed,)),))
    page = UPGRADE_FORMATTERS["text"](replace(an_upgrade(), hops=(hop,)), View(width=80, terminal=True))
    assert "user.rb:34\n" in page


def test_the_page_ends_with_the_verdict() -> None:
    lines = UPGRADE_FORMATTERS["text"](an_upgrade(), View(width=200, terminal=True)).splitlines()
    assert lines[-2] == "Rails 7.1.5 → 7.2 → 8.0: 88 % ready"
    assert lines[-1].startswith("122 places break, 2 places break tests, 2 places break scripts, 1 gem blocks")


def test_the_page_shows_five_steps_of_a_team_and_says_how_many_are_left() -> None:
    page = UPGRADE_FORMATTERS["text"](an_upgrade(), _PAGE)
    assert "payments: 7 steps, 3.5 days" in page
    assert "… and 2 more steps" in page
    assert "6. Old call" not in page


def test_off_a_terminal_each_place_is_a_line_that_editors_can_jump_to() -> None:
    lines = UPGRADE_FORMATTERS["text"](an_upgrade(), View()).splitlines()
    places = [line for line in lines if line.startswith("app/models/")]
    assert len(places) == 2 * 7 + 120
    assert places[0].startswith("app/models/payments.rb:1:5 blocker 7.2 deprecations.blocker ")
    assert lines[-1].startswith("dxscore upgrade: Rails 7.1.5 → 7.2 → 8.0: 88 % ready; ")


def test_the_html_page_fetches_nothing_and_lists_a_hundred_places_of_a_rule() -> None:
    page = UPGRADE_FORMATTERS["html"](an_upgrade(), View())
    assert "default-src &#39;none&#39;" in page
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", page)
    assert "20 more of unowned" in page

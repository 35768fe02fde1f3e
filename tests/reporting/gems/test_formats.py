from __future__ import annotations

import json
from itertools import pairwise

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from dxscore.copying import replace
from dxscore.domain.gems import Moving, Way
from dxscore.reporting.gems import GEM_FORMATTERS
from dxscore.reporting.view import View
from tests.reporting.gems.reports import a_report, about

_RAILS = Moving("rails", "7.1.3", "7.2.3", edit=True)


@pytest.mark.parametrize("width", [80, 200])
def test_a_terminal_shows_lists_with_reason_and_command(width: int) -> None:
    lines = GEM_FORMATTERS["text"](a_report(), View(width=width, terminal=True)).splitlines()
    text = "\n".join(lines)
    assert max(map(len, lines)) <= width
    assert "snapshot (.dxscore/gems.snapshot), 2026-08-20 (2 days old)" in text
    assert "bundle update rack --conservative" in text
    assert "fork: no releases are known" in text


def test_elsewhere_each_unit_is_one_line_most_urgent_first() -> None:
    lines = GEM_FORMATTERS["text"](a_report(), View()).splitlines()
    assert lines[0].startswith("rack 3.1.7: now, rank 4")
    assert lines[-1] == "unknown: fork: no releases are known"
    ranks = [int(line.partition("rank ")[2].partition(",")[0]) for line in lines[:-1]]
    assert all(first >= second for first, second in pairwise(ranks))


def test_a_gem_that_is_only_used_much_has_no_line() -> None:
    report = a_report()
    assert "sinatra" in {each.unit.name for each in report.units}
    for terminal in (True, False):
        assert "sinatra 4.0.0" not in GEM_FORMATTERS["text"](report, View(terminal=terminal))


@pytest.mark.parametrize("width", [80, 200])
def test_one_gem_is_told_in_full(width: int) -> None:
    text = GEM_FORMATTERS["text"](about("mongoid"), View(width=width, terminal=True))
    assert max(map(len, text.splitlines())) <= width
    for expected in ("security", "reason: keeps events", "owner: platform", "used in app/models/a.rb", "sinatra →"):
        assert expected in text


def test_json_has_all_that_is_known_and_null_for_what_is_not() -> None:
    document = json.loads(GEM_FORMATTERS["json"](a_report(), View()))
    assert document["schema"] == "dxscore-gems/v1"
    by_name = {unit["name"]: unit for unit in document["units"]}
    assert by_name["rack"]["effort"]["target"] == "3.1.21"
    assert len(by_name["rack"]["gems"][0]["advisories"]) == 3
    assert by_name["mongoid"]["gems"][0]["blocks"]["opens"] == "9.0.2"
    assert by_name["fork"]["gems"][0]["libyears"] is None


def test_markdown_has_a_table_per_list_and_no_foreign_html() -> None:
    text = GEM_FORMATTERS["markdown"](a_report(), View())
    assert "## Now: " in text
    assert "`bundle update rack --conservative`" in text
    assert "<b>" not in text


def test_the_bill_of_materials_is_valid_and_always_the_same() -> None:
    text = GEM_FORMATTERS["cyclonedx"](a_report(), View())
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert text == GEM_FORMATTERS["cyclonedx"](a_report(), View())
    document = json.loads(text)
    depends = {each["ref"]: each.get("dependsOn", []) for each in document["dependencies"]}
    assert depends["gem:sinatra@4.0.0"] == ["gem:rack@3.1.7"]
    assert len(document["vulnerabilities"]) == 3
    assert {each["name"]: each.get("purl") for each in document["components"]}["fork"] is None


@pytest.mark.parametrize(
    ("way", "sentences"),
    [
        (
            Way("found", (_RAILS, Moving("ostruct", "", "1.0")), unknown=("uri",)),
            ["one set of known versions goes with rails 7.2; it moves 2 gems",
             "rails 7.1.3 → 7.2.3, and the Gemfile must allow it", "ostruct not locked → 1.0",
             "no releases of them are known: uri"],
        ),
        (Way("none", alone=("fork",)), ["no set of known versions goes with rails 7.2: fork can't be had with it"]),
        (Way("none"), ["no set of known versions goes with rails 7.2, though each alone does"]),
        (Way("undecided"), ["whether all gems together go with rails 7.2 was not found out in time"]),
    ],
)  # fmt: skip
def test_how_all_gems_get_to_the_target(way: Way, sentences: list[str]) -> None:
    report = replace(a_report(), way=way)
    for view in (View(), View(width=120, terminal=True)):
        text = GEM_FORMATTERS["text"](report, view)
        assert [sentence for sentence in sentences if sentence not in text] == []
    assert json.loads(GEM_FORMATTERS["json"](report, View()))["way"]["state"] == way.state

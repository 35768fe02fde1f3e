from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from dxscore.reporting.backstage import entity_name, render_backstage
from tests.factories import HOSTILE
from tests.weekly_reports import a_first_report, a_weekly_report

_FILES = dict(render_backstage(a_weekly_report(), "shop/larder", "https://reports.example/"))
_FACTS = json.loads(_FILES["facts.json"])


def _of(kind: str, name: str) -> dict[str, Any]:
    (row,) = [row for row in _FACTS["facts"] if (row["entity"]["kind"], row["entity"]["name"]) == (kind, name)]
    return dict(row["facts"])


def test_a_team_is_a_group_with_levels_as_words_and_as_numbers() -> None:
    facts = _of("group", "payments")
    assert facts["level"] == facts["techDebtLevel"] == "bronze"
    assert facts["levelRank"] == facts["techDebtLevelRank"] == 1
    assert (facts["pointsChangeWeek"], facts["campaignsOpen"]) == (-8.0, 0)


def test_the_project_is_the_component_of_its_catalog_file() -> None:
    (row,) = [row for row in _FACTS["facts"] if row["entity"]["kind"] == "component"]
    assert row["entity"] == {"kind": "component", "namespace": "shop", "name": "larder"}
    assert (row["facts"]["newWeek"], row["facts"]["fixedWeek"], row["facts"]["campaignsLate"]) == (6, 9, 1)
    assert row["facts"]["unownedFindings"] > 0
    assert "level" not in row["facts"]


def test_every_fact_is_described_by_its_type() -> None:
    types: dict[str, type | tuple[type, ...]] = {"string": str, "integer": int, "float": float}
    for row in _FACTS["facts"]:
        for name, value in row["facts"].items():
            described = _FACTS["schema"][name]
            assert isinstance(value, types[described["type"]])
            assert described["description"]


def test_what_is_not_known_is_no_fact() -> None:
    (content, _) = (text for _, text in render_backstage(a_first_report(), ""))
    (project,) = json.loads(content)["facts"]
    assert project["entity"] == {"kind": "component", "namespace": "default", "name": "shop"}
    assert project["facts"] == {"findings": 0, "points": 0.0, "unownedFindings": 0}
    assert not {"level", "techDebtLevel"} & _of("group", "identity").keys()


def test_annotations_are_entities_of_the_catalog() -> None:
    entities = list(yaml.safe_load_all(_FILES["annotations.yml"]))
    assert len(entities) == len(_FACTS["facts"])
    payments = next(each for each in entities if each["metadata"]["name"] == "payments")
    assert (payments["kind"], payments["metadata"]["annotations"]) == ("Group", {"dxscore/owner": "payments"})
    assert payments["metadata"]["links"][0]["url"] == "https://reports.example/team-payments.html"


def test_hostile_names_are_names() -> None:
    names = [row["entity"]["name"] for row in _FACTS["facts"]]
    assert all(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?", name) for name in names)
    assert all(text.isprintable() for file in _FILES.values() for text in file.splitlines())


@pytest.mark.parametrize(
    ("team", "name"),
    [("payments", "payments"), ("@acme/Team_A", "Team_A"), ("Growth & Ads", "Growth-Ads"), ("...", "unnamed")],
)
def test_a_team_is_called_as_the_catalog_may_call_it(team: str, name: str) -> None:
    assert entity_name(team) == name
    assert entity_name(HOSTILE)

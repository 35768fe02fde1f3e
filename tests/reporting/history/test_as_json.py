"""A trend as JSON."""

from __future__ import annotations

import json

import msgspec
from jsonschema import Draft202012Validator

from dxscore.reporting.history.as_json import HistoryDocument, render
from dxscore.reporting.json_schema import HISTORY_SCHEMA_FILE, json_schema
from dxscore.reporting.view import View
from tests.reporting.history.trends import a_trend


def test_it_reads_back_as_its_shape() -> None:
    document = msgspec.json.decode(render(a_trend(), View()), type=HistoryDocument)
    assert (document.project, document.ruleset, document.notes) == ("shop", "3f9ac01b77de", [*a_trend().notes])
    assert [part.kind for part in document.parts] == ["owner", "owner"]


def test_what_is_not_known_is_null() -> None:
    first, second, _ = json.loads(render(a_trend(), View()))["total"]["points"]
    assert (first["new"], first["fixed"], second["new"], second["unknown"]) == (None, None, 20, ["a.unknown"])
    assert (first["day"], first["density"]) == ("2026-01-04", 248.0)


def test_the_published_schema_accepts_it_and_refuses_what_is_not_a_trend() -> None:
    schema = Draft202012Validator(json_schema(HISTORY_SCHEMA_FILE))
    document = json.loads(render(a_trend(), View()))
    schema.validate(document)
    document["total"]["points"][0]["open"] = -1
    assert not schema.is_valid(document)

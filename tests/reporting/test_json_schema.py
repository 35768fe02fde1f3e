from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from dxscore.reporting import FORMATTERS
from dxscore.reporting.json_schema import SCHEMA_FILE, json_schema, schema_text
from dxscore.reporting.view import View
from tests.factories import a_report


def test_the_published_schema_is_the_one_of_the_types() -> None:
    assert SCHEMA_FILE.read_text("utf-8") == schema_text(), "run python -m dxscore.reporting.json_schema"


def test_the_schema_is_a_valid_one_and_refuses_what_is_not_a_document() -> None:
    Draft202012Validator.check_schema(json_schema())
    broken = json.loads(FORMATTERS["json"](a_report(), View()))
    broken["findings"][0]["severity"] = "awful"
    assert not Draft202012Validator(json_schema()).is_valid(broken)

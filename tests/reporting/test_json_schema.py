from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dxscore.reporting import FORMATTERS
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.json_schema import FILES, GATE_SCHEMA_FILE, SCHEMA_FILE, json_schema, schema_text
from dxscore.reporting.view import View
from tests.factories import a_report
from tests.gate_reports import a_gate_report


@pytest.mark.parametrize("file", FILES)
def test_the_published_schema_is_the_one_of_the_types(file: Path) -> None:
    assert file.read_text("utf-8") == schema_text(file), "run python -m dxscore.reporting.json_schema"


def test_the_schema_is_a_valid_one_and_refuses_what_is_not_a_document() -> None:
    schema = json_schema(SCHEMA_FILE)
    Draft202012Validator.check_schema(schema)
    broken = json.loads(FORMATTERS["json"](a_report(), View()))
    broken["findings"][0]["severity"] = "awful"
    assert not Draft202012Validator(schema).is_valid(broken)


def test_the_schema_of_the_gate_refuses_what_is_not_a_document() -> None:
    schema = json_schema(GATE_SCHEMA_FILE)
    Draft202012Validator.check_schema(schema)
    broken = json.loads(GATE_FORMATTERS["json"](a_gate_report(), View()))
    broken["entries"][0]["ruling"] = "perhaps"
    assert not Draft202012Validator(schema).is_valid(broken)

from __future__ import annotations

import csv
import io
import json

import pytest

from dxscore.copying import replace
from dxscore.reporting import FORMATTERS
from dxscore.reporting.view import View
from tests.factories import a_finding, a_report, a_rule, an_empty_report


def _rows(message: str) -> list[dict[str, str]]:
    rule = a_rule()
    report = an_empty_report(findings=(replace(a_finding(), message=message),), rules={rule.id: rule})
    return list(csv.DictReader(io.StringIO(FORMATTERS["csv"](report, View()))))


def test_one_row_per_finding_with_the_names_of_the_json_fields() -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATTERS["csv"](a_report(), View()))))
    first = json.loads(FORMATTERS["jsonl"](a_report(), View()).splitlines()[0])
    assert len(rows) == len(a_report().findings)
    assert list(rows[0]) == list(first)
    assert json.loads(rows[0]["evidence"]) == first["evidence"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_as_a_formula(start: str) -> None:
    (row,) = _rows(f"{start}cmd|' /C calc'!A0")
    assert row["message"].startswith("'")


@pytest.mark.parametrize("message", ['say "no", twice', "a,b;c", "a=1"])
def test_ordinary_text_comes_back(message: str) -> None:
    (row,) = _rows(message)
    assert row["message"] == message


def test_lines_end_as_rfc_4180_says() -> None:
    assert FORMATTERS["csv"](an_empty_report(), View()).endswith("evidence,justification\r\n")

from __future__ import annotations

import csv
import io

import pytest

from dxscore.domain.entities import ENTITIES
from dxscore.reporting.access import ACCESS_FORMATTERS
from dxscore.reporting.view import View
from tests.access_reports import an_access_report
from tests.factories import HOSTILE


def _in(form: str, name: str = "orders#create", focus: str = "") -> str:
    return ACCESS_FORMATTERS[form](an_access_report(name, focus), View())


def test_csv_has_a_row_for_each_and_a_column_for_every_attribute() -> None:
    rows = [*csv.DictReader(io.StringIO(_in("csv")))]
    assert [row["name"] for row in rows] == ["orders#create", "shops#index", "ImportJob"]
    assert rows[0].keys() >= ENTITIES["entry_point"].keys() | {"owner"}
    assert (rows[0]["written"], rows[2]["tables"]) == ("orders", "")


def test_no_cell_is_a_formula() -> None:
    rows = [*csv.DictReader(io.StringIO(_in("csv", "=1+1")))]
    assert rows[0]["name"] == "'=1+1"


def test_markdown_has_the_matrix_and_the_worst() -> None:
    text = _in("markdown")
    assert "| payments | 1 | 0 | 0 | 1 | 0 | 0% | external call inside a transaction (1) |" in text
    assert "`orders#create`" in text


def test_markdown_shows_one_as_a_tree() -> None:
    assert "    └─ app/models/order.rb:12  calls Net::HTTP.post" in _in("markdown", focus="orders#create")


def test_the_page_has_every_tree() -> None:
    page = _in("html")
    assert page.count("<details") == 3
    assert "├─ app/models/order.rb:3  inserts into orders, inside a transaction" in page


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_names_are_no_markup(form: str) -> None:
    assert "<script>alert" not in _in(form, HOSTILE)

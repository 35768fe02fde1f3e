from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from dxscore.reporting.access import ACCESS_FORMATTERS
from dxscore.reporting.json_schema import ACCESS_SCHEMA_FILE
from dxscore.reporting.view import View
from tests.access_reports import an_access_report


def _document() -> Any:
    return json.loads(ACCESS_FORMATTERS["json"](an_access_report(), View()))


def test_documents_satisfy_the_published_schema() -> None:
    Draft202012Validator(json.loads(ACCESS_SCHEMA_FILE.read_text("utf-8"))).validate(_document())


def test_an_entry_point_has_its_profile_with_the_evidence() -> None:
    first = _document()["entry_points"][0]
    assert (first["kind"], first["name"], first["pattern"], first["stance"], first["routed"]) == (
        "action", "orders#create", "external-in-transaction", "off", True,
    )  # fmt: skip
    assert first["writes"] == [
        {
            "path": ["app/controllers/orders_controller.rb:7", "app/models/order.rb:3"],
            "phase": "body",
            "table": "orders",
            "op": "insert",
            "in_transaction": True,
            "explicit": True,
        }
    ]
    assert [each["target"] for each in first["http"]] == ["Net::HTTP"]
    assert [each["table"] for each in first["n_plus_one"]] == ["orders"]
    assert first["unresolved"] == [{"name": "pay", "path": "app/models/order.rb", "line": 20}]
    assert first["evidence"]["path"] == "app/controllers/orders_controller.rb:7 -> app/models/order.rb:12"


def test_what_could_not_be_read_of_the_routes_is_told() -> None:
    routes = _document()["routes"]
    assert (routes["routes"], routes["routed_actions"], routes["found_actions"]) == (4, 3, 2)
    assert routes["unread"][0]["what"] == "devise_for"

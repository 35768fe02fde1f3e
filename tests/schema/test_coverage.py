"""Shares of kept promises."""

from __future__ import annotations

from dxscore.domain.schema import Place
from dxscore.domain.schema_report import Aspect, Promise, Share
from dxscore.schema.coverage import covered_models, covered_owners, covered_whole


def promise(model: str, kept: bool, aspect: Aspect = "presence") -> Promise:
    return Promise(aspect, model, "table", ("a",), kept, Place())


PROMISES = [promise("Good", True), promise("Bad", False), promise("Bad", True), promise("Bad", False, "uniqueness")]


def test_models_with_most_promises_open_come_first() -> None:
    found = covered_models(PROMISES, str.lower)
    assert [(each.name, each.owner, each.total) for each in found] == [
        ("Bad", "bad", Share(3, 1)),
        ("Good", "good", Share(1, 1)),
    ]


def test_owners_sum_their_models() -> None:
    assert [(each.name, each.total) for each in covered_owners(PROMISES, lambda _model: "us")] == [("us", Share(4, 2))]


def test_no_promise_is_no_kept_one() -> None:
    assert covered_whole([], "app").total.percent is None
    assert covered_whole(PROMISES, "app").total.percent == 50.0

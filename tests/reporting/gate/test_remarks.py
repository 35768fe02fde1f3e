from __future__ import annotations

import json
from collections import Counter
from xml.etree.ElementTree import fromstring

from dxscore.domain.gate import Change, Ruling
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.gate.remarks import added, everything, standing
from dxscore.reporting.view import View
from tests.gate_reports import a_gate_report
from tests.reporting.test_gitlab import entries


def test_what_is_added_has_the_level_of_its_ruling() -> None:
    assert [(remark.change, remark.level) for remark in added(a_gate_report())] == [
        (Change.NEW, "error"),
        (Change.NEW, "error"),
        (Change.WORSE, "warning"),
        (Change.NEW, "note"),
    ]


def test_what_stands_is_added_to_what_was_there_and_nobody_accepted() -> None:
    assert Counter(remark.change for remark in standing(a_gate_report())) == {
        Change.NEW: 3,
        Change.WORSE: 1,
        Change.UNCHANGED: 1,
    }


def test_everything_has_accepted_and_fixed_ones_too() -> None:
    assert Counter(remark.change for remark in everything(a_gate_report())) == {
        Change.NEW: 4,
        Change.WORSE: 1,
        Change.UNCHANGED: 2,
        Change.FIXED: 4,
    }


def test_rulings_stay_with_what_was_judged() -> None:
    rulings = [remark.ruling for remark in standing(a_gate_report())]
    assert rulings == [Ruling.STOP, Ruling.STOP, Ruling.WARN, Ruling.PASS, None]


def test_gitlab_gets_what_stands() -> None:
    text = GATE_FORMATTERS["gitlab"](a_gate_report(), View())
    assert len(entries(text)) == len(standing(a_gate_report()))
    assert json.loads(text)[0]["severity"] == "blocker"


def test_checkstyle_gets_what_is_added() -> None:
    root = fromstring(GATE_FORMATTERS["checkstyle"](a_gate_report(), View()))
    assert [error.get("severity") for error in root.iter("error")] == ["error", "error", "warning", "info"]

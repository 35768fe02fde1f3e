from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator

from dxscore.copying import replace
from dxscore.domain.gate import Change
from dxscore.domain.source import Location
from dxscore.reporting.gitlab import code_quality
from dxscore.reporting.remarks import Remark
from tests.factories import a_finding, a_rule
from tests.gate_reports import VILE

SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": "^(\\./|/)"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer"}},
                    },
                },
            },
        },
    },
}
"""The table of fields on GitLab's page 'Code Quality', which has no schema of its own."""


def entries(text: str) -> list[dict[str, Any]]:
    """The report, which is one that GitLab takes."""
    report: list[dict[str, Any]] = json.loads(text)
    Draft202012Validator(SCHEMA).validate(report)
    prints = [entry["fingerprint"] for entry in report]
    assert len(prints) == len(set(prints))
    return report


def _entries(*remarks: Remark) -> list[dict[str, Any]]:
    return entries(code_quality(remarks))


def test_an_entry_has_the_fields_that_gitlab_asks_for() -> None:
    found = replace(a_finding(), location=Location("app/a.rb", 3, 5))
    (entry,) = _entries(Remark(found, a_rule(), "error"))
    fingerprint = entry.pop("fingerprint")
    assert fingerprint
    assert entry == {
        "description": "Api.call swallows every error",
        "check_name": "tech-debt.rescue-nil",
        "severity": "major",
        "location": {"path": "app/a.rb", "lines": {"begin": 3, "end": 5}},
    }


def test_fingerprints_that_are_alike_are_told_apart() -> None:
    assert len(_entries(*[Remark(a_finding(), a_rule(), "error")] * 3)) == 3


def test_moved_code_is_the_same_and_what_got_worse_is_not() -> None:
    old, moved = a_finding(path="app/old.rb"), a_finding(path="app/moved.rb")
    prints = [
        _entries(remark)[0]["fingerprint"]
        for remark in (
            Remark(old, a_rule(), "error"),
            Remark(moved, a_rule(), "error", Change.UNCHANGED, old),
            Remark(moved, a_rule(), "error", Change.WORSE, old),
        )
    ]
    assert prints[0] == prints[1] != prints[2]


def test_hostile_text_comes_back_with_its_surrogates_spelled_out() -> None:
    (entry,) = _entries(Remark(replace(a_finding(path=VILE), message=VILE), a_rule(), "error"))
    assert entry["description"] == entry["location"]["path"] == VILE.replace("\udcff", r"\udcff")


def test_nothing_is_an_empty_array() -> None:
    assert code_quality(()) == "[]\n"

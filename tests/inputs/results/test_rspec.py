from __future__ import annotations

import json

import pytest

from dxscore.inputs.results.rspec import rspec_cases


def _report(*examples: dict[str, object]) -> bytes:
    return json.dumps({"version": "3.13.0", "examples": examples, "summary": {"example_count": 3}}).encode()


def test_each_example_has_its_outcome() -> None:
    content = _report(
        {"id": "./spec/a_spec.rb[1:1]", "status": "passed", "file_path": "./spec/a_spec.rb", "line_number": 3},
        {"id": "./spec/a_spec.rb[1:2]", "status": "failed", "exception": {"class": "NameError"}},
        {"id": "./spec/b_spec.rb[1:1]", "status": "pending", "pending_message": "later"},
    )
    assert [case.outcome for case in rspec_cases(content)] == ["passed", "failed", "pending"]


def test_a_shared_example_belongs_to_the_file_that_runs_it() -> None:
    content = _report({"id": "./spec/a_spec.rb[1:1]", "status": "passed", "file_path": "./spec/support/shared.rb"})
    assert [case.path for case in rspec_cases(content)] == ["./spec/a_spec.rb[1:1]"]


def test_an_outcome_that_nobody_knows_is_no_pass() -> None:
    assert [case.outcome for case in rspec_cases(_report({"status": "aborted"}))] == ["failed"]


def test_an_example_is_known_by_its_id_and_told_by_its_description() -> None:
    content = _report({"id": "./a_spec.rb[1:1]", "status": "passed", "full_description": "A is", "run_time": 0.25})
    (case,) = rspec_cases(content)
    assert (case.name, case.key, case.seconds) == ("A is", "./a_spec.rb[1:1]", 0.25)


@pytest.mark.parametrize(
    "content",
    [b"{}", b'{"examples": []}', b'{"examples": [{"status": 1}]}', b"{", b'{"examples": ' + b"[" * 100_000],
)
def test_what_is_no_report_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"not the JSON of RSpec|holds no examples"):
        rspec_cases(content)

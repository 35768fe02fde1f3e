"""The JSON that RSpec's formatter writes -> each example with its outcome."""

from __future__ import annotations

import msgspec

from dxscore.domain.suite import Case, Outcome


class _Example(msgspec.Struct):
    status: str
    file_path: str = ""
    id: str = ""
    full_description: str = ""
    run_time: float | None = None


class _Report(msgspec.Struct):
    examples: list[_Example]


def rspec_cases(content: bytes) -> list[Case]:
    """All examples of the file, shared ones under the file that runs them. Raises ValueError for another shape."""
    try:
        report = msgspec.json.decode(content, type=_Report)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(f"not the JSON of RSpec: {error}") from error
    if not report.examples:
        raise ValueError("holds no examples")
    return [_case(example) for example in report.examples]


def _case(example: _Example) -> Case:
    """The id names the file that was run; file_path, for shared examples, the one that defines them."""
    name = example.full_description or example.id
    return Case(example.id or example.file_path, _outcome(example.status), name, example.run_time, example.id or name)


def _outcome(status: str) -> Outcome:
    return "passed" if status == "passed" else "pending" if status == "pending" else "failed"

"""The JSON that RSpec's formatter writes -> path and outcome of each example."""

from __future__ import annotations

import msgspec

from dxscore.inputs.results.outcome import Case


class _Example(msgspec.Struct):
    status: str
    file_path: str = ""
    id: str = ""


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
    path = example.id or example.file_path
    match example.status:
        case "passed":
            return path, "passed"
        case "pending":
            return path, "pending"
        case _:
            return path, "failed"

"""JSON of a host -> checked values: what is missing or of another type is an error, never a crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dxscore.errors import DxscoreError
from dxscore.hosts.client import Answer

_MOST_PAGES = 1000
_HINT = "is the address of the API right?"

Record = Mapping[str, object]


def record(data: object) -> Record:
    """A JSON object; raises DxscoreError for anything else."""
    if not isinstance(data, dict):
        raise DxscoreError("the host's answer is not an object", _HINT)
    return data


def text(data: Record, name: str) -> str:
    """A text of an object, '' when it is null or missing."""
    value = data.get(name)
    return value if isinstance(value, str) else ""


def number(data: Record, name: str) -> int:
    """A whole number of an object; raises DxscoreError when there is none."""
    value = data.get(name)
    if not isinstance(value, int):
        raise DxscoreError(f"the host's answer has no {name}", _HINT)
    return value


def pages(ask: Callable[[int], Answer]) -> Iterator[Record]:
    """All objects of a list that comes in pages. Pages are counted here: the host's own links could lead elsewhere."""
    for page in range(1, _MOST_PAGES):
        answer = ask(page)
        yield from _records(answer)
        if not answer.has_next:
            return


def _records(answer: Answer) -> Iterator[Record]:
    if not isinstance(answer.data, list):
        raise DxscoreError("the host's answer is not a list", _HINT)
    return map(record, answer.data)

"""JUnit XML, as test runners write it for CI -> each test with its outcome. Read as a stream, entities refused."""

from __future__ import annotations

import math
from xml.parsers import expat

from dxscore.domain.suite import Case, Outcome

_OUTCOMES: dict[str, Outcome] = {"failure": "failed", "error": "failed", "skipped": "pending"}
_MOST = 1_000_000
"""Tests in one file."""
_DEEPEST = 100


class _Reader:
    """What the parser calls; it keeps the path of each open element, and the test that is open."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self._paths: list[str] = [""]
        self._open: Case | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """RSpec's formatter and Minitest's write the path as `file`, Minitest's of a suite as `filepath`."""
        if len(self._paths) > _DEEPEST or len(self.cases) >= _MOST:
            raise ValueError("not a test report: nested too deeply, or too many tests")
        self._paths.append(attributes.get("file") or attributes.get("filepath") or self._paths[-1])
        if name == "testcase":
            self._open = _case(self._paths[-1], attributes)
        elif name in _OUTCOMES and self._open is not None:
            self._open = self._open._replace(outcome=_OUTCOMES[name])

    def end(self, name: str) -> None:
        """A test is over."""
        self._paths.pop()
        if name == "testcase" and self._open is not None:
            self.cases.append(self._open)
            self._open = None

    def refuse(self, *_: object) -> None:
        """A document type may declare entities, and no test runner writes one."""
        raise ValueError("has a document type declaration, which is refused")


def _case(path: str, attributes: dict[str, str]) -> Case:
    """As it begins: passed, unless something in it says otherwise."""
    name = attributes.get("name", "")
    return Case(path, "passed", name, _seconds(attributes.get("time", "")), f"{attributes.get('classname', '')}#{name}")


def _seconds(text: str) -> float | None:
    """None for what is no time, or none that can be added up."""
    try:
        seconds = float(text.replace(",", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < math.inf else None


def junit_cases(content: bytes) -> list[Case]:
    """All tests of the file. Raises ValueError for what is no XML, declares a document type, or has no tests."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError(f"not XML: {error}") from error
    if not reader.cases:
        raise ValueError("holds no test cases")
    return reader.cases

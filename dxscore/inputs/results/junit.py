"""JUnit XML, as test runners write it for CI -> path and outcome of each test. Read as a stream, entities refused."""

from __future__ import annotations

from xml.parsers import expat

from dxscore.inputs.results.outcome import Case, Outcome

_OUTCOMES: dict[str, Outcome] = {"failure": "failed", "error": "failed", "skipped": "pending"}
_MOST = 1_000_000
"""Tests in one file."""
_DEEPEST = 100


class _Reader:
    """What the parser calls; it keeps the path of each open element, and the test that is open."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self._paths: list[str] = [""]
        self._outcome: Outcome | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """RSpec's formatter and Minitest's write the path as `file`, Minitest's of a suite as `filepath`."""
        if len(self._paths) > _DEEPEST or len(self.cases) >= _MOST:
            raise ValueError("not a test report: nested too deeply, or too many tests")
        self._paths.append(attributes.get("file") or attributes.get("filepath") or self._paths[-1])
        if name == "testcase":
            self._outcome = "passed"
        elif name in _OUTCOMES and self._outcome is not None:
            self._outcome = _OUTCOMES[name]

    def end(self, name: str) -> None:
        """A test is over."""
        path = self._paths.pop()
        if name == "testcase" and self._outcome is not None:
            self.cases.append((path, self._outcome))
            self._outcome = None

    def refuse(self, *_: object) -> None:
        """A document type may declare entities, and no test runner writes one."""
        raise ValueError("has a document type declaration, which is refused")


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

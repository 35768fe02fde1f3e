"""GateReport -> JUnit XML: a test suite in which what stops has failed.

Structure: the schema that Jenkins publishes for JUnit reports (junit-10.xsd of its xUnit plugin).
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from dxscore.domain.gate import GateReport, Judged, Ruling
from dxscore.reporting.from_top import gate_from_top
from dxscore.reporting.gate.matters import Matter, matters, where
from dxscore.reporting.gate.verdict import acceptance, is_accepted
from dxscore.reporting.safe_text import prose, visible
from dxscore.reporting.view import View
from dxscore.reporting.xml_text import document

_NAME = "dxscore gate"


class _Case(Struct, frozen=True):
    """One test: something that was judged."""

    classname: str
    name: str
    ruling: Ruling
    message: str
    detail: str
    skipped: bool = False


def render(report: GateReport, view: View) -> str:
    """A case per finding the change adds and per other thing judged; a single passing one when there is nothing.

    Warnings pass, with their text as output; accepted findings are skipped.
    """
    cases = [*_cases(gate_from_top(report, view.folder))] or [_Case("dxscore", "nothing new", Ruling.PASS, "", "")]
    failures = sum(case.ruling is Ruling.STOP for case in cases)
    counts = {"name": _NAME, "tests": str(len(cases)), "failures": str(failures), "errors": "0"}
    root = Element("testsuites", counts)
    suite = SubElement(root, "testsuite", {**counts, "skipped": str(sum(case.skipped for case in cases))})
    for case in cases:
        _add(suite, case)
    return document(root)


def _cases(report: GateReport) -> Iterator[_Case]:
    for matter in matters(report):
        yield _Case(f"dxscore.{matter.kind}", matter.subject, matter.ruling, matter.text, _places(matter))
    for entry in report.entries:
        yield _finding_case(entry, report)


def _places(matter: Matter) -> str:
    lines = [matter.text, *(f"{where(place)} {place.text}".rstrip() for place in matter.places), matter.advice]
    return "\n".join(visible(line) for line in lines if line)


def _finding_case(entry: Judged, report: GateReport) -> _Case:
    finding, text = entry.finding, report.rules[entry.finding.rule].text
    place = f"{finding.location.path}:{finding.location.line}"
    detail = (
        f"{place} {finding.message} [{finding.owner}]",
        entry.compared.cause,
        f"{entry.compared.change}: {entry.reason}",
        f"Why: {text.why}",
        f"How to fix: {text.fix}",
    )
    skipped = is_accepted(entry)
    message = acceptance(finding) if skipped else finding.message
    return _Case(finding.rule, place, entry.ruling, message, "\n".join(map(prose, filter(None, detail))), skipped)


def _add(suite: Element, case: _Case) -> None:
    element = SubElement(suite, "testcase", classname=visible(case.classname), name=visible(case.name), time="0")
    if case.skipped:
        SubElement(element, "skipped", message=visible(case.message))
    elif case.ruling is Ruling.STOP:
        SubElement(element, "failure", type="stop", message=visible(case.message)).text = case.detail
    elif case.detail:
        SubElement(element, "system-out").text = case.detail

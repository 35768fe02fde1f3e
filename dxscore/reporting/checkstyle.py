"""Remarks -> Checkstyle's XML, which editors, Jenkins and review bots read.

Facts: the output of https://checkstyle.org's XMLLogger: `file` elements with `error` elements.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from dxscore.reporting.remarks import Remark
from dxscore.reporting.safe_text import visible
from dxscore.reporting.xml_text import document

_SEVERITIES = {"error": "error", "warning": "warning", "note": "info"}


def checkstyle(remarks: Iterable[Remark]) -> str:
    """Files in the order of their worst remark, remarks in their own order."""
    root = Element("checkstyle", version="4.3")
    files: dict[str, Element] = {}
    for remark in remarks:
        path = remark.finding.location.path
        if path not in files:
            files[path] = SubElement(root, "file", name=visible(path))
        SubElement(files[path], "error", _attributes(remark))
    return document(root)


def _attributes(remark: Remark) -> dict[str, str]:
    place = remark.finding.location
    return {
        "line": str(place.line),
        "column": str(place.column),
        "severity": _SEVERITIES[remark.level],
        "message": visible(remark.finding.message),
        "source": f"dxscore.{remark.rule.id}",
    }

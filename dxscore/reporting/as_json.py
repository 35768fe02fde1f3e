"""ScanReport -> JSON: one document (`dxscore/v1`), or one finding per line."""

from __future__ import annotations

import json

import msgspec

from dxscore.domain.report import ScanReport
from dxscore.reporting.entries import document, finding_entries
from dxscore.reporting.view import View

_PLAIN = bytes(range(0x7F))
"""Bytes that JSON text may hold as they are: msgspec has escaped the control characters among them."""


def render(report: ScanReport, _view: View) -> str:
    """The whole report; documented in docs/json.md, schema in reports/schema/dxscore-v1.schema.json."""
    return _harmless(msgspec.json.encode(document(report))) + "\n"


def render_lines(report: ScanReport, _view: View) -> str:
    """The objects of `findings`, one per line; nothing at all without findings."""
    return _harmless(msgspec.json.Encoder().encode_lines(finding_entries(report)))


def _harmless(encoded: bytes) -> str:
    r"""The same JSON with every unprintable character as `\uXXXX`: they stand inside strings only, so no value changes.

    Looks at the distinct characters beyond ASCII rather than at megabytes of text.
    """
    text = encoded.decode()
    for char in set(encoded.translate(None, _PLAIN).decode()):
        if not char.isprintable():
            text = text.replace(char, json.dumps(char)[1:-1])
    return text

"""GateReport, View -> text: one function per format, none of which prints; docs/gate-outputs.md describes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.gate import GateReport
    from dxscore.reporting.view import View

GateFormatter: TypeAlias = "Callable[[GateReport, View], str]"
"""Gives the whole text, ending with a newline; it may be printed or written as UTF-8."""

GATE_FORMATTERS: Mapping[str, GateFormatter] = {
    "text": later("gate.as_text"),
    "summary": later("gate.as_text", "render_page"),
    "json": later("gate.as_json"),
    "markdown": later("gate.as_markdown"),
    "sarif": later("gate.as_sarif"),
    "github": later("gate.as_github"),
    "gitlab": later("gate.as_gitlab"),
    "junit": later("gate.as_junit"),
    "checkstyle": later("gate.as_checkstyle"),
}
"""By the name that `--output` takes."""

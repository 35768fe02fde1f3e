"""ScanReport, View -> text: one function per format, none of which prints; those of the gate are in `gate/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.report import ScanReport
    from dxscore.reporting.view import View

Formatter: TypeAlias = "Callable[[ScanReport, View], str]"
"""Gives the whole text, ending with a newline unless it is empty; it may be printed or written as UTF-8."""

FORMATTERS: Mapping[str, Formatter] = {
    "text": later("as_text"),
    "summary": later("as_text", "render_page"),
    "json": later("as_json"),
    "jsonl": later("as_json", "render_lines"),
    "csv": later("as_csv"),
    "markdown": later("as_markdown"),
    "html": later("as_html"),
    "sarif": later("as_tools", "render_sarif"),
    "gitlab": later("as_tools", "render_gitlab"),
    "checkstyle": later("as_tools", "render_checkstyle"),
}
"""By the name that `--output` takes."""

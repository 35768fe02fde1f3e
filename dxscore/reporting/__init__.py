"""ScanReport, View -> text: one function per format, none of which prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.report import ScanReport
    from dxscore.reporting.view import View

Formatter: TypeAlias = "Callable[[ScanReport, View], str]"
"""Gives the whole text, ending with a newline unless it is empty; it may be printed or written as UTF-8."""


def _later(module: str, function: str = "render") -> Formatter:
    """The formatter, imported when it is first used: JSON should not pay for rich and jinja2."""

    def render(report: ScanReport, view: View) -> str:
        formatter = cast(Formatter, getattr(import_module(f"dxscore.reporting.{module}"), function))
        return formatter(report, view)

    return render


FORMATTERS: Mapping[str, Formatter] = {
    "text": _later("as_text"),
    "summary": _later("as_text", "render_page"),
    "json": _later("as_json"),
    "jsonl": _later("as_json", "render_lines"),
    "csv": _later("as_csv"),
    "markdown": _later("as_markdown"),
    "html": _later("as_html"),
}
"""By the name that `--output` takes."""

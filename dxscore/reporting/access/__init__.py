"""AccessReport, View -> text: one function per format, none of which prints; docs/access.md describes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.survey import AccessReport
    from dxscore.reporting.view import View

AccessFormatter: TypeAlias = "Callable[[AccessReport, View], str]"
"""Gives the whole text, ending with a newline; it may be printed or written as UTF-8."""

ACCESS_FORMATTERS: Mapping[str, AccessFormatter] = {
    "text": later("access.as_text"),
    "json": later("access.as_json"),
    "markdown": later("access.as_markdown"),
    "csv": later("access.as_csv"),
    "html": later("access.as_html"),
}
"""By the name that `--output` takes."""

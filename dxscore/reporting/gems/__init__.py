"""GemReport, View -> text: one function per format, none of which prints; docs/gems.md describes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.gems import GemReport
    from dxscore.reporting.view import View

GemFormatter: TypeAlias = "Callable[[GemReport, View], str]"
"""Gives the whole text, ending with a newline; it may be printed or written as UTF-8."""

GEM_FORMATTERS: Mapping[str, GemFormatter] = {
    "text": later("gems.as_text"),
    "json": later("gems.as_json"),
    "markdown": later("gems.as_markdown"),
    "cyclonedx": later("gems.as_cyclonedx"),
}
"""By the name that `--output` takes."""

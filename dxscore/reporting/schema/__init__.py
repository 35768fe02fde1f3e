"""SchemaReport, View -> text: one function per format, none of which prints; docs/schema.md describes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.schema_report import SchemaReport
    from dxscore.reporting.view import View

SchemaFormatter: TypeAlias = "Callable[[SchemaReport, View], str]"
"""Gives the whole text, ending with a newline; it may be printed or written as UTF-8."""

SCHEMA_FORMATTERS: Mapping[str, SchemaFormatter] = {
    "text": later("schema.as_text"),
    "json": later("schema.as_json"),
    "markdown": later("schema.as_markdown"),
    "csv": later("schema.as_csv"),
}
"""By the name that `--output` takes."""

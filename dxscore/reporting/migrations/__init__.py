"""MigrationReport, View -> text: one function per format, none of which prints; docs/migrations.md describes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.migration_report import MigrationReport
    from dxscore.reporting.view import View

MigrationFormatter: TypeAlias = "Callable[[MigrationReport, View], str]"
"""Gives the whole text, ending with a newline; it may be printed or written as UTF-8."""

MIGRATION_FORMATTERS: Mapping[str, MigrationFormatter] = {
    "text": later("migrations.as_text"),
    "json": later("migrations.as_json"),
    "markdown": later("migrations.as_markdown"),
    "github": later("migrations.as_github"),
}
"""By the name that `--output` takes."""

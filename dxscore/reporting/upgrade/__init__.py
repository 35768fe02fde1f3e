"""UpgradeReport, View -> text: one function per format, none of which prints; docs/upgrade.md describes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.upgrade import UpgradeReport
    from dxscore.reporting.view import View

UpgradeFormatter: TypeAlias = "Callable[[UpgradeReport, View], str]"
"""Gives the whole text, ending with a newline; it may be printed or written as UTF-8."""

UPGRADE_FORMATTERS: Mapping[str, UpgradeFormatter] = {
    "text": later("upgrade.as_text"),
    "json": later("upgrade.as_json"),
    "markdown": later("upgrade.as_markdown"),
    "html": later("upgrade.as_html"),
}
"""By the name that `--output` takes."""

"""Trend, View -> text, and snapshots -> tables: one function per format, none of which prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.trend import Trend
    from dxscore.reporting.view import View

TrendFormatter: TypeAlias = "Callable[[Trend, View], str]"
"""Gives the whole text, ending with a newline; it may be printed or written as UTF-8."""

TREND_FORMATTERS: Mapping[str, TrendFormatter] = {
    "text": later("history.as_text"),
    "json": later("history.as_json"),
    "svg": later("history.as_svg"),
    "html": later("history.as_html"),
}
"""Of `dxscore history show`, by the name that `--output` takes."""

EXPORTS = ("csv", "json", "parquet")
"""Of `dxscore history export`; exports.py makes them."""

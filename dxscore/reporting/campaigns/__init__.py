"""CampaignReport, View -> text: one function per format, none of which prints; docs/campaigns.md describes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.campaign import CampaignReport
    from dxscore.reporting.view import View

CampaignFormatter: TypeAlias = "Callable[[CampaignReport, View], str]"
"""Gives the whole text, ending with a newline unless it is empty; it may be printed or written as UTF-8."""

LIST_FORMATTERS: Mapping[str, CampaignFormatter] = {
    "text": later("campaigns.as_text"),
    "json": later("campaigns.as_json"),
    "html": later("campaigns.as_html"),
}
"""Of all campaigns, by the name that `--output` takes."""

SHOW_FORMATTERS: Mapping[str, CampaignFormatter] = {
    "text": later("campaigns.as_page"),
    "json": later("campaigns.as_json"),
    "html": later("campaigns.as_html"),
    "svg": later("campaigns.as_burn_down"),
}
"""Of one campaign in full."""

GANTT_FORMATTERS: Mapping[str, CampaignFormatter] = {
    "text": later("campaigns.as_gantt"),
    "svg": later("campaigns.as_gantt", "render_svg"),
    "html": later("campaigns.as_html"),
}
"""What is planned against what is expected."""

TICKET_FORMATTERS: Mapping[str, CampaignFormatter] = {
    "csv": later("campaigns.tickets", "render_csv"),
    "markdown": later("campaigns.tickets", "render_markdown"),
}
"""One ticket per campaign and team."""

WEEK_FORMATTERS: Mapping[str, CampaignFormatter] = {
    "csv": later("campaigns.as_csv"),
    "json": later("campaigns.as_json"),
}
"""The burn-down, week by week."""

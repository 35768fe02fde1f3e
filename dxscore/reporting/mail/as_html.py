"""Edition -> the HTML part of its mail: tables with styles in their cells, because mail clients know little else."""

from __future__ import annotations

import css_inline
from markupsafe import Markup

from dxscore.reporting.as_html import environment
from dxscore.reporting.mail.editions import Edition
from dxscore.reporting.mail.standing import level_words
from dxscore.reporting.mail.wording import (
    QUIET,
    arrow,
    counts,
    footer,
    gist,
    points,
    report_page,
    short,
    stand,
    turnover,
)
from dxscore.reporting.view import View
from dxscore.resources import REPORTS

_FILTERS = {
    each.__name__: each for each in (arrow, counts, gist, level_words, points, report_page, short, stand, turnover)
}


def render(edition: Edition, view: View, reasons: tuple[str, ...] = ()) -> str:
    """The page; `reasons` say why one gets it and how to be left out."""
    made = environment(view)
    made.filters.update(_FILTERS)
    style = Markup((REPORTS / "mail" / "mail.css").read_text("utf-8"))  # noqa: S704 - our own file, not scanned text
    page = made.get_template("mail/mail.html.j2").render(
        edition=edition, style=style, footer=(*footer(edition), *reasons), quiet=QUIET
    )
    return css_inline.inline(page, load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)

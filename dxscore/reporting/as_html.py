"""ScanReport -> one HTML page that needs nothing else: style and script are in it, nothing is fetched."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from shlex import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import Struct

from dxscore.domain.report import ScanReport
from dxscore.reporting.figures import amount, counted, density, percent
from dxscore.reporting.page import page
from dxscore.reporting.safe_text import code_spans, link_to, visible
from dxscore.reporting.view import View
from dxscore.resources import REPORTS

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def render(report: ScanReport, view: View) -> str:
    """The page, from reports/scan.html.j2."""
    return filled("scan.html.j2", view, report=report, page=page(report, view))


def filled(template: str, view: View, **values: object) -> str:
    """A page from a template of reports/, with style and script and the policy that lets only these two in."""
    return press(view).page(template, **values)


class Press(Struct, frozen=True):
    """The templates of reports/ with one style and one script, to make any number of pages."""

    environment: Environment
    style: Markup
    script: Markup

    def page(self, template: str, **values: object) -> str:
        """A whole page, and the policy that lets only our style and script in."""
        policy = f"default-src 'none'; style-src '{_digest(self.style)}'; script-src '{_digest(self.script)}'"
        made = self.environment.get_template(template)
        return made.render(**values, style=self.style, script=self.script, policy=policy)

    def part(self, template: str, **values: object) -> Markup:
        """Something that goes into a page."""
        return Markup(self.environment.get_template(template).render(**values))  # noqa: S704 - the template escaped it


def press(view: View, styles: Sequence[str] = (), scripts: Sequence[str] = (), **names: object) -> Press:
    """With more styles and scripts of reports/assets than every page has; `names` are known to all templates."""
    made = environment(view)
    made.globals.update(view=view, **names)
    style, script = (
        Markup("").join(map(_asset, assets))
        for assets in (("colors.css", "style.css", "charts.css", *styles), ("table.js", *scripts))
    )
    return Press(made, style, script)


def environment(view: View) -> Environment:
    """Jinja2 for the templates in reports/: whatever they print is escaped and made visible first."""
    made = Environment(
        loader=FileSystemLoader(REPORTS),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        amount=amount,
        counted=counted,
        density=density,
        percent=percent,
        breakable=_breakable,
        dated=_dated,
        quoted=quote,
        spans=code_spans,
    )
    made.globals.update(link=partial(link_to, view.links))
    return made


def _finalized(value: object) -> object:
    return value if isinstance(value, Markup) or not isinstance(value, str) else visible(value)


def _breakable(path: str) -> Markup:
    """The path, which may be wrapped after each slash."""
    return Markup("/<wbr>").join(visible(path).split("/"))


def _dated(text: str) -> Markup:
    """The text, in which no day such as 2026-11-25 is broken at the end of a line."""
    return Markup(_DAY.sub(r'<span class="day">\g<0></span>', str(escape(visible(text)))))  # noqa: S704 - escaped here


def _asset(name: str) -> Markup:
    return Markup((REPORTS / "assets" / name).read_text("utf-8"))  # noqa: S704 - our own file, not scanned text


def _digest(asset: str) -> str:
    """What the page's Content-Security-Policy lets run: the very text of our own asset."""
    return f"sha256-{b64encode(sha256(asset.encode()).digest()).decode()}"

"""A trend as a drawing and as a page."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from dxscore.reporting.history import as_html, as_svg
from dxscore.reporting.view import View
from tests.reporting.history.trends import a_trend


def test_the_drawing_is_xml_and_says_what_it_shows() -> None:
    drawing = as_svg.render(a_trend(), View())
    assert ET.fromstring(drawing).tag.endswith("svg")
    assert "1,198 on 2026-01-18" in drawing


def test_the_page_needs_nothing_else_and_runs_nothing_of_names() -> None:
    page = as_html.render(a_trend(), View())
    assert "<script>alert" not in page
    assert "src=" not in page.replace("src='data:", "").replace('src="data:', "")
    assert "payments" in page
    assert "2 snapshots by other rules are not shown" in page

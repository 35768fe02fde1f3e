from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from dxscore.reporting.charts.drawn import NARROW
from dxscore.reporting.charts.gantt_svg import WIDE, gantt_svg
from dxscore.reporting.charts.svg import alone
from tests.campaign_reports import a_campaign_report, an_empty_campaign_report

SVG = "{http://www.w3.org/2000/svg}"


def drawing(width: float = WIDE) -> ET.Element:
    return ET.fromstring(alone(gantt_svg(a_campaign_report().gantt, width)))


def marks(root: ET.Element, kind: str) -> list[ET.Element]:
    return [each for each in root.iter() if each.get("class") == kind]


def test_it_is_an_image_with_a_name_and_all_of_it_in_words() -> None:
    root = drawing()
    assert root.get("role") == "img"
    named = {each.get("id"): each.text for each in root.iter() if each.get("id")}
    assert [named[name] for name in (root.get("aria-labelledby") or "").split()] == [
        "Gantt chart: 4 campaigns from 2026-06-01 to 2027-06-01: 1 draft, 1 active, 1 at risk, 1 late",
        root.findtext(f"{SVG}desc"),
    ]
    assert "Rails 8.0 (platform): 66%, at risk; planned 2026-06-01 to 2027-01-31; expected 2027-03-01, between" in (
        root.findtext(f"{SVG}desc") or ""
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_mark_lies_inside_the_drawing(width: float) -> None:
    root = drawing(width)
    for rect in root.iter(f"{SVG}rect"):
        if rect.get("class") != "ground":
            assert float(rect.get("x", 0)) >= 0
            assert float(rect.get("x", 0)) + float(rect.get("width", 0)) <= width
            assert float(rect.get("y", 0)) + float(rect.get("height", 0)) <= float(root.get("height", 0))


def test_plans_ranges_phases_and_dependencies_are_drawn() -> None:
    root = drawing()
    # One more of each for the legend; 'gone' is no campaign, and the draft is not expected to end.
    assert [len(marks(root, kind)) for kind in ("planned", "expected", "uncertain", "phase")] == [5, 3, 3, 2]
    assert len(marks(root, "arrow")) == len(marks(root, "beyond")) == len(marks(root, "endless")) == 1


def test_on_a_phone_no_arrow_crosses_the_names_but_words_say_the_same() -> None:
    root = drawing(NARROW)
    assert not marks(root, "arrow")
    assert any("after rails-8" in (text.text or "") for text in root.iter(f"{SVG}text"))


def test_hostile_names_stay_text_and_nothing_is_fetched() -> None:
    text = alone(gantt_svg(a_campaign_report().gantt))
    assert "<script" not in text
    assert "\x1b" not in text
    assert "href" not in text
    assert "url(" not in text


def test_without_campaigns_the_drawing_says_so() -> None:
    text = alone(gantt_svg(an_empty_campaign_report().gantt))
    assert "no campaigns" in text
    assert "Nothing is planned." in text

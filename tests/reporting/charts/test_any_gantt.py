"""Whatever campaigns there are, their chart can be drawn and stays within its bounds."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxscore.domain.campaign import Bar, CampaignStatus, Gantt, Phase, Span
from dxscore.reporting.charts.gantt_svg import gantt_svg
from dxscore.reporting.charts.gantt_text import gantt_lines
from dxscore.reporting.charts.svg import alone
from dxscore.reporting.terminal import rendered
from dxscore.reporting.view import View
from tests.factories import HOSTILE

_DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
_SPANS = st.builds(lambda day, length: Span(day, day + timedelta(days=length)), _DAYS, st.integers(0, 2000))
_TEXTS = st.sampled_from(["", "Rails 8", HOSTILE, "日本語のキャンペーン" * 4, "a b " * 30, "e\u0301\u200d🧪"])
_BARS = st.builds(
    Bar,
    campaign=st.sampled_from("abc"),
    title=_TEXTS,
    owner=_TEXTS,
    status=st.sampled_from(CampaignStatus),
    planned=_SPANS,
    projected=st.none() | _SPANS,
    uncertain=st.none() | _SPANS,
    phases=st.lists(st.builds(Phase, _TEXTS, _DAYS, _DAYS), max_size=3).map(tuple),
    depends_on=st.lists(st.sampled_from("abcd"), max_size=2).map(tuple),
    share=st.none() | st.floats(0, 1),
    open_end=st.booleans(),
    endless=st.booleans(),
)
_CHARTS = st.builds(Gantt, _SPANS, _DAYS, st.lists(_BARS, max_size=4).map(tuple))
_FEW = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
"""Charts are large values: a busy machine takes long to make them up."""


@_FEW
@given(_CHARTS, st.integers(20, 220))
def test_lines_are_never_wider_than_the_terminal(gantt: Gantt, width: int) -> None:
    view = View(width=width, terminal=True)
    lines = list(gantt_lines(gantt, view))
    assert all(line.cell_len <= width for line in lines if not line.plain.startswith("  ↳"))
    assert "\x1b" not in rendered(lines, view)


@_FEW
@given(_CHARTS, st.sampled_from([360, 1080]))
def test_drawings_are_well_formed_and_within_their_bounds(gantt: Gantt, width: int) -> None:
    root = ET.fromstring(alone(gantt_svg(gantt, width)))
    rects = [each for each in root.iter("{http://www.w3.org/2000/svg}rect") if each.get("class") != "ground"]
    ends = [float(each.get("x", 0)) + float(each.get("width", 0)) for each in rects]
    assert all(0 <= end <= width for end in ends)

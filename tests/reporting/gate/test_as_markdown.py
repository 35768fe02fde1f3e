from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dxscore.copying import replace
from dxscore.domain.comment import CLEAN, MARKER
from dxscore.domain.gate import Change, Compared, GateReport, Note, Place, Ruling
from dxscore.hosts.body import is_clean
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.view import View
from tests.factories import HOSTILE, a_finding
from tests.gate_reports import VILE, a_gate_report, a_judged, a_quiet_gate_report, a_vile_gate_report

_TAGS = re.compile(r"</?(\w+)")
_OWN_TAGS = set("h2 h3 p strong blockquote ul li table thead tbody tr th td code br details summary sub a".split())


def _text(report: GateReport, links: str = "") -> str:
    return GATE_FORMATTERS["markdown"](report, View(links=links))


def _html(report: GateReport, links: str = "") -> str:
    return str(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(_text(report, links)))


def test_it_begins_with_the_marker_and_the_verdict() -> None:
    lines = _text(a_gate_report()).splitlines()
    assert lines[0] == MARKER == "<!-- dxscore-gate -->"
    assert lines[1] == "## 🛑 dxscore: stopped by 2 findings, 1 statement and 1 limit"
    assert _text(a_quiet_gate_report()).splitlines()[1] == "## ✅ dxscore: passed"


def test_a_report_with_nothing_to_say_tells_so_to_the_command_that_comments() -> None:
    assert is_clean(_text(a_quiet_gate_report()))
    assert CLEAN not in _text(a_gate_report())
    assert CLEAN not in _text(a_quiet_gate_report(entries=(a_judged(),)))


def test_statements_come_before_findings_and_details_last() -> None:
    text = _text(a_gate_report())
    parts = (
        "can't be rolled back",
        "### New and worse",
        "### Limits",
        "### Measures",
        "### Worth knowing",
        "Thank you",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_a_row_has_place_rule_owner_why_and_fix() -> None:
    html = _html(a_quiet_gate_report(entries=(a_judged(finding=a_finding(line=12)),)), "https://h/{path}#L{line}")
    assert '<a href="https://h/app/models/user.rb#L12"><code>app/models/user.rb:12</code></a>' in html
    assert "<code>tech-debt.rescue-nil</code> · major · payments" in html
    assert "Rescue the one error you expect, with begin and rescue, and say what happens then." in html
    assert "<details><summary>Why</summary>A rescue modifier catches every StandardError" in html


def test_a_worse_finding_and_a_cause_are_told() -> None:
    entry = a_judged(Change.WORSE)
    caused = replace(entry, compared=replace(entry.compared, cause="clone of app/a.rb:3, which is new"))
    text = _text(a_quiet_gate_report(entries=(caused,)))
    assert "worse than before<br>clone of app/a.rb:3, which is new" in text


def test_at_most_20_rows() -> None:
    html = _html(a_gate_report(many=30))
    findings = html[: html.index("<h3>Limits</h3>")]
    assert findings.count("<tr>") == 1 + 20
    assert "… and 100 more findings." in findings


def test_without_links_places_are_no_links() -> None:
    assert "<a " not in _html(a_gate_report())


def test_handles_of_the_policy_are_mentions_and_nothing_else_is() -> None:
    assert "cc @acme/payments" in _text(a_gate_report())
    vile = _text(a_quiet_gate_report(notify=("payments", "@a b", VILE)))
    assert "cc @payments\n" in vile
    assert "@everyone" not in _text(a_vile_gate_report())


def test_hostile_text_adds_no_markup() -> None:
    html = _html(a_vile_gate_report())
    assert set(_TAGS.findall(html)) <= _OWN_TAGS
    assert "href" not in html
    assert html.count("<!--") == 1


@given(st.text(alphabet=st.sampled_from("#-+*_~>|`<![]()@:/\\\n\r \t1.ax&;=$"), max_size=40))
def test_no_text_at_all_adds_markup(text: str) -> None:
    found = replace(a_finding(path=f"a{text}"), message=text, owner=text)
    place = Place(f"a{text}", 1, text)
    report = a_quiet_gate_report(
        entries=(a_judged(finding=found, reason=text),),
        fixed=(Compared(found, Change.FIXED),),
        notes=(Note("policy", text, (place,), Ruling.WARN, text),),
    )
    tags = _TAGS.findall(_html(report))
    assert set(tags) <= _OWN_TAGS - {"a", "blockquote"}
    assert tags.count("td") == 2 * 3
    assert tags.count("h3") == 2 * 2
    assert tags.count("li") == 2 * 3


@pytest.mark.parametrize("text", ["@" * 9_000, HOSTILE * 90, "é" * 9_000], ids=["escaped", "hostile", "wide"])
def test_it_stays_below_what_a_code_host_takes(text: str) -> None:
    found = replace(a_finding(path=text), message=text, owner=text)
    places = tuple(Place(text, line, text) for line in range(10))
    report = a_quiet_gate_report(
        entries=tuple(a_judged(finding=found) for _ in range(100)),
        notes=tuple(Note("environment", text, places, Ruling.WARN, text) for _ in range(20)),
        fixed=tuple(Compared(found, Change.FIXED) for _ in range(100)),
        notify=("payments",),
    )
    assert len(_text(report)) <= 65_536
    assert "| 🛑 |" in _text(report), "and says something all the same"

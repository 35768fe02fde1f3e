from __future__ import annotations

from markdown_it import MarkdownIt

from dxscore.copying import replace
from dxscore.reporting import FORMATTERS
from dxscore.reporting.overview import open_findings
from dxscore.reporting.view import View
from tests.factories import HOSTILE, a_finding, a_report, a_rule, an_empty_report


def test_it_has_every_part_in_order() -> None:
    text = FORMATTERS["markdown"](a_report(), View())
    titles = [line for line in text.splitlines() if line.startswith("#")]
    assert titles == [
        "# shop: technical debt by owner",
        "## Scorecards",
        "## Worth doing first",
        "## Hotspots",
        "## Not seen",
    ]


def test_places_are_links_when_there_is_an_address() -> None:
    text = FORMATTERS["markdown"](a_report(), View(links="https://h/{path}#L{line}"))
    assert "[`lib/tasks/invoice_0.rb:74`](<https://h/lib/tasks/invoice_0.rb#L74>)" in text


def test_hostile_findings_add_no_markup() -> None:
    finding, rule = a_finding(path=HOSTILE), a_rule()
    hostile = replace(finding, message=HOSTILE, owner=HOSTILE)
    text = FORMATTERS["markdown"](an_empty_report(findings=(hostile,), rules={rule.id: rule}), View())
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert "<script" not in html
    assert "href" not in html
    assert html.count("<td>") == 5


def test_top_limits_what_is_listed() -> None:
    text = FORMATTERS["markdown"](a_report(), View(top=3))
    assert f"… and {len(open_findings(a_report())) - 3} more findings." in text

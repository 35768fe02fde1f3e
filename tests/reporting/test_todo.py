from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.todo import TodoChange, TodoCheck, TodoEntry
from dxscore.reporting.todo import change_text, check_text, growth_text
from tests.factories import HOSTILE, a_finding


def test_a_check_tells_every_place_and_what_to_do() -> None:
    stale = TodoEntry("a.x", "app/a.rb", "A#a", "a" * 16, "dxscore_todo/a.x.yml", 4)
    check = TodoCheck("dxscore_todo", 1200, (a_finding("a.x"),), (stale, replace(stale, symbol="")))
    assert check_text(check).splitlines() == [
        "app/models/user.rb:1: a.x: Api.call swallows every error [payments]",
        "dxscore_todo/a.x.yml:4: lists what is gone: app/a.rb (A#a)",
        "dxscore_todo/a.x.yml:4: lists what is gone: app/a.rb",
        "1,200 findings listed in dxscore_todo/, 1 not, 2 gone",
        "  fix what is not listed; `dxscore todo write --allow-growth` would list it",
        "  `dxscore todo prune` takes out what is gone",
    ]


def test_a_change_is_told_in_totals_and_growth_by_rule() -> None:
    change = TodoChange({"t/a.x.yml": ""}, (), 1, 2, {"a.x": (1, 2)})
    assert change_text(change, "t") == "2 findings listed in 1 file of t/, 1 before\n"
    assert growth_text(change) == "a.x: 1 listed, 2 now\n"


def test_hostile_texts_steer_no_terminal() -> None:
    finding = replace(a_finding(), message=HOSTILE, owner=HOSTILE)
    stale = TodoEntry("a.x", HOSTILE, HOSTILE, "a" * 16, "dxscore_todo/a.x.yml", 4)
    text = check_text(TodoCheck(HOSTILE, 0, (finding,), (stale,)))
    assert all(line.isprintable() for line in text.splitlines())

from __future__ import annotations

from dxscore.config.gate import GateConfig
from dxscore.domain.facts import Directive, FileFacts
from dxscore.domain.finding import UNOWNED
from dxscore.domain.gate import Measure, Ruling
from dxscore.facts.todo.entries import counted, suppression, switched_off, uncounted
from dxscore.gate.measures import accepted, hidden, moved, unowned

OFFENCES = Measure("offences accepted", 12)
OWNED = Measure("files with an owner", 80, "%", "higher")


def test_only_what_differs_is_told_and_only_the_wrong_way_is_judged() -> None:
    after = [Measure("offences accepted", 15), Measure("files with an owner", 82, "%", "higher"), Measure("same", 1)]
    found = moved([OFFENCES, OWNED, Measure("same", 1)], after, GateConfig(measures="stop"))
    assert [(each.after.name, each.delta, each.ruling) for each in found] == [
        ("offences accepted", 3, Ruling.STOP),
        ("files with an owner", 2, Ruling.PASS),
    ]


def test_what_is_unknown_at_one_end_says_nothing() -> None:
    assert moved([Measure("a", None), Measure("b", 1)], [Measure("a", 1), Measure("c", 1)], GateConfig()) == ()


def test_accepted_offences_are_summed_by_tool_and_unit() -> None:
    entries = [
        counted(suppression("rubocop", "Rails/Date", 1, 3), "offences"),
        counted(suppression("rubocop", "Rails/Time", 5, 4), "offences"),
        counted(suppression("rubocop", "Style/For", 9, 2), "files"),
        switched_off(suppression("reek", "LongMethod", 1, 1)),
        uncounted(suppression("reek", "TooManyMethods", 1, 1)),
        suppression("packwerk", "dependency", 2, 7),
    ]
    facts = [FileFacts(1, 1, entities=tuple(entries[:2])), FileFacts(1, 1, entities=tuple(entries[2:]))]
    assert list(accepted(facts)) == [
        Measure("packwerk: places accepted", 7),
        Measure("reek: offences accepted", 2),
        Measure("rubocop: files accepted", 2),
        Measure("rubocop: offences accepted", 7),
    ]


def test_what_is_waved_through_is_counted() -> None:
    directive = Directive(1, 1, ("a.x",), "", "why")
    facts = [FileFacts(1, 1, directives=(directive, directive)), FileFacts(1, 1)]
    assert [(measure.name, measure.value) for measure in hidden(facts, 3, 40)] == [
        ("dxscore:ignore comments", 2),
        ("exemptions", 3),
        ("findings in todo files", 40),
    ]


def test_files_without_an_owner_are_counted_only_where_most_have_one() -> None:
    assert [measure.value for measure in unowned(["a", UNOWNED, "b"])] == [1]
    assert [measure.value for measure in unowned(["a", UNOWNED])] == [None]
    assert [measure.value for measure in unowned(["a"])] == [0]
    assert [measure.value for measure in unowned([UNOWNED])] == [None]
    assert [measure.value for measure in unowned([])] == [None]

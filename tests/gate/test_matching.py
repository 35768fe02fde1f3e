from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.copying import replace
from dxscore.domain.finding import Finding, Status
from dxscore.domain.gate import Change, Compared
from dxscore.domain.matchers import EntityMatcher, NumberTest
from dxscore.domain.source import Location
from dxscore.gate.matching import Edits, compare
from tests.factories import a_finding, a_matching_rule, a_rule

LONG = a_matching_rule(EntityMatcher("def", (("lines", NumberTest(">", 40)),)), "tech-debt.long-method")
RULES = {rule.id: rule for rule in (a_rule(), LONG)}
NOTHING_MOVED = Edits({})


def a_match(path: str = "a.rb", line: int = 1, symbol: str = "A#go", code: str = "x rescue nil") -> Finding:
    return replace(a_finding(path=path, line=line), symbol=symbol, code=code)


def a_method(symbol: str = "A#go", lines: int = 50, path: str = "a.rb") -> Finding:
    found = a_finding(LONG.id, path)
    return replace(found, symbol=symbol, evidence={"lines": lines}, message=f"{symbol} has {lines} lines")


def changes(base: list[Finding], head: list[Finding], edits: Edits = NOTHING_MOVED) -> list[str]:
    return [str(each.change) for each in compare(base, head, edits, RULES)]


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(a_match(line=90), id="lines above"),
        pytest.param(a_match(symbol="A#run"), id="method renamed"),
        pytest.param(a_match(symbol="B#go"), id="class renamed"),
        pytest.param(a_match(path="b.rb"), id="method moved to another file"),
        pytest.param(a_match(path="b.rb", symbol="B#run"), id="moved and renamed"),
    ],
)
def test_code_that_moved_is_not_new(after: Finding) -> None:
    assert changes([a_match()], [after]) == ["unchanged"]


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(a_method("A#run"), id="renamed"),
        pytest.param(a_method("Admin::A#go"), id="class renamed"),
        pytest.param(a_method(path="b.rb"), id="moved"),
        pytest.param(a_method("B#go", path="b.rb"), id="moved to another class"),
    ],
)
def test_a_method_that_moved_is_not_new(after: Finding) -> None:
    assert changes([a_method()], [after]) == ["unchanged"]


def test_another_method_of_the_same_name_elsewhere_is_new() -> None:
    assert changes([a_method("A#go", 50)], [a_method("B#go", 61, "b.rb")]) == ["new", "fixed"]


def test_a_renamed_file_keeps_its_findings_though_their_code_was_edited_elsewhere() -> None:
    base, head = [a_method(), a_match()], [a_method(lines=45, path="b.rb"), a_match("b.rb", 7)]
    assert changes(base, head, Edits({"a.rb": "b.rb"})) == ["unchanged", "unchanged"]


def test_what_a_rule_measures_may_grow() -> None:
    (compared,) = compare([a_method(lines=50)], [a_method(lines=55)], NOTHING_MOVED, RULES)
    assert (compared.change, compared.cause) == (Change.WORSE, "lines: 55, was 50")


def test_other_numbers_may_grow() -> None:
    before, after = (replace(a_method(), evidence={"lines": 50, "complexity": number}) for number in (3, 9))
    assert changes([before], [after]) == ["unchanged"]


def test_a_finding_that_is_no_longer_suppressed_is_worse() -> None:
    hidden = replace(a_match(), status=Status.SUPPRESSED)
    (compared,) = compare([hidden], [a_match()], NOTHING_MOVED, RULES)
    assert (compared.change, compared.cause) == (Change.WORSE, "no longer suppressed")


def test_hiding_a_finding_does_not_fix_it() -> None:
    assert changes([a_match()], [replace(a_match(), status=Status.SUPPRESSED)]) == ["unchanged"]


def test_of_equal_findings_the_one_on_an_added_line_is_new() -> None:
    base, head = [a_match(line=5)], [a_match(line=3), a_match(line=8)]
    added = Edits({}, lambda finding: finding.location.line == 3)
    assert changes(base, head, added) == ["new", "unchanged"]
    assert changes(base, head) == ["unchanged", "new"]


def test_the_nearest_counterpart_is_taken_first() -> None:
    base = [a_match("b.rb", 1), a_match("a.rb", 2)]
    (_, fixed) = compare(base, [a_match("a.rb", 9)], NOTHING_MOVED, RULES)
    assert (fixed.change, fixed.finding.location.path) == (Change.FIXED, "b.rb")


_FINDINGS = st.lists(
    st.builds(a_match, st.sampled_from("ab"), st.integers(1, 9), st.sampled_from(["A#x", "B#y"]), st.sampled_from("pq"))
    | st.builds(a_method, st.sampled_from(["A#x", "B#x"]), st.integers(41, 43), st.sampled_from("ab"))
)


@given(_FINDINGS, _FINDINGS, st.dictionaries(st.just("a"), st.just("b")))
def test_every_finding_is_told_of_once(base: list[Finding], head: list[Finding], renames: dict[str, str]) -> None:
    compared = compare(base, head, Edits(renames), RULES)
    assert [each.finding for each in compared if each.change is not Change.FIXED] == head
    counterparts = [each.before for each in compared if each.before]
    fixed = [each.finding for each in compared if each.change is Change.FIXED]
    assert sorted(map(repr, counterparts + fixed)) == sorted(map(repr, base))


@given(_FINDINGS, _FINDINGS)
def test_new_minus_fixed_is_the_difference_per_rule(base: list[Finding], head: list[Finding]) -> None:
    compared = compare(base, head, NOTHING_MOVED, RULES)
    assert _difference(compared) == {
        rule: delta
        for rule in RULES
        if (delta := sum(each.rule == rule for each in head) - sum(each.rule == rule for each in base))
    }


@given(_FINDINGS)
def test_a_side_compared_with_itself_has_not_changed(side: list[Finding]) -> None:
    assert set(changes(side, side)) <= {"unchanged"}


@given(_FINDINGS)
def test_lines_added_above_change_nothing(side: list[Finding]) -> None:
    lower = [replace(each, location=Location(each.location.path, each.location.line + 40, 99)) for each in side]
    assert set(changes(side, lower)) <= {"unchanged"}


def _difference(compared: tuple[Compared, ...]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for each in compared:
        counts[each.finding.rule] += (each.change is Change.NEW) - (each.change is Change.FIXED)
    return {rule: count for rule, count in counts.items() if count}

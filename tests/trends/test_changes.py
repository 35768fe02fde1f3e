"""What is new, fixed, or only moved between two snapshots."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from dxscore.copying import replace
from dxscore.domain.finding import Finding
from dxscore.domain.trend import Count, Snapshot
from dxscore.trends.changes import changes
from dxscore.trends.identities import pack
from tests.factories import a_finding
from tests.snapshots import a_count, a_snapshot

_RULE, _KEY = "tech-debt.rescue-nil", ("tech-debt.rescue-nil", "tech-debt", "payments")


def _finding(number: int, path: str = "a.rb", symbol: str = "") -> Finding:
    return replace(a_finding(path=path, line=number), symbol=symbol or f"User#m{number}")


def _count(findings: Sequence[Finding], owner: str = "payments") -> Count:
    return a_count(_RULE, owner, len(findings), identities=pack(findings))


def _snapshot(*counts: Count, **changed: object) -> Snapshot:
    return replace(a_snapshot(), counts=counts, **changed)


def test_new_and_fixed_are_counted_by_rule_and_owner() -> None:
    before = _snapshot(_count([_finding(1), _finding(2)]))
    after = _snapshot(_count([_finding(2), _finding(3), _finding(4)]))
    found = changes(before, after)
    assert (found.new, found.fixed, found.uncounted) == ({_KEY: 2}, {_KEY: 1}, frozenset())


def test_a_renamed_file_makes_nothing_new() -> None:
    before = _snapshot(_count([_finding(1, "a.rb"), _finding(2, "a.rb")]))
    after = _snapshot(_count([_finding(1, "b.rb"), _finding(2, "b.rb"), _finding(3, "b.rb")]))
    found = changes(before, after)
    assert (found.new, found.fixed) == ({_KEY: 1}, {})


def test_code_that_goes_to_another_team_is_neither_new_nor_fixed() -> None:
    found = changes(_snapshot(_count([_finding(1)])), _snapshot(_count([_finding(1)], "growth")))
    assert (found.new, found.fixed) == ({}, {})


def test_of_several_alike_as_many_are_new_as_came() -> None:
    before = _snapshot(_count([_finding(1, "a.rb", "User")]))
    after = _snapshot(_count([_finding(1, "b.rb", "User"), _finding(2, "c.rb", "User")]))
    assert changes(before, after).new == {_KEY: 1}


def test_rules_that_were_not_judged_alike_are_left_out() -> None:
    before, after = _snapshot(), _snapshot(_count([_finding(1)]))
    assert changes(replace(before, unknown=(_RULE,)), after).uncounted == {_RULE}
    assert changes(replace(before, idle=(_RULE,)), after).uncounted == {_RULE}
    assert changes(replace(before, idle=("x",)), replace(after, idle=("x",))).uncounted == frozenset()
    assert changes(replace(before, idle=(_RULE,)), after).new == {}


def test_rules_of_which_only_the_number_is_known_are_left_out() -> None:
    assert changes(_snapshot(_count([_finding(1)])), _snapshot(a_count(_RULE))).uncounted == {_RULE}


_NUMBERS = st.frozensets(st.integers(0, 40))
_PATHS = st.sampled_from(["a.rb", "b.rb"])


@given(_NUMBERS, _NUMBERS, _PATHS)
def test_new_less_fixed_is_what_the_count_moved_by(old: frozenset[int], new: frozenset[int], path: str) -> None:
    before = _snapshot(_count([_finding(number) for number in old]))
    after = _snapshot(_count([_finding(number, path) for number in new]))
    found = changes(before, after)
    assert sum(found.new.values()) == len(new - old)
    assert sum(found.fixed.values()) == len(old - new)

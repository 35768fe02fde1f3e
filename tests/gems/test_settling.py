from __future__ import annotations

from datetime import date

from dxscore.domain.gems import Bundle, RankedUnit
from dxscore.gems.lag import Setting
from dxscore.gems.ranking import rank
from dxscore.gems.states import Known
from tests.gems.support import Book, Index, Weakness, by_name, direct, locked, releases, shipped_weights

_AS_OF = date(2026, 11, 25)


def _rexml(*weaknesses: Weakness, index: Index | None = None, accepted: frozenset[str] = frozenset()) -> RankedUnit:
    bundle = Bundle("Gemfile", "Gemfile.lock", by_name(locked("rexml", "3.2.6")), (direct("rexml"),))
    known = Known(bundle, index or Index({}), Book(weaknesses), Setting(_AS_OF), accepted=accepted)
    return rank(known, shipped_weights())[0]


def test_without_releases_the_fix_of_one_weakness_may_have_another_and_the_fix_of_that_is_looked_for() -> None:
    old, new = Weakness("rexml", "CVE-1", "high", "< 3.3.9"), Weakness("rexml", "CVE-2", "low", ">= 3.3.3, < 3.4.2")
    assert _rexml(old, new).effort.target == "3.4.2"


def test_a_weakness_that_nothing_fixes_is_settled_by_no_version() -> None:
    assert _rexml(Weakness("rexml", "CVE-1", "high", ">= 0")).effort.command == "replace, fork or remove it"


def test_what_is_accepted_is_told_and_neither_counts_nor_needs_a_fix() -> None:
    index = Index({"rexml": releases("3.2.6 2026-10-01")})
    weaknesses = Weakness("rexml", "CVE-1", "high", ">= 0"), Weakness("rexml", "CVE-2", "low", "< 9")
    found = _rexml(*weaknesses, index=index, accepted=frozenset({"CVE-1", "CVE-2"}))
    assert (found.priority.parts[0].points, found.priority.parts[0].sentence) == (0, "no open advisory, 2 accepted")
    assert (found.effort.command, [each.id for each in found.gems[0].accepted]) == ("nothing to do", ["CVE-1", "CVE-2"])
    some = _rexml(*weaknesses, index=index, accepted=frozenset({"CVE-1"}))
    assert some.priority.parts[0].sentence == "1 open advisory: 1 low, 1 accepted"

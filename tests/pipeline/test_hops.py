from __future__ import annotations

import pytest

from dxscore.copying import replace
from dxscore.domain.finding import Status
from dxscore.domain.upgrade import Allowances
from dxscore.domain.versions import LockedVersions
from dxscore.pipeline.hops import allowances, newest, versions_at
from tests.factories import a_finding, a_rule


def test_a_hop_to_rails_moves_all_gems_released_with_it_and_no_others() -> None:
    locked = LockedVersions("7.1.5", "3.3.4", {"rails": "7.1.5", "activerecord": "7.1.5", "devise": "4.9.4"})
    assert versions_at(locked, "rails", "8.0.5") == replace(
        locked, rails="8.0.5", gems={"rails": "8.0.5", "activerecord": "8.0.5", "devise": "4.9.4"}
    )


def test_a_hop_to_ruby_leaves_the_gems() -> None:
    locked = LockedVersions("7.1.5", "3.3.4", {"rails": "7.1.5"})
    assert versions_at(locked, "ruby", "3.4.0") == replace(locked, ruby="3.4.0")


@pytest.mark.parametrize("series", ["8.2", "12.0"])
def test_a_series_without_a_known_release_is_judged_by_its_first(series: str) -> None:
    assert newest("rails", series) == f"{series}.0"


def test_a_series_is_judged_by_its_newest_known_release() -> None:
    assert newest("rails", "4.2") == "4.2.11.3"
    assert newest("ruby", "3.4") == "3.4.0"


def test_allowances_are_open_findings_of_their_dimension_the_owner_with_most_first() -> None:
    rules = {rule.id: rule for rule in (a_rule("upgrade-allowances.a"), a_rule("upgrade-allowances.b"), a_rule())}
    found = [
        replace(a_finding("upgrade-allowances.a"), owner="growth"),
        *(a_finding("upgrade-allowances.b", line=line) for line in (1, 2)),
        a_finding("upgrade-allowances.a"),
        replace(a_finding("upgrade-allowances.a"), status=Status.SUPPRESSED),
        a_finding(),
    ]
    assert allowances(rules, found) == (
        Allowances("payments", {"upgrade-allowances.b": 2, "upgrade-allowances.a": 1}),
        Allowances("growth", {"upgrade-allowances.a": 1}),
    )

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.copying import replace
from dxscore.domain.finding import Finding, Status
from dxscore.domain.todo import TodoEntry
from dxscore.todo import Listed, as_directives, entry_of, listed
from tests.factories import a_finding, a_rule

RULE = replace(a_rule("tech-debt.new-name"), aliases=("tech-debt.old-name",))
OTHER = a_rule("tech-debt.other")


def finding(fingerprint: str = "a", symbol: str = "User#sync", path: str = "app/a.rb") -> Finding:
    return replace(a_finding(RULE.id, path), fingerprint=fingerprint * 16, symbol=symbol)


def entry(fingerprint: str = "a", symbol: str = "User#sync", path: str = "app/a.rb", rule: str = RULE.id) -> TodoEntry:
    return TodoEntry(rule, path, symbol, fingerprint * 16, f"dxscore_todo/{rule}.yml", 3)


def against(
    findings: Sequence[Finding], entries: Sequence[TodoEntry], judged: Iterable[str] = (RULE.id, OTHER.id)
) -> Listed:
    return listed(findings, entries, [RULE, OTHER], frozenset(judged))


def test_a_listed_finding_says_where() -> None:
    found = against([finding()], [entry()])
    assert (found.findings[0].status, found.findings[0].justification) == (
        Status.LISTED,
        "listed in dxscore_todo/tech-debt.new-name.yml",
    )
    assert (found.state.stale, found.state.idle) == ((), ())


def test_what_no_entry_lists_stays_open() -> None:
    found = against([finding("b", "User#other")], [entry()])
    assert found.findings == (finding("b", "User#other"),)
    assert found.state.stale == (entry(),)


def test_code_that_was_edited_in_its_place_is_still_listed_once() -> None:
    found = against([finding("b"), finding("c")], [entry("a")])
    assert [each.status for each in found.findings] == [Status.LISTED, Status.OPEN]


def test_an_entry_with_the_fingerprint_comes_before_one_in_the_place() -> None:
    found = against([finding("b"), finding("a")], [entry("a")])
    assert [each.status for each in found.findings] == [Status.OPEN, Status.LISTED]


def test_an_entry_of_an_earlier_id_of_the_rule_lists_in_its_place() -> None:
    found = against([finding("b")], [entry("a", rule="tech-debt.old-name")])
    assert (found.findings[0].status, found.state.stale) == (Status.LISTED, ())


@pytest.mark.parametrize("status", [Status.SUPPRESSED, Status.EXEMPT])
def test_what_is_hidden_needs_no_entry(status: Status) -> None:
    hidden = replace(finding(), status=status)
    found = against([hidden], [entry()])
    assert (found.findings, found.state.stale) == ((hidden,), (entry(),))


def test_an_entry_of_a_rule_that_did_not_run_is_idle_and_one_of_no_rule_is_stale() -> None:
    of_none = entry(rule="tech-debt.no-such-rule")
    found = against([], [entry(), of_none], judged=[OTHER.id])
    assert (found.state.idle, found.state.stale) == ((entry(),), (of_none,))


def test_a_path_that_is_no_text_is_found_again() -> None:
    odd = finding("b", path="app/\udcff.rb")
    assert against([odd], [entry("a", path="app/?.rb")]).findings[0].status is Status.LISTED


def test_a_stale_entry_is_a_directive_that_is_unused() -> None:
    ((path, entity),) = as_directives([entry()])
    assert (path, entity.kind, entity.line, entity.symbol) == (entry().file, "directive", 3, "app/a.rb User#sync")
    assert (entity.attributes["problem"], entity.attributes["form"], entity.attributes["rule"]) == (
        "unused",
        "todo entry",
        RULE.id,
    )


_POOL = [finding(fingerprint, symbol, path) for fingerprint in "abcd" for symbol in "xy" for path in ("1.rb", "2.rb")]
_FINDINGS = st.lists(st.sampled_from(_POOL), max_size=12).map(lambda findings: [*map(replace, findings)])


@given(_FINDINGS, _FINDINGS)
def test_every_entry_lists_at_most_one_finding_and_none_gets_lost(today: list[Finding], then: list[Finding]) -> None:
    entries = [entry_of(each) for each in then]
    found = against(today, entries)
    used = sum(each.status is Status.LISTED for each in found.findings)
    assert used + len(found.state.stale) == len(entries)
    assert [replace(each, status=Status.OPEN, justification="") for each in found.findings] == today


@given(_FINDINGS)
def test_what_was_listed_today_is_all_listed(today: list[Finding]) -> None:
    found = against(today, [entry_of(each) for each in reversed(today)])
    assert all(each.status is Status.LISTED for each in found.findings)
    assert found.state.stale == ()

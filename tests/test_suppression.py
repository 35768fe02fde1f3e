from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from msgspec import structs

from dxscore.copying import replace
from dxscore.domain.exemption import Exemption
from dxscore.domain.facts import Directive
from dxscore.domain.finding import Finding, Status
from dxscore.domain.source import Location
from dxscore.suppression import Suppressed, apply
from tests.factories import a_finding, a_rule

TODAY = date(2026, 11, 25)
RULES = (replace(a_rule("data.sql"), aliases=("data.raw-sql",)), a_rule("data.other"))


def _suppressed(
    findings: Sequence[Finding],
    directives: Mapping[str, Sequence[Directive]] | None = None,
    exemptions: Sequence[Exemption] = (),
    judged: Sequence[str] = ("data.sql", "data.other"),
) -> Suppressed:
    return apply(findings, directives or {}, exemptions, RULES, TODAY, judged)


def _directive(line: int = 3, target: int = 0, rules: tuple[str, ...] = ("data.sql",), **changes: str) -> Directive:
    plain = Directive(line=line, target=target or line, rules=rules, until="", reason="window function")
    return structs.replace(plain, **changes)


def _exemption(**changes: object) -> Exemption:
    plain = Exemption(("data.sql",), ("app/reports/**",), "read replica", "ann", "", ".dxscore/exemptions.yml", 4)
    return replace(plain, **changes)


def _found(line: int = 3, path: str = "a.rb", rule: str = "data.sql") -> Finding:
    return a_finding(rule, path, line)


def test_a_comment_hides_its_rule_on_its_line_only() -> None:
    findings = [_found(3), _found(4), _found(3, rule="data.other"), _found(3, path="b.rb")]

    done = _suppressed(findings, {"a.rb": [_directive(3)]})

    assert [each.status for each in done.findings] == [Status.SUPPRESSED, Status.OPEN, Status.OPEN, Status.OPEN]
    assert [each.justification for each in done.findings] == ["window function", "", "", ""]
    assert done.directives == ()


def test_a_comment_alone_covers_the_statement_below() -> None:
    (found,) = _suppressed([_found(4)], {"a.rb": [_directive(3, target=4)]}).findings

    assert found.status is Status.SUPPRESSED


def test_a_comment_behind_the_last_line_covers_what_ends_there() -> None:
    spread = replace(_found(), location=Location("a.rb", 3, 6))
    inside, behind = _directive(4), _directive(6)

    assert _suppressed([spread], {"a.rb": [behind]}).findings[0].status is Status.SUPPRESSED
    assert _suppressed([spread], {"a.rb": [inside]}).findings[0].status is Status.OPEN


def test_an_old_id_of_the_rule_still_holds() -> None:
    done = _suppressed([_found()], {"a.rb": [_directive(rules=("data.raw-sql",))]})

    assert done.findings[0].status is Status.SUPPRESSED
    assert done.directives == ()


def test_an_exemption_covers_paths() -> None:
    done = _suppressed([_found(path="app/reports/x.rb"), _found(path="app/x.rb")], exemptions=[_exemption()])

    assert [each.status for each in done.findings] == [Status.EXEMPT, Status.OPEN]


def test_an_exemption_without_paths_covers_all() -> None:
    assert _suppressed([_found()], exemptions=[_exemption(paths=())]).findings[0].status is Status.EXEMPT


def test_with_both_the_comment_names_the_status_and_neither_is_unused() -> None:
    done = _suppressed([_found()], {"a.rb": [_directive()]}, [_exemption(paths=())])

    assert done.findings[0].status is Status.SUPPRESSED
    assert done.directives == ()


@pytest.mark.parametrize(("until", "status"), [("2026-11-25", Status.SUPPRESSED), ("2026-11-24", Status.OPEN)])
def test_the_last_day_still_counts(until: str, status: Status) -> None:
    assert _suppressed([_found()], {"a.rb": [_directive(until=until)]}).findings[0].status is status


def test_expired_ones_are_reported_with_their_day() -> None:
    done = _suppressed([_found()], {"a.rb": [_directive(until="2026-11-24")]}, [_exemption(expires="2020-01-01")])

    assert [(path, entity.line, entity.attributes["problem"]) for path, entity in done.directives] == [
        (".dxscore/exemptions.yml", 4, "expired"),
        ("a.rb", 3, "expired"),
    ]
    assert done.directives[1][1].attributes == {
        "problem": "expired",
        "form": "comment",
        "rule": "data.sql",
        "reason": "window function",
        "until": "2026-11-24",
    }


def test_unused_ones_are_reported_rule_by_rule() -> None:
    done = _suppressed([_found()], {"a.rb": [_directive(rules=("data.sql", "data.other"))]}, [_exemption()])

    assert [(path, entity.attributes["rule"], entity.attributes["problem"]) for path, entity in done.directives] == [
        (".dxscore/exemptions.yml", "data.sql", "unused"),
        ("a.rb", "data.other", "unused"),
    ]


def test_nothing_is_called_unused_when_its_rule_did_not_run() -> None:
    directives = {"a.rb": [_directive(rules=("data.sql", "data.other"))]}

    assert _suppressed([], directives, judged=["data.other"]).directives[0][1].attributes["rule"] == "data.other"
    assert _suppressed([], directives, judged=[]).directives == ()


@pytest.mark.parametrize(
    ("directive", "reason"),
    [
        (_directive(error="no reason given"), "no reason given"),
        (_directive(rules=(), error="no rule id"), "no rule id"),
        (_directive(rules=("data.sqll",)), "no rule is called 'data.sqll'"),
    ],
)
def test_malformed_ones_hide_nothing_and_say_why(directive: Directive, reason: str) -> None:
    done = _suppressed([_found()], {"a.rb": [directive]})

    assert done.findings[0].status is Status.OPEN
    assert [entity.attributes["problem"] for _, entity in done.directives] == ["malformed"]
    assert done.directives[0][1].attributes["reason"] == reason


def test_order_and_number_of_findings_stay() -> None:
    findings = [_found(line) for line in (9, 3, 5)]

    done = _suppressed(findings, {"a.rb": [_directive(3)]})

    assert [each.location.line for each in done.findings] == [9, 3, 5]


def test_every_comment_and_exemption_is_listed_with_what_it_hides_and_what_is_wrong_with_it() -> None:
    findings = [_found(3), _found(9, "app/reports/b.rb"), _found(10, "app/reports/b.rb")]
    comments = [_directive(3), _directive(7), _directive(8, until="2026-11-24"), _directive(9, rules=("data.gone",))]

    waivers = _suppressed(findings, {"a.rb": comments}, [_exemption(note="until the rewrite")]).waivers

    assert [(each.form, each.line, each.hidden, each.problem) for each in waivers] == [
        ("exemption", 4, 2, ""),
        ("comment", 3, 1, ""),
        ("comment", 7, 0, "unused"),
        ("comment", 8, 0, "expired"),
        ("comment", 9, 0, "malformed"),
    ]
    assert (waivers[0].approved_by, waivers[0].note) == ("ann", "until the rewrite")
    assert waivers[-1].note == "no rule is called 'data.gone'"

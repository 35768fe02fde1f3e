from __future__ import annotations

from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED
from dxscore.domain.owner import Claim
from dxscore.domain.report import OwnerSource
from dxscore.ownership import attribute, coverage
from tests.factories import a_finding


def test_each_path_is_asked_for_once() -> None:
    asked: list[str] = []

    def owner_of(path: str) -> str:
        asked.append(path)
        return path.partition("/")[0]

    nobodys = [replace(a_finding(path=path), owner=UNOWNED) for path in ("a/x.rb", "b/y.rb", "a/x.rb")]
    found = attribute(nobodys, owner_of)

    assert [finding.owner for finding in found] == ["a", "b", "a"]
    assert asked == ["a/x.rb", "b/y.rb"]


def test_a_finding_about_something_with_an_owner_keeps_it() -> None:
    found = attribute([a_finding(path="Gemfile")], lambda _path: "platform")

    assert [finding.owner for finding in found] == ["payments"]


def test_coverage_counts_the_best_claim_and_puts_unowned_first() -> None:
    claims = {
        "a": (Claim("Pay", "package", "package.yml"), Claim("All", "CODEOWNERS", "CODEOWNERS:1")),
        "b": (Claim("Pay", "package", "package.yml"),),
        "c": (Claim("Pay", "CODEOWNERS", "CODEOWNERS:2"),),
        "d": (Claim("unowned", "CODEOWNERS", "CODEOWNERS:3"),),
        "e": (),
    }

    found = coverage({"a": 10, "b": 20, "c": 1000, "d": 1, "e": 2}, claims.__getitem__)

    assert found == (
        OwnerSource("unowned", "none", 1, 2),
        OwnerSource("unowned", "CODEOWNERS", 1, 1),
        OwnerSource("Pay", "CODEOWNERS", 1, 1000),
        OwnerSource("Pay", "package", 2, 30),
    )

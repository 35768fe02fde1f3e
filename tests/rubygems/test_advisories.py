from __future__ import annotations

from datetime import date

import pytest

from dxscore.rubygems.advisories import Band, concerns, parse_entry
from dxscore.rubygems.version import Version


def _holds_for(version: str, patched: list[str] | None = None, unaffected: list[str] | None = None) -> bool:
    data: dict[str, object] = {"gem": "rack"}
    data |= {"patched_versions": patched} if patched else {}
    data |= {"unaffected_versions": unaffected} if unaffected else {}
    return parse_entry(data, "CVE-1").affected.holds_for(Version.parse(version))


def test_an_entry_as_the_database_writes_it() -> None:
    entry = parse_entry(
        {
            "gem": "RedCloth",
            "cve": "2026-32700",
            "ghsa": "57hq-95w6-v4fc",
            "osvdb": 4711,
            "url": "https://example.com/advisory",
            "title": "Denial\n  of service",
            "date": date(2026, 3, 5),
            "cvss_v3": 5.3,
            "patched_versions": ["~> 4.3.1, >= 4.3.1.2", ">= 4.4"],
        },
        "CVE-2026-32700",
    )
    assert (entry.package, entry.id) == ("RedCloth", "CVE-2026-32700")
    assert entry.aliases == ("CVE-2026-32700", "GHSA-57hq-95w6-v4fc", "OSVDB-4711")
    assert entry.title == "Denial of service"
    assert entry.published == date(2026, 3, 5)
    assert (entry.band, entry.score, entry.platform) == ("medium", 5.3, "")
    assert entry.affected.fixes == ("~> 4.3.1, >= 4.3.1.2", ">= 4.4")


@pytest.mark.parametrize(
    ("version", "holds"), [("7.0.8", True), ("7.0.8.6", True), ("7.0.8.7", False), ("7.0.9", True), ("7.2", False)]
)
def test_clauses_hold_together_and_requirements_are_alternatives(version: str, holds: bool) -> None:
    assert _holds_for(version, ["~> 7.0.8.7, < 7.0.9", ">= 7.1"]) is holds


@pytest.mark.parametrize(
    ("version", "holds"), [("2.2.10", False), ("2.2.11", True), ("2.2.17", True), ("2.2.18", False)]
)
def test_a_weakness_can_come_back(version: str, holds: bool) -> None:
    assert _holds_for(version, ["= 2.2.10", ">= 2.2.18"]) is holds


@pytest.mark.parametrize(
    ("version", "holds"), [("1.6.9", False), ("1.6.10", True), ("1.6.13", True), ("1.6.14", False)]
)
def test_only_some_releases_in_the_middle(version: str, holds: bool) -> None:
    assert _holds_for(version, [">= 1.7.0"], ["<= 1.6.9", ">= 1.6.14"]) is holds


@pytest.mark.parametrize("version", ["0.0.1", "99", "99.0.rc1"])
def test_without_any_good_version_all_are_bad(version: str) -> None:
    assert _holds_for(version)


def test_a_prerelease_of_the_fix_is_not_fixed() -> None:
    assert _holds_for("3.1.10.rc1", [">= 3.1.10"])
    assert not _holds_for("8.2.0.alpha", [">= 8.1.3.1"])


@pytest.mark.parametrize(
    ("scores", "band", "score"),
    [
        ({"cvss_v4": 6.9, "cvss_v3": 9.8}, "medium", 6.9),
        ({"cvss_v3": 0.0}, "low", 0.0),
        ({"cvss_v3": 3.9}, "low", 3.9),
        ({"cvss_v3": 4}, "medium", 4.0),
        ({"cvss_v3": 7.0, "cvss_v2": 10.0}, "high", 7.0),
        ({"cvss_v3": 9.0}, "critical", 9.0),
        ({"cvss_v2": 10.0}, "high", 10.0),
        ({"cvss_v2": 4.0}, "medium", 4.0),
        ({"cvss_v2": 3.9}, "low", 3.9),
        ({}, "unscored", None),
    ],
)
def test_bands_are_those_of_bundler_audit(scores: dict[str, float], band: Band, score: float | None) -> None:
    entry = parse_entry({"gem": "rack", **scores}, "CVE-1")
    assert (entry.band, entry.score) == (band, score)


@pytest.mark.parametrize(
    ("platform", "locked", "matters"),
    [
        ("", ["ruby"], True),
        ("jruby", ["ruby", "x86_64-linux"], False),
        ("jruby", ["ruby", "java"], True),
        ("jruby", ["universal-java-11"], True),
        ("jruby", [], False),
    ],
)
def test_an_entry_for_jruby_matters_where_java_is_locked(platform: str, locked: list[str], matters: bool) -> None:
    assert concerns(platform, locked) is matters


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "not a mapping"),
        ({"patched_versions": ">= 1"}, "patched_versions is no list"),
        ({"unaffected_versions": [">> 1"]}, "ill-formed requirement"),
        ({"cvss_v3": "high"}, "cvss_v3 is no number"),
        ({"cvss_v2": True}, "cvss_v2 is no number"),
    ],
)
def test_a_damaged_entry_says_what_is_wrong(data: object, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_entry(data, "CVE-1")

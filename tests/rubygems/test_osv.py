from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dxscore.rubygems.osv import gems_in, parse_osv
from dxscore.rubygems.version import Version


def _record(*events: dict[str, str], **more: Any) -> dict[str, Any]:
    affected = {"package": {"ecosystem": "RubyGems", "name": "rack"}, "versions": more.pop("versions", [])}
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    return {"id": "GHSA-1", "affected": [{**affected, "ranges": ranges}], **more}


def _holding(record: dict[str, Any], *versions: str) -> list[str]:
    (entry,) = parse_osv(record)
    return [version for version in versions if entry.affected.holds_for(Version.parse(version))]


def test_a_record_as_github_writes_it() -> None:
    record = _record(
        {"introduced": "2.0.0"},
        {"fixed": "2.2.20"},
        aliases=["CVE-2026-1"],
        summary="Denial  of service",
        published="2026-03-05T10:00:00Z",
        references=[{"type": "WEB", "url": "https://a"}, {"type": "ADVISORY", "url": "https://b"}],
        database_specific={"severity": "MODERATE"},
    )
    (entry,) = parse_osv(record)
    assert (entry.package, entry.id, entry.aliases) == ("rack", "GHSA-1", ("GHSA-1", "CVE-2026-1"))
    assert (entry.title, entry.url, entry.published) == ("Denial of service", "https://b", date(2026, 3, 5))
    assert (entry.band, entry.score) == ("medium", None)
    assert entry.affected.fixes == (">= 2.2.20",)


def test_a_range_begins_and_ends() -> None:
    record = _record({"introduced": "2.0.0"}, {"fixed": "2.2.20"}, {"introduced": "3.0.0.beta1"}, {"fixed": "3.1"})
    tried = ("1.9", "2.0.0", "2.2.19", "2.2.20", "2.2.22", "3.0.0.alpha", "3.0.0.beta1", "3.0.9", "3.1")
    assert _holding(record, *tried) == ["2.0.0", "2.2.19", "3.0.0.beta1", "3.0.9"]
    (entry,) = parse_osv(record)
    assert entry.affected.fixes == (">= 2.2.20, < 3.0.0.beta1", ">= 3.1")


def test_the_last_affected_version_is_affected() -> None:
    record = _record({"introduced": "0"}, {"last_affected": "1.5"}, {"introduced": "2.0"}, {"last_affected": "2.0"})
    assert _holding(record, "0.1", "1.5", "1.5.1", "2.0", "2.0.1") == ["0.1", "1.5", "2.0"]


def test_events_may_come_in_any_order_and_without_an_end() -> None:
    assert _holding(_record({"fixed": "1.2"}, {"introduced": "0"}), "1.1", "1.2") == ["1.1"]
    assert _holding(_record({"introduced": "3"}), "2.9", "3", "99") == ["3", "99"]
    assert _holding(_record({"introduced": "0"}, {"limit": "*"}), "1") == ["1"]


def test_versions_are_named_as_well() -> None:
    assert _holding(_record(versions=["1.0.0", "1.1"]), "1.0", "1.1", "1.2") == ["1.0", "1.1"]
    both = _record({"introduced": "2"}, {"fixed": "3"}, versions=["1.0"])
    assert _holding(both, "1.0", "1.5", "2.5", "3") == ["1.0", "2.5"]


def test_a_record_may_name_a_gem_several_times_and_others_besides() -> None:
    record = _record({"introduced": "1"}, {"fixed": "1.5"})
    more = _record({"introduced": "2"}, {"fixed": "2.5"})["affected"][0]
    other = {**more, "package": {"ecosystem": "npm", "name": "rack"}}
    second = {**more, "package": {"ecosystem": "RubyGems", "name": "rack-two"}}
    record["affected"] += [more, other, second]
    rack, two = parse_osv(record)
    assert [entry.package for entry in (rack, two)] == ["rack", "rack-two"]
    assert [v for v in ("1.2", "1.7", "2.2") if rack.affected.holds_for(Version.parse(v))] == ["1.2", "2.2"]


def test_what_was_withdrawn_is_no_advisory() -> None:
    assert parse_osv(_record({"introduced": "0"}, withdrawn="2026-01-01T00:00:00Z")) == ()


def test_ranges_of_commits_say_nothing_of_versions() -> None:
    record = _record(versions=["1.0"])
    record["affected"][0]["ranges"] = [{"type": "GIT", "events": [{"introduced": "0"}]}]
    assert _holding(record, "1.0", "2.0") == ["1.0"]


def test_a_malicious_package_is_critical() -> None:
    (entry,) = parse_osv({**_record({"introduced": "0"}), "id": "MAL-2026-1"})
    assert entry.band == "critical"


def test_without_a_word_it_has_no_severity_and_its_page_is_osvs() -> None:
    (entry,) = parse_osv(_record({"introduced": "0"}, severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}]))
    assert (entry.band, entry.published, entry.url) == ("unscored", None, "https://osv.dev/vulnerability/GHSA-1")


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ([], "not an object"),
        ({}, "no id"),
        ({"id": "A", "affected": {}}, None),
        ({"id": "A", "affected": {"a": 1}}, "affected is no list"),
        (_record({"introduced": "1..0"}), "malformed version"),
        (_record(versions=["v1"]), "malformed version"),
    ],
)
def test_a_damaged_record_says_what_is_wrong(record: object, problem: str | None) -> None:
    if problem is None:
        assert parse_osv(record) == ()
        return
    with pytest.raises(ValueError, match=problem):
        parse_osv(record)


def test_the_gems_of_a_damaged_record_are_known_as_far_as_can_be() -> None:
    assert gems_in(_record(versions=["v1"])) == {"rack"}
    assert gems_in([]) == gems_in({"affected": 3}) == frozenset()

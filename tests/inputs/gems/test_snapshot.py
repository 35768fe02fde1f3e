from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from dxscore.copying import replace
from dxscore.domain.gems import FigureSource, Needed, Release
from dxscore.errors import DxscoreError
from dxscore.inputs.gems.snapshot import (
    Contents,
    KnownGem,
    Snapshot,
    parse_snapshot,
    read_snapshot,
    snapshot_bytes,
    write_snapshot,
)
from dxscore.rubygems.advisories import Entry, EntryError, parse_entry
from dxscore.rubygems.osv import parse_osv

_DAY = date(2026, 11, 25)
_RUBYGEMS = "https://rubygems.org/"
_RACK = Release("3.1.7", released=date(2024, 7, 11), ruby=">= 2.4.0")
_MAIL = Release("2.8.1", "java", rubygems=">= 3", needs=(Needed("mini_mime", ">= 0.1.1, < 2"),), yanked=True)


def _gem(name: str, *releases: Release, entries: tuple[Entry, ...] | None = None, server: str = _RUBYGEMS) -> KnownGem:
    return KnownGem(name, server, releases, entries)


def _contents(*gems: KnownGem, advisories: FigureSource | None = None) -> Contents:
    return Contents(_DAY, gems, advisories)


def _read(contents: Contents) -> Snapshot:
    return parse_snapshot(snapshot_bytes(contents), "gems.snapshot")


def test_releases_come_back() -> None:
    snapshot = _read(_contents(_gem("rack", replace(_RACK, checksum="aa")), _gem("mail", _MAIL)))
    assert snapshot.releases("rack") == (_RACK,)
    assert snapshot.releases("mail") == (_MAIL,)
    assert snapshot.evidence == FigureSource("snapshot (gems.snapshot)", _DAY)


def test_a_gem_without_releases_is_not_an_unknown_one() -> None:
    snapshot = _read(_contents(_gem("empty"), KnownGem("private")))
    assert snapshot.releases("empty") == ()
    assert snapshot.releases("private") is None
    assert snapshot.releases("never-heard-of") is None


def test_the_same_gems_in_any_order_give_the_same_bytes() -> None:
    gems = (_gem("rack", _RACK), _gem("acme", server="https://gems.acme.example/"), _gem("mail", _MAIL))
    assert snapshot_bytes(_contents(*gems)) == snapshot_bytes(_contents(*reversed(gems)))
    assert _read(_contents(*gems)).servers == ("https://gems.acme.example/", _RUBYGEMS)


def test_advisories_of_both_kinds_come_back() -> None:
    good = parse_entry(
        {
            "gem": "rack",
            "title": "Bad",
            "date": _DAY,
            "cvss_v3": 9.8,
            "platform": "jruby",
            "patched_versions": ["~> 3.1"],
        },
        "CVE-1",
    )
    events = [{"introduced": "1.0"}, {"fixed": "1.2"}]
    package = {"ecosystem": "RubyGems", "name": "rack"}
    affected = [{"package": package, "versions": ["0.9"], "ranges": [{"type": "ECOSYSTEM", "events": events}]}]
    (bad,) = parse_osv({"id": "GHSA-1", "affected": affected})
    source = FigureSource("advisory database", date(2026, 8, 22))
    snapshot = _read(_contents(_gem("rack", _RACK, entries=(good, bad)), _gem("mail"), advisories=source))
    entries = snapshot.advisory_entries()
    assert entries
    assert entries.entries("rack") == (good, bad)
    assert entries.evidence == FigureSource("advisory database in the snapshot (gems.snapshot)", date(2026, 8, 22))
    with pytest.raises(EntryError, match=r"gems\.snapshot does not have mail"):
        entries.entries("mail")


def test_without_a_database_it_has_no_advisories() -> None:
    assert _read(_contents(_gem("rack", _RACK))).advisory_entries() is None


def test_it_is_read_from_a_file_and_may_not_be_there(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "gems.snapshot"
    assert read_snapshot(path) is None
    write_snapshot(path, _contents(_gem("rack", _RACK)))
    snapshot = read_snapshot(path, ".dxscore/gems.snapshot")
    assert snapshot
    assert snapshot.place == ".dxscore/gems.snapshot"
    assert [each.name for each in path.parent.iterdir()] == ["gems.snapshot"]


def test_a_file_that_cannot_be_written_is_an_error_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "gems.snapshot").mkdir()
    (tmp_path / "gems.snapshot" / "in the way").touch()
    with pytest.raises(DxscoreError, match="can't be written"):
        write_snapshot(tmp_path / "gems.snapshot", _contents())
    assert [each.name for each in tmp_path.iterdir()] == ["gems.snapshot"]


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DxscoreError, match="can't be read"):
        read_snapshot(tmp_path)


def _damages() -> list[bytes]:
    whole = snapshot_bytes(_contents(_gem("rack", _RACK)))
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    text = gzip.decompress(whole)
    return [b"", b"no gzip", whole[:-9], whole[: len(whole) // 2], bytes(flipped)] + [
        gzip.compress(wrong, mtime=0)
        for wrong in (b"", text.splitlines()[0], b"[]\n", b"nothing\n", text.replace(b'"gems":1', b'"gems":"x"'))
    ]


@pytest.mark.parametrize("content", _damages())
def test_a_damaged_file_is_an_error_that_says_what_to_do(content: bytes) -> None:
    with pytest.raises(DxscoreError, match=r"is damaged|of another version") as raised:
        parse_snapshot(content, "gems.snapshot")
    assert "dxscore gems sync" in raised.value.hint


@pytest.mark.parametrize(("old", "new"), [(b"2024-07-11", b"2024-13-11"), (b'"3.1.7"', b"3")])
def test_a_damaged_line_is_an_error_when_it_is_asked_for(old: bytes, new: bytes) -> None:
    text = gzip.decompress(snapshot_bytes(_contents(_gem("rack", _RACK))))
    assert old in text
    snapshot = parse_snapshot(gzip.compress(text.replace(old, new)), "gems.snapshot")
    with pytest.raises(DxscoreError, match=r"gems\.snapshot is damaged: rack: "):
        snapshot.releases("rack")


def test_a_file_of_another_version_says_so() -> None:
    header, *lines = gzip.decompress(snapshot_bytes(_contents())).splitlines()
    later = json.dumps({**json.loads(header), "dxscore_gems": 2, "more": 1}).encode()
    with pytest.raises(DxscoreError, match=r"another version of dxscore \(format 2\)"):
        parse_snapshot(gzip.compress(b"\n".join([later, *lines])), "gems.snapshot")


def test_a_damaged_requirement_of_an_advisory_is_an_error() -> None:
    entry = parse_entry({"gem": "rack", "patched_versions": [">= 3.1"]}, "CVE-1")
    contents = _contents(_gem("rack", _RACK, entries=(entry,)), advisories=FigureSource("db"))
    text = gzip.decompress(snapshot_bytes(contents)).replace(b">= 3.1", b">> 3.1")
    snapshot = parse_snapshot(gzip.compress(text, mtime=0), "gems.snapshot")
    with pytest.raises(DxscoreError, match=r"gems\.snapshot is damaged: rack: ill-formed"):
        snapshot.entries("rack")

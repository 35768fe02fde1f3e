from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dxscore.copying import replace
from dxscore.domain.gems import FigureSource, Needed, Release
from dxscore.errors import DxscoreError
from dxscore.hosts.gem_server import Limits
from dxscore.inputs.gems.snapshot import Snapshot, read_snapshot
from dxscore.pipeline.gem_asking import Wanted
from dxscore.pipeline.gem_sync import SyncRequest, SyncResult, sync_gems, wanted_gems
from dxscore.rubygems.advisories import Entry, EntryError
from dxscore.rubygems.affected import AllBut
from dxscore.rubygems.bundler_settings import BundlerSettings
from dxscore.rubygems.lockfile import parse_lockfile
from dxscore.rubygems.version import Version
from tests.hosts.fake_gem_server import FakeGemServer, Reply, Spoiler, a_gem_server

_TODAY = date(2026, 11, 25)
_INFOS = {
    "rack": b"---\n3.1.7 |checksum:aa,ruby:>= 2.4.0,created_at:2024-07-11T08:00:00Z\n",
    "mail": b"---\n2.8.1 mini_mime:>= 0.1.1|checksum:bb,created_at:2023-02-13T08:00:00Z\n",
    "tilt": b"---\n2.4.0 |checksum:cc,created_at:2024-06-27T08:00:00Z\n",
}


@pytest.fixture
def server() -> Iterator[FakeGemServer]:
    with a_gem_server() as server:
        server.infos |= _INFOS
        yield server


def _request(folder: Path, server: FakeGemServer, *names: str, version: str = "1.0") -> SyncRequest:
    wanted = tuple(Wanted(name, (server.url,), version) for name in names or _INFOS)
    limits = Limits(connect=1, read=1, whole=5)
    return SyncRequest(wanted, folder / "gems.snapshot", folder / "cache", _TODAY, limits=limits)


def _synced(request: SyncRequest) -> SyncResult:
    return sync_gems(request, sleep=lambda _: None)


def _snapshot(request: SyncRequest) -> Snapshot:
    snapshot = read_snapshot(request.snapshot)
    assert snapshot
    return snapshot


def test_what_servers_say_is_in_the_snapshot(tmp_path: Path, server: FakeGemServer) -> None:
    request = _request(tmp_path, server)
    assert _synced(request) == SyncResult(known=3, fetched=3, unknown={})
    snapshot = _snapshot(request)
    needs = (Needed("mini_mime", ">= 0.1.1"),)
    assert snapshot.releases("mail") == (Release("2.8.1", released=date(2023, 2, 13), needs=needs),)
    assert snapshot.evidence == FigureSource(f"snapshot ({request.snapshot})", _TODAY)
    assert snapshot.servers == (server.url,)


def test_a_second_run_fetches_only_what_changed_and_writes_the_same_bytes(
    tmp_path: Path, server: FakeGemServer
) -> None:
    request = _request(tmp_path, server)
    _synced(request)
    before = request.snapshot.read_bytes()
    assert _synced(request).fetched == 0
    assert request.snapshot.read_bytes() == before
    server.infos["rack"] += b"3.1.8 |checksum:dd,created_at:2024-10-14T08:00:00Z\n"
    assert _synced(request).fetched == 1
    assert [release.version for release in _snapshot(request).releases("rack") or ()] == ["3.1.7", "3.1.8"]


def _never(reply: Reply) -> Reply:
    return Reply(503)


def _cut(reply: Reply) -> Reply:
    return replace(reply, content=reply.content[:-5], length=len(reply.content))


def _wrong_digest(reply: Reply) -> Reply:
    return replace(reply, headers={**reply.headers, "Repr-Digest": f"sha-256=:{'A' * 43}=:"})


@pytest.mark.parametrize("spoiler", [_never, _cut, _wrong_digest])
def test_a_failure_leaves_the_old_snapshot_and_the_next_run_goes_on(
    tmp_path: Path, server: FakeGemServer, spoiler: Spoiler
) -> None:
    request = _request(tmp_path, server, "rack")
    _synced(request)
    before = request.snapshot.read_bytes()
    more = _request(tmp_path, server, "tilt", "mail")
    server.spoil(lambda reply: reply, *[spoiler] * 10)
    with pytest.raises(DxscoreError, match=r"127\.0\.0\.1") as raised:
        _synced(more)
    assert "--without 127.0.0.1" in raised.value.hint
    assert request.snapshot.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"gems.snapshot", "cache"}
    server.spoilers.clear()
    server.asked.clear()
    assert _synced(more) == SyncResult(known=2, fetched=1, unknown={})
    assert "if-none-match" in server.asked[0].headers


def test_an_interruption_leaves_the_old_snapshot_and_the_next_run_goes_on(
    tmp_path: Path, server: FakeGemServer
) -> None:
    request = _request(tmp_path, server)
    _synced(_request(tmp_path, server, "rack"))
    before = request.snapshot.read_bytes()

    def interrupted(_: float) -> None:
        if len(server.asked) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync_gems(request, sleep=interrupted)
    assert request.snapshot.read_bytes() == before
    assert _synced(request) == SyncResult(known=3, fetched=1, unknown={})


def test_a_busy_server_is_waited_for_as_long_as_it_asks(tmp_path: Path, server: FakeGemServer) -> None:
    server.spoil(lambda _: Reply(429, headers={"Retry-After": "7"}), lambda _: Reply(502))
    slept: list[float] = []
    result = sync_gems(_request(tmp_path, server, "rack"), sleep=slept.append)
    assert result.known == 1
    assert slept == [0.1, 7.0, 2.0]


def test_questions_come_at_a_polite_pace(tmp_path: Path, server: FakeGemServer) -> None:
    slept: list[float] = []
    sync_gems(_request(tmp_path, server), sleep=slept.append)
    assert slept == [0.1, 0.1, 0.1]


def test_a_gem_that_its_server_does_not_have_is_unknown(tmp_path: Path, server: FakeGemServer) -> None:
    request = _request(tmp_path, server, "rack", "acme-secrets")
    host = server.url.removeprefix("http://")
    assert _synced(request).unknown == {"acme-secrets": f"{host} does not have it"}
    assert _snapshot(request).releases("acme-secrets") is None


def test_a_server_that_asks_for_a_password_leaves_its_gems_unknown(tmp_path: Path, server: FakeGemServer) -> None:
    with a_gem_server() as private:
        private.secret = "jane:s3cret"
        request = _request(tmp_path, server, "rack")
        request = replace(request, wanted=(*request.wanted, Wanted("acme", (private.url,))))
        assert "answered 401" in _synced(request).unknown["acme"]


def test_credentials_come_from_bundlers_settings_and_reach_no_file(tmp_path: Path, server: FakeGemServer) -> None:
    server.secret = "jane:s3cret"
    settings = BundlerSettings({"BUNDLE_127__0__0__1": "jane:s3cret"})
    request = replace(_request(tmp_path, server, "rack"), settings=settings)
    address = server.url.replace("//", "//jane:s3cret@")
    for each in (request, replace(request, settings=BundlerSettings(), wanted=(Wanted("rack", (address,)),))):
        assert _synced(each).known == 1
        assert _snapshot(each).servers == (server.url,)
        assert "s3cret" not in repr(each)
    assert not any(b"s3cret" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_mirror_is_asked_instead(tmp_path: Path, server: FakeGemServer) -> None:
    settings = BundlerSettings({"BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/": server.url})
    wanted = (Wanted("rack", ("https://rubygems.org/",)),)
    request = replace(_request(tmp_path, server), settings=settings, wanted=wanted)
    assert _synced(request).known == 1
    assert _snapshot(request).servers == ("https://rubygems.org/",)


def test_a_host_can_be_left_out(tmp_path: Path, server: FakeGemServer) -> None:
    wanted = (Wanted("acme", ("https://gems.acme.example/",)), Wanted("rack", (server.url,)))
    request = replace(_request(tmp_path, server), wanted=wanted, without=frozenset({"gems.acme.example"}))
    assert _synced(request).unknown == {"acme": "gems.acme.example was not asked"}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///srv/gems", "a gem server's address must begin with https://"),
        ("http://jane:s3cret@gems.acme.example/", "credentials are not sent to gems.acme.example over http"),
    ],
)
def test_an_address_that_is_no_use_leaves_its_gems_unknown(
    tmp_path: Path, server: FakeGemServer, address: str, reason: str
) -> None:
    wanted = (Wanted("acme", (address,)), Wanted("rack", (server.url,)))
    unknown = _synced(replace(_request(tmp_path, server), wanted=wanted)).unknown["acme"]
    assert unknown.startswith(reason)
    assert "s3cret" not in unknown


def test_of_several_servers_the_first_that_has_the_gem_is_believed(tmp_path: Path, server: FakeGemServer) -> None:
    with a_gem_server() as other:
        other.infos |= {"rack": b"---\n9.9 |\n", "only": b"---\n1.0 |\n"}
        both = (server.url, other.url)
        request = replace(_request(tmp_path, server), wanted=(Wanted("rack", both), Wanted("only", both)))
        assert _synced(request).known == 2
        assert [each.version for each in _snapshot(request).releases("rack") or ()] == ["3.1.7"]


def test_what_is_no_compact_index_leaves_the_gem_unknown(tmp_path: Path, server: FakeGemServer) -> None:
    server.infos["mail"] = b"<html><body>Sign in"
    request = _request(tmp_path, server)
    assert "sent nonsense: line 1" in _synced(request).unknown["mail"]


def test_nothing_at_all_is_an_error_and_no_snapshot(tmp_path: Path, server: FakeGemServer) -> None:
    server.infos.clear()
    request = _request(tmp_path, server, "rack")
    with pytest.raises(DxscoreError, match="no gem could be had: 127"):
        _synced(request)
    assert not request.snapshot.exists()


def test_dates_that_the_index_lacks_come_from_the_json_api_once(tmp_path: Path, server: FakeGemServer) -> None:
    server.infos = {"rack": b"---\n3.1.7 |checksum:aa\n3.1.8-java |checksum:bb\n"}
    server.dates["rack"] = [
        {"number": "3.1.7", "platform": "ruby", "created_at": "2024-07-11T08:00:00.000Z"},
        {"number": "3.1.8", "platform": "java", "created_at": "2024-10-14T08:00:00.000Z"},
    ]
    request = _request(tmp_path, server, "rack")
    for before in (None, "the one just written"):
        _synced(replace(request, before=_snapshot(request) if before else None))
        dates = [release.released for release in _snapshot(request).releases("rack") or ()]
        assert dates == [date(2024, 7, 11), date(2024, 10, 14)]
    assert server.paths().count("/api/v1/versions/rack.json") == 1


def test_a_server_without_dates_is_asked_for_them_once(tmp_path: Path, server: FakeGemServer) -> None:
    server.infos = dict.fromkeys(("a", "b", "c"), b"---\n1.0 |checksum:aa\n")
    request = _request(tmp_path, server, "a", "b", "c")
    assert _synced(request).known == 3
    assert sum("/api/" in path for path in server.paths()) == 1
    assert _snapshot(request).releases("a") == (Release("1.0"),)


def test_what_the_next_version_of_a_possible_blocker_needs_is_fetched_too(
    tmp_path: Path, server: FakeGemServer
) -> None:
    server.infos |= {
        "devise": b"---\n4.9.4 railties:>= 4.1,older:>= 0|\n5.0 railties:>= 7,newcomer:>= 1|\n",
        "newcomer": b"---\n1.0 rails:>= 7,another:>= 1|\n",
        "another": b"---\n1.0 unrelated:>= 1|\n",
        "plain": b"---\n1.0 |\n2.0 unasked:>= 1|\n",
        "railties": b"---\n7.0 |\n",
        "rails": b"---\n7.0 |\n",
    }
    request = replace(
        _request(tmp_path, server, "devise", "plain", version="4.9.4"), frameworks=frozenset({"rails", "railties"})
    )
    assert _synced(request).unknown == {}
    assert set(_snapshot(request).lines) == {"devise", "plain", "railties", "newcomer", "rails", "another"}


class _Book:
    """A source of advisories with one entry for rack, and one for Ruby."""

    evidence = FigureSource("advisory database", date(2026, 8, 22))

    def entries(self, name: str) -> tuple[Entry, ...]:
        if name == "tilt":
            raise EntryError("gems/tilt/CVE-1.yml: not a mapping")
        if name not in ("rack", "ruby"):
            return ()
        affected = AllBut()
        return (Entry(name, "CVE-1", ("CVE-1", "GHSA-1"), "Bad", "", date(2026, 1, 2), "high", 7.5, "", affected),)


def test_advisories_go_into_the_snapshot(tmp_path: Path, server: FakeGemServer) -> None:
    request = replace(_request(tmp_path, server), advisories=(_Book(),))
    _synced(request)
    entries = _snapshot(request).advisory_entries()
    assert entries
    assert [entry.id for entry in entries.entries("rack")] == ["CVE-1"]
    assert entries.entries("rack")[0].affected.holds_for(Version.parse("1"))
    assert [entry.id for entry in entries.entries("ruby")] == ["CVE-1"]
    assert entries.entries("mail") == entries.entries("bundler") == ()
    assert entries.evidence.taken == date(2026, 8, 22)
    for unknown in ("tilt", "never-heard-of"):
        with pytest.raises(EntryError):
            entries.entries(unknown)


def test_gems_of_a_lockfile_are_asked_for_at_their_servers() -> None:
    lockfile = parse_lockfile(
        "GIT\n  remote: https://github.com/a/b\n  revision: abc\n  specs:\n    fork (1.0)\n\n"
        "PATH\n  remote: engines/own\n  specs:\n    own (0.1)\n\n"
        "GEM\n  remote: https://rubygems.org/\n  specs:\n    ffi (1.17.0)\n    ffi (1.17.0-java)\n\n"
        "GEM\n  remote: https://t0ken@gems.acme.example/\n  specs:\n    acme (2.0)\n\n"
        "DEPENDENCIES\n  acme!\n  ffi\n  fork!\n  own!\n"
    )
    assert wanted_gems(lockfile) == (
        Wanted("fork", ("https://rubygems.org/",), "1.0"),
        Wanted("ffi", ("https://rubygems.org/",), "1.17.0"),
        Wanted("acme", ("https://t0ken@gems.acme.example/",), "2.0"),
    )
    assert "t0ken" not in repr(wanted_gems(lockfile))

from __future__ import annotations

import gzip
import hashlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from dxscore.copying import replace
from dxscore.errors import DxscoreError
from dxscore.hosts.client import BusyError, RefusedError
from dxscore.hosts.gem_server import GemServer, Limits
from dxscore.rubygems.compact_index import InfoBody
from tests.hosts.fake_gem_server import FakeGemServer, Reply, Spoiler, a_gem_server, basic

_RACK = b"---\n3.1.7 |checksum:aa,ruby:>= 2.4.0\n"
_MORE = _RACK + b"3.1.8 |checksum:bb,ruby:>= 2.4.0\n"
_SECRET = "jane:s3cret-0123456789"


@pytest.fixture
def server() -> Iterator[FakeGemServer]:
    with a_gem_server() as server:
        server.infos["rack"] = _RACK
        yield server


def _fetched(server: FakeGemServer, kept: InfoBody | None = None) -> InfoBody | None:
    return GemServer.at(server.url).info("rack", kept)


def _kept(content: bytes = _RACK) -> InfoBody:
    return InfoBody(content, f'"{hashlib.md5(content).hexdigest()}"')


def _corrupted(reply: Reply) -> Reply:
    """One letter of the text is another one; if it was compressed, correctly so."""
    packed = "Content-Encoding" in reply.headers
    text = gzip.decompress(reply.content) if packed else reply.content
    wrong = text.replace(b"2.4.0", b"2.5.0")
    return replace(reply, content=gzip.compress(wrong) if packed else wrong)


def _cut(reply: Reply) -> Reply:
    return replace(reply, content=reply.content[:-5], length=len(reply.content))


def _status(status: int, **headers: str) -> Spoiler:
    return lambda _: Reply(status, b"", {name.replace("_", "-"): value for name, value in headers.items()})


def test_the_whole_text_comes_with_its_tag(server: FakeGemServer) -> None:
    assert _fetched(server) == _kept()
    assert server.asked[0].headers["accept-encoding"] == "gzip"
    assert server.asked[0].headers["user-agent"].startswith("dxscore/")


def test_all_questions_go_through_one_connection(server: FakeGemServer) -> None:
    client = GemServer.at(server.url)
    kept = client.info("rack")
    client.info("rack", kept)
    client.info("never-heard-of")
    server.infos["rack"] = _MORE
    client.info("rack", kept)
    assert (len(server.asked), server.connections) == (4, 1)


@pytest.mark.parametrize("status", [206, 304])
def test_an_answer_that_was_not_asked_for_is_not_taken(server: FakeGemServer, status: int) -> None:
    server.spoil(_status(status))
    with pytest.raises(BusyError, match=f"answered {status} to /info/rack, where everything"):
        _fetched(server)


def test_a_gem_that_the_server_does_not_know(server: FakeGemServer) -> None:
    assert GemServer.at(server.url).info("rakc") is None


def test_a_server_may_lie_below_a_path(server: FakeGemServer) -> None:
    server.infos["/private/info/rack"] = _RACK
    assert GemServer.at(f"{server.url}/private/").info("rack") == _kept()
    assert server.paths() == ["/private/info/rack"]


def test_a_name_cannot_leave_its_place_in_the_address(server: FakeGemServer) -> None:
    GemServer.at(server.url).info("../api?x=1#y")
    assert server.paths() == ["/info/..%2Fapi%3Fx%3D1%23y"]


def test_what_did_not_change_is_not_sent_again(server: FakeGemServer) -> None:
    kept = _kept()
    assert _fetched(server, kept) is kept
    assert [each.headers.get("if-none-match") for each in server.asked] == [kept.etag]


def test_only_what_was_added_is_sent(server: FakeGemServer) -> None:
    server.infos["rack"] = _MORE
    assert _fetched(server, _kept()) == _kept(_MORE)
    assert [each.headers.get("range") for each in server.asked] == [f"bytes={len(_RACK) - 1}-"]


def test_without_digests_a_tag_that_is_the_md5_proves_what_was_added(server: FakeGemServer) -> None:
    server.infos["rack"] = _MORE
    server.digests = False
    assert _fetched(server, _kept()) == _kept(_MORE)
    assert len(server.asked) == 1


def test_without_any_proof_what_was_added_is_fetched_as_a_whole(server: FakeGemServer) -> None:
    server.infos["rack"] = _MORE
    server.digests = server.tags = False
    assert _fetched(server, _kept()) == InfoBody(_MORE)
    assert [each.headers.get("range") for each in server.asked] == [f"bytes={len(_RACK) - 1}-", None]


@pytest.mark.parametrize(
    "changed",
    [_MORE.replace(b"3.1.7", b"3.1.6"), b"---\n3.1.8 |checksum:bb\n", b"---\n"],
    ids=["in the middle", "shorter: a yank", "everything yanked"],
)
def test_a_text_that_did_not_only_grow_is_fetched_as_a_whole(server: FakeGemServer, changed: bytes) -> None:
    server.infos["rack"] = changed
    assert _fetched(server, _kept()) == _kept(changed)


def test_a_server_without_ranges_sends_everything_at_once(server: FakeGemServer) -> None:
    server.infos["rack"] = _MORE
    server.spoil(lambda _: Reply(200, _MORE, {"ETag": _kept(_MORE).etag}))
    assert _fetched(server, _kept()) == _kept(_MORE)
    assert len(server.asked) == 1


def test_a_part_of_another_place_is_not_appended(server: FakeGemServer) -> None:
    server.infos["rack"] = _MORE
    server.digests = False
    server.spoil(lambda reply: replace(reply, headers={**reply.headers, "Content-Range": "bytes 3-70/71"}))
    assert _fetched(server, _kept()) == _kept(_MORE)
    assert len(server.asked) == 2


def test_an_empty_text_that_was_kept_asks_for_no_range(server: FakeGemServer) -> None:
    assert _fetched(server, InfoBody(b"")) == _kept()
    assert "range" not in server.asked[0].headers


def test_a_gem_that_is_gone_is_not_known_any_more(server: FakeGemServer) -> None:
    del server.infos["rack"]
    assert _fetched(server, _kept()) is None


def test_a_weak_tag_is_kept_without_its_mark(server: FakeGemServer) -> None:
    server.spoil(lambda reply: replace(reply, headers={**reply.headers, "ETag": 'W/"abc"'}))
    fetched = _fetched(server)
    assert fetched
    assert fetched.etag == '"abc"'


def test_a_corrupted_text_is_fetched_again(server: FakeGemServer) -> None:
    server.spoil(_corrupted)
    assert _fetched(server) == _kept()
    assert [each.headers["accept-encoding"] for each in server.asked] == ["gzip", "identity"]


def test_a_corrupted_part_is_not_appended(server: FakeGemServer) -> None:
    server.infos["rack"] = _MORE
    server.spoil(_corrupted)
    assert _fetched(server, _kept()) == _kept(_MORE)
    assert len(server.asked) == 2


@pytest.mark.parametrize("header", ["Repr-Digest", "Digest"])
@pytest.mark.parametrize("form", ["sha-256=:{}:", "sha-256={}", 'sha-256="{}"', "md5=:eA==:, SHA-256=:{}:"])
def test_a_text_with_the_digest_of_another_is_refused(server: FakeGemServer, header: str, form: str) -> None:
    wrong = {header: form.format("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")}
    server.digests = False
    server.spoil(*[lambda reply: replace(reply, headers={**reply.headers, **wrong})] * 2)
    with pytest.raises(BusyError, match=r"/info/rack with a digest of something else"):
        _fetched(server)


def test_a_digest_of_another_kind_says_nothing(server: FakeGemServer) -> None:
    server.digests = False
    server.spoil(lambda reply: replace(reply, headers={**reply.headers, "Repr-Digest": "sha-512=:AAAA:"}))
    assert _fetched(server) == _kept()


def _damaged_gzip(reply: Reply) -> Reply:
    return replace(reply, content=reply.content[:20] + b"\0\0\0\0" + reply.content[24:])


@pytest.mark.parametrize("spoiler", [_cut, _damaged_gzip])
def test_an_answer_that_is_cut_off_or_damaged_may_be_whole_next_time(server: FakeGemServer, spoiler: Spoiler) -> None:
    server.spoil(spoiler)
    with pytest.raises(BusyError, match="no whole answer from 127"):
        _fetched(server)
    assert _fetched(server) == _kept()


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_busy_server(server: FakeGemServer, status: int) -> None:
    server.spoil(_status(status, Retry_After="7"))
    with pytest.raises(BusyError, match=f"answered {status}") as raised:
        _fetched(server)
    assert raised.value.wait == 7


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_server_that_says_no(server: FakeGemServer, status: int) -> None:
    server.spoil(_status(status))
    with pytest.raises(RefusedError, match=f"answered {status} to /info/rack"):
        _fetched(server)


def test_credentials_are_those_of_the_address_or_given(server: FakeGemServer) -> None:
    server.secret = "jane:p@ss"
    host = server.url.removeprefix("http://")
    for client in (GemServer.at(f"http://jane:p%40ss@{host}"), GemServer.at(server.url, "jane:p%40ss")):
        assert client.info("rack") == _kept()
        assert "p%40ss" not in repr(client)


def test_a_token_is_a_user_without_password(server: FakeGemServer) -> None:
    server.secret = "t0ken:"
    assert GemServer.at(server.url, "t0ken").info("rack") == _kept()


@pytest.mark.parametrize("address", ["http://jane:secret@gems.example.com/", "http://t0ken@gems.example.com"])
def test_credentials_are_not_sent_in_the_clear(address: str) -> None:
    with pytest.raises(DxscoreError, match=r"not sent to gems\.example\.com over http") as raised:
        GemServer.at(address)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("address", ["rubygems.org", "file:///srv/gems", "ftp://example.com", "https://", ""])
def test_what_is_no_address_of_a_gem_server(address: str) -> None:
    with pytest.raises(DxscoreError, match="must begin with https://"):
        GemServer.at(address)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_another_host_is_followed_without_credentials(server: FakeGemServer, status: int) -> None:
    with a_gem_server() as elsewhere:
        elsewhere.infos["rack"] = _MORE
        server.secret = _SECRET
        server.spoil(_status(status, Location=f"{elsewhere.url}/info/rack"))
        assert GemServer.at(server.url, _SECRET).info("rack") == _kept(_MORE)
        assert server.asked[0].headers["authorization"] == basic(_SECRET)
        assert "authorization" not in elsewhere.asked[0].headers


def test_a_redirect_within_the_host_keeps_the_credentials(server: FakeGemServer) -> None:
    server.secret = _SECRET
    server.infos["rack2"] = _RACK
    server.spoil(_status(302, Location="/info/rack2"))
    assert GemServer.at(server.url, _SECRET).info("rack") == _kept()
    assert [each.headers["authorization"] for each in server.asked] == [basic(_SECRET)] * 2


def test_redirects_in_a_circle_end(server: FakeGemServer) -> None:
    server.spoil(*[_status(302, Location="/info/rack")] * 20)
    with pytest.raises(RefusedError, match="again and again"):
        _fetched(server)
    assert len(server.asked) == 6


@pytest.mark.parametrize("place", ["http://gems.example.com/info/rack", "file:///etc/passwd", "//gems.example.com/x"])
def test_a_redirect_may_not_lead_to_a_connection_that_can_be_read(server: FakeGemServer, place: str) -> None:
    server.spoil(_status(302, Location=place))
    with pytest.raises(RefusedError, match="can be read"):
        _fetched(server)


def test_a_certificate_that_nobody_signed_is_refused(self_signed: ssl.SSLContext) -> None:
    with a_gem_server(self_signed) as server:
        server.infos["rack"] = _RACK
        with pytest.raises(DxscoreError, match="no safe connection to 127"):
            _fetched(server)
        assert server.asked == []


def test_a_dead_server_is_one_line_without_secrets() -> None:
    with a_gem_server() as server:
        address = f"{server.url}/t0ken-in-path"
    with pytest.raises(BusyError, match="no whole answer from 127") as raised:
        GemServer.at(address, _SECRET).info("rack")
    assert "t0ken" not in str(raised.value)
    assert "s3cret" not in str(raised.value)
    assert "refused" in str(raised.value)


@contextmanager
def _raw_server(*pieces: bytes) -> Iterator[str]:
    """Answers one request with these pieces, and then says nothing more until the block ends."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, suppress(ConnectionError):  # whoever asked may have gone
                connection.recv(65536)
                for piece in pieces:
                    connection.sendall(piece)
                    over.wait(0.02)
                over.wait(10)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        over.set()
        thread.join()


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"


@pytest.mark.parametrize("pieces", [(), (_HEAD,), (_HEAD, b"---\n")])
def test_a_server_that_falls_silent_is_given_up(pieces: tuple[bytes, ...]) -> None:
    with _raw_server(*pieces) as address, pytest.raises(BusyError, match="timed out"):
        GemServer.at(address, limits=Limits(connect=1, read=0.1, whole=5)).info("rack")


_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"


def test_a_text_in_chunks() -> None:
    with _raw_server(_CHUNKED + b"4\r\n---\n\r\n", b"6\r\n1.0 |\n\r\n0\r\n\r\n") as address:
        assert GemServer.at(address).info("rack") == InfoBody(b"---\n1.0 |\n")


@pytest.mark.parametrize("end", [b"", b"6\r\n1.", b"x\r\n"], ids=["no end", "half a chunk", "nonsense"])
def test_a_text_in_chunks_that_is_cut_off(end: bytes) -> None:
    limits = Limits(connect=1, read=0.2, whole=5)
    with _raw_server(_CHUNKED + b"4\r\n---\n\r\n", end) as address, pytest.raises(BusyError, match="no whole answer"):
        GemServer.at(address, limits=limits).info("rack")


def test_a_server_that_never_ends_is_given_up() -> None:
    with _raw_server(_HEAD, *[b"-"] * 100) as address, pytest.raises(BusyError, match=r"longer than 0\.1 seconds"):
        GemServer.at(address, limits=Limits(connect=1, read=1, whole=0.1)).info("rack")


def test_dates_of_the_json_api(server: FakeGemServer) -> None:
    server.dates["rack"] = [
        {"number": "3.1.8", "platform": "ruby", "created_at": "2024-10-14T23:00:00.000Z"},
        {"number": "3.1.8", "platform": "java", "created_at": "2024-10-15T01:00:00.000Z"},
        {"number": "3.1.7", "platform": "ruby"},
    ]
    assert GemServer.at(server.url).dates("rack") == {
        "3.1.8": "2024-10-14T23:00:00.000Z",
        "3.1.8-java": "2024-10-15T01:00:00.000Z",
    }


def test_a_server_without_the_json_api_has_no_dates(server: FakeGemServer) -> None:
    assert GemServer.at(server.url).dates("rack") == {}
    server.spoil(lambda _: Reply(200, b"<html>"))
    assert GemServer.at(server.url).dates("rack") == {}

from __future__ import annotations

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from dxscore.errors import DxscoreError
from dxscore.hosts.client import BusyError, Client, RefusedError
from dxscore.hosts.token import Token
from tests.hosts.fake_host import FakeHost, Reply, a_host

_SECRET = "s3cret-0123456789"


def _client(url: str) -> Client:
    return Client(url, Token(_SECRET, "GITHUB_TOKEN"), {"Authorization": f"Bearer {_SECRET}"})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(host: FakeHost, status: int) -> None:
    with a_host() as elsewhere:
        host.script("GET", Reply(status, headers={"Location": f"{elsewhere.url}/user"}))
        with pytest.raises(RefusedError, match=f"points to {elsewhere.url}/user"):
            _client(host.url).send("GET", "/user")
        assert elsewhere.asked == []
    assert len(host.asked) == 1


def test_a_message_of_the_host_is_one_printable_line_without_the_token(host: FakeHost) -> None:
    host.script("GET", Reply(400, {"message": f"bad\n::error::{_SECRET}\x1b[31m " + "x" * 5000}))
    with pytest.raises(RefusedError) as raised:
        _client(host.url).send("GET", "/user")
    told = str(raised.value)
    assert _SECRET not in told
    assert told.isprintable()
    assert "bad ::error::***" in told
    assert len(told) < 400


def test_neither_a_token_nor_a_client_shows_the_secret() -> None:
    assert _SECRET not in repr(Token(_SECRET, "GITHUB_TOKEN"))
    assert _SECRET not in repr(_client("https://api.github.com"))


@pytest.mark.parametrize(("header", "wait"), [({"Retry-After": "7"}, 7.0), ({}, None), ({"Retry-After": "soon"}, None)])
def test_a_busy_host_may_say_how_long(host: FakeHost, header: dict[str, str], wait: float | None) -> None:
    host.script("GET", Reply(503, headers=header))
    with pytest.raises(BusyError) as raised:
        _client(host.url).send("GET", "/user")
    assert raised.value.wait == wait


def test_a_busy_host_may_name_a_time(host: FakeHost) -> None:
    at = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    host.script("GET", Reply(503, headers={"Retry-After": at}))
    with pytest.raises(BusyError) as raised:
        _client(host.url).send("GET", "/user")
    assert raised.value.wait is not None
    assert 3000 < raised.value.wait <= 3600


def test_an_exhausted_limit_is_busy_and_not_forbidden(host: FakeHost) -> None:
    host.script("GET", Reply(403, {"message": "rate limit"}, {"X-RateLimit-Remaining": "0"}))
    with pytest.raises(BusyError, match="rate limit"):
        _client(host.url).send("GET", "/user")


def test_nobody_listening_is_busy() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(BusyError, match="no answer from 127"):
        _client(f"http://127.0.0.1:{port}").send("GET", "/user")


def test_a_connection_that_breaks_is_busy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_accept_and_close, args=(server,))
        thread.start()
        with pytest.raises(BusyError):
            _client(f"http://127.0.0.1:{server.getsockname()[1]}").send("GET", "/user")
        thread.join()


def _accept_and_close(server: socket.socket) -> None:
    server.accept()[0].close()


def test_a_certificate_that_nobody_vouches_for_is_refused(self_signed: ssl.SSLContext) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        received: list[bytes] = []
        thread = threading.Thread(target=_handshake, args=(server, self_signed, received))
        thread.start()
        with pytest.raises(DxscoreError, match="no safe connection") as raised:
            _client(f"https://127.0.0.1:{server.getsockname()[1]}").send("GET", "/user")
        thread.join()
    assert not isinstance(raised.value, BusyError)
    assert received == []


def _handshake(server: socket.socket, context: ssl.SSLContext, received: list[bytes]) -> None:
    connection, _ = server.accept()
    try:
        with context.wrap_socket(connection, server_side=True) as secure:
            received.append(secure.recv(1))
    except OSError:
        connection.close()


def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with a_host() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//me:pass%21@"))
        monkeypatch.setenv("no_proxy", "")
        proxy.script("GET", Reply(200, {"login": "robot"}))
        assert _client("http://localhost:1").send("GET", "/user").data == {"login": "robot"}
        assert proxy.asked[0].headers["proxy-authorization"] == "Basic bWU6cGFzcyE="


def test_no_proxy_is_honoured(host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    host.me = Reply(200, {"login": "robot"})
    assert _client(host.url).send("GET", "/user").data == {"login": "robot"}

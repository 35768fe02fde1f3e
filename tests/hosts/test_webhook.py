from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dxscore.domain.mail import Reply, Said
from dxscore.errors import DxscoreError
from dxscore.hosts.client import BusyError
from dxscore.hosts.webhook import checked, post_json


@dataclass(slots=True)
class _Channel:
    """Where a webhook leads; `answers` are used up, and then all is well. 0 drops the connection."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)


@pytest.fixture
def channel() -> Iterator[_Channel]:
    channel = _Channel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            channel.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            status = channel.answers.pop(0) if channel.answers else 200
            if not status:
                self.connection.close()
                return
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "7")
            if status == 302:
                self.send_header("Location", "http://elsewhere.example/")
            self.end_headers()
            self.wfile.write(b"ok" if status == 200 else b"invalid_blocks\n\x1b[31m")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    channel.url = f"http://127.0.0.1:{server.server_port}/services/T0/B0/s3cret"
    yield channel
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_digest_is_posted_as_it_is(channel: _Channel) -> None:
    assert post_json(channel.url, {"text": "größer"}) == Reply(Said.ACCEPTED, "127.0.0.1 answered 200 ok")
    assert channel.bodies == [{"text": "größer"}]


@pytest.mark.parametrize(
    ("status", "said"), [(400, Said.NEVER), (404, Said.NEVER), (302, Said.NEVER), (500, Said.UNSURE)]
)
def test_what_a_host_says_is_told_on_one_line(channel: _Channel, status: int, said: Said) -> None:
    channel.answers = [status]
    assert post_json(channel.url, {}) == Reply(said, f"127.0.0.1 answered {status} invalid_blocks [31m")
    assert len(channel.bodies) == 1


def test_a_busy_host_says_when_to_come_back(channel: _Channel) -> None:
    channel.answers = [429]
    with pytest.raises(BusyError) as raised:
        post_json(channel.url, {})
    assert raised.value.wait == 7


def test_nobody_at_the_port_took_nothing() -> None:
    with pytest.raises(BusyError, match=r"no answer from 127\.0\.0\.1"):
        post_json("http://127.0.0.1:1/s3cret", {})


def test_a_connection_that_breaks_leaves_nobody_sure(channel: _Channel) -> None:
    channel.answers = [0]
    assert post_json(channel.url, {}).said is Said.UNSURE


@pytest.mark.parametrize("address", ["", "http://hooks.example.com/s3cret", "ftp://x/s3cret", "https://x/s3cret\n"])
def test_only_a_safe_address_is_used_and_it_is_not_repeated(address: str) -> None:
    with pytest.raises(DxscoreError) as raised:
        checked(address, "HOOK")
    assert "s3cret" not in f"{raised.value} {raised.value.hint}"
    assert checked("https://hooks.example.com/x", "HOOK") == "https://hooks.example.com/x"

"""A gem server on this machine that speaks the compact index over real HTTP, and can be told to misbehave."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sends; nothing is checked, so that it can be wrong."""

    status: int = 200
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    """What Content-Length says; None for the truth."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the server received."""

    path: str
    headers: Mapping[str, str]
    """Names in lower case."""


Spoiler: TypeAlias = Callable[[Reply], Reply]
"""Turns a right answer into a wrong one."""


@dataclass
class FakeGemServer:
    """Its state; tests set it up before and look at it after."""

    url: str = ""
    infos: dict[str, bytes] = field(default_factory=dict)
    """Gem -> body of /info."""
    dates: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Gem -> what the JSON API says."""
    secret: str = ""
    """'user:password' that is asked for, '' for none."""
    digests: bool = True
    """Whether it sends Repr-Digest."""
    tags: bool = True
    """Whether it sends an ETag, which is the MD5 of the body as at rubygems.org."""
    asked: list[Asked] = field(default_factory=list)
    spoilers: deque[Spoiler] = field(default_factory=deque)
    """For the next answers, one each."""
    connections: int = 0

    def spoil(self, *spoilers: Spoiler) -> None:
        self.spoilers.extend(spoilers)

    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        reply = self._right(asked)
        return self.spoilers.popleft()(reply) if self.spoilers else reply

    def _right(self, asked: Asked) -> Reply:
        if self.secret and asked.headers.get("authorization") != basic(self.secret):
            return Reply(401, b"who are you?", {"WWW-Authenticate": "Basic"})
        if found := re.fullmatch(r"/api/v1/versions/(.+)\.json", asked.path):
            known = self.dates.get(found[1])
            return Reply(404) if known is None else Reply(200, json.dumps(known).encode())
        body = self.infos.get(asked.path.removeprefix("/info/"))
        return Reply(404, b"This rubygem could not be found.") if body is None else self._info(body, asked)

    def _info(self, body: bytes, asked: Asked) -> Reply:
        tag = f'"{hashlib.md5(body).hexdigest()}"'
        headers = {"ETag": tag} if self.tags else {}
        if asked.headers.get("if-none-match") == tag:
            return Reply(304, headers=headers)
        if self.digests:
            headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        if found := re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", "")):
            return _part(body, int(found[1]), headers)
        if "gzip" in asked.headers.get("accept-encoding", ""):
            return Reply(200, gzip.compress(body), {**headers, "Content-Encoding": "gzip"})
        return Reply(200, body, headers)


def _part(body: bytes, start: int, headers: Mapping[str, str]) -> Reply:
    if start >= len(body):
        return Reply(416, headers={"Content-Range": f"bytes */{len(body)}"})
    return Reply(206, body[start:], {**headers, "Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"})


def basic(secret: str) -> str:
    """The header for `user:password`."""
    return f"Basic {base64.b64encode(secret.encode()).decode()}"


@contextmanager
def a_gem_server(tls: ssl.SSLContext | None = None) -> Iterator[FakeGemServer]:
    """A server that listens on a free port of the loopback until the block ends."""
    fake = FakeGemServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    fake.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(fake: FakeGemServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            fake.connections += 1

        def do_GET(self) -> None:
            reply = fake.answer(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
            length = len(reply.content) if reply.length is None else reply.length
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(length)}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.content)
            self.close_connection = length != len(reply.content)

        def log_message(self, *details: object) -> None:
            """Nothing: what was asked is kept in the fake."""

    return Handler

"""A code host on this machine: the endpoints of GitHub and GitLab that dxscore uses, over real HTTP."""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What the host sends."""

    status: int = 200
    data: Json = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    """Sent as it is instead of JSON."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the host received."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Json


@dataclass
class FakeHost:
    """Its state; tests set it up before and look at it after."""

    url: str = ""
    comments: list[dict[str, Json]] = field(default_factory=list)
    statuses: list[dict[str, Json]] = field(default_factory=list)
    me: Reply = field(default_factory=lambda: Reply(403, {"message": "Resource not accessible by integration"}))
    page_size: int = 100
    asked: list[Asked] = field(default_factory=list)
    scripted: dict[str, deque[Reply]] = field(default_factory=dict)
    """Method -> replies that come first; the request is not carried out."""
    lost: dict[str, deque[Reply]] = field(default_factory=dict)
    """Method -> replies that come first although the request is carried out."""

    def script(self, method: str, *replies: Reply) -> None:
        self.scripted[method] = deque(replies)

    def sent(self, method: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == method]

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if self.scripted.get(asked.method):
            return self.scripted[asked.method].popleft()
        reply = self._route(asked)
        return self.lost[asked.method].popleft() if self.lost.get(asked.method) else reply

    def _route(self, asked: Asked) -> Reply:
        for method, pattern, action in self._routes():
            found = re.fullmatch(pattern, asked.path)
            if method == asked.method and found:
                return action(asked, *found.groups())
        return Reply(404, {"message": "Not Found"})

    def _routes(self) -> tuple[tuple[str, str, Callable[..., Reply]], ...]:
        github, gitlab = "/repos/acme/shop", "/api/v4/projects/(?:7|acme%2Fshop)"
        return (
            ("GET", "/user|/api/v4/user", lambda asked: self.me),
            ("GET", f"{github}/issues/12/comments|{gitlab}/merge_requests/12/notes", self._list),
            ("POST", f"{github}/issues/12/comments|{gitlab}/merge_requests/12/notes", self._create),
            ("PATCH", rf"{github}/issues/comments/(\d+)", self._update),
            ("PUT", rf"{gitlab}/merge_requests/12/notes/(\d+)", self._update),
            ("POST", f"{github}/statuses/[0-9a-f]+|{gitlab}/statuses/[0-9a-f]+", self._mark),
        )

    def _list(self, asked: Asked) -> Reply:
        size = min(int(asked.query["per_page"][0]), self.page_size)
        first = (int(asked.query["page"][0]) - 1) * size
        more = first + size < len(self.comments)
        # An address that nobody may follow: hosts behind a proxy do send wrong ones.
        links = {"Link": '<https://elsewhere.example/?page=2>; rel="next"'} if more else {}
        return Reply(200, self.comments[first : first + size], links)

    def _create(self, asked: Asked) -> Reply:
        number = 1000 + len(self.comments)
        author = {"id": 41, "login": "github-actions[bot]", "type": "Bot"}
        comment = a_comment(number, asked.body["body"], author)
        self.comments.append(comment)
        return Reply(201, comment)

    def _update(self, asked: Asked, number: str) -> Reply:
        for comment in self.comments:
            if comment["id"] == int(number):
                comment["body"] = asked.body["body"]
                return Reply(200, comment)
        return Reply(404, {"message": "Not Found"})

    def _mark(self, asked: Asked) -> Reply:
        self.statuses.append({"commit": asked.path.rpartition("/")[2], **asked.body})
        return Reply(201, {"id": 1})


def a_comment(number: int, body: str, author: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """A comment that both hosts could list: GitHub looks at `user`, GitLab at `author`."""
    who = author or {"id": 5, "login": "ann", "type": "User"}
    page = f"https://github.example/acme/shop/pull/12#issuecomment-{number}"
    return {"id": number, "body": body, "user": who, "author": who, "html_url": page, "system": False}


@contextmanager
def a_host() -> Iterator[FakeHost]:
    """A host that listens on a free port of the loopback until the block ends."""
    host = FakeHost()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(host))
    host.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(host: FakeHost) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            address = urlsplit(self.path)
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = json.loads(content) if content else None
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(host.answer(Asked(self.command, address.path, parse_qs(address.query), headers, body)))

        def _send(self, reply: Reply) -> None:
            content = (json.dumps(reply.data) if reply.text is None else reply.text).encode()
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *details: object) -> None:
            """Nothing: what was asked is kept in the host."""

        do_GET = do_POST = do_PATCH = do_PUT = _serve  # noqa: N815 - http.server calls these names

    return Handler

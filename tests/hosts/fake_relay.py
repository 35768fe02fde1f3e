"""A mail server on this machine, over real SMTP, with TLS and login; it can be told to be difficult."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from dxscore.hosts.relay import Relay, Security

USER, PASSWORD, TOKEN = "reports@example.com", "pass-w0rd-0123", "ya29.t0ken-0123"
_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Received:
    """A letter that was taken, with those it is for."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(slots=True)
class Manners:
    """How the server behaves: each list is used up, one reply a time, and then it is friendly."""

    greeting: list[str] = field(default_factory=list)
    recipients: dict[str, list[str]] = field(default_factory=dict)
    """Address -> replies; 'drop' closes the connection."""
    content: list[str] = field(default_factory=list)
    """Replies to the letter. 'taken, silent' takes it and never says so, 'taken, drop' and 'drop' close."""


class FakeRelay:
    """What tests see of the server, and what aiosmtpd asks."""

    def __init__(self) -> None:
        self.authority = trustme.CA()
        self.manners = Manners()
        self.received: list[Received] = []
        self.logins: list[tuple[str, str]] = []
        self.greeted = 0
        self.relay = Relay(_HOST, 0, Security.STARTTLS)

    @property
    def trust(self) -> ssl.SSLContext:
        """What a client needs to believe the server."""
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context

    @property
    def got(self) -> Counter[str]:
        """Recipient -> how many letters it got."""
        return Counter(each for letter in self.received for each in letter.recipients)

    async def handle_RCPT(self, server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        reply = _next(self.manners.recipients.get(address, []))
        if reply == "drop":
            server.transport.close()
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        reply = _next(self.manners.content)
        if reply.startswith(("250", "taken")):
            self.received.append(Received(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content))
        if reply.endswith("silent"):
            await asyncio.sleep(20)
        if reply.endswith("drop"):
            server.transport.close()
        return reply

    async def auth_XOAUTH2(self, server: Any, arguments: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        said = b64decode(arguments[1]).decode()
        self.logins.append(("XOAUTH2", said))
        if said == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01":
            return AuthResult(success=True)
        await server.challenge_auth('{"status":"401"}')  # to be answered before the refusal comes
        return AuthResult(success=False, handled=False)

    def authenticated(self, _server: Any, _session: Any, _envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Whether a password is right."""
        self.logins.append((mechanism, data.login.decode()))
        right = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=right, handled=False, message=None if right else f"535 no, {data.password.decode()}")


def _next(replies: list[str]) -> str:
    return replies.pop(0) if replies else "250 OK"


class _Server(SMTP):
    """aiosmtpd's, which greets as it is told."""

    async def push(self, status: Any) -> None:
        if isinstance(status, str) and status.startswith("220 ") and "ready" not in status.lower():
            self.event_handler.greeted += 1
            greeting = self.event_handler.manners.greeting
            status = greeting.pop(0) if greeting else status
        await super().push(status)


class _Controller(Controller):
    """aiosmtpd's, at any free port."""

    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = cast(asyncio.Server, self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call] # aiosmtpd gives it no types


@contextmanager
def a_relay(security: Security = Security.STARTTLS, *, name: str = _HOST, login: bool = False) -> Iterator[FakeRelay]:
    """A running server, whose certificate is for `name`."""
    server = FakeRelay()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.authority.issue_cert(name).configure_cert(tls)
    starttls: dict[str, Any] = {"tls_context": tls, "require_starttls": True} if security is Security.STARTTLS else {}
    controller = _Controller(
        server,
        hostname=_HOST,
        port=0,
        ssl_context=tls if security is Security.IMPLICIT else None,
        authenticator=server.authenticated,
        auth_required=login and security is Security.STARTTLS,
        auth_require_tls=security is Security.STARTTLS,
        **starttls,
    )
    controller.start()
    server.greeted = 0
    server.relay = Relay(_HOST, controller.port, security, USER if login else "")
    try:
        yield server
    finally:
        controller.stop()

"""A relay and a letter -> what the server said to each recipient; TLS is verified, secrets are never printed."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Self

from dxscore.domain.mail import Letter, Reply, Said
from dxscore.errors import DxscoreError
from dxscore.hosts.relay import Login, Mechanism, Relay, Security

_TIMEOUT = 30.0
_MAX_TEXT = 200
_GOODBYE = 421


class UnreachableError(DxscoreError):
    """No answer, a broken connection or 'later' before anything was handed over: trying again is harmless."""


class Postman:
    """One connection to a relay, opened when it is needed and again when it broke; use it in a `with`."""

    def __init__(
        self, relay: Relay, login: Login | None = None, trust: ssl.SSLContext | None = None, timeout: float = _TIMEOUT
    ) -> None:
        self._relay = relay
        self._login = login
        self._trust = trust or ssl.create_default_context()
        self._timeout = timeout
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        if self._open:
            with suppress(OSError, smtplib.SMTPException):
                self._open.quit()
        self._drop()

    def hand_over(
        self, letter: Letter, recipients: Sequence[str], about_to_send: Callable[[Sequence[str]], None]
    ) -> Mapping[str, Reply]:
        """Send a letter once, in one transaction. `about_to_send` hears who will get it, at the last moment before.

        Raises UnreachableError when nothing was handed over, DxscoreError when there is no use in trying again.
        """
        try:
            smtp = self._connected()
            refused = self._envelope(smtp, letter, recipients)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            raise UnreachableError(f"no answer from {self._relay}: {_line(str(error))}") from None
        accepted = [each for each in recipients if each not in refused]
        if not accepted:
            self._reset(smtp)
            return refused
        about_to_send(accepted)
        reply = self._content(smtp, letter.content)
        return {**refused, **dict.fromkeys(accepted, reply)}

    def _envelope(self, smtp: smtplib.SMTP, letter: Letter, recipients: Sequence[str]) -> dict[str, Reply]:
        """Say who writes to whom; gives the replies to those that are not accepted."""
        reply = self._reply(*smtp.mail(letter.sender))
        if reply.said is not Said.ACCEPTED:
            return dict.fromkeys(recipients, reply)
        replies = {each: self._reply(*smtp.rcpt(each)) for each in recipients}
        return {each: reply for each, reply in replies.items() if reply.said is not Said.ACCEPTED}

    def _content(self, smtp: smtplib.SMTP, content: bytes) -> Reply:
        try:
            return self._reply(*smtp.data(content))
        except smtplib.SMTPDataError as error:  # it did not want to see the letter
            self._reset(smtp)
            return self._reply(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Reply(Said.UNSURE, f"the connection broke while it was sent: {_line(str(error))}")

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _reply(self, code: int, text: bytes | str) -> Reply:
        said = Said.ACCEPTED if code // 100 == 2 else Said.NEVER if code // 100 == 5 else Said.LATER
        if code == _GOODBYE:
            self._drop()
        shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        return Reply(said, f"{code} {self._safe(shown)}".strip())

    def _connected(self) -> smtplib.SMTP:
        if self._open is None:
            try:
                self._open = self._secured()
                self._log_in(self._open)
            except smtplib.SMTPResponseException as error:
                self._drop()
                raise self._refusal(error) from None
            except DxscoreError:
                self._drop()
                raise
        return self._open

    def _secured(self) -> smtplib.SMTP:
        relay = self._relay
        try:
            if relay.security is Security.IMPLICIT:
                return _greeted(smtplib.SMTP_SSL(relay.host, relay.port, timeout=self._timeout, context=self._trust))
            smtp = _greeted(smtplib.SMTP(relay.host, relay.port, timeout=self._timeout))
            return smtp if relay.security is Security.NONE else self._upgraded(smtp)
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):  # broken off, which may go better the next time
            raise
        except ssl.SSLError as error:
            raise DxscoreError(f"no safe connection to {relay}: {_line(str(error))}", _tls_hint(error)) from None
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise
            raise DxscoreError(f"there is no mail server {relay.host}: {error.strerror}") from None

    def _upgraded(self, smtp: smtplib.SMTP) -> smtplib.SMTP:
        with ExitStack() as unless_done:
            unless_done.callback(smtp.close)
            if not smtp.has_extn("starttls"):
                hint = "use the port for submission (587), or smtps:// where TLS is spoken from the start (465)"
                raise DxscoreError(f"{self._relay} offers no STARTTLS, and nothing is sent in the clear", hint)
            smtp.starttls(context=self._trust)
            unless_done.pop_all()
        return _greeted(smtp)

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        login = self._login
        if login is None:
            return
        try:
            if login.mechanism is Mechanism.PASSWORD:
                smtp.login(login.user, login.secret, initial_response_ok=True)
            else:
                smtp.auth("XOAUTH2", lambda challenge=None: _bearer(login) if challenge is None else "")
        except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected):
            raise
        except smtplib.SMTPException as error:
            raise DxscoreError(f"{self._relay} takes no login: {_line(str(error))}", "is it the right port?") from None
        except UnicodeEncodeError:
            raise DxscoreError("user or secret hold characters that a login can't have") from None

    def _refusal(self, error: smtplib.SMTPResponseException) -> DxscoreError:
        reply = self._reply(error.smtp_code, error.smtp_error)
        if reply.said is not Said.NEVER:
            return UnreachableError(f"{self._relay} is busy: {reply.text}")
        hint = (
            "are user and secret right, and not expired?" if isinstance(error, smtplib.SMTPAuthenticationError) else ""
        )
        return DxscoreError(f"{self._relay} refuses us: {reply.text}", hint)

    def _safe(self, text: str) -> str:
        """What a server sent, without the secret."""
        secret = self._login.secret if self._login else ""
        return _line(text.replace(secret, "***") if secret else text)

    def _drop(self) -> None:
        if self._open:
            self._open.close()
        self._open = None


def _greeted(smtp: smtplib.SMTP) -> smtplib.SMTP:
    smtp.ehlo_or_helo_if_needed()
    return smtp


def _bearer(login: Login) -> str:
    """The answer of XOAUTH2; developers.google.com and learn.microsoft.com describe it alike."""
    return f"user={login.user}\x01auth=Bearer {login.secret}\x01\x01"


def _tls_hint(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "is the certificate's authority known to this machine? SSL_CERT_FILE can name one more"
    return "smtps:// is for ports where TLS is spoken from the start (465), smtp:// for STARTTLS (587)"


def _line(text: str) -> str:
    return "".join(char for char in " ".join(text.split()) if char.isprintable())[:_MAX_TEXT]
